"""What a decision rests on that was written down from memory and not read in a document."""

from __future__ import annotations

from kanmon.analysis.controls.decide import Decision
from kanmon.catalogue.control_book import ControlBook
from kanmon.catalogue.control_expressions import In, atoms


def from_memory(decision: Decision, book: ControlBook) -> tuple[str, ...]:
    """List rules on a decision's path, and country groups asked about, that are from memory.

    Groups count wherever a rule in force asks about them: an economy left out of a group by
    mistake would show in no path.

    Args:
        decision: any.
        book: the rules it was made with.

    Returns:
        Ids of rules, then names of groups.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.controls.decide import decide
        >>> from kanmon.catalogue.control_book import control_book
        >>> made = decide({"exporter": "JPN", "use": "civil"}, dt.date(2026, 6, 1), control_book())
        >>> "JP:A" in from_memory(made, control_book())
        True
    """
    rules = [rule.id for rule in decision.rules if rule.status == "memory"]
    regimes = {one.regime.id for one in decision.regimes}
    asked = {
        atom.group
        for rule in book.rules
        if rule.regime in regimes and rule.live(decision.day)
        for atom in atoms(rule.when)
        if isinstance(atom, In)
    }
    remembered = {
        one.group
        for one in book.memberships
        if one.status == "memory" and one.live(decision.day) and one.group in asked
    }
    return (*rules, *sorted(remembered))
