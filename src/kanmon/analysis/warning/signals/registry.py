"""All signals, and which indicators each one reads."""

from __future__ import annotations

from kanmon.analysis.warning.signal import Signal
from kanmon.analysis.warning.signals import cards, new_documents, pressure_level, share_jump
from kanmon.errors import CodeError

_VALUES = frozenset({"export_value", "import_value"})
_VOLUMES = frozenset({"export_quantity", "import_quantity", "flow"})
_TRANSITS = frozenset({"transits", "capacity"})
_MOVED = _VALUES | _VOLUMES | _TRANSITS

# What each signal reads. Signals that look at the same months of the same series in another way
# (deviation, sum, yearly change) stand beside the change detector and do not alert by themselves;
# weeks and years have a signal of their own.
_READS: dict[str, frozenset[str]] = {
    "value_drop": _VALUES,
    "volume_drop": _VOLUMES,
    "unit_value_rise": frozenset({"unit_value"}),
    "unit_value_fall": frozenset({"unit_value"}),
    "import_surge": _VALUES | (_VOLUMES - {"flow"}),
    "share_jump": frozenset({"hhi", "top_share"}),
    "price_jump": frozenset({"price"}),
    "transit_drop": _TRANSITS,
    "pressure_level": frozenset({"index"}),
    "geopolitical_rise": frozenset({"index"}),
    "new_documents": frozenset({"documents"}),
    "recent_drop": _MOVED,
    "recent_rise": frozenset({"unit_value"}),
    "price_spike": frozenset({"price"}),
    "seasonal_z": _MOVED,
    "leaky_cusum": _MOVED,
    "yearly_z": _MOVED,
    "weekly_drop": _MOVED,
    "annual_drop": _MOVED,
}
_PLAIN = ("price_spike", "seasonal_z", "leaky_cusum", "yearly_z", "weekly_drop", "annual_drop")


def signals() -> tuple[Signal, ...]:
    """List all signals with their cards.

    Returns:
        Signals, those that alert first.

    Example:
        >>> [s.name for s in signals()][:2]
        ['value_drop', 'volume_drop']
    """
    return (
        cards.VALUE_DROP,
        cards.VOLUME_DROP,
        cards.UNIT_VALUE_RISE,
        cards.UNIT_VALUE_FALL,
        cards.IMPORT_SURGE,
        share_jump.CARD,
        cards.PRICE_JUMP,
        cards.TRANSIT_DROP,
        pressure_level.CARD,
        cards.GEOPOLITICAL_RISE,
        new_documents.CARD,
        cards.RECENT_DROP,
        cards.RECENT_RISE,
        cards.PRICE_SPIKE,
        cards.SEASONAL_Z,
        cards.LEAKY_CUSUM,
        cards.YEARLY_Z,
        cards.WEEKLY_DROP,
        cards.ANNUAL_DROP,
    )


def signal(name: str) -> Signal:
    """Give one signal.

    Args:
        name: its name.

    Returns:
        The signal with its card.

    Raises:
        CodeError: no signal has that name.

    Example:
        >>> signal("price_spike").direction
        'rise'
    """
    known = {s.name: s for s in signals()}
    if name not in known:
        raise CodeError(f"no signal {name!r}", remedy=f"use one of {', '.join(known)}")
    return known[name]


def monthly_signals() -> tuple[Signal, ...]:
    """List the signals that raise alerts on monthly series.

    Returns:
        Signals.

    Example:
        >>> "leaky_cusum" in [s.name for s in monthly_signals()]
        False
    """
    return tuple(s for s in signals() if s.name not in _PLAIN)


def reads(name: str, indicator: str, source: str = "") -> bool:
    """Say whether a signal reads an indicator.

    Args:
        name: signal.
        indicator: indicator of a series.
        source: source of the series; the two indices differ by it.

    Returns:
        Whether it does.

    Example:
        >>> reads("pressure_level", "index", "gscpi"), reads("pressure_level", "index", "gpr")
        (True, False)
    """
    if indicator == "index":
        return name == {"gscpi": "pressure_level", "gpr": "geopolitical_rise"}.get(source)
    return indicator in _READS[name]
