"""Who sells a good to whom, in tonnes: what a party buys, and what goes to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kanmon.analysis.plan.candidates.capacity import Sales
from kanmon.analysis.plan.candidates.price import UnitValues, tonnes, unit_values
from kanmon.codes.register import economy, is_economy
from kanmon.picture.picture import Picture


@dataclass(frozen=True, slots=True)
class Market:
    """Hold the sales of each economy outside a party, and what the party buys of it by value.

    ``value`` is of the party's imports and ``sold`` of all exports, kUSD; ``estimated`` the part
    of the party's imports whose mass is taken from their value; ``unnamed`` the part sold by no
    single economy, of which nobody is a candidate.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> market(tiny_picture("JPN"), "rare_earth_metals").sales["CHN"].others
        5.0
    """

    prices: UnitValues
    sales: Mapping[str, Sales]
    value: Mapping[str, float]
    sold: Mapping[str, float]
    member_value: Mapping[str, float]
    estimated: float
    unnamed: float


def market(picture: Picture, good: str, own: Mapping[str, float] | None = None) -> Market:
    """Add up a good's trade of the picture's year by exporter, and its recent peaks.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        own: share of each economy's supply that it made itself; what it sells beyond what it
            buys, over what it sells, where not given.

    Returns:
        The market; without any sales where the good has no trade figures.

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> market(tiny_picture("JPN"), "rare_earth_metals").value["VNM"]
        30.0
    """
    rows = picture.trade(good, picture.year)
    prices = unit_values(rows)
    sellers, buyers = _names(rows, "exporter"), _names(rows, "importer")
    value = rows.column("value").to_numpy().astype(np.float64)
    mass = tonnes(rows, prices)
    inside = np.isin(sellers, sorted(picture.members))
    ours = np.isin(buyers, sorted(picture.members)) & ~inside
    bought = _sum(buyers, value)
    sold = _sum(sellers, value)
    to_party, to_others = _sum(sellers[ours], mass[ours]), _sum(sellers[~ours], mass[~ours])
    peak = _peaks(picture, good)
    found: dict[str, Sales] = {}
    for name in sorted(set(sellers.tolist()) - picture.members):
        if not named(name) or not sold[name] > 0 or prices.world is None:
            continue
        party, others = to_party.get(name, 0.0), to_others.get(name, 0.0)
        made = max(0.0, 1.0 - bought.get(name, 0.0) / sold[name])
        made = made if own is None else min(1.0, own.get(name, made))
        found[name] = Sales(party, others, made, max(peak.get(name, 0.0), party + others))
    imports = _sum(sellers[ours], value[ours])
    total = sum(imports[n] for n in sorted(imports))
    empty = rows.column("quantity").is_null().to_numpy(zero_copy_only=False)
    strange = sum(imports[n] for n in sorted(imports) if not named(n))
    return Market(
        prices,
        found,
        {n: v for n, v in imports.items() if named(n) and v > 0},
        {n: v for n, v in sold.items() if named(n) and n not in picture.members},
        _sum(buyers[ours], value[ours]),
        float(value[ours & empty].sum()) / total if total else 0.0,
        strange / total if total else 0.0,
    )


def named(code: str) -> bool:
    """Tell whether a code is of one economy, not of an aggregate.

    Args:
        code: of the register or of a publisher.

    Returns:
        Whether it can be a supplier to choose.

    Example:
        >>> named("JPN"), named("WLD")
        (True, False)
    """
    return is_economy(code) and economy(code).kind == "economy"


def _peaks(picture: Picture, good: str) -> dict[str, float]:
    """Largest yearly exports in tonnes of the years before, each at its own unit values."""
    most: dict[str, float] = {}
    for back in range(1, round(picture.thresholds["headroom_years"])):
        rows = picture.trade(good, picture.year - back)
        mass = tonnes(rows, unit_values(rows))
        known = np.isfinite(mass)
        for name, amount in _sum(_names(rows, "exporter")[known], mass[known]).items():
            most[name] = max(most.get(name, 0.0), amount)
    return most


def _names(rows: pa.Table, column: str) -> np.ndarray:
    return np.asarray(rows.column(column).cast(pa.string()).to_pylist(), dtype=np.str_)


def _sum(names: np.ndarray, amounts: np.ndarray) -> dict[str, float]:
    """Add up by name; sorted amounts first, so that the order of rows changes no bit."""
    order = np.lexsort((amounts, names))
    known, at = np.unique(names[order], return_inverse=True)
    total = np.bincount(at, amounts[order], known.size)
    return dict(zip(known.tolist(), total.tolist(), strict=True))
