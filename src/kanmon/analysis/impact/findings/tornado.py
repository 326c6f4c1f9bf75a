"""Which assumed amount moves the loss most: each at its least and at its most, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.impact.findings.case import NUMBER, TEXT, Case, lost_days, makers, said
from kanmon.analysis.impact.outcome import Outcome
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.errors import DataError

_COLUMNS = {
    "part": (TEXT, ""),
    "amount": (TEXT, ""),
    "unit": (TEXT, ""),
    "low": (NUMBER, "in column unit"),
    "high": (NUMBER, "in column unit"),
    "loss_low": (NUMBER, "days"),
    "loss_high": (NUMBER, "days"),
    "swing": (NUMBER, "days"),
}


class Swung(Protocol):
    """Hold what one uncertain amount does: the outcome at its least and at its most.

    Example:
        >>> [name for name in dir(Swung) if not name.startswith("_")]
        ['amount', 'high', 'low', 'part', 'span']
    """

    @property
    def part(self) -> str:
        """Part of the scenario."""
        ...

    @property
    def amount(self) -> str:
        """Name of the amount."""
        ...

    @property
    def span(self) -> Range:
        """Its range."""
        ...

    @property
    def low(self) -> Outcome:
        """Outcome with the amount at its least."""
        ...

    @property
    def high(self) -> Outcome:
        """Outcome with the amount at its most."""
        ...


def impact_tornado(
    best: Outcome, swings: Sequence[Swung], case: Case, *, good: str = ""
) -> Finding:
    """Tell how far each assumed amount moves the loss of one good.

    The good is the same in every run, so that the swings can be compared.

    Args:
        best: the run at the best values.
        swings: one an uncertain amount, all others at their best.
        case: whom it is told for.
        good: whose loss is measured; that with the largest loss when not named.

    Returns:
        Finding ``impact_tornado``, largest swing first; figure ``best`` is the loss at the best
        values, ``good`` the good measured.

    Raises:
        DataError: the party does not make the good, or a swing is of another world.

    Example:
        >>> import datetime as dt
        >>> import numpy as np
        >>> from kanmon.analysis.impact.outcome import Node
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> o = Outcome("chain", (Node("JPN", "x"),), "u", np.ones(1), np.array([[1, 0.5]]), ())
        >>> case = Case(Scenario("s", "S", dt.date(2027, 1, 1), 2), "JPN", frozenset({"JPN"}))
        >>> impact_tornado(o, (), case).figures["best"].value
        0.5
    """
    at = makers(best, case.members)
    if good and good not in at:
        raise DataError(
            f"{case.party} does not make {good}", where="tornado", remedy="name a good it makes"
        )
    measured = good or min(at, key=lambda one: (-lost_days(best, at[one]), one))
    rows = []
    for one in swings:
        for end in (one.low, one.high):
            if end.nodes != best.nodes:
                raise DataError(
                    "a swing of another world",
                    where=f"tornado, {one.part}.{one.amount}",
                    remedy="run it on the same engine",
                )
        low, high = lost_days(one.low, at[measured]), lost_days(one.high, at[measured])
        rows.append(
            {
                "part": one.part,
                "amount": one.amount,
                "unit": "days" if one.amount.endswith("_days") else "share",
                "low": float(one.span.low),
                "high": float(one.span.high),
                "loss_low": low,
                "loss_high": high,
                "swing": abs(high - low),
            }
        )
    rows.sort(key=lambda r: (-float(str(r["swing"])), str(r["part"]), str(r["amount"])))
    caveats = [
        *said(best, case),
        Caveat(
            "impact_one_at_a_time",
            "each amount is moved alone; what two do together is not in it",
        ),
    ]
    return case.finding(
        "impact_tornado",
        rows,
        _COLUMNS,
        Method(
            "one at a time",
            f"lost days of {measured} with one amount at its least and its most, all others at "
            "their best",
            "Kanmon, docs/methods/impact.md",
        ),
        figures={
            "best": case.figure(lost_days(best, at[measured]), "days"),
            "good": case.figure(measured, "good"),
        },
        caveats=caveats,
    )
