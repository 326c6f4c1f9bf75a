"""Synthetic trade with known disruptions: a seeded test bench that nobody can tune on unseen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Bench:
    """Hold synthetic monthly series and where their disruptions begin.

    ``values`` float64[n, T]; ``onset`` int64[n] is the month a disruption begins, -1 for none;
    ``judged`` is the first month that counts: those before it are history only.

    Example:
        >>> bench = synthetic(series=100, seed=1)
        >>> int((bench.onset >= 0).sum())
        2
    """

    values: npt.NDArray[np.float64]
    onset: npt.NDArray[np.int64]
    judged: int


def synthetic(
    *, series: int = 20_000, months: int = 120, judged: int = 36, share: float = 0.02, seed: int
) -> Bench:
    """Draw monthly trade series, a share of them disrupted.

    Every series has a level, a trend, a season and noise of Student's t with 4 degrees of
    freedom (0.25 to 0.6 log points, by series). A disruption is a drop of 0.5 to 2.5 log points
    that lasts 3 to 12 months; half of them are preceded by a slide over three months.

    Args:
        series: how many.
        months: length.
        judged: months at the end in which disruptions begin and alerts count.
        share: of series disrupted, once each.
        seed: any non-negative integer.

    Returns:
        The series, their onsets and the first month judged.

    Raises:
        DataError: the months judged do not fit.

    Source:
        After the test described with the project's measured baselines; sizes are Kanmon's own.

    Example:
        >>> synthetic(series=3, seed=1).values.shape
        (3, 120)
    """
    if not 12 <= judged < months or series < 1:
        raise DataError(
            f"{series} series, {judged} of {months} months judged",
            where="synthetic bench",
            remedy="judge 12 months or more, and fewer than there are",
        )
    draw = np.random.default_rng(seed)
    time = np.arange(months)
    level = draw.normal(6.0, 1.5, series)[:, None]
    size = draw.uniform(0.0, 0.4, series)[:, None]
    season = size * np.cos(2.0 * np.pi * (time / 12.0 + draw.random(series)[:, None]))
    trend = draw.normal(0.0, 0.04, series)[:, None] * time / 12.0
    noise = draw.uniform(0.25, 0.6, series)[:, None] / np.sqrt(2.0)
    logs = level + season + trend + noise * draw.standard_t(4, (series, months))
    onset = np.full(series, -1, dtype=np.int64)
    struck = draw.choice(series, round(share * series), replace=False)
    begins = draw.integers(months - judged + 2, months - 3, struck.size)
    depth = draw.uniform(0.5, 2.5, struck.size)
    slides = draw.random(struck.size) < 0.5
    lasts = draw.integers(3, 13, struck.size)
    onset[struck] = begins
    for row, begin, drop, slide, last in zip(struck, begins, depth, slides, lasts, strict=True):
        logs[row, begin : begin + last] -= drop
        if slide:
            logs[row, begin - 3 : begin] -= drop * np.array([0.2, 0.4, 0.6])
    return Bench(np.exp(logs), onset, months - judged)
