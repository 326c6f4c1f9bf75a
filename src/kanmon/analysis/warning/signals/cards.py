"""The cards of the signals that use a shared detector."""

from __future__ import annotations

from functools import partial

from kanmon.analysis.warning.signal import Signal
from kanmon.analysis.warning.signals import detectors
from kanmon.analysis.warning.signals.recent import Reach, Span

_DROP, _RISE = 1.0, -1.0
_OWN = "Kanmon's own; Student-t change detection after Fearnhead and Liu (2007)"
_MONTHS = Reach(before=6, past=60, needs=30)
_WEEKS = Reach(before=8, past=104, needs=60)
_QUARTER = Span(over=3, past=120, needs=36)
_YEAR = Span(over=1, past=10, needs=6)
_NEEDS = 24


def _month(
    name: str, meaning: str, side: float, reference: str = _OWN, part: str = "fresh"
) -> Signal:
    return Signal(
        name,
        meaning,
        "drop" if side == _DROP else "rise",
        _NEEDS,
        partial(detectors.score_month, part=part, sign=side),
        partial(detectors.band_month, sign=side),
        reference,
    )


def _recent(name: str, meaning: str, side: float, reach: Reach) -> Signal:
    return Signal(
        name,
        meaning,
        "drop" if side == _DROP else "rise",
        reach.needs,
        partial(detectors.score_recent, reach=reach, sign=side),
        partial(detectors.band_recent, reach=reach),
        "Robust z (median, MAD); reach is Kanmon's own",
    )


VALUE_DROP = _month(
    "value_drop", "the value of trade fell, and began to within the last four months", _DROP
)
VOLUME_DROP = _month(
    "volume_drop",
    "the quantity traded or flowing fell, and began to within the last four months",
    _DROP,
)
UNIT_VALUE_RISE = _month(
    "unit_value_rise", "the unit value rose, and began to within the last four months", _RISE
)
UNIT_VALUE_FALL = _month(
    "unit_value_fall", "the unit value fell, and began to within the last four months", _DROP
)
IMPORT_SURGE = _month(
    "import_surge",
    "trade surged within the last four months, as before a threatened measure",
    _RISE,
    "Surges before sanctions: Afesorgbor (2019). Score: Kanmon's own",
)
TRANSIT_DROP = _month(
    "transit_drop",
    "transits through the place fell, and began to within the last four months",
    _DROP,
)
GEOPOLITICAL_RISE = _month(
    "geopolitical_rise",
    "the geopolitical risk index rose, and began to within the last four months",
    _RISE,
    "Index: Caldara and Iacoviello (2022), AER 112(4). Score: Kanmon's own",
)
PRICE_SPIKE = _month(
    "price_spike", "the price rose, and began to within the last four months", _RISE
)
SEASONAL_Z = _month(
    "seasonal_z",
    "robust deviation below the level and season of the last five years",
    _DROP,
    "Robust z (median, MAD) with a seasonal profile of medians",
    "z",
)
LEAKY_CUSUM = _month(
    "leaky_cusum",
    "deviations below normal that add up over months",
    _DROP,
    "Page (1954), with a leak of 0.8 a month",
    "cusum",
)
YEARLY_Z = _month(
    "yearly_z",
    "change over twelve months, in robust deviations below those of the last two years",
    _DROP,
    "Robust z (median, MAD) of yearly log differences",
    "yearly",
)
RECENT_DROP = _recent("recent_drop", "the month is far below the six before it", _DROP, _MONTHS)
RECENT_RISE = _recent("recent_rise", "the month is far above the six before it", _RISE, _MONTHS)
WEEKLY_DROP = _recent(
    "weekly_drop", "the median day of the week is far below the eight weeks before", _DROP, _WEEKS
)
PRICE_JUMP = Signal(
    "price_jump",
    "the price rose faster over three months than it usually does",
    "rise",
    _QUARTER.needs,
    partial(detectors.score_change, span=_QUARTER, sign=_RISE),
    partial(detectors.band_change, span=_QUARTER),
    "Robust z (median, MAD) of log changes; span chosen on prices before 2012",
)
ANNUAL_DROP = Signal(
    "annual_drop",
    "the year is far below the one before it",
    "drop",
    _YEAR.needs,
    partial(detectors.score_change, span=_YEAR, sign=_DROP),
    partial(detectors.band_change, span=_YEAR),
    "Robust z (median, MAD) of log changes; Student's t with 4 degrees of freedom",
    rare=detectors.rare,
)
