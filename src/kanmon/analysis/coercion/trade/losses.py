"""What a measure cost: gross, net of diversion, rerouted through others, and who gained."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from kanmon.analysis.coercion.trade.answers import answers, attempt, both, own_past, past
from kanmon.analysis.coercion.trade.estimate import Estimate
from kanmon.analysis.coercion.trade.event import ratio
from kanmon.analysis.coercion.trade.measure import (
    Controls,
    Design,
    Measure,
    checked,
    controls,
    usable,
)
from kanmon.analysis.coercion.trade.panel import Bools, Floats, Panel
from kanmon.errors import DataError

MOST_SELLERS = 12
# Part of the sales to others before the measure that must be of buyers known throughout.
LEAST_KEPT = 0.9


@dataclass(frozen=True, slots=True)
class Leg:
    """Hold trade rerouted through one third economy: the smaller of the rises of its two legs.

    Arrays are float64[P], periods after the measure. ``inward`` is the rise of target to third,
    ``onward`` that of third to imposer; neither is cut at zero, ``rerouted`` is.

    Example:
        >>> Leg("VNM", np.array([2.0]), np.array([-1.0])).rerouted.tolist()
        [0.0]
    """

    third: str
    inward: Floats
    onward: Floats

    @property
    def rerouted(self) -> Floats:
        """Return the most that can have gone through, zero or more."""
        return np.maximum(0.0, np.minimum(self.inward, self.onward))


@dataclass(frozen=True, slots=True)
class Losses:
    """Hold every answer about a measure: its flow, what was diverted, rerouted, gained.

    ``direct`` are the answers on the flow itself, ``diverted`` those on the exporter's sales to
    all others, ``sellers`` those on each other seller to the importer, by method.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> found = losses(example_panel(), Measure("T", "I", "g0", 2013))
        >>> [one.method for one in found.direct if not one.missing][:3]
        ['own_past', 'other_buyers_mean', 'other_buyers_last']
    """

    panel: Panel
    measure: Measure
    level: float
    direct: tuple[Estimate, ...]
    diverted: tuple[Estimate, ...]
    sellers: tuple[tuple[str, Estimate], ...]
    legs: tuple[Leg, ...]
    no_legs: str = ""

    @property
    def after(self) -> tuple[int, ...]:
        """Return the periods in which the measure was in force."""
        return tuple(p for p in self.panel.periods if p >= self.measure.start)


def losses(panel: Panel, measure: Measure, level: float = 0.9) -> Losses:
    """Ask every method what trade would have been without a measure.

    Args:
        panel: flows of the good between all economies, and other goods of the exporter.
        measure: what was hit.
        level: of the intervals.

    Returns:
        All answers; a method that has none says why.

    Raises:
        DataError: the flow that was hit is not known, had no trade before, or has too few
            periods; then no method can answer.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> found = losses(example_panel(), Measure("T", "I", "g0", 2013))
        >>> [one.method for one in found.diverted][:2], round(found.diverted[1].loss / 1000)
        (['own_past', 'other_goods_mean'], -3)
    """
    flow, known = panel.total(measure.exporter, measure.importer, measure.good)
    where = f"{measure.exporter}>{measure.importer}:{measure.good}"
    checked(panel, measure, flow, known, where)
    legs: tuple[Leg, ...] = ()
    no_legs = ""
    try:
        legs = _legs(panel, measure)
    except DataError as error:
        no_legs = error.found
    return Losses(
        panel,
        measure,
        level,
        answers(panel, measure, level),
        _diverted(panel, measure, level),
        _sellers(panel, measure, level),
        legs,
        no_legs,
    )


def _diverted(panel: Panel, measure: Measure, level: float) -> tuple[Estimate, ...]:
    """Ask what the exporter would have sold to all others.

    Flows not known throughout are left out of the sum in every period, so that it is always of
    the same buyers.
    """
    away = panel.rows(exporters={measure.exporter}) & ~panel.rows(importers={measure.importer})
    sold = away & panel.rows(goods={measure.good})
    away &= panel.known.all(1)
    flow, known = panel.summed(away & sold)
    before = panel.before(measure.start)
    seen, kept = (
        float(v[:, before].sum()) for v in (panel.values[sold], panel.values[away & sold])
    )
    others = _whole(panel, away & ~panel.rows(goods=measure.also_goods | {measure.good}))

    def settle() -> Bools:
        if kept < LEAST_KEPT * seen:
            raise DataError(
                f"buyers known throughout took only {kept / seen:.0%} of it before",
                where=f"{measure.exporter}>others",
                remedy="give flows of reporters that go on reporting",
            )
        return checked(panel, measure, flow, known, f"{measure.exporter}>others")

    def gather(source: Panel, mask: Bools, name: str) -> Controls:
        return usable(source, mask, flow, settle(), name)

    every = np.ones(len(others.values), dtype=bool)
    return (
        attempt("own_past", lambda: past(flow, settle(), level)),
        *both("other_goods", partial(gather, others, every, "other_goods"), level),
        *both("elsewhere", partial(gather, panel, _apart(panel, measure), "elsewhere"), level),
    )


def _whole(panel: Panel, mask: Bools) -> Panel:
    """Add a seller's flows up over buyers, good by good."""
    goods, code = np.unique(panel.good[mask], return_inverse=True)
    values = np.zeros((len(goods), len(panel.periods)))
    unknown = np.zeros(values.shape)
    np.add.at(values, code, panel.values[mask])
    np.add.at(unknown, code, (~panel.known[mask]).astype(float))
    sellers = np.full(len(goods), panel.exporter[mask][0] if mask.any() else "")
    others = np.full(len(goods), "others")
    return replace(
        panel, exporter=sellers, importer=others, good=goods, values=values, known=unknown == 0.0
    )


def _apart(panel: Panel, measure: Measure) -> Bools:
    """Mask the good's flows with neither exporter nor importer of the measure at any end."""
    ends = {measure.exporter, measure.importer}
    mask = panel.rows(goods={measure.good})
    for touched in (measure.also_exporters | ends, measure.also_importers | ends):
        mask &= ~panel.rows(exporters=touched) & ~panel.rows(importers=touched)
    return mask


def _sellers(panel: Panel, measure: Measure, level: float) -> tuple[tuple[str, Estimate], ...]:
    """Ask what each other seller would have sold to the importer."""
    here = panel.rows(importers={measure.importer}, goods={measure.good})
    here &= ~panel.rows(exporters={measure.exporter})
    after = ~panel.before(measure.start)
    size = panel.values[here].max(1)
    names = panel.exporter[here][np.argsort(-size, kind="stable")][:MOST_SELLERS]
    found = []
    for name in (str(n) for n in names):
        one = replace(
            measure,
            exporter=name,
            every_buyer=False,
            also_exporters=measure.also_exporters | {measure.exporter},
        )
        flow, known = panel.total(name, measure.importer, measure.good)
        if known.all() and not flow[~after].any():
            found.append((name, _new(flow, after, level)))
            continue
        found += [(name, done) for done in _seller(panel, one, level)]
    return tuple(found)


def _seller(panel: Panel, one: Measure, level: float) -> list[Estimate]:
    designs: tuple[Design, ...] = ("elsewhere", "other_goods")
    past = attempt("own_past", lambda: own_past(panel, one, level))
    return [past] + [e for d in designs for e in both(d, partial(controls, panel, one, d), level)]


def _new(flow: Floats, after: Bools, level: float) -> Estimate:
    """Take all sales of a seller that sold nothing before as gained."""
    none = Estimate.none("new_seller", "")
    return replace(
        none,
        observed=flow,
        expected=np.zeros_like(flow),
        after=after,
        total=(float(flow[after].sum()), 0.0, None, None),
        level=level,
        no_interval="sold nothing before the measure",
    )


def _legs(panel: Panel, measure: Measure) -> tuple[Leg, ...]:
    """Compare both legs through every third economy with the good's growth elsewhere."""
    before = panel.before(measure.start)
    good = panel.rows(goods={measure.good})
    first = good & panel.rows(exporters={measure.exporter})
    second = good & panel.rows(importers={measure.importer})
    thirds = set(panel.importer[first]) & set(panel.exporter[second])
    thirds -= {measure.exporter, measure.importer}
    apart = panel.values[_apart(panel, measure) & panel.known.all(1)].sum(0)
    if not (apart > 0.0).all():
        raise DataError(
            "the good is not traded elsewhere in some period",
            where="rerouting",
            remedy="give flows of all economies",
        )
    found = []
    for third in sorted(str(t) for t in thirds):
        inward, known_in = panel.total(measure.exporter, third, measure.good)
        onward, known_on = panel.total(third, measure.importer, measure.good)
        if not (known_in.all() and known_on.all()):
            continue
        rises = [leg - ratio(leg, apart[None], before) for leg in (inward, onward)]
        found.append(Leg(third, rises[0][~before], rises[1][~before]))
    found.sort(key=lambda leg: (-float(leg.rerouted.sum()), leg.third))
    return tuple(found)
