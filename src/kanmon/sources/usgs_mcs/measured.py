"""Units as the Mineral Commodity Summaries print them, brought to ours by exact factors."""

from __future__ import annotations

from kanmon.errors import UnitError
from kanmon.units import parse_unit

# Spellings kanmon.units does not carry because they are a count of a unit, not a unit; all
# factors are exact. A dry ton is a metric ton of dried ore: what is weighed is said in `kind`.
_SCALED = {
    "thousand metric dry tons": ("kt", 1.0),
    "thousand carats": ("ct", 1e3),
    "thousands of carats": ("ct", 1e3),
    "million carats": ("ct", 1e6),
    "million liters": ("kl", 1e3),
    "million dollars": ("MUSD", 1.0),
}


def unit_of(text: str) -> tuple[str, float]:
    """Read a printed unit as one of ours and the factor to it.

    Args:
        text: unit as printed.

    Returns:
        Unit symbol, and what to multiply the printed number by.

    Raises:
        UnitError: the unit is not known.

    Example:
        >>> unit_of("million carats"), unit_of("kilograms")
        (('ct', 1000000.0), ('kg', 1.0))
    """
    spelling = text.strip().lower()
    if spelling in _SCALED:
        return _SCALED[spelling]
    return parse_unit(spelling), 1.0


def unit_or_printed(text: str) -> tuple[str, float]:
    """Read a printed unit as one of ours, or keep it as printed.

    Args:
        text: unit as printed.

    Returns:
        Our symbol and factor, or the printed unit and 1.

    Example:
        >>> unit_or_printed("dollars per kilogram")
        ('dollars per kilogram', 1.0)
    """
    try:
        return unit_of(text)
    except UnitError:
        return text.strip() or "not stated", 1.0
