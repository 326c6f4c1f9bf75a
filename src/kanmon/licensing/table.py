"""What a party may export where: outcomes of one item for every destination on a day."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from kanmon.analysis.controls.decide import OUTCOMES, UNDETERMINED, Decision, decide
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.catalogue.chips import Chip
from kanmon.catalogue.control_book import ControlBook
from kanmon.codes.register import economies
from kanmon.licensing.case import Asked, make_case
from kanmon.provenance import Licence, Lineage, Origin

_COLUMNS = {
    "destination": (pa.string(), "iso3"),
    "outcome": (pa.string(), ""),
    "rules": (pa.string(), ""),
    "missing": (pa.string(), ""),
}


def licence_table(
    item: Chip, exporter: str, day: dt.date, book: ControlBook, use: str = "civil"
) -> Finding:
    """Decide the export of an item to an end user on no list, for every destination.

    The end user has its seat and its parent at the destination.

    Args:
        item: the chip.
        exporter: economy exported from.
        day: the day.
        book: the rules.
        use: end use.

    Returns:
        Finding ``licence_table``, the strictest outcomes first.

    Raises:
        ScenarioError: an unknown economy or use.

    Example:
        >>> from kanmon.catalogue.chips import chip
        >>> from kanmon.catalogue.control_book import control_book
        >>> found = licence_table(chip("H100"), "USA", dt.date(2026, 6, 1), control_book())
        >>> {r["destination"]: r["outcome"] for r in found.table.to_pylist()}["JPN"]
        'none'
    """
    places = [e.iso3 for e in economies() if e.kind == "economy" and e.iso3 != exporter]
    order = (*reversed(OUTCOMES), UNDETERMINED)
    rows = []
    used: dict[str, str] = {}
    for place in places:
        asked = Asked(place, exporter, use=use, clear=True)
        made: Decision = decide(make_case(asked, item).told, day, book)
        rules = [f.rule for one in made.regimes for f in one.found]
        used |= {rule.id: rule.source for rule in made.rules}
        rows.append(
            {
                "destination": place,
                "outcome": made.outcome,
                "rules": ", ".join(rule.id for rule in rules),
                "missing": ", ".join(sorted(made.missing)),
            }
        )
    rows.sort(key=lambda r: (order.index(r["outcome"]), r["destination"]))
    free = Licence("facts", "facts of law with their sources", redistribution=True)
    origin = Origin(
        "control_rules",
        "Kanmon and the sources of each rule",
        "Control rules as dated rows",
        book.checksum[:12],
        free,
    )
    counts = {name: sum(r["outcome"] == name for r in rows) for name in order}
    memory = sorted(r.id for r in book.rules if r.id in used and r.status == "memory")
    doubtful = [r.doubt for r in book.rules if r.live(day) and r.doubtful(day)]
    caveats = [Caveat("control_no_advice", "no legal advice; the law's own text decides")]
    if memory:
        listed = ", ".join(memory)
        caveats.append(Caveat("control_memory", f"from memory: {listed}", {"rules": listed}))
    caveats += [Caveat("control_doubt", text) for text in doubtful]
    return Finding(
        "licence_table",
        item.name,
        exporter,
        day.isoformat(),
        pa.Table.from_pylist(rows, schema=pa.schema([(n, t) for n, (t, _) in _COLUMNS.items()])),
        {name: unit for name, (_, unit) in _COLUMNS.items()},
        {
            n: Figure(c, "destinations", day.isoformat(), ("control_rules",))
            for n, c in counts.items()
        },
        Method(
            "control rules",
            "each destination decided; end user on no list, seat and parent at the destination",
            "docs/methods/controls.md",
        ),
        Lineage((origin,)).then("decide", f"{item.name} from {exporter}"),
        tuple(caveats),
    )
