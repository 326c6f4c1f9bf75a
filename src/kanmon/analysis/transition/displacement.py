"""The fuel that power plants would have burnt for what a path makes, by origin of imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.transition.draws import Draws
from kanmon.analysis.transition.laid import NUMBER, TEXT, WHOLE, laid
from kanmon.analysis.transition.saved import russia_share, saved_rows
from kanmon.catalogue.fuel_facts import fact, facts, plant_factor
from kanmon.catalogue.technologies import technology
from kanmon.provenance import Lineage

FloatArray = npt.NDArray[np.float64]
HOURS = 8.76
"""TWh a year of a gigawatt at full output."""
FUELS = ("steam_coal", "lng", "natural_gas", "crude_oil")
_METHOD = Method(
    "fuel displaced",
    "TWh = (stock - stock of the first year) x capacity factor x 8.76, at most what thermal "
    "plants make; tonnes = TWh x part of thermal generation x 3.6e6 / (efficiency x heating value)",
    "Kanmon, docs/methods/fuel-displacement.md",
)


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """Hold one economy's stocks of a path, and whom it buys its fuels from.

    ``stock`` is GW at the end of each year, [Y], by technology; ``origins`` shares of imports by
    value by fuel and economy, empty where the trade of a fuel is not held; ``prices`` what a
    tonne of a fuel's imports costs, kUSD, where it is known.

    Example:
        >>> Member("JPN", {}, {}).economy
        'JPN'
    """

    economy: str
    stock: Mapping[str, FloatArray]
    origins: Mapping[str, Mapping[str, float]]
    prices: Mapping[str, float] = field(default_factory=dict)


def energy(stock: Mapping[str, FloatArray], draws: Draws) -> FloatArray | None:
    """Add up the electricity a path makes beyond its first year's stock.

    Args:
        stock: GW at the end of each year, [Y], by technology; those that make no electricity
            are passed over.
        draws: of capacity factors, one quantile a family.

    Returns:
        TWh a year, [Y, 1 + D]; None where nothing of the path makes electricity.

    Raises:
        CodeError: a technology is not known.

    Example:
        >>> import numpy as np
        >>> made = energy({"solar_silicon": np.array([1.0, 2.0])}, Draws(0, 1))
        >>> made[:, 0].round(2)
        array([0. , 1.4])
    """
    total: FloatArray | None = None
    for name in sorted(stock):
        one = technology(name)
        if one.capacity_factor is None:
            continue
        factor = draws.of(f"factor/{one.family}", one.capacity_factor)
        more = (stock[name] - stock[name][0])[:, None] * factor * HOURS
        total = more if total is None else total + more
    return total


def burnt(economy: str, made: FloatArray, draws: Draws) -> Mapping[str, FloatArray]:
    """Compute the fuel its thermal plants would have burnt for some electricity.

    Args:
        economy: whose plants.
        made: TWh a year, [Y, 1 + D].
        draws: of the mix, efficiencies and heating values.

    Returns:
        Tonnes a year by fuel, [Y, 1 + D]. The drawn mix is divided by its sum.

    Raises:
        CodeError: the mix of the economy's thermal generation is not on record.

    Example:
        >>> import numpy as np
        >>> tonnes = burnt("JPN", np.array([[1.0]]), Draws(0, 1))
        >>> round(float(tonnes["steam_coal"][0, 0]), -3)
        138000.0
    """
    mixes = {f: facts("plant_factors").get((economy, f"mix/{f}")) for f in FUELS}
    held = {f: one for f, one in mixes.items() if one is not None}
    if not held:
        fact("plant_factors", economy, "mix")
    parts = {f: draws.of(f"mix/{economy}/{f}", one.amount) for f, one in held.items()}
    whole = sum(parts.values())
    found = {}
    for fuel, part in parts.items():
        works, heat = (
            draws.of(f"{kind}/{fuel}", plant_factor(economy, f"{kind}/{fuel}").amount)
            for kind in ("efficiency", "heat")
        )
        # A TWh is 3.6 million GJ.
        found[fuel] = made * (part / whole) * 3.6e6 / (works * heat)
    return found


def displacing(economy: str, made: FloatArray, draws: Draws) -> FloatArray:
    """Cut electricity down to what the economy's thermal plants make: no more can be displaced.

    Args:
        economy: whose plants.
        made: TWh a year, [Y, 1 + D].
        draws: of thermal generation.

    Returns:
        TWh a year, [Y, 1 + D].

    Raises:
        CodeError: thermal generation of the economy is not on record.

    Example:
        >>> import numpy as np
        >>> displacing("JPN", np.array([[100.0], [9000.0]]), Draws(0, 1))[:, 0]
        array([100., 676.])
    """
    return np.minimum(
        made, draws.of(f"thermal/{economy}", fact("plant_factors", economy, "thermal").amount)
    )


def fuel_displaced(
    party: str, years: Sequence[int], members: Sequence[Member], draws: Draws, lineage: Lineage
) -> Finding:
    """Say what fuel a path saves, how much of it is imported, and from whom.

    Args:
        party: for whom.
        years: calendar years Y.
        members: economies of the party with stocks and origins.
        draws: as the path was run with.
        lineage: of factors and trade.

    Returns:
        Finding ``fuel_displaced``: year, fuel, origin (WLD: all that is saved; an economy: its
        part of the imports saved, in the last year only), low, best, high (t). Figures of the
        last year: FUEL_last (t saved), FUEL_imported (t of imports saved), imports_value (kUSD,
        at the prices of imports), russia_share (of the imports saved, by energy), twh_last (what
        the path makes beyond its first year) and twh_displacing (at most what thermal plants
        make).

    Raises:
        CodeError: thermal generation or its mix is not on record for an economy.

    Example:
        >>> import numpy as np
        >>> one = Member("JPN", {"solar_silicon": np.array([0.0, 1.0])}, {"lng": {"RUS": 0.1}})
        >>> f = fuel_displaced("JPN", [2024, 2025], [one], Draws(0, 1), Lineage())
        >>> f.figures["twh_last"].value.__round__(2)
        1.4
    """
    saved: dict[str, FloatArray] = {}
    bought: dict[str, FloatArray] = {}
    imported: dict[tuple[str, str], FloatArray] = {}
    blind: list[str] = []
    unpriced: list[str] = []
    paid = 0.0
    made_in_all = used_in_all = None
    for member in members:
        made = energy(member.stock, draws)
        if made is None:
            continue
        used = displacing(member.economy, made, draws)
        made_in_all = made if made_in_all is None else made_in_all + made
        used_in_all = used if used_in_all is None else used_in_all + used
        for fuel, tonnes in burnt(member.economy, used, draws).items():
            saved[fuel] = saved.get(fuel, 0.0) + tonnes
            key = f"imported/{member.economy}/{fuel}"
            part = fact("plant_factors", member.economy, f"imported/{fuel}").amount
            last = tonnes[-1] * draws.of(key, part)
            bought[fuel] = bought.get(fuel, 0.0) + last
            paid += float(last[0]) * member.prices.get(fuel, 0.0)
            label = f"{fuel} ({member.economy})"
            if fuel not in member.prices:
                unpriced.append(label)
            if not member.origins.get(fuel):
                blind.append(label)
            for origin, share in member.origins.get(fuel, {}).items():
                imported[fuel, origin] = imported.get((fuel, origin), 0.0) + last * share
    date = str(years[-1])
    sources = tuple(o.source for o in lineage.origins)

    def figure(value: float | None, unit: str, why: str) -> Figure:
        return Figure(value, unit, date, sources, "" if value is not None else why)

    nothing = "nothing of the path makes electricity"
    figures: dict[str, Figure] = {}
    for fuel in FUELS:
        why = "the party's plants do not burn it, by our rows"
        best = float(saved[fuel][-1, 0]) if fuel in saved else None
        figures[f"{fuel}_last"] = figure(best, "t", why)
        best = float(bought[fuel][0]) if fuel in bought else None
        figures[f"{fuel}_imported"] = figure(best, "t", why)
    why = f"no price of imports held: {', '.join(unpriced)}" if unpriced else nothing
    figures["imports_value"] = figure(paid if saved and not unpriced else None, "kUSD", why)
    figures["russia_share"] = figure(russia_share(imported), "share", "no imports on record")
    for name, twh in (("twh_last", made_in_all), ("twh_displacing", used_in_all)):
        figures[name] = figure(None if twh is None else float(twh[-1, 0]), "TWh", nothing)
    table, units = laid(
        saved_rows(years, saved, imported, FUELS),
        {
            "year": (WHOLE, "year"),
            "fuel": (TEXT, "good"),
            "origin": (TEXT, "iso3"),
            "low": (NUMBER, "t"),
            "best": (NUMBER, "t"),
            "high": (NUMBER, "t"),
        },
    )
    steps = lineage.then("divide", "electricity of the path by efficiency and heating value")
    caveats = _caveats(blind, made_in_all, used_in_all)
    return Finding(
        "fuel_displaced", "", party, date, table, units, figures, _METHOD, steps, caveats
    )


def _caveats(
    blind: Sequence[str], made: FloatArray | None, used: FloatArray | None
) -> tuple[Caveat, ...]:
    told = [
        Caveat(
            "displaced_mix",
            "the path is taken to push out coal, gas and oil in today's proportions; storage and "
            "grids are not modelled",
        ),
        Caveat(
            "displaced_power",
            "only what makes electricity counts: batteries, electrolysers and motors save no fuel "
            "of power plants here",
        ),
    ]
    if made is not None and used is not None and (over := float((made - used)[-1, 0])) > 0.0:
        told.append(
            Caveat(
                "displaced_beyond",
                f"the path makes {over:.0f} TWh a year more than thermal plants do today: that "
                "part meets new demand or replaces other plants, and saves no fuel here",
                {"twh": round(over)},
            )
        )
    if blind:
        text = ", ".join(blind)
        told.append(
            Caveat("fuel_origin_unknown", f"no trade held to tell origins: {text}", {"fuels": text})
        )
    return tuple(told)
