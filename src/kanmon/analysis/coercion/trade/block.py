"""A block of flows fitted with three sets of two-way effects, and a cell of it predicted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kanmon.analysis.coercion.trade.estimate import Estimate, departure
from kanmon.analysis.coercion.trade.measure import Measure, checked
from kanmon.analysis.coercion.trade.panel import Bools, Floats, Panel
from kanmon.analysis.coercion.trade.placebo import judged, judged_departures
from kanmon.analysis.coercion.trade.scaling import identified, three_way
from kanmon.errors import DataError

MOST_PLACEBOS = 39
FOLDS = 3
# Economies or goods on each side of a fitted block: the largest before the measure.
MOST_A_SIDE = 30


def block(
    panel: Panel,
    measure: Measure,
    rows: Bools,
    names: tuple[str, str, str, str, str],
    level: float,
) -> Estimate:
    """Predict the flow that was hit from a block of flows with three sets of two-way effects.

    Args:
        panel: flows.
        measure: what was hit.
        rows: bool[n], flows of the block.
        names: of the method, of the keys of the two sides, and of the flow's place on them.
        level: of the intervals.

    Returns:
        The estimate, placebos being other cells of the block.

    Raises:
        DataError: the flow cannot be predicted from the others.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> panel, hit = example_panel(), Measure("T", "I", "g0", 2013)
        >>> sides = ("triple", "importer", "good", "I", "g0")
        >>> done = block(panel, hit, panel.rows({"T"}), sides, 0.9)
        >>> len(done.placebos), round(done.p_fall, 3)
        (39, 0.025)
    """
    name, first, second, row, column = names
    hit = panel.rows({measure.exporter}, {measure.importer}, {measure.good})
    where = f"{measure.exporter}>{measure.importer}:{measure.good}"
    treated, known = panel.summed(hit)
    before = checked(panel, measure, treated, known, where)
    full = panel.known.all(1) & (panel.values > 0.0).any(1)
    candidates = int(rows.sum())
    rows = (rows & full) | hit
    for side, mine in ((first, row), (second, column)):
        rows &= _largest(getattr(panel, side), panel.values[:, before].sum(1) * rows, mine)
    left_out = candidates - int(rows.sum())
    a_names, a = np.unique(getattr(panel, first)[rows], return_inverse=True)
    b_names, b = np.unique(getattr(panel, second)[rows], return_inverse=True)
    flows = np.zeros((len(a_names), len(b_names), len(before)))
    used = np.zeros(flows.shape, dtype=bool)
    flows[a, b], used[a, b] = panel.values[rows], True
    at = (int(np.searchsorted(a_names, row)), int(np.searchsorted(b_names, column)))
    used[at][~before] = False
    if not identified(flows, used, *at).all():
        raise DataError(
            "no other flows to predict it from in some period",
            where=f"{name} {where}",
            remedy="use another comparison",
        )
    # All flows help to predict; only those in every period before can be placebos.
    steady = (flows[:, :, before] > 0.0).all(2)
    cells = [(int(i), int(j)) for i, j in np.argwhere(steady) if (int(i), int(j)) != at]
    cells.sort(key=lambda c: -flows[c][before].sum())
    # Evenly over the sizes, so that placebos are not all giants or all dwarfs.
    spread = np.linspace(0, len(cells) - 1, min(MOST_PLACEBOS, len(cells))).round().astype(int)
    asked = [at, *(cells[k] for k in spread)]
    # The flow itself first: where it has no answer, its placebos need none.
    answers = _predicted(flows, used, [at], before)
    if answers[0] is None:
        raise DataError(
            "the prediction does not settle: too few flows to tell it by",
            where=f"{name} {where}",
            remedy="use another comparison",
        )
    answers += _predicted(flows, used, asked[1:], before)
    own, expected = answers[0]
    others = [(cell, one[0]) for cell, one in zip(asked[1:], answers[1:], strict=True) if one]
    table = np.array([one for _, one in others]).reshape(len(others), len(own))
    labels = tuple(f"{a_names[i]}:{b_names[j]}" for (i, j), _ in others)
    return judged(
        name,
        (treated, expected, ~before),
        own,
        (table, labels),
        level,
        (None, float(own[-1]), left_out),
    )


def _largest(names: NDArray[np.str_], size: Floats, own: str) -> Bools:
    """Mask the flows of the economies or goods with the most trade, and of one's own."""
    every, code = np.unique(names, return_inverse=True)
    order = np.argsort(-np.bincount(code, size), kind="stable")[:MOST_A_SIDE]
    found: Bools = np.isin(names, [*every[order], own])
    return found


def _predicted(
    flows: Floats, used: Bools, cells: list[tuple[int, int]], before: Bools
) -> list[tuple[Floats, Floats] | None]:
    """Predict each cell after the measure, and before it from its other periods, fold by fold.

    The error before must be out of sample: a cell that is most of its row and column is fitted
    all but exactly, whatever its prediction is worth.
    """
    outs = [~before, *(before & (np.cumsum(before) % FOLDS == f) for f in range(FOLDS))]
    masks, places = [], []
    for k, cell in enumerate(cells):
        for fold, out in enumerate(outs):
            mask = used.copy()
            mask[cell][out | ~before] = False
            told = identified(flows, mask, *cell) & out
            if told.any() and (fold or told[~before].all()):
                masks.append(mask)
                places.append((k, fold, told))
    if not masks:
        return [None] * len(cells)
    fitted, settled = three_way(np.broadcast_to(flows, (len(masks), *flows.shape)), np.array(masks))
    after: dict[int, Floats] = {}
    held: dict[int, list[Floats]] = {}
    for n, (k, fold, told) in enumerate(places):
        course = fitted[n][cells[k]]
        if settled[n] and not fold:
            after[k] = course
        elif settled[n]:
            held.setdefault(k, []).append(departure(flows[cells[k]][told], course[told]))
    return [
        (judged_departures(flows[c], after[k], before, np.concatenate(held[k])), after[k])
        if k in after and k in held
        else None
        for k, c in enumerate(cells)
    ]
