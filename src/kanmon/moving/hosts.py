"""Reactor designs checked for economies, on the catalogue’s facts and the reader’s."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from kanmon.analysis.finding import Finding
from kanmon.analysis.transition.checked import reactor_check
from kanmon.analysis.transition.checked import reactor_hosts as laid_out
from kanmon.analysis.transition.conditions import Asked, check
from kanmon.catalogue.conditions import Condition, conditions, criteria
from kanmon.catalogue.reactors import design, designs
from kanmon.codes.register import economy
from kanmon.provenance import Licence, Lineage, Origin

_FACTS = Licence("facts", "facts of law with their sources", redistribution=True)


def check_design(
    name: str,
    host: str,
    supplier: str = "",
    day: dt.date | None = None,
    own: Sequence[Condition] = (),
) -> Finding:
    """Check one design for a host.

    Args:
        name: id or name of a design.
        host: economy it would stand in.
        supplier: economy it would come from; the maker's where not given.
        day: asked about; today where not given.
        own: the reader's own facts, which go before ours.

    Returns:
        Finding ``reactor_check``.

    Raises:
        CodeError: the design or an economy is not known.

    Example:
        >>> check_design("bwrx_300", "IRN", day=dt.date(2026, 1, 1)).figures["outcome"].value
        'not_met'
    """
    one = design(name)
    asked = Asked(
        economy(host).iso3,
        economy(supplier).iso3 if supplier else one.economy,
        day or dt.date.today(),
    )
    answers = check(one, asked, joined(own), criteria().values())
    return reactor_check(one, asked, answers, criteria())


def joined(own: Sequence[Condition]) -> tuple[Condition, ...]:
    """Put the reader's facts before ours: where both speak of one thing, only theirs counts.

    Args:
        own: the reader's.

    Returns:
        Facts to decide on.

    Example:
        >>> joined([]) == conditions()
        True
    """
    said = {(c.economy, c.instrument, c.other) for c in own}
    told = (replace(c, source=f"the reader: {c.source}") for c in own)
    ours = (c for c in conditions() if (c.economy, c.instrument, c.other) not in said)
    return (*told, *ours)


def reactor_hosts(party: str, members: Sequence[str], day: dt.date) -> Finding | None:
    """Check every design for each economy of a party, from its maker's economy.

    Args:
        party: economy or bloc.
        members: its economies.
        day: asked about.

    Returns:
        Finding ``reactor_hosts``; None where there are no facts of any member.

    Example:
        >>> found = reactor_hosts("JPN", ["JPN"], dt.date(2026, 1, 1))
        >>> found.figures["designs"].value >= 12
        True
    """
    known = {c.economy for c in conditions()}
    if not any(m in known for m in members):
        return None
    asked = []
    for one in designs().values():
        for host in members:
            answers = check(one, Asked(host, one.economy, day), conditions(), criteria().values())
            asked.append((one, host, answers))
    newest = max(c.date for c in conditions())
    origin = Origin(
        "conditions",
        "Kanmon and the sources of each row",
        "treaties, agreements and reactor designs as dated rows",
        newest,
        _FACTS,
        note="rows of catalogue/transition/conditions.csv, criteria.toml and reactors.csv",
    )
    return laid_out(party, asked, day, Lineage((origin,)))
