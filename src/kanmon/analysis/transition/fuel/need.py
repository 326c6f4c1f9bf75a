"""What reactors take in a year: fuel, natural uranium, separative work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.transition.draws import Draws
from kanmon.analysis.transition.fuel.separative_work import enrich
from kanmon.catalogue.fuel_facts import fact
from kanmon.catalogue.technologies import Span, technology

FloatArray = npt.NDArray[np.float64]
DAYS = 365.0
REACTORS = ("reactor_large", "reactor_small_lwr", "reactor_small_haleu")
HALEU = "reactor_small_haleu"


@dataclass(frozen=True, slots=True, eq=False)
class FuelNeed:
    """Hold what a gigawatt of a reactor class takes in a year, [1 + D], the best run first.

    ``fuel`` is tHM, ``uranium`` tU of natural uranium, ``swu`` thousand SWU.

    Example:
        >>> bool(100 < gigawatt_need("reactor_large", Draws(0, 1)).swu[0] < 160)
        True
    """

    fuel: FloatArray
    uranium: FloatArray
    swu: FloatArray


def gigawatt_need(reactor: str, draws: Draws) -> FuelNeed:
    """Compute what a gigawatt of a reactor class takes in a year, once it runs evenly.

    Args:
        reactor: one of ``REACTORS``.
        draws: of burn-up, efficiency, assays and capacity factor.

    Returns:
        Yearly reloads; a first core takes about three times as much.

    Raises:
        CodeError: a factor is not on record.

    Source:
        Fuel = 365 d x capacity factor / (efficiency x burn-up).

    Example:
        >>> round(float(gigawatt_need("reactor_large", Draws(0, 1)).fuel[0]), 1)
        17.7
    """

    def drawn(key: str) -> FloatArray:
        return draws.of(f"fuel/{reactor}/{key}", fact("fuel_need", reactor, key).amount)

    factor = technology(reactor).capacity_factor
    assert factor is not None
    runs = draws.of(f"factor/{technology(reactor).family}", factor)
    fuel = DAYS * runs / (drawn("efficiency") * drawn("burnup"))
    per_kg = enrich(drawn("assay"), drawn("tails"))
    # SWU a kg is thousand SWU a tonne.
    return FuelNeed(fuel, fuel * per_kg.feed, fuel * per_kg.swu)


def path_need(stock: Mapping[str, FloatArray], draws: Draws) -> Mapping[str, FloatArray]:
    """Add up what a path's reactors take by year.

    Args:
        stock: GW standing at the end of each year, [Y], by technology; others than reactors are
            passed over.
        draws: of the factors.

    Returns:
        ``fuel`` (tHM), ``uranium`` (tU), ``swu`` (thousand) and ``haleu`` (tU of HALEU fuel),
        [Y, 1 + D] each; empty where the path has no reactors.

    Example:
        >>> import numpy as np
        >>> path_need({"solar_silicon": np.array([1.0])}, Draws(0, 1))
        {}
    """
    found: dict[str, FloatArray] = {}
    for name in REACTORS:
        if name not in stock:
            continue
        one = gigawatt_need(name, draws)
        standing = stock[name][:, None]
        flows = {"fuel": one.fuel, "uranium": one.uranium, "swu": one.swu}
        if name == HALEU:
            flows["haleu"] = one.fuel
        for key, each in flows.items():
            found[key] = found.get(key, 0.0) + standing * each
    return found


def days_of_cover(stock: Span, need: Span) -> Span:
    """Compute for how many days a stock lasts.

    Args:
        stock: any unit.
        need: the same unit a year, above zero.

    Returns:
        Days: least stock over largest need, best over best, most over least.

    Example:
        >>> days_of_cover(Span(1.0, 2.0, 3.0), Span(2.0, 2.0, 2.0)).best
        365.0
    """
    return Span(
        DAYS * stock.low / need.high, DAYS * stock.best / need.best, DAYS * stock.high / need.low
    )
