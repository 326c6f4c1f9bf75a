"""OECD inventory of export restrictions: one row a country, product, measure and year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kanmon.codes import products
from kanmon.codes.economies import find
from kanmon.errors import CodeError, DataError
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.timed import days_of
from kanmon.tables.measure import Act, hold, measure_rows

_NEEDED = ("Country", "Year", "HS6", "Measure")
_MORE = ("Introduced", "Ended", "Instrument", "Reason", "Source")
_EDITION = "HS2007"
_TYPES = (
    ("prohibition", "prohibition"),
    ("ban", "prohibition"),
    ("quota", "quota"),
    ("licens", "licensing"),
    ("surtax", "surtax"),
    ("fiscal tax", "fiscal_tax"),
    ("minimum", "minimum_price"),
    ("vat", "vat_rebate"),
    ("domestic market", "domestic_obligation"),
    ("captive", "captive_mining"),
    ("dual pric", "dual_pricing"),
    ("export tax", "export_tax"),
)


@dataclass(frozen=True, slots=True)
class OecdRestrictions:
    """Read the OECD's inventory of export restrictions.

    Example:
        >>> OecdRestrictions().card.cadence
        'yearly'
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read the inventory; years and products of one measure are one act."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, issues = read_rows(path, where=path.name, required=_NEEDED)
        groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
        for row in table.to_pylist():
            about = tuple(row.get(n, "").strip() for n in ("Country", "Measure", *_MORE))
            groups.setdefault(about, []).append(row)
        lost: Counter[str] = Counter()
        made = [_act(group, path.name, lost) for group in groups.values()]
        acts = [act for act in made if act is not None]
        if not acts:
            raise DataError(
                "no measure of a known country and product",
                where=path.name,
                remedy="name countries in English and products by six-digit HS codes",
            )
        years = sorted({row["Year"].strip() for group in groups.values() for row in group})
        left = tuple(Issue("dropped", what, n, "measures") for what, n in sorted(lost.items()) if n)
        absent = [name for name in _MORE if name not in table.column_names]
        if absent:
            what = f"no column {', '.join(absent)}"
            left = (*left, Issue("doubt", what, table.num_rows, "measures"))
        tell("read", 1.0)
        return Reading(
            {"measures": measure_rows(acts, where=path.name)},
            origin(self.card, [path], f"{years[0]} to {years[-1]}"),
            "inventory",
            (*issues, *left),
        )


def _act(group: list[dict[str, str]], where: str, lost: Counter[str]) -> Act | None:
    first = {name: group[0].get(name, "").strip() for name in (*_NEEDED, *_MORE)}
    for row in group:
        if not (row["Year"].strip().isdigit() and len(row["Year"].strip()) == 4):
            raise DataError(f"year {row['Year'][:40]!r}", where=where, remedy="write four digits")
    codes = {row["HS6"].strip().replace(".", "") for row in group}
    known = {c for c in codes if products.is_hs6(c)}
    lost["products not known"] += len(codes - known)
    try:
        imposer = find(first["Country"])
    except CodeError:
        imposer = ""
    if not imposer or not known:
        lost["measures of an unknown country or product"] += 1
        return None
    ended = _day(first["Ended"], where)
    kind = first["Measure"].casefold()
    return hold(
        Act(
            imposer,
            ("WLD",),
            "export",
            "ended" if ended else "in_force",
            first["Source"] or "OECD Inventory of Export Restrictions on Industrial Raw Materials",
            products=tuple(known),
            hs=_EDITION,
            mast="P",
            oecd=next((code for part, code in _TYPES if part in kind), "other"),
            in_force=_day(first["Introduced"], where),
            ended=ended,
            reason=first["Reason"],
            instrument=first["Instrument"],
        ),
        where=f"{where}, {first['Country']}, {first['Measure']}",
    )


def _day(text: str, where: str) -> dt.date | None:
    return days_of([text], where=where)[0] if text else None
