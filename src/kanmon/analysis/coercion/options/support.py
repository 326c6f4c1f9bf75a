"""What support of sellers shut out would cost: what finds no buyer, and what others pay less."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any


def support(
    buyers: Sequence[Mapping[str, Any]], lost: float, price: float | None
) -> tuple[float | None, str]:
    """Work out what keeps sellers whole: the unsold part, and the fall of the price of the rest.

    Goods go to the buyers who pay most, each up to its room; none is taken to pay more than was
    paid before.

    Args:
        buyers: rows with ``room`` (thousand USD at the old price) and ``unit_value`` (or None).
        lost: what the imposer bought, thousand USD a year.
        price: what it paid, thousand USD a tonne; None where not known.

    Returns:
        Thousand USD a year, and why there is none.

    Source:
        Kanmon, ``docs/methods/coercion.md``.

    Example:
        >>> support([{"room": 60.0, "unit_value": 8.0}], 100.0, 10.0)
        (52.0, '')
    """
    if not lost:
        return None, "the imposer bought none of it in the flows"
    if price is None:
        return None, "the price the imposer paid is not known: weights are missing"
    priced = [one for one in buyers if one["unit_value"] is not None]
    left, cost = lost, 0.0
    for one in sorted(priced, key=lambda row: -row["unit_value"]):
        taken = min(left, one["room"])
        cost += taken * max(0.0, 1.0 - one["unit_value"] / price)
        left -= taken
    return cost + left, ""


def unit_value(rows: Collection[Mapping[str, Any]]) -> float | None:
    """Divide value by weight, over the flows whose weight is known.

    Args:
        rows: with ``value`` (thousand USD) and ``quantity`` (t, or None).

    Returns:
        Thousand USD a tonne; None without any weight.

    Example:
        >>> unit_value([{"value": 6.0, "quantity": 3.0}, {"value": 9.0, "quantity": None}])
        2.0
    """
    known = [one for one in rows if one["quantity"]]
    mass = sum(one["quantity"] for one in known)
    return total_value(known) / mass if mass > 0.0 else None


def coverage(rows: Collection[Mapping[str, Any]]) -> Mapping[str, float]:
    """Count sellers and buyers, and the part of the value whose weight is known.

    Args:
        rows: with ``exporter``, ``importer``, ``value`` and ``quantity``.

    Returns:
        ``sellers``, ``buyers`` and ``weighed``, a share.

    Example:
        >>> row = {"exporter": "JPN", "importer": "CHN", "value": 2.0, "quantity": None}
        >>> dict(coverage([row]))
        {'sellers': 1.0, 'buyers': 1.0, 'weighed': 0.0}
    """
    value = total_value(rows)
    weighed = total_value([one for one in rows if one["quantity"]])
    return {
        "sellers": float(len({one["exporter"] for one in rows})),
        "buyers": float(len({one["importer"] for one in rows})),
        "weighed": weighed / value if value else 0.0,
    }


def total_value(rows: Collection[Mapping[str, Any]]) -> float:
    """Add values up.

    Args:
        rows: with ``value``, thousand USD.

    Returns:
        Thousand USD.

    Example:
        >>> total_value([{"value": 1.0}, {"value": 2.0}])
        3.0
    """
    return float(sum(one["value"] for one in rows))
