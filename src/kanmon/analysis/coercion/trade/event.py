"""Event study and difference-in-differences against other buyers, other goods, or both."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.coercion.trade.block import block
from kanmon.analysis.coercion.trade.estimate import Estimate
from kanmon.analysis.coercion.trade.measure import Measure
from kanmon.analysis.coercion.trade.panel import Bools, Floats, Panel
from kanmon.analysis.coercion.trade.ppml import Fit, ppml
from kanmon.errors import DataError


def ratio(treated: Floats, donors: Floats, fit: Bools) -> Floats:
    """Predict a flow by the growth of all its controls together.

    It is the Poisson difference-in-differences with flow and period fixed effects, whose
    estimate has this closed form when every flow is known in every period.

    Args:
        treated: float64[T].
        donors: float64[J, T].
        fit: bool[T], periods before.

    Returns:
        float64[T].

    Source:
        Wooldridge (2023), Simple approaches to nonlinear difference-in-differences.

    Example:
        >>> donors = np.array([[10.0, 20.0], [30.0, 60.0]])
        >>> ratio(np.array([5.0, 1.0]), donors, np.array([True, False])).tolist()
        [5.0, 10.0]
    """
    together = donors.sum(0)
    found: Floats = together * (treated[fit].sum() / together[fit].sum())
    return found


def anchored(treated: Floats, donors: Floats, fit: Bools) -> Floats:
    """Predict a flow from where it last stood by the growth of its controls since.

    The event study whose reference is the last period before: right for a flow that has grown
    or shrunk away from its controls, noisier than :func:`ratio` for one that has not.

    Args:
        treated: float64[T].
        donors: float64[J, T].
        fit: bool[T], periods that may serve as reference: the last one before each period, the
            first one for periods with none before.

    Returns:
        float64[T].

    Source:
        Event study with the last period before the event as reference, in Poisson form
        (Wooldridge 2023).

    Example:
        >>> donors = np.array([[10.0, 10.0, 20.0]])
        >>> anchored(np.array([5.0, 8.0, 1.0]), donors, np.array([True, True, False])).tolist()
        [8.0, 5.0, 16.0]
    """
    together = donors.sum(0)
    usable = np.flatnonzero(fit & (together > 0.0))
    # Strictly before, so that a period never explains itself; the first looks ahead instead.
    place = np.searchsorted(usable, np.arange(len(fit))) - 1
    first = usable[min(1, len(usable) - 1)]
    reference = np.where(place >= 0, usable[np.maximum(place, 0)], first)
    found: Floats = together * (treated[reference] / together[reference])
    return found


def triple(panel: Panel, measure: Measure, level: float = 0.9) -> Estimate:
    """Compare with other buyers and other goods at once (triple difference).

    The exporter's flows to all buyers of all goods are fitted with buyer-good, buyer-period and
    good-period effects; the flow that was hit is predicted from its own past, what the buyer
    did with other goods and what the good did with other buyers.

    Args:
        panel: flows.
        measure: what was hit.
        level: of the intervals.

    Returns:
        Estimate ``triple``, placebos being other buyer-good flows.

    Raises:
        DataError: the measure hit every buyer, or the flow cannot be predicted.

    Source:
        Gruber (1994); Poisson form as in Santos Silva and Tenreyro (2006).

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> done = triple(example_panel(), Measure("T", "I", "g0", 2013))
        >>> done.p_fall < 0.05, round(float(np.log(done.total[0] / done.total[1])), 1)
        (True, -1.3)
    """
    if measure.every_buyer:
        raise DataError(
            "the measure hit every buyer", where="triple", remedy="compare with other goods"
        )
    rows = panel.rows(exporters={measure.exporter})
    rows &= ~panel.rows(importers=measure.also_importers - {measure.importer})
    rows &= ~panel.rows(goods=measure.also_goods - {measure.good})
    return block(
        panel, measure, rows, ("triple", "importer", "good", measure.importer, measure.good), level
    )


def gravity(panel: Panel, measure: Measure, level: float = 0.9) -> Estimate:
    """Predict the flow by a structural gravity model of the good.

    All economies' flows of the good are fitted with exporter-period, importer-period and pair
    effects.

    Args:
        panel: flows.
        measure: what was hit.
        level: of the intervals.

    Returns:
        Estimate ``gravity``, placebos being other pairs.

    Raises:
        DataError: the measure hit every buyer, or the flow cannot be predicted.

    Source:
        Anderson and van Wincoop (2003); Yotov et al. (2016), An Advanced Guide to Trade Policy
        Analysis; PPML: Santos Silva and Tenreyro (2006).

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> done = gravity(example_panel(), Measure("T", "I", "g0", 2013))
        >>> round(float(np.log(done.total[0] / done.total[1])), 1)
        -1.3
    """
    if measure.every_buyer:
        raise DataError(
            "the measure hit every buyer, so that what the exporter could sell is not known",
            where="gravity",
            remedy="compare with other goods",
        )
    rows = panel.rows(goods={measure.good})
    rows &= ~panel.rows(exporters=measure.also_exporters - {measure.exporter})
    rows &= ~panel.rows(importers=measure.also_importers - {measure.importer})
    names = ("gravity", "exporter", "importer", measure.exporter, measure.importer)
    return block(panel, measure, rows, names, level)


def average_effect(panel: Panel, measure: Measure) -> Fit:
    """Estimate one average effect with clustered errors, as most papers print it.

    The good's flows are fitted with exporter-period, importer-period and pair effects and one
    dummy for the flow that was hit while the measure is in force. With a single flow hit the
    clustered error is known to be far too small: it is given for comparison only.

    Args:
        panel: flows.
        measure: what was hit.

    Returns:
        The fit; its one coefficient is the log effect.

    Raises:
        DataError: the measure hit every buyer, or trade stopped altogether, so
            that the log effect has no finite value.

    Source:
        Yotov et al. (2016); MacKinnon and Webb (2020) on few treated clusters.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> fit = average_effect(example_panel(), Measure("T", "I", "g0", 2013))
        >>> round(float(fit.coefficients[0]), 1)
        -1.3
    """
    if measure.every_buyer:
        raise DataError("the measure hit every buyer", where="gravity", remedy="see other methods")
    rows = panel.rows(goods={measure.good}) & (panel.values > 0.0).any(1)
    after = ~panel.before(measure.start)
    hit = rows & panel.rows({measure.exporter}, {measure.importer})
    if not (panel.values[hit][:, after].sum() > 0.0):
        raise DataError(
            "trade stopped altogether: the log effect has no finite value",
            where="gravity",
            remedy="read the expected trade instead",
        )
    n, width = int(rows.sum()), len(panel.periods)
    known = panel.known[rows].ravel()
    time = np.tile(np.arange(width), n)
    seller, buyer = (
        np.repeat(np.unique(c[rows], return_inverse=True)[1], width) * width + time
        for c in (panel.exporter, panel.importer)
    )
    pair = np.repeat(np.arange(n), width)
    dummy = (hit[rows][:, None] & after[None]).ravel().astype(float)[:, None]
    sets = [c[known].astype(np.int64) for c in (seller, buyer, pair)]
    return ppml(panel.values[rows].ravel()[known], dummy[known], sets, sets[2])
