"""A made-up check of a reactor, for examples and tests: no fact in it is real."""

from __future__ import annotations

from dataclasses import replace

from kanmon.analysis.finding import Caveat, Finding
from kanmon.brief.transition.example import made_up


def example_check() -> Finding:
    """Make a check of a design with two criteria.

    Returns:
        Finding ``reactor_check``; its facts are invented.

    Example:
        >>> example_check().figures["outcome"].value
        'undetermined'
    """
    rows = [
        {
            "criterion": name,
            "outcome": outcome,
            "fact": fact,
            "since": since,
            "fact_source": "invented",
            "fact_date": "2026-01-01",
            "fact_status": "assumption",
            "missing": missing,
            "criterion_source": "invented",
        }
        for name, outcome, fact, since, missing in (
            ("nuclear_safety", "met", "party", "1999-01-01", ""),
            ("liability", "undetermined", "", "", "liability"),
        )
    ]
    made = made_up(
        "reactor_check",
        "IDN",
        rows,
        {"outcome": ("undetermined", ""), "supplier": ("USA", "iso3")},
        (Caveat("reactor_no_advice", "no advice"),),
    )
    units = {"criterion": "criterion", "outcome": "outcome", "fact": "condition"}
    units |= {"missing": "instrument", "since": "date"}
    return replace(made, good="bwrx_300", as_of="2026-11-23", units={**made.units, **units})
