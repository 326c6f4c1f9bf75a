"""Duals in words: what easing each binding limit by a little would save."""

from __future__ import annotations

from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.plan import Dual

_EASED = {
    "capacity": "one point of demand more capacity at {subject}",
    "new capacity": "room to open one point of demand more capacity at {subject}",
    "max share": "one point more allowed from {subject}",
    "concern": "one point more allowed from economies of concern",
    "trusted": "one point less demanded from trusted suppliers",
    "upstream": "one point more allowed from the source shared by {subject}",
    "phase in": "one point faster change of the share of {subject}",
    "demand": "one point less demand",
}


def in_words(dual: Dual, good: Good) -> str:
    """Tell in words what easing a binding limit by a little would save.

    Args:
        dual: of the limit.
        good: what is planned for.

    Returns:
        A sentence with tonnes and USD; it holds for small changes.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 200.0, *example_parts(), voll=1_000.0)
        >>> in_words(Dual("max share", "C", 0, 5_000.0, "share of demand"), good)
        'one point more allowed from C (2 t, year 0) would save 50 USD'
    """
    year = "" if dual.year is None else f"year {dual.year}"
    if dual.kind == "budget":
        return f"one USD more budget would save {_digits(dual.gain)} USD"
    if dual.kind == "stock":
        day, tonnes = dual.gain / 365, good.demand / 365
        size = ", ".join(part for part in (f"{_digits(tonnes)} t", year) if part)
        return f"room for one day more stock ({size}) would save {_digits(day)} USD"
    if dual.kind == "suppliers":
        return "one supplier more allowed: the programme with its choices fixed cannot tell"
    if dual.kind not in _EASED:
        size = f" ({year})" if year else ""
        return f"easing {dual.subject} by one{size} would save {_digits(dual.gain)} USD"
    size = ", ".join(part for part in (f"{_digits(good.demand / 100)} t", year) if part)
    what = _EASED[dual.kind].format(subject=dual.subject)
    return f"{what} ({size}) would save {_digits(dual.gain / 100)} USD"


def _digits(x: float) -> str:
    return f"{float(f'{x:.3g}'):,.10g}"
