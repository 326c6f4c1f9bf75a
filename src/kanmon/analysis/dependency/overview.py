"""All goods of a picture under every criterion at once: one row a good, distances beside flags."""

from __future__ import annotations

import math
from typing import Any

import pyarrow as pa

from kanmon.analysis.dependency.criteria import Criterion, dependency_screen, year_criteria
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture

_CRITERIA = ("cdi1", "cdi2", "cdi3_extra", "cdi3_total", "world")
_FLAGS = ("ec2021", "ec2021_total", "geodep", "geodep_persistent")


def goods_screen(picture: Picture) -> Finding:
    """Screen every good of the picture that has trade figures.

    Args:
        picture: tables of the party and year.

    Returns:
        Finding ``goods_screen``, one row a good, most criteria met first: each criterion's value
        (empty where missing, or unlimited because nothing is exported), its distance to the
        threshold, the flags of the Commission (both readings of CDI3) and GeoDep, and the years of
        the last three in which GeoDep's criteria held; figures goods, ec2021, geodep and
        geodep_persistent count them.

    Raises:
        CodeError: never for goods of the picture itself.

    Source:
        SWD(2021) 352; Lefebvre and Wibaux 2024. See ``criteria.dependency_screen``.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> goods_screen(tiny_picture("JPN")).figures["ec2021"].value
        1
    """
    rows = [_row(picture, g) for g, view in picture.goods.items() if view.codes]
    rows.sort(key=lambda r: (-sum(bool(r[f]) for f in _FLAGS), -(r["cdi1"] or 0.0), r["good"]))
    columns = [("good", pa.string()), ("imports", pa.float64())]
    for name in _CRITERIA:
        columns += [(name, pa.float64()), (f"{name}_distance", pa.float64())]
    columns += [(f, pa.bool_()) for f in _FLAGS] + [("geodep_years", pa.int16())]
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows").origins)
    shares = {"cdi1": "HHI", "world": "HHI", "cdi2": "share"}
    units = {"good": "good", "imports": "kUSD", "geodep_years": "of 3 years"}
    for name in _CRITERIA:
        units[name] = units[f"{name}_distance"] = shares.get(name, "ratio")
    units |= dict.fromkeys(_FLAGS, "yes or no")
    counts = {"goods": len(rows)}
    counts |= {f: sum(bool(r[f]) for r in rows) for f in _FLAGS}
    return Finding(
        kind="goods_screen",
        good="",
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(rows, schema=pa.schema(columns)),
        units=units,
        figures={k: Figure(n, "goods", date, sources) for k, n in counts.items()},
        method=Method(
            "dependency screen",
            "CDI1 > 0.4, CDI2 > 0.5, CDI3 > 1; GeoDep: CDI1, world HHI > 0.4, CDI3; 2 of 3 years",
            "SWD(2021) 352; Lefebvre and Wibaux (2024)",
        ),
        lineage=picture.lineage("flows").then("screen", f"{len(rows)} goods in {date}"),
        caveats=(
            Caveat("churn", "about one threshold flag in five changes from year to year"),
            Caveat("unlimited", "an empty CDI3 beside imports means that nothing is exported"),
        ),
    )


def _row(picture: Picture, good: str) -> dict[str, Any]:
    found: dict[str, Criterion] = {c.name: c for c in year_criteria(picture, good, picture.year)}
    flags = dependency_screen(picture, good).figures
    imports = float(picture.imports(good).column("value").to_numpy().sum())
    row: dict[str, Any] = {"good": good, "imports": imports or None}
    for name, one in found.items():
        row[name] = _finite(one.value)
        row[f"{name}_distance"] = _finite(one.distance)
    row |= {f: flags[f].value for f in (*_FLAGS, "geodep_years")}
    return row


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
