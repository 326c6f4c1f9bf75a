"""Placebos in space and in time: every control as if it had been hit, every period likewise."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from kanmon.analysis.coercion.trade.estimate import Estimate, bounds, departure
from kanmon.analysis.coercion.trade.measure import Controls
from kanmon.analysis.coercion.trade.panel import Bools, Floats

# treated float64[T], donors float64[J, T], periods to fit bool[T] -> expected float64[T]
Predictor = Callable[[Floats, Floats, Bools], Floats]
# A scale of exactly zero would make any departure infinitely strange.
SMALLEST = 1e-9


def inferred(name: str, given: Controls, predict: Predictor, level: float = 0.9) -> Estimate:
    """Estimate what trade would have been, judged against placebos in space and time.

    Each control is taken as if it had been hit, with the other controls as its controls. Every
    departure after the measure is divided by the flow's own out-of-sample error before it (each
    earlier period predicted from the others), so that calm and wild flows can be compared.

    Args:
        name: of the method.
        given: the flow and its controls.
        predict: the method.
        level: of the intervals.

    Returns:
        The estimate.

    Source:
        Abadie, Diamond and Hainmueller (2010), placebos in space; Lei et al. (2018), split
        conformal intervals; Chernozhukov, Wuthrich and Zhu (2021), cyclic shifts in time.

    Example:
        >>> from kanmon.analysis.coercion.trade.event import ratio
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> from kanmon.analysis.coercion.trade.measure import Measure, controls
        >>> given = controls(example_panel(), Measure("T", "I", "g0", 2013), "other_buyers")
        >>> round(inferred("other_buyers", given, ratio).p_fall, 3)
        0.083
    """
    before, after = given.before, ~given.before
    own, expected = studied(given.treated, given.donors, before, predict)
    spread = own[-1]
    others, labels = [], []
    if len(given.donors) > 1:
        for j in range(len(given.donors)):
            rest = np.delete(given.donors, j, axis=0)
            if not (rest.sum(0) > 0.0).all():
                continue
            others.append(studied(given.donors[j], rest, before, predict)[0])
            labels.append(given.labels[j])
    return judged(
        name,
        (given.treated, expected, after),
        own,
        (np.array(others).reshape(len(others), len(own)), tuple(labels)),
        level,
        (in_time(given, predict), float(spread), given.left_out),
    )


def studied(
    treated: Floats, donors: Floats, before: Bools, predict: Predictor
) -> tuple[Floats, Floats]:
    """Predict a flow and measure its departures after the measure in its own errors before.

    Args:
        treated: float64[T].
        donors: float64[J, T].
        before: bool[T].
        predict: the method.

    Returns:
        float64[P + 2]: studentised departure by period after, that of their sum, and the error
        before the measure; and the expected flow, float64[T].

    Example:
        >>> from kanmon.analysis.coercion.trade.event import ratio
        >>> before = np.array([True, True, True, True, False])
        >>> y = np.array([9.0, 11.0, 9.0, 11.0, 5.0])
        >>> own, expected = studied(y, np.full((1, 5), 10.0), before, ratio)
        >>> round(float(expected[-1]), 9), round(float(own[0]), 2)
        (10.0, -4.39)
    """
    expected = predict(treated, donors, before)
    held = []
    for t in np.flatnonzero(before):
        fit = before.copy()
        fit[t] = False
        if treated[fit].sum() > 0.0 and (donors[:, fit].sum() > 0.0):
            guess = predict(treated, donors, fit)[t : t + 1]
            held.append(float(departure(treated[t : t + 1], guess)[0]))
    return judged_departures(treated, expected, before, np.array(held)), expected


def judged_departures(observed: Floats, expected: Floats, before: Bools, held: Floats) -> Floats:
    """Divide departures after a measure by the errors before it.

    Args:
        observed: float64[T].
        expected: float64[T].
        before: bool[T].
        held: departures before the measure.

    Returns:
        float64[P + 2], as in :func:`studied`.

    Example:
        >>> before = np.array([True, True, False])
        >>> held = np.array([1.0, -1.0])
        >>> judged_departures(np.array([1.0, 1, 0]), np.ones(3), before, held).tolist()
        [-2.0, -2.0, 1.0]
    """
    after = ~before
    scale = float(np.sqrt(np.mean(np.square(held)))) if len(held) else math.inf
    by_period = departure(observed[after], expected[after])
    whole = departure(observed[after].sum(keepdims=True), expected[after].sum(keepdims=True))
    strange = np.concatenate([by_period, whole])
    if not math.isfinite(scale):
        # Trade where none was expected before: the flow cannot be judged, nor judge others.
        return np.concatenate([np.full(len(strange), np.inf), [np.inf]])
    return np.concatenate([strange / max(scale, SMALLEST), [scale]])


def judged(
    name: str,
    course: tuple[Floats, Floats, Bools],
    own: Floats,
    others: tuple[Floats, tuple[str, ...]],
    level: float,
    beside: tuple[float | None, float, int],
) -> Estimate:
    """Rank a flow's departures among those of its placebos and bound what it could have been.

    Args:
        name: of the method.
        course: observed, expected, and the periods after.
        own: float64[P + 2], as in :func:`studied`.
        others: the same for each placebo, float64[J, P + 2], and their names.
        level: of the intervals.
        beside: p-value in time, error before the measure, controls left out.

    Returns:
        The estimate. The interval takes the ceil(level (J + 1))-th smallest placebo, so that it
        covers at least ``level`` when the flow is like its controls.

    Source:
        Lei et al. (2018); rank p-values (1 + number as strange) / (J + 1).

    Example:
        >>> course = (np.array([4.0, 1.0]), np.array([4.0, 4.0]), np.array([False, True]))
        >>> others = np.column_stack([np.arange(9.0), np.arange(9.0), np.full(9, 0.1)])
        >>> done = judged("m", course, np.array([-10.0, -10.0, 0.1]), (others, ("x",) * 9), 0.9,
        ...               (None, 0.1, 0))
        >>> done.p, round(float(done.high[1]), 2)
        (0.1, 7.84)
    """
    observed, expected, after = course
    table, labels = others
    count = len(table)
    placed = math.ceil(level * (count + 1) - 1e-9)
    low = high = None
    low_total = high_total = None
    why = ""
    if not math.isfinite(own[-1]):
        why = "the flow was zero in all other periods before the measure"
    elif placed > count:
        need = math.ceil(level / (1 - level) - 1e-9)
        why = f"{count} placebos; an interval of {level:.0%} needs {need}"
    else:
        reach = np.sort(np.abs(table[:, :-1]), axis=0)[placed - 1] * max(own[-1], SMALLEST)
        if np.isfinite(reach).all():
            low, high = expected.copy(), expected.copy()
            low[after], high[after] = bounds(expected[after], reach[:-1])
            whole = bounds(expected[after].sum(keepdims=True), reach[-1:])
            low_total, high_total = float(whole[0][0]), float(whole[1][0])
        else:
            why = "too many placebos trade where none was expected"
    strange, placebo = float(own[-2]), table[:, -2] if count else np.zeros(0)
    p = p_fall = None
    if count and math.isfinite(own[-1]):
        p = float((1 + (np.abs(placebo) >= abs(strange)).sum()) / (count + 1))
        p_fall = float((1 + (placebo <= strange).sum()) / (count + 1))
    return Estimate(
        name,
        observed,
        expected,
        low,
        high,
        after,
        (float(observed[after].sum()), float(expected[after].sum()), low_total, high_total),
        p,
        p_fall,
        beside[0],
        beside[1],
        tuple(zip(labels, (float(v) for v in placebo), strict=True)),
        strange,
        level,
        beside[2],
        why,
    )


def in_time(given: Controls, predict: Predictor) -> float | None:
    """Rank the departures after the measure among runs of the same length at other times.

    Args:
        given: the flow and its controls.
        predict: the method, fitted to all periods as if there had been no measure.

    Returns:
        The p-value, at least 1 / T; None when a departure is not finite.

    Source:
        Chernozhukov, Wuthrich and Zhu (2021), An exact and robust conformal inference method
        for counterfactual and synthetic controls.

    Example:
        >>> from kanmon.analysis.coercion.trade.event import ratio
        >>> before = np.array([True] * 7 + [False])
        >>> y = np.array([9.0, 11, 10, 9, 11, 10, 10, 2])
        >>> given = Controls("x", y, np.full((1, 8), 10.0), before, ("d",), 0)
        >>> in_time(given, ratio)
        0.125
    """
    everything = np.ones_like(given.before)
    strange = departure(given.treated, predict(given.treated, given.donors, everything))
    if not np.isfinite(strange).all():
        return None
    length = int((~given.before).sum())
    around = np.concatenate([strange, strange])
    runs = np.array([abs(around[t : t + length].sum()) for t in range(len(strange))])
    # The measure's own run is the last one that does not wrap around.
    actual = runs[len(strange) - length]
    return float((runs >= actual * (1 - 1e-12)).mean())
