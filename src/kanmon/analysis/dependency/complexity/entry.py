"""Does feasibility foretell who begins to make what? Held against what came about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from kanmon.analysis.dependency.complexity.advantage import presence, revealed_advantage
from kanmon.analysis.dependency.complexity.feasibility import feasibility
from kanmon.analysis.dependency.complexity.matrix import Bools, ExportMatrix
from kanmon.analysis.dependency.complexity.proximity import density
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class EntryTest:
    """Hold how well scores of one year foretold who made what in a later year.

    ``auc`` is the chance that a pair of economy and product that came about had scored above
    one that did not; 0.5 is a coin. ``density`` and ``advantage`` are the same for each part
    alone, ``within`` the mean over products of ranking economies for one product, weighted by
    entries. ``pairs`` are those not made at first, ``entries`` those made later; ``left_out``
    counts pairs of economies or products that either year does not know.

    Example:
        >>> EntryTest(2017, 2022, 0.79, 0.73, 0.75, 0.77, 13000, 470, 0).entries
        470
    """

    year: int
    later: int
    auc: float
    density: float
    advantage: float
    within: float
    pairs: int
    entries: int
    left_out: int


def area_under_curve(score: npt.ArrayLike, outcome: npt.ArrayLike) -> float:
    """Compute the area under the ROC curve of a score.

    Args:
        score: float64[n], higher for what is thought likelier.
        outcome: bool[n], what came about.

    Returns:
        Chance that a case that came about scored above one that did not, ties counted half.

    Raises:
        DataError: a score is missing, or all outcomes are alike.

    Source:
        Mann and Whitney (1947); Hanley and McNeil (1982).

    Example:
        >>> area_under_curve([0.1, 0.4, 0.35, 0.8], [False, False, True, True])
        0.75
    """
    scores = np.asarray(score, dtype=np.float64)
    happened = np.asarray(outcome, dtype=bool)
    yes = int(happened.sum())
    no = happened.size - yes
    if not yes or not no or not np.isfinite(scores).all():
        raise DataError(
            f"{yes} cases that came about, {no} that did not, "
            f"{int((~np.isfinite(scores)).sum())} without a score",
            where="area under the curve",
            remedy="give scored cases of both kinds",
        )
    ranks = rankdata(scores)
    return float((ranks[happened].sum() - yes * (yes + 1) / 2) / (yes * no))


def entry_auc(before: ExportMatrix, after: ExportMatrix, *, below: float = 1.0) -> EntryTest:
    """Test whether feasibility in one year foretells who makes what in a later one.

    Args:
        before: exports of the first year.
        after: exports of the later year; economies and products are matched by name.
        below: pairs whose advantage at first is below this could enter. 0.5 leaves out those
            that hover about 1.

    Returns:
        Areas under the ROC curve of feasibility and of its parts; entry is an advantage of 1
        or more in the later year.

    Raises:
        DataError: the years are not in order, share nothing, or nobody entered.

    Source:
        Kanmon; the test of Hidalgo et al. (2007), figure 3, by rank.

    Example:
        >>> names = (("A", "B", "C"), ("p", "q", "r"))
        >>> t = ExportMatrix(*names, np.array([[9.0, 8, 1], [9, 2, 1], [0, 1, 9]]), 2017, "kUSD")
        >>> u = ExportMatrix(*names, np.array([[9.0, 8, 1], [9, 8, 1], [0, 1, 9]]), 2022, "kUSD")
        >>> entry_auc(t, u).entries
        1
    """
    if after.year <= before.year:
        raise DataError(
            f"{after.year} after {before.year}", where="entry", remedy="give the earlier year first"
        )
    economies = [e for e in before.economies if e in set(after.economies)]
    products = [p for p in before.products if p in set(after.products)]
    if not economies or not products:
        raise DataError(
            "no economy or no product in both years",
            where="entry",
            remedy="give years of the same classification",
        )
    first = np.ix_([before.row(e) for e in economies], [before.column(p) for p in products])
    second = np.ix_([after.row(e) for e in economies], [after.column(p) for p in products])
    advantage = revealed_advantage(before.values)
    present = presence(advantage)
    close = density(present)[first]
    advantage = advantage[first]
    later = revealed_advantage(after.values)[second]
    ready = feasibility(advantage, close)
    known = np.isfinite(ready) & np.isfinite(later)
    could = known & (advantage < below)
    entered = could & (later >= 1)
    return EntryTest(
        year=before.year,
        later=after.year,
        auc=area_under_curve(ready[could], entered[could]),
        density=area_under_curve(close[could], entered[could]),
        advantage=area_under_curve(advantage[could], entered[could]),
        within=_within(ready, could, entered),
        pairs=int(could.sum()),
        entries=int(entered.sum()),
        left_out=before.values.size - int(known.sum()),
    )


def _within(score: npt.NDArray[np.float64], could: Bools, entered: Bools) -> float:
    areas, weights = [], []
    for k in range(score.shape[1]):
        rows = could[:, k]
        if entered[rows, k].any() and not entered[rows, k].all():
            areas.append(area_under_curve(score[rows, k], entered[rows, k]))
            weights.append(int(entered[:, k].sum()))
    return float(np.average(areas, weights=weights))
