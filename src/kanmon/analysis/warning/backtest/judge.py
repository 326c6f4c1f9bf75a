"""Hold a replay against known disruptions: first alert against onset, and false alerts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.backtest.replay import Replay
from kanmon.analysis.warning.grid import Grid
from kanmon.catalogue.episodes import Episode

BEFORE = 92
AFTER = 184
"""Days around an onset in which an alert counts as right."""
LATEST = 1096
"""Days after an onset in which an alert on yearly figures is told of, though too late to count."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Tell what became of one episode: its first alert, or none.

    ``covered`` says whether the data have a subject for it with scores at its onset; ``alert``
    is the first day on which the alert's evidence was public, ``lead`` days before onset; ``top``
    and ``top_severity`` tell of the first alert of the highest severity in the window. Where a
    series is yearly, ``late`` is the first alert after a window without one, within three years.

    Example:
        >>> day = dt.date(2024, 1, 9)
        >>> Verdict("x", dt.date(2024, 1, 1), "later", True, day, "watch", "s", day, "watch").lead
        -8
    """

    name: str
    onset: dt.date
    half: str
    covered: bool
    alert: dt.date | None
    severity: str
    subject: str
    top: dt.date | None
    top_severity: str
    late: dt.date | None = None

    @property
    def lead(self) -> int | None:
        """Days from alert to onset; negative when the alert came after it."""
        return None if self.alert is None else (self.onset - self.alert).days


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold the verdicts on a replay and its false alerts.

    ``elsewhere`` counts alerts outside every known episode: an upper bound of false alerts,
    for there were disruptions nobody listed. ``watched`` counts subject-columns with a score.

    Example:
        >>> Judged((), 10, 5, 1000).per_thousand
        5.0
    """

    verdicts: tuple[Verdict, ...]
    alerts: int
    elsewhere: int
    watched: int

    @property
    def per_thousand(self) -> float:
        """Alerts outside known episodes in 1,000 subject-months (or weeks)."""
        return 1000.0 * self.elsewhere / self.watched if self.watched else float("nan")


def judge(
    grid: Grid,
    replayed: Replay,
    episodes: Sequence[Episode],
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    freq: str = "monthly",
) -> Judged:
    """Hold a replay against episodes.

    Args:
        grid: what was replayed.
        replayed: its alerts.
        episodes: known disruptions.
        since: first day that counts; all by default.
        until: last day that counts; all by default.
        freq: ``monthly``, ``weekly`` or ``yearly``, for selectors that ask for it.

    Returns:
        Verdicts on the episodes within these days, and false alerts.

    Example:
        >>> import numpy as np
        >>> none = Grid((), np.ones((0, 0)), np.ones((0, 0), int), np.ones(0, int), (), ())
        >>> empty = Replay((), np.ones((0, 0)), np.ones((0, 0), int), np.ones((0, 0), bool), ())
        >>> judge(none, empty, ()).alerts
        0
    """
    counted = np.array(
        [(since is None or day >= since) and (until is None or day <= until) for day in grid.ends],
        dtype=bool,
    )
    excused = np.zeros(replayed.told.shape, dtype=bool)
    opened = {alert.id: alert.opened for alert in replayed.alerts}
    verdicts = []
    for one in episodes:
        if (since and one.onset < since) or (until and one.onset > until):
            continue
        about = [
            n
            for n, subject in enumerate(replayed.subjects)
            if any(one.matches(_fields(grid, s, freq)) for s in subject.own)
        ]
        window = np.array(
            [-AFTER <= (one.onset - day).days <= BEFORE for day in grid.ends], dtype=bool
        )
        known = ~np.isnan(replayed.probability[about])
        covered = bool(about) and bool(known[:, window].any())
        excused[about] |= window
        found = _first(grid, replayed, about, window & counted, opened)
        late = None
        if freq == "yearly" and found[0] is None:
            beyond = np.array([AFTER < (day - one.onset).days <= LATEST for day in grid.ends])
            late = _first(grid, replayed, about, beyond & counted, opened)[0]
        verdicts.append(Verdict(one.name, one.onset, one.half, covered, *found, late))
    raised = replayed.told & counted
    return Judged(
        tuple(verdicts),
        int(raised.sum()),
        int((raised & ~excused).sum()),
        int((~np.isnan(replayed.probability) & counted).sum()),
    )


def _first(
    grid: Grid,
    replayed: Replay,
    about: Sequence[int],
    window: npt.NDArray[np.bool_],
    opened: dict[str, dt.date],
) -> tuple[dt.date | None, str, str, dt.date | None, str]:
    names = ("", "watch", "warning", "alarm")
    found = [
        (int(t), -int(replayed.levels[n, t]), n)
        for t in np.flatnonzero(window)
        for n in about
        if replayed.told[n, t]
    ]
    if not found:
        return None, "", "", None, ""

    def day(t: int, n: int) -> dt.date:
        title = replayed.subjects[n].title
        return opened.get(f"{title}@{grid.ends[t].isoformat()}", grid.ends[t])

    t, level, n = min(found)
    top_t, top_level, top_n = min(found, key=lambda one: (one[1], one[0]))
    title = replayed.subjects[n].title
    return day(t, n), names[-level], title, day(top_t, top_n), names[-top_level]


def _fields(grid: Grid, s: int, freq: str) -> dict[str, str]:
    key = grid.keys[s]
    return {
        "indicator": key.indicator,
        "good": key.good,
        "economy": key.economy,
        "partner": key.partner,
        "place": key.place,
        "source": key.source,
        "name": key.name,
        "freq": freq,
    }
