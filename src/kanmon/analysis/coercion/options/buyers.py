"""Where the goods can go instead: who buys them from others, how much, how far, at what price."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.catalogue.sourcing import assumed
from kanmon.errors import DataError
from kanmon.provenance import Lineage

COLUMNS = ("year", "exporter", "importer", "good", "value", "quantity")
_TYPES = {
    "economy": pa.string(),
    "imports": pa.float64(),
    "from_target": pa.float64(),
    "from_others": pa.float64(),
    "target_share": pa.float64(),
    "unit_value": pa.float64(),
    "room_low": pa.float64(),
    "room": pa.float64(),
    "room_high": pa.float64(),
    "km": pa.float64(),
    "partner": pa.bool_(),
}
_UNITS = {
    "economy": "iso3",
    "imports": "kUSD",
    "from_target": "kUSD",
    "from_others": "kUSD",
    "target_share": "share",
    "unit_value": "kUSD/t",
    "room_low": "kUSD",
    "room": "kUSD",
    "room_high": "kUSD",
    "km": "km",
    "partner": "yes or no",
}


@dataclass(frozen=True, slots=True)
class Sought:
    """Say whose goods seek other buyers: the target, who shuts them out, who its partners are.

    ``lost`` is what the imposer bought, thousand USD a year; taken from the flows where None.
    ``km`` gives distances from the target.

    Example:
        >>> Sought("JPN", frozenset({"CHN"})).partners
        frozenset()
    """

    target: str
    imposers: frozenset[str]
    partners: frozenset[str] = frozenset()
    lost: float | None = None
    km: Mapping[str, float] | None = None


def buyers(
    flows: pa.Table, goods: Collection[str], sought: Sought, lineage: Lineage | None = None
) -> Finding:
    """Find who could buy what the imposer no longer does.

    What a buyer could take is a part of what it buys from others today: the assumption
    ``redirectable`` of ``catalogue/sourcing.csv``, low, best and high.

    Args:
        flows: columns year, exporter, importer, good, value (thousand USD), quantity (t); one
            year or several, the last counts.
        goods: ids or codes looked at; all of the table when empty.
        sought: target, imposers, partners.
        lineage: where the flows are from.

    Returns:
        Finding ``alternatives``, the largest room first; figures tell what was lost and which
        part of it others, and partners alone, could take.

    Raises:
        DataError: the columns are others, or nobody else buys any of it.

    Example:
        >>> table = pa.table({"year": [2024] * 3, "exporter": ["JPN", "CHL", "JPN"],
        ...     "importer": ["CHN", "USA", "USA"], "good": ["scallops"] * 3,
        ...     "value": [100.0, 300.0, 50.0], "quantity": [10.0, 30.0, 5.0]})
        >>> found = buyers(table, ["scallops"], Sought("JPN", frozenset({"CHN"})))
        >>> found.table.to_pylist()[0]["room"], found.figures["covered"].value
        (60.0, 0.6)
    """
    missing = [name for name in COLUMNS if name not in flows.column_names]
    if missing:
        raise DataError(
            f"no column {', '.join(missing)}",
            where="flows",
            remedy=f"give {', '.join(COLUMNS)}",
        )
    rows = [
        r
        for r in flows.select(list(COLUMNS)).to_pylist()
        if (not goods or r["good"] in goods) and r["value"]
    ]
    year = max((r["year"] for r in rows), default=None)
    rows = [r for r in rows if r["year"] == year]
    outside = {sought.target, *sought.imposers}
    by_buyer: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["importer"] not in outside:
            by_buyer.setdefault(row["importer"], []).append(row)
    if year is None or not by_buyer:
        raise DataError(
            f"nobody else buys {', '.join(sorted(goods)) or 'any of it'} in the flows",
            where="alternatives",
            remedy="give flows of the goods, all exporters and importers (--flows FILE)",
        )
    share = assumed("redirectable")
    found: list[dict[str, Any]] = []
    for name, its in by_buyer.items():
        total = _sum(its)
        own = _sum([r for r in its if r["exporter"] == sought.target])
        others = _sum([r for r in its if r["exporter"] not in outside])
        known = [r for r in its if r["quantity"]]
        mass = sum(r["quantity"] for r in known)
        found.append(
            {
                "economy": name,
                "imports": total,
                "from_target": own,
                "from_others": others,
                "target_share": own / total,
                "unit_value": _sum(known) / mass if mass > 0.0 else None,
                "room_low": others * share.low,
                "room": others * share.best,
                "room_high": others * share.high,
                "km": (sought.km or {}).get(name),
                "partner": name in sought.partners,
            }
        )
    found.sort(key=lambda r: (-r["room"], r["economy"]))
    lost = sought.lost
    if lost is None:
        shut = [
            r for r in rows if r["exporter"] == sought.target and r["importer"] in sought.imposers
        ]
        lost = _sum(shut)
    return _finding(found, lost, int(year), goods, sought, lineage or Lineage())


def _finding(
    found: list[dict[str, Any]],
    lost: float,
    year: int,
    goods: Collection[str],
    sought: Sought,
    lineage: Lineage,
) -> Finding:
    sources = tuple(o.source for o in lineage.origins)

    def figure(value: float | None, unit: str, missing: str = "") -> Figure:
        return Figure(value, unit, str(year), sources, missing)

    room = sum(r["room"] for r in found)
    friends = sum(r["room"] for r in found if r["partner"])
    none = "the imposer bought none of it in the flows"
    return Finding(
        "alternatives",
        good=", ".join(sorted(goods)),
        party=sought.target,
        as_of=str(year),
        table=pa.Table.from_pylist(found, schema=pa.schema(list(_TYPES.items()))),
        units=_UNITS,
        figures={
            "lost": figure(lost, "kUSD"),
            "room": figure(room, "kUSD"),
            "covered": figure(min(1.0, room / lost) if lost else None, "share", none),
            "covered_by_partners": figure(
                min(1.0, friends / lost) if lost else None, "share", none
            ),
            "not_covered": figure(max(0.0, lost - room), "kUSD"),
            "buyers": figure(len(found), "economies"),
        },
        method=Method(
            "other buyers",
            "room = imports from others x redirectable (low, best, high); covered = room / lost",
            "Kanmon, docs/methods/coercion.md",
        ),
        lineage=lineage,
        caveats=(
            Caveat(
                "alternatives_year",
                f"flows of {year}; goods: {', '.join(sorted(goods)) or 'all of the file'}",
                {"year": year},
            ),
            Caveat(
                "alternatives_assumed",
                f"assumed: {assumed('redirectable').name} of what a buyer takes from others",
                {"named": assumed("redirectable").name},
            ),
        ),
    )


def _sum(rows: Collection[Mapping[str, Any]]) -> float:
    return float(sum(r["value"] for r in rows))
