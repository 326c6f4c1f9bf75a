"""The alerts of a store: merged run by run, taken step by step, and their record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from kanmon.analysis.warning.alert import Alert
from kanmon.analysis.warning.life import Merged, merge, step
from kanmon.analysis.warning.record import Record, record
from kanmon.catalogue.warning_thresholds import warning_threshold
from kanmon.errors import CodeError
from kanmon.store.alerts import AlertBook, Document
from kanmon.watching.documents import as_document, from_document

_MONTH = 31
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Book:
    """Keep a store's alerts through their life.

    Example:
        >>> import tempfile
        >>> day, now = dt.date(2024, 1, 1), dt.datetime(2024, 1, 2, tzinfo=dt.UTC)
        >>> a = Alert("", "urea", "CHN", "", "JPN", "watch", 0.9, day, (), "")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     book = Book(Path(folder))
        ...     one = book.merge("JPN", [a], at=now).alerts[0]
        ...     print(book.step(one.id, "acknowledged", at=now, by="analyst").state)
        acknowledged
    """

    def __init__(self, path: Path, *, timeout: float = 60.0) -> None:
        self._kept = AlertBook(path, timeout=timeout)

    def alerts(self, party: str = "", state: str = "") -> tuple[Alert, ...]:
        """List alerts in the order they opened."""
        return tuple(from_document(one) for one in self._kept.list(party, state))

    def merge(self, party: str, fresh: Iterable[Alert], *, at: dt.datetime) -> Merged:
        """Join a run's alerts for a party with those held, and keep the result."""
        run = list(fresh)
        found: list[Merged] = []

        def work(held: Sequence[Document]) -> list[Document]:
            known = [from_document(one) for one in held]
            found.append(merge(known, run, at=at, recovery=_recovery()))
            before = dict(zip((a.id for a in known), known, strict=True))
            return [as_document(a) for a in found[-1].alerts if before.get(a.id) != a]

        self._kept.change(party, work)
        return found[-1]

    def preview(self, party: str, fresh: Iterable[Alert]) -> Merged:
        """Join a run's alerts with those held, and keep nothing."""
        return merge(self.alerts(party), fresh, at=_NEVER, recovery=_recovery())

    def step(
        self,
        which: str,
        state: str,
        *,
        at: dt.datetime,
        by: str,
        note: str = "",
        outcome: str = "",
        onset: dt.date | None = None,
    ) -> Alert:
        """Take one alert a step on and keep it; see :func:`life.step`."""
        made: list[Alert] = []

        def work(held: Sequence[Document]) -> list[Document]:
            found = [one for one in held if one["id"] == which]
            if not found:
                raise CodeError(
                    f"no alert {which!r}",
                    where="alerts of the store",
                    remedy="see `kanmon alerts PARTY` for the ids there are",
                )
            made.append(
                step(
                    from_document(found[0]),
                    state,
                    at=at,
                    by=by,
                    note=note,
                    outcome=outcome,
                    onset=onset,
                )
            )
            return [as_document(made[-1])]

        self._kept.change("", work)
        return made[-1]

    def record(self, party: str = "") -> Record:
        """Gather what became of the alerts so far."""
        return record(self.alerts(party))


def _recovery() -> int:
    return int(warning_threshold("recovery")) * _MONTH
