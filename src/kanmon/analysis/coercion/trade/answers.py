"""Every method's answer on one flow, side by side; a method without an answer says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from kanmon.analysis.coercion.trade.estimate import Estimate
from kanmon.analysis.coercion.trade.event import anchored, gravity, ratio, triple
from kanmon.analysis.coercion.trade.measure import (
    DESIGNS,
    MOST_CONTROLS,
    Controls,
    Design,
    Measure,
    checked,
    controls,
)
from kanmon.analysis.coercion.trade.panel import Bools, Floats, Panel
from kanmon.analysis.coercion.trade.placebo import inferred
from kanmon.analysis.coercion.trade.synthetic import ridge_synthetic, synthetic
from kanmon.errors import DataError


def answers(panel: Panel, measure: Measure, level: float = 0.9) -> tuple[Estimate, ...]:
    """Ask every method what the flow that was hit would have been.

    Args:
        panel: flows.
        measure: what was hit.
        level: of the intervals.

    Returns:
        One estimate a method: ``own_past`` (where it last stood); ``..._mean`` and ``..._last``
        against other buyers, other goods and the good elsewhere; ``triple``; ``gravity``;
        ``synthetic`` and ``ridge_synthetic`` of the exporter's other buyers and goods.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> found = answers(example_panel(), Measure("T", "I", "g0", 2013))
        >>> [round(one.loss / 1000, 1) for one in found]
        [1.3, 1.8, 1.5, 1.8, 1.5, 1.6, 1.1, 1.9, 2.0, 1.8, 1.8]
    """
    plain = [
        one
        for design in DESIGNS
        for one in both(design, partial(controls, panel, measure, design), level)
    ]
    return (
        attempt("own_past", lambda: own_past(panel, measure, level)),
        *plain,
        attempt("triple", lambda: triple(panel, measure, level)),
        attempt("gravity", lambda: gravity(panel, measure, level)),
        attempt(
            "synthetic",
            lambda: inferred("synthetic", _pool(panel, measure), synthetic, level),
        ),
        attempt(
            "ridge_synthetic",
            lambda: inferred("ridge_synthetic", _pool(panel, measure), ridge_synthetic, level),
        ),
    )


def both(name: str, gather: Callable[[], Controls], level: float) -> tuple[Estimate, Estimate]:
    """Compare with controls from the mean before (difference) and from the last period (event).

    Args:
        name: of the comparison.
        gather: gives the flow and its controls, or raises a DataError.
        level: of the intervals.

    Returns:
        Estimates ``name_mean`` and ``name_last``.

    Example:
        >>> before = np.array([True] * 4 + [False])
        >>> given = Controls("x", np.array([1.0, 1, 1, 2, 1]), np.ones((1, 5)), before, ("d",), 0)
        >>> [one.loss for one in both("x", lambda: given, 0.9)]
        [0.25, 1.0]
    """
    return (
        attempt(f"{name}_mean", lambda: inferred(f"{name}_mean", gather(), ratio, level)),
        attempt(f"{name}_last", lambda: inferred(f"{name}_last", gather(), anchored, level)),
    )


def own_past(panel: Panel, measure: Measure, level: float) -> Estimate:
    """Compare with the last period before and nothing else: the data's own break.

    Args:
        panel: flows.
        measure: what was hit.
        level: kept with the answer.

    Returns:
        Estimate ``own_past`` without interval: nothing is there to judge it by but time.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> done = own_past(example_panel(), Measure("T", "I", "g0", 2013), 0.9)
        >>> round(done.loss), done.low is None
        (1290, True)
    """
    flow, known = panel.total(measure.exporter, measure.importer, measure.good)
    where = f"{measure.exporter}>{measure.importer}:{measure.good}"
    before = checked(panel, measure, flow, known, where)
    return past(flow, before, level)


def past(flow: Floats, before: Bools, level: float) -> Estimate:
    """Compare a flow with its own last period before a measure.

    Args:
        flow: float64[T].
        before: bool[T].
        level: kept with the answer.

    Returns:
        Estimate ``own_past``.

    Example:
        >>> done = past(np.array([3.0, 4.0, 1.0]), np.array([True, True, False]), 0.9)
        >>> done.loss, done.no_interval
        (3.0, 'no controls to judge it by')
    """
    given = Controls("own_past", flow, np.ones((1, len(flow))), before, ("its own past",), 0)
    done = inferred("own_past", given, anchored, level)
    return replace(done, no_interval="no controls to judge it by")


def attempt(method: str, ask: Callable[[], Estimate]) -> Estimate:
    """Ask a method, and keep its reason where it cannot answer.

    Args:
        method: name.
        ask: gives the estimate or raises a DataError.

    Returns:
        The estimate, or one that is missing.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> hit = Measure("T", "I", "g0", 2013, every_buyer=True)
        >>> attempt("triple", lambda: triple(example_panel(), hit)).missing
        'the measure hit every buyer'
    """
    try:
        return ask()
    except DataError as error:
        return Estimate.none(method, error.found)


def _pool(panel: Panel, measure: Measure) -> Controls:
    """Take the exporter's other buyers and other goods together as donors."""
    found = []
    designs: tuple[Design, ...] = ("other_buyers", "other_goods")
    for design in designs:
        try:
            found.append(controls(panel, measure, design))
        except DataError as error:
            last = error
    if not found:
        raise last
    donors = np.concatenate([one.donors for one in found])
    labels = [label for one in found for label in one.labels]
    order = np.argsort(-donors[:, found[0].before].sum(1), kind="stable")[:MOST_CONTROLS]
    return replace(
        found[0],
        design="pool",
        donors=donors[order],
        labels=tuple(labels[k] for k in order),
        left_out=sum(one.left_out for one in found) + len(labels) - len(order),
    )
