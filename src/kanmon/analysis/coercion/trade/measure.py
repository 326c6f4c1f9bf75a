"""The measure asked about, and the flows it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kanmon.analysis.coercion.trade.panel import Bools, Floats, Panel
from kanmon.errors import DataError

Design = Literal["other_buyers", "other_goods", "elsewhere"]
DESIGNS: tuple[Design, ...] = ("other_buyers", "other_goods", "elsewhere")
FEWEST_BEFORE = 4
MOST_CONTROLS = 60


@dataclass(frozen=True, slots=True)
class Measure:
    """Name the flow a measure hit and the first period it was in force.

    ``also_exporters``, ``also_importers`` and ``also_goods`` were hit as well, or may have been:
    they never serve as controls. ``every_buyer`` says so of all buyers of the good at once (an
    export ban).

    Example:
        >>> Measure("IDN", "CHN", "nickel_ore", 2014, every_buyer=True).start
        2014
    """

    exporter: str
    importer: str
    good: str
    start: int
    every_buyer: bool = False
    also_exporters: frozenset[str] = frozenset()
    also_importers: frozenset[str] = frozenset()
    also_goods: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Controls:
    """Hold a flow beside the flows it is compared with.

    ``treated`` is float64[T], ``donors`` float64[J, T], ``before`` bool[T]. ``left_out`` counts
    flows that did not serve: not known in some period, not in every period before, or too small.

    Example:
        >>> before = np.array([True, True, False])
        >>> Controls("other_goods", np.ones(3), np.ones((2, 3)), before, ("x", "y"), 0).donors.shape
        (2, 3)
    """

    design: str
    treated: Floats
    donors: Floats
    before: Bools
    labels: tuple[str, ...]
    left_out: int


def controls(panel: Panel, measure: Measure, design: Design) -> Controls:
    """Gather the flows that a measure's flow is compared with.

    Args:
        panel: flows.
        measure: what was hit, and from when.
        design: ``other_buyers``: the same good from the same exporter; ``other_goods``: other
            goods between the same two; ``elsewhere``: the same good between others.

    Returns:
        The flow and its controls, the largest before the measure first.

    Raises:
        DataError: the flow is not known in some period or had no trade before, there are fewer
            than 4 periods before the measure or none after, or no control is left.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> measure = Measure("T", "I", "g0", 2013)
        >>> controls(example_panel(), measure, "other_buyers").labels[:2]
        ('T>b6:g0', 'T>b10:g0')
    """
    treated, known = panel.total(measure.exporter, measure.importer, measure.good)
    where = f"{measure.exporter}>{measure.importer}:{measure.good}"
    before = checked(panel, measure, treated, known, where)
    exporters = ~panel.rows(exporters=measure.also_exporters | {measure.exporter})
    importers = ~panel.rows(importers=measure.also_importers | {measure.importer})
    same_good = panel.rows(goods={measure.good})
    if design == "other_buyers":
        if measure.every_buyer:
            raise DataError(
                "the measure hit every buyer", where=where, remedy="compare with other goods"
            )
        mask = panel.rows(exporters={measure.exporter}) & importers & same_good
    elif design == "other_goods":
        mask = panel.rows({measure.exporter}, {measure.importer})
        mask &= ~panel.rows(goods=measure.also_goods | {measure.good})
    else:
        # Neither end of the measure, on either side: their other trade is what it diverted.
        ends = {measure.exporter, measure.importer}
        mask = same_good & exporters & importers
        mask &= ~panel.rows(exporters=ends) & ~panel.rows(importers=ends)
    return usable(panel, mask, treated, before, design)


def checked(panel: Panel, measure: Measure, treated: Floats, known: Bools, where: str) -> Bools:
    """Check a flow that is to be explained and give the periods before the measure.

    Args:
        panel: flows.
        measure: for its first period.
        treated: float64[T].
        known: bool[T].
        where: name of the flow in the error.

    Returns:
        bool[T], True before the measure.

    Raises:
        DataError: as for :func:`controls`.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> panel = example_panel()
        >>> flow, known = panel.total("T", "I", "g0")
        >>> int(checked(panel, Measure("T", "I", "g0", 2013), flow, known, "T>I:g0").sum())
        13
    """
    before = panel.before(measure.start)
    if before.sum() < FEWEST_BEFORE or before.all():
        raise DataError(
            f"{int(before.sum())} periods before {measure.start} and {int((~before).sum())} after",
            where=where,
            remedy=f"give at least {FEWEST_BEFORE} before and 1 after",
        )
    if not known.all():
        gone = [p for p, k in zip(panel.periods, known, strict=True) if not k]
        raise DataError(f"not known in {gone}", where=where, remedy="cut the periods or fill them")
    if not treated[before].sum() > 0.0:
        raise DataError("no trade before the measure", where=where, remedy="ask for another flow")
    return before


def usable(panel: Panel, mask: Bools, treated: Floats, before: Bools, design: str) -> Controls:
    """Keep the flows of a mask that can serve as controls: known throughout, steady, the largest.

    Steady flows trade in every period before the measure; the 60 largest are kept. The choice
    rests on the time before the measure alone.

    Args:
        panel: flows.
        mask: bool[n] of candidates.
        treated: float64[T], the flow they are compared with.
        before: bool[T].
        design: name of the comparison.

    Returns:
        Controls, the largest before the measure first.

    Raises:
        DataError: none is left, or all of them together had no trade in some period.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> panel = example_panel()
        >>> flow, _ = panel.total("T", "I", "g0")
        >>> mask = panel.rows(goods={"g1"})
        >>> usable(panel, mask, flow, panel.before(2013), "g1").left_out
        0
    """
    steady = (panel.values[:, before] > 0.0).all(1)
    full = mask & panel.known.all(1) & steady
    rows = np.flatnonzero(full)
    size = panel.values[rows][:, before].sum(1)
    rows = rows[np.argsort(-size, kind="stable")][:MOST_CONTROLS]
    donors = panel.values[rows]
    empty = [p for p, v in zip(panel.periods, donors.sum(0), strict=True) if not v > 0.0]
    if not len(rows) or empty:
        found = f"no trade of any control in {empty}" if len(rows) else "no control flow"
        raise DataError(found, where=f"controls {design}", remedy="use another comparison")
    labels = tuple(f"{panel.exporter[r]}>{panel.importer[r]}:{panel.good[r]}" for r in rows)
    return Controls(design, treated, donors, before, labels, int(mask.sum()) - len(rows))
