"""Grade goods for a watch list by how far imports rest on one economy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from kanmon.analysis.dependency.concentration import top_share
from kanmon.analysis.dependency.suppliers import good_caveats
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture, by_economy


def watch_grade(share: float | None, thresholds: Mapping[str, float]) -> str:
    """Grade one good by the share of its imports that comes from one economy.

    Args:
        share: share of the largest supplier, None when nothing is imported.
        thresholds: ``watch_share``, ``watch_key_share`` and ``watch_margin``.

    Returns:
        key, watch, near (below the threshold by at most the margin), none, or unknown.

    Source:
        Korea's early-warning system (2021) watches items above 50 % and names key items by
        hand; the other cuts are Kanmon's.

    Example:
        >>> watch_grade(0.6, {"watch_share": 0.5, "watch_key_share": 0.8, "watch_margin": 0.1})
        'watch'
    """
    if share is None:
        return "unknown"
    if share > thresholds["watch_key_share"]:
        return "key"
    if share > thresholds["watch_share"]:
        return "watch"
    return "near" if share >= thresholds["watch_share"] - thresholds["watch_margin"] else "none"


def watch_list(picture: Picture, goods: Sequence[str]) -> Finding:
    """Grade goods for a watch list, with distance to the threshold and persistence.

    Args:
        picture: tables of the party and year.
        goods: ids of strategic goods.

    Returns:
        Finding ``watch_list``: good, grade, top_supplier, top_share, distance (to the watch
        share), years_above (of the last ``watch_years``), value; gravest first, goods without
        imports last. Figures watched and key (numbers of goods).

    Raises:
        CodeError: a good is not in the picture.

    Source:
        See :func:`watch_grade`.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> watch_list(tiny_picture("JPN"), ["rare_earth_metals"]).table["grade"].to_pylist()
        ['watch']
    """
    limit = picture.thresholds
    years = range(round(limit["watch_years"]))
    rows: list[dict[str, Any]] = []
    for good in goods:
        suppliers, value, _ = by_economy(picture.imports(good), "exporter")
        share = top_share(value)
        past = [
            top_share(by_economy(picture.imports(good, picture.year - b), "exporter")[1])
            for b in years
        ]
        rows.append(
            {
                "good": good,
                "grade": watch_grade(share, limit),
                "top_supplier": suppliers[0] if share is not None else None,
                "top_share": share,
                "distance": None if share is None else share - limit["watch_share"],
                "years_above": sum(s is not None and s > limit["watch_share"] for s in past),
                "value": float(value.sum()) if share is not None else None,
            }
        )
    rows.sort(key=lambda r: (r["top_share"] is None, -(r["top_share"] or 0.0), str(r["good"])))
    date = str(picture.year)
    lineage = picture.lineage("flows").join(*(picture.lineage("flows", g) for g in goods))
    sources = tuple(o.source for o in lineage.origins)
    small = [r["good"] for r in rows if r["value"] and r["value"] < limit["value_floor"]]
    key = sum(r["grade"] == "key" for r in rows)
    watched = key + sum(r["grade"] == "watch" for r in rows)
    return Finding(
        kind="watch_list",
        good="",
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        units=_UNITS,
        figures={
            "watched": Figure(watched, "goods", date, sources),
            "key": Figure(key, "goods", date, sources),
        },
        method=Method(
            "watch-list grading",
            f"top share > {limit['watch_share']:g}; key > {limit['watch_key_share']:g}",
            "after Korea's early-warning system (2021)",
        ),
        lineage=lineage.then("grade", f"{len(rows)} goods by largest supplier in {date}"),
        caveats=(
            *(
                (
                    Caveat(
                        "small_value",
                        "tiny imports are concentrated by construction: "
                        + ", ".join(map(str, small)),
                        {"goods": ", ".join(map(str, small))},
                    ),
                )
                if small
                else ()
            ),
            *_baskets(picture, goods),
        ),
    )


def _baskets(picture: Picture, goods: Sequence[str]) -> tuple[Caveat, ...]:
    broad = [g for g in goods if any(c.code == "basket" for c in good_caveats(picture, g))]
    if not broad:
        return ()
    names = ", ".join(broad)
    return (Caveat("baskets", f"codes that hold more than the good: {names}", {"goods": names}),)


_UNITS = {
    "good": "good",
    "grade": "",
    "top_supplier": "iso3",
    "top_share": "share",
    "distance": "share",
    "years_above": "years",
    "value": "kUSD",
}
_SCHEMA = pa.schema(
    [
        ("good", pa.string()),
        ("grade", pa.string()),
        ("top_supplier", pa.string()),
        ("top_share", pa.float64()),
        ("distance", pa.float64()),
        ("years_above", pa.int16()),
        ("value", pa.float64()),
    ]
)
