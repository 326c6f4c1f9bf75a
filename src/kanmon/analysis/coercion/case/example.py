"""A small invented case for examples and tests."""

from __future__ import annotations

import datetime as dt

from kanmon.analysis.coercion.case.record import Case, Event, Evidence, Limit, Measurement

_SOURCE = "invented"


def example_case() -> Case:
    """Give an invented import ban twelve days after a trigger, with the hazard unchanged.

    Returns:
        The case.

    Example:
        >>> len(example_case().evidence)
        4
    """
    day = dt.date(2025, 11, 19)
    return Case(
        "example",
        "Invented ban",
        "CHN",
        "JPN",
        "import",
        ("scallops",),
        day,
        "in force",
        "all origins of the target",
        "monitoring data missing",
        _SOURCE,
        "memory",
        events=(
            Event(dt.date(2025, 11, 7), "trigger", "A remark in parliament", _SOURCE, "memory"),
            Event(day, "measure", "Imports stop", _SOURCE, "memory"),
        ),
        evidence=(
            Evidence("applied", True, "strong", "In force", _SOURCE, "memory"),
            Evidence("demand", True, "strong", "Withdraw the remark", _SOURCE, "memory"),
            Evidence("sps_2_2", False, "strong", "Far below every limit", _SOURCE, "memory"),
            Evidence("innocent_supply", False, "medium", "Supply as before", _SOURCE, "memory"),
        ),
        measurements=(
            Measurement(
                "tritium",
                "Bq/L",
                17,
                0,
                _SOURCE,
                "memory",
                highest=300.0,
                limits=(Limit("operational", 1_500.0, _SOURCE, "memory"),),
            ),
        ),
    )
