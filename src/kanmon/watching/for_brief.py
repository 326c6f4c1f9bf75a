"""The alerts of a party as its brief shows them; nothing is kept or told by looking."""

from __future__ import annotations

import datetime as dt

from kanmon.brief.alerts.section import Alerts
from kanmon.store.store import Store
from kanmon.watching.watch import watch


def open_alerts(held: Store, party: str, as_of: dt.date) -> Alerts | None:
    """Watch a party for its brief.

    Args:
        held: the store.
        party: economy or bloc.
        as_of: day of the brief.

    Returns:
        Alerts open on that day, those the book holds in the state a person gave them; None where
        the store holds no series.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     print(open_alerts(Store(Path(folder)), "JPN", dt.date(2024, 1, 1)))
        None
    """
    found = watch(held, party, as_of=as_of)
    return Alerts(as_of, found.alerts, found.courses) if found.series else None
