"""Dependence on one economy's fuels: share by year, who took its place, what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.dependency.suppliers import good_caveats
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture, by_economy

_SCHEMA = pa.schema(
    [
        ("good", pa.string()),
        ("year", pa.int16()),
        ("share", pa.float64()),
        ("value", pa.float64()),
        ("total_value", pa.float64()),
        ("unit_value", pa.float64()),
    ]
)
_UNITS = {
    "good": "good",
    "year": "year",
    "share": "share",
    "value": "kUSD",
    "total_value": "kUSD",
    "unit_value": "kUSD/t",
}


def fuel_dependence(
    picture: Picture, goods: Sequence[str], supplier: str, target_year: int | None = None
) -> Finding:
    """Trace a party's dependence on one supplier's fuels year by year.

    Args:
        picture: tables of the party and year, with the fuels.
        goods: ids of the fuels.
        supplier: economy depended on (RUS).
        target_year: the party's own year to be free of it, where it has stated one.

    Returns:
        Finding ``fuel_dependence``: good, year, share (of the value bought outside the party),
        value paid (kUSD), total_value, unit_value (kUSD/t, empty without tonnage). Figures: the
        share of all the fuels together now and at its highest, the year of that, what was paid
        this year, and years_to_target. A year without imports has an empty share.

    Raises:
        CodeError: a good is not in the picture.

    Source:
        Shares by value of imports, trade among members of a bloc netted out.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> f = fuel_dependence(tiny_picture("JPN"), ["rare_earth_metals"], "CHN")
        >>> f.figures["share_now"].text()
        '60 %'
    """
    rows = [row for good in goods for row in _years(picture, good, supplier)]
    together: dict[int, tuple[float, float]] = {}
    for row in rows:
        paid, total = together.get(row["year"], (0.0, 0.0))
        together[row["year"]] = (
            paid + row["value"],
            total + row["total_value"],
        )
    shares = {y: paid / total for y, (paid, total) in together.items() if total}
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows").origins)
    now = shares.get(picture.year)
    highest = max(shares, key=lambda y: (shares[y], y), default=None)
    paid_now = together.get(picture.year, (0.0, 0.0))[0]

    def figure(value: float | int | None, unit: str, of: str = date) -> Figure:
        return Figure(value, unit, of, sources, "" if value is not None else "no imports recorded")

    return Finding(
        kind="fuel_dependence",
        good="",
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        units=_UNITS,
        figures={
            "supplier": Figure(supplier, "iso3", date, sources),
            "share_now": figure(now, "share"),
            "share_highest": figure(
                None if highest is None else shares[highest], "share", str(highest or date)
            ),
            "paid_now": figure(paid_now if now is not None else None, "kUSD"),
            "years_to_target": Figure(
                None if target_year is None else target_year - picture.year,
                "years",
                date,
                (),
                "" if target_year is not None else "the party's own target date was not given",
            ),
        },
        method=Method("fuel dependence", "share_t = v_t(supplier) / sum v_t", ""),
        lineage=picture.lineage("flows").then("share", f"fuels bought from {supplier}"),
        caveats=(
            Caveat(
                "destination_unknown",
                "pipeline gas and some coal are reported late, or without partner",
            ),
            *(c for good in goods for c in good_caveats(picture, good)),
        ),
    )


def _years(picture: Picture, good: str, supplier: str) -> list[dict[str, Any]]:
    trade = picture.trade(good)
    years = sorted(y for y in pc.unique(trade.column("year")).to_pylist() if y <= picture.year)
    rows: list[dict[str, Any]] = []
    for year in years:
        names, value, quantity = by_economy(picture.imports(good, year), "exporter")
        total = float(value.sum())
        at = names.index(supplier) if supplier in names else None
        paid = 0.0 if at is None else float(value[at])
        mass = np.nan if at is None else float(quantity[at])
        rows.append(
            {
                "good": good,
                "year": year,
                "share": paid / total if total else None,
                "value": paid,
                "total_value": total,
                "unit_value": paid / mass if np.isfinite(mass) and mass > 0 else None,
            }
        )
    return rows


def replaced_by(picture: Picture, good: str, supplier: str, since: int) -> Finding:
    """Say which suppliers gained the share one supplier lost since a year.

    Args:
        picture: tables of the party and year.
        good: id of a fuel.
        supplier: the economy that lost (or gained) share.
        since: year compared with.

    Returns:
        Finding ``replaced_by``: economy, share_then, share_now, change (shares of value), largest
        gain first; figure lost (the supplier's own change).

    Raises:
        CodeError: the good is not in the picture.

    Source:
        Difference of supplier shares.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> replaced_by(tiny_picture("JPN"), "rare_earth_metals", "CHN", 2022).figures["lost"].value
        0.0
    """
    then, now = (_shares(picture, good, y) for y in (since, picture.year))
    names = sorted(set(then) | set(now))
    rows: list[dict[str, Any]] = [
        {
            "economy": n,
            "share_then": then.get(n, 0.0),
            "share_now": now.get(n, 0.0),
            "change": now.get(n, 0.0) - then.get(n, 0.0),
        }
        for n in names
    ]
    rows.sort(key=lambda r: (-r["change"], r["economy"]))
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows", good).origins)
    both = bool(then) and bool(now)
    return Finding(
        kind="replaced_by",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(
            rows if both else [],
            schema=pa.schema(
                [
                    ("economy", pa.string()),
                    ("share_then", pa.float64()),
                    ("share_now", pa.float64()),
                    ("change", pa.float64()),
                ]
            ),
        ),
        units={"economy": "iso3", "share_then": "share", "share_now": "share", "change": "share"},
        figures={
            "lost": Figure(
                now.get(supplier, 0.0) - then.get(supplier, 0.0) if both else None,
                "share",
                date,
                sources,
                "" if both else "no imports in one of the years compared",
            )
        },
        method=Method("change of supplier shares", "s_now - s_then", ""),
        lineage=picture.lineage("flows", good).then("compare", f"{since} with {date}"),
        caveats=good_caveats(picture, good),
    )


def _shares(picture: Picture, good: str, year: int) -> dict[str, float]:
    names, value, _ = by_economy(picture.imports(good, year), "exporter")
    total = float(value.sum())
    return {n: float(v) / total for n, v in zip(names, value, strict=True)} if total else {}
