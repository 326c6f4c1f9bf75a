"""Units of the tables and the conversions between them: convert or raise, never guess."""

from __future__ import annotations

from kanmon.errors import UnitError

# Exact by definition (SI; troy ounce, carat and pound by international agreement), so these
# may be constants where laws and thresholds may not.
_MASS_IN_TONNES = {
    "t": 1.0,
    "kg": 1e-3,
    "g": 1e-6,
    "kt": 1e3,
    "Mt": 1e6,
    "ct": 2e-7,
    "lb": 4.5359237e-4,
    "ozt": 3.11034768e-5,
    "long_t": 1.0160469088,
    "short_t": 0.90718474,
}
_VOLUME_IN_M3 = {"m3": 1.0, "km3": 1e9, "Mm3": 1e6, "kl": 1.0, "l": 1e-3}
_SHARE = {"share": 1.0, "percent": 1e-2}
_MONEY_USD = {"USD": 1.0, "kUSD": 1e3, "MUSD": 1e6}
_MONEY_JPY = {"JPY": 1.0, "kJPY": 1e3}
_DIMENSIONS = (_MASS_IN_TONNES, _VOLUME_IN_M3, _SHARE, _MONEY_USD, _MONEY_JPY)

# How publishers spell the units we know. Keys are lower-cased and stripped.
_SPELLINGS = {
    "metric tons": "t",
    "metric ton": "t",
    "tonnes (metric)": "t",
    "tonnes": "t",
    "metr. t": "t",
    "kilograms": "kg",
    "kilogram": "kg",
    "thousand metric tons": "kt",
    "million metric tons": "Mt",
    "carats": "ct",
    "carat": "ct",
    "percent": "percent",
    "pounds": "lb",
    "troy ounces": "ozt",
    "million cubic meters": "Mm3",
    "million cubic metres": "Mm3",
    "mio m3": "Mm3",
    "cubic meters": "m3",
    "cubic metres": "m3",
}


def parse_unit(text: str) -> str:
    """Read a publisher's spelling of a unit as one of ours.

    Args:
        text: unit as printed, any case.

    Returns:
        Unit symbol (``t``, ``kg``, ``percent``...).

    Raises:
        UnitError: the spelling is not known; the caller keeps the raw text and says so.

    Example:
        >>> parse_unit("Metric tons")
        't'
    """
    known = _SPELLINGS.get(text.strip().lower())
    if known is None and any(text.strip() in d for d in _DIMENSIONS):
        known = text.strip()
    if known is None:
        raise UnitError(f"unit {text!r} is not known", remedy="add its spelling to kanmon.units")
    return known


def factor(unit: str, to: str) -> float:
    """Give the number that turns an amount in ``unit`` into one in ``to``.

    Args:
        unit: symbol the amount is in.
        to: symbol wanted.

    Returns:
        Multiplier, dimensionless.

    Raises:
        UnitError: one unit is unknown, or they measure different things.

    Example:
        >>> factor("kg", "t")
        0.001
    """
    for dimension in _DIMENSIONS:
        if unit in dimension and to in dimension:
            return dimension[unit] / dimension[to]
    raise UnitError(
        f"{unit!r} cannot become {to!r}",
        remedy="ask for a unit of the same kind (mass, volume, share, money of one currency)",
    )


def convert(amount: float, unit: str, to: str) -> float:
    """Turn an amount in one unit into another of the same kind.

    Args:
        amount: number in ``unit``.
        unit: symbol the amount is in.
        to: symbol wanted.

    Returns:
        The amount in ``to``.

    Raises:
        UnitError: one unit is unknown, or they measure different things.

    Example:
        >>> convert(848_000, "kg", "t")
        848.0
    """
    return amount * factor(unit, to)


def round_significant(amount: float, digits: int) -> float:
    """Round to a number of significant digits, as figures are published.

    Args:
        amount: any finite number.
        digits: significant digits kept, at least 1.

    Returns:
        The rounded number, same unit.

    Raises:
        UnitError: ``digits`` is below 1.

    Example:
        >>> round_significant(123456.0, 3)
        123000.0
    """
    if digits < 1:
        raise UnitError(f"{digits} significant digits", remedy="ask for one or more")
    return float(f"{amount:.{digits - 1}e}")
