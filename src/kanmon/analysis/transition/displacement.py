"""The fuel that power plants would have burnt for what a path makes, by origin of imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.transition.draws import Draws, bounds
from kanmon.analysis.transition.laid import NUMBER, TEXT, WHOLE, laid
from kanmon.catalogue.fuel_facts import fact, facts, plant_factor
from kanmon.catalogue.technologies import technology
from kanmon.provenance import Lineage

FloatArray = npt.NDArray[np.float64]
HOURS = 8.76
"""TWh a year of a gigawatt at full output."""
FUELS = ("steam_coal", "lng", "natural_gas", "crude_oil")
ALL = "WLD"
RUSSIA = "RUS"
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
    value by fuel and economy, empty where the trade of a fuel is not held.

    Example:
        >>> Member("JPN", {}, {}).economy
        'JPN'
    """

    economy: str
    stock: Mapping[str, FloatArray]
    origins: Mapping[str, Mapping[str, float]]


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
        148000.0
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
        part of the imports saved, in the last year only), low, best, high (t). Figures: FUEL_last
        (t saved in the last year), FUEL_imported (t of imports), russia_share (of the imports
        saved in the last year, by energy), twh_last.

    Raises:
        CodeError: the mix of an economy's thermal generation is not on record.

    Example:
        >>> import numpy as np
        >>> one = Member("JPN", {"solar_silicon": np.array([0.0, 1.0])}, {"lng": {"RUS": 0.1}})
        >>> f = fuel_displaced("JPN", [2024, 2025], [one], Draws(0, 1), Lineage())
        >>> f.figures["twh_last"].value.__round__(2)
        1.4
    """
    saved: dict[str, FloatArray] = {}
    imported: dict[tuple[str, str], FloatArray] = {}
    blind: list[str] = []
    made_in_all: FloatArray | None = None
    for member in members:
        made = energy(member.stock, draws)
        if made is None:
            continue
        made_in_all = made if made_in_all is None else made_in_all + made
        for fuel, tonnes in burnt(member.economy, made, draws).items():
            saved[fuel] = saved.get(fuel, 0.0) + tonnes
            bought = fact("plant_factors", member.economy, f"imported/{fuel}")
            part = draws.of(f"imported/{member.economy}/{fuel}", bought.amount)
            shares = member.origins.get(fuel, {})
            if not shares:
                blind.append(f"{fuel} ({member.economy})")
            for origin, share in shares.items():
                key = (fuel, origin)
                imported[key] = imported.get(key, 0.0) + tonnes[-1] * part * share
    rows = _rows(years, saved, imported)
    date = str(years[-1])
    sources = tuple(o.source for o in lineage.origins)
    figures: dict[str, Figure] = {}
    for fuel in FUELS:
        missing = "" if fuel in saved else "the party's plants do not burn it, by our rows"
        best = float(saved[fuel][-1, 0]) if fuel in saved else None
        figures[f"{fuel}_last"] = Figure(best, "t", date, sources, missing)
    russia = _russia(imported)
    figures["russia_share"] = Figure(
        russia, "share", date, sources, "" if russia is not None else "no imports on record"
    )
    figures["twh_last"] = Figure(
        None if made_in_all is None else float(made_in_all[-1, 0]),
        "TWh",
        date,
        sources,
        "" if made_in_all is not None else "nothing of the path makes electricity",
    )
    caveats = [
        Caveat(
            "displaced_mix",
            "the path is taken to push out coal, gas and oil in today's proportions; storage and "
            "grids are not modelled",
        )
    ]
    if blind:
        text = ", ".join(blind)
        caveats.append(
            Caveat("fuel_origin_unknown", f"no trade held to tell origins: {text}", {"fuels": text})
        )
    table, units = laid(
        rows,
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
    return Finding(
        "fuel_displaced", "", party, date, table, units, figures, _METHOD, steps, tuple(caveats)
    )


def _rows(
    years: Sequence[int],
    saved: Mapping[str, FloatArray],
    imported: Mapping[tuple[str, str], FloatArray],
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for fuel, tonnes in saved.items():
        low, best, high = bounds(tonnes)
        for at, year in reversed(list(enumerate(years))):
            spans = {"low": float(low[at]), "best": float(best[at]), "high": float(high[at])}
            rows.append({"year": year, "fuel": fuel, "origin": ALL, **spans})
    for (fuel, origin), amounts in imported.items():
        low, best, high = bounds(amounts)
        spans = {"low": float(low), "best": float(best), "high": float(high)}
        rows.append({"year": years[-1], "fuel": fuel, "origin": origin, **spans})
    rows.sort(
        key=lambda r: (
            -r["year"],
            FUELS.index(r["fuel"]),
            r["origin"] != ALL,
            r["origin"] != RUSSIA,
            -r["best"],
            r["origin"],
        )
    )
    return rows


def _russia(imported: Mapping[tuple[str, str], FloatArray]) -> float | None:
    """Russia's part of the imports saved, by energy, at best."""
    total = russia = 0.0
    for (fuel, origin), amounts in imported.items():
        heat = fact("plant_factors", "all", f"heat/{fuel}").amount.best
        total += float(amounts[0]) * heat
        russia += float(amounts[0]) * heat if origin == RUSSIA else 0.0
    return russia / total if total > 0.0 else None
