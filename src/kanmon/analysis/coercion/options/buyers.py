"""Where the goods can go instead: who buys them from others, how much, how far, at what price."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kanmon.analysis.coercion.options.support import coverage, support, total_value, unit_value
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
    "agreements": pa.string(),
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
    "agreements": "agreements in force with the target",
}


@dataclass(frozen=True, slots=True)
class Sought:
    """Say whose goods seek other buyers: the target, who shuts them out, who its partners are.

    ``lost`` is what the imposer bought, thousand USD a year; taken from the flows where None.
    ``km`` gives distances from the target, ``agreements`` the names of those in force with it.

    Example:
        >>> Sought("JPN", frozenset({"CHN"})).partners
        frozenset()
    """

    target: str
    imposers: frozenset[str]
    partners: frozenset[str] = frozenset()
    lost: float | None = None
    km: Mapping[str, float] | None = None
    agreements: Mapping[str, tuple[str, ...]] | None = None


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
        Finding ``alternatives``, the largest room first; figures tell what was lost, which part
        of it others, partners alone, and buyers with an agreement could take, and what support
        would cost: what finds no buyer, and what the new buyers pay less.

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
        total = total_value(its)
        own = total_value([r for r in its if r["exporter"] == sought.target])
        others = total_value([r for r in its if r["exporter"] not in outside])
        found.append(
            {
                "economy": name,
                "imports": total,
                "from_target": own,
                "from_others": others,
                "target_share": own / total,
                "unit_value": unit_value(its),
                "room_low": others * share.low,
                "room": others * share.best,
                "room_high": others * share.high,
                "km": (sought.km or {}).get(name),
                "partner": name in sought.partners,
                "agreements": ", ".join((sought.agreements or {}).get(name, ())) or None,
            }
        )
    found.sort(key=lambda r: (-r["room"], r["economy"]))
    shut = [r for r in rows if r["exporter"] == sought.target and r["importer"] in sought.imposers]
    lost = total_value(shut) if sought.lost is None else sought.lost
    seen = Seen(int(year), tuple(sorted(goods)), coverage(rows))
    return _finding(found, (lost, unit_value(shut)), seen, sought, lineage or Lineage())


@dataclass(frozen=True, slots=True)
class Seen:
    """Say what the flows looked at are: their year, goods, and how much of them is known.

    Example:
        >>> Seen(2024, ("scallops",), coverage([])).year
        2024
    """

    year: int
    goods: tuple[str, ...]
    coverage: Mapping[str, float]


def _finding(
    found: list[dict[str, Any]],
    loss: tuple[float, float | None],
    seen: Seen,
    sought: Sought,
    lineage: Lineage,
) -> Finding:
    lost, price = loss
    year, goods = seen.year, seen.goods
    sources = tuple(o.source for o in lineage.origins)
    helped, no_help = support(found, lost, price)

    def figure(value: float | None, unit: str, missing: str = "") -> Figure:
        return Figure(value, unit, str(year), sources, missing)

    room = sum(r["room"] for r in found)
    friends = sum(r["room"] for r in found if r["partner"])
    bound = sum(r["room"] for r in found if r["agreements"])
    none = "the imposer bought none of it in the flows"
    return Finding(
        "alternatives",
        good=", ".join(goods),
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
            "covered_by_agreements": figure(
                min(1.0, bound / lost) if lost and sought.agreements is not None else None,
                "share",
                "no agreements given" if sought.agreements is None else none,
            ),
            "not_covered": figure(max(0.0, lost - room), "kUSD"),
            "support": figure(helped, "kUSD", no_help),
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
                f"flows of {year}; goods: {', '.join(goods) or 'all of the file'}",
                {"year": year},
            ),
            Caveat(
                "alternatives_assumed",
                f"assumed: {assumed('redirectable').name} of what a buyer takes from others",
                {"named": assumed("redirectable").name},
            ),
            Caveat(
                "alternatives_coverage",
                f"{seen.coverage['sellers']:.0f} sellers, {seen.coverage['buyers']:.0f} buyers; "
                f"weights known for {seen.coverage['weighed']:.0%} of the value",
                {
                    "sellers": int(seen.coverage["sellers"]),
                    "buyers": int(seen.coverage["buyers"]),
                    "share": seen.coverage["weighed"],
                },
            ),
        ),
    )
