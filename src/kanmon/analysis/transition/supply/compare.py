"""Technologies beside each other: material a unit of energy, and the strain that puts on supply."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.transition.laid import NUMBER, TEXT, WHOLE, Columns, laid
from kanmon.analysis.transition.supply.output import Output
from kanmon.catalogue.intensities import Intensity
from kanmon.catalogue.technologies import Span, Technology
from kanmon.provenance import Lineage

HOURS = 8760.0
_RISK_SCALE = 10.0
_TWH = "TWh"
_METHOD = Method(
    "strain on supply by technology",
    "material per unit = intensity / (capacity factor x 8760 h x life) for generators; "
    "strain = material per unit / world output of a year; "
    "score = sum of strain x governance-weighted HHI of output / 10",
    "Kanmon, docs/methods/transition-supply.md; governance HHI: Blengini et al. (2017)",
)


@dataclass(frozen=True, slots=True)
class Rated:
    """Hold a material's output and how concentrated and unstable its makers are.

    ``risk`` is the governance-weighted HHI of world output, 0 to 10; None where it is not known.

    Example:
        >>> Rated(Output("x", "x"), None).risk is None
        True
    """

    output: Output
    risk: float | None


def per_unit(technology: Technology, amount: Span) -> tuple[Span, str]:
    """Turn an intensity of capacity into one of energy over the life of a generator.

    Args:
        technology: its capacity factor and life.
        amount: tonnes per GW, GWh or million vehicles.

    Returns:
        Tonnes and their base: ``TWh`` of electricity over the life of a generator, else the
        technology's own unit. The bounds join the bounds of all three.

    Example:
        >>> from kanmon.catalogue.technologies import technology
        >>> per_unit(technology("battery_lfp"), Span(1.0, 1.0, 1.0))[1]
        'GWh'
    """
    factor, life = technology.capacity_factor, technology.lifetime
    if factor is None:
        return amount, technology.unit
    most, best, least = (
        f * HOURS * y / 1e3
        for f, y in (
            (factor.high, life.high),
            (factor.best, life.best),
            (factor.low, life.low),
        )
    )
    return Span(amount.low / most, amount.best / best, amount.high / least), _TWH


def technology_materials(
    technologies: Sequence[Technology],
    intensities: Iterable[Intensity],
    rated: Mapping[str, Rated],
    party: str,
    lineage: Lineage,
) -> Finding:
    """Lay out what a unit of each technology needs of each material, and the strain of it.

    Args:
        technologies: those compared.
        intensities: of those and others.
        rated: world output and risk by material.
        party: for whom the finding is made.
        lineage: of all of it.

    Returns:
        Finding ``technology_materials``: technology, per (TWh, GWh...), material, low, best,
        high (t per unit), strain (share of a year's world output per unit), maker_risk (0 to 10),
        score_part (of the technology's score; empty where output or risk is not known), top_maker,
        top_share. In the order of the technologies, largest part first.

    Example:
        >>> from kanmon.catalogue.intensities import intensities
        >>> from kanmon.catalogue.technologies import technology
        >>> one = technology("battery_lfp")
        >>> f = technology_materials([one], intensities().values(), {}, "JPN", Lineage())
        >>> "lithium" in f.table.column("material").to_pylist()
        True
    """
    by_technology: dict[str, list[Intensity]] = {}
    for each in intensities:
        by_technology.setdefault(each.technology, []).append(each)
    rows: list[dict[str, Any]] = []
    for one in technologies:
        mine = [_row(one, i, rated.get(i.material)) for i in by_technology.get(one.id, [])]
        mine.sort(key=lambda r: (-(r["score_part"] or -1.0), -r["best"], r["material"]))
        rows += mine
    columns = {
        "technology": (TEXT, "technology"),
        "per": (TEXT, "text"),
        "material": (TEXT, "material"),
        "low": (NUMBER, "t per unit"),
        "best": (NUMBER, "t per unit"),
        "high": (NUMBER, "t per unit"),
        "strain": (NUMBER, "share of a year"),
        "maker_risk": (NUMBER, "0 to 10"),
        "score_part": (NUMBER, "score"),
        "top_maker": (TEXT, "iso3"),
        "top_share": (NUMBER, "share"),
    }
    return _finding("technology_materials", party, rows, columns, {}, lineage)


def technology_risk(materials: Finding, of: Collection[str] = ()) -> Finding:
    """Add up each technology's strain, weighed by risk, and say what it comes from.

    Args:
        materials: finding ``technology_materials``.
        of: technologies of the path, which the figures compare; all where none is named.

    Returns:
        Finding ``technology_risk``: technology, per, score (sum of parts), rank within its
        unit, first, first_share (material with the largest part), second, second_share,
        weakest (material of the highest risk), weakest_risk, unrated (materials without
        output or risk on record, by name). Lowest score first within a unit. A score is a lower
        bound where ``unrated`` names anything. Figures least and most of these
        electricity technologies, and their ratio.

    Example:
        >>> from kanmon.catalogue.intensities import intensities
        >>> from kanmon.catalogue.technologies import technology
        >>> one = technology("battery_lfp")
        >>> f = technology_materials([one], intensities().values(), {}, "JPN", Lineage())
        >>> technology_risk(f).table.column("score").to_pylist()
        [None]
    """
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in materials.table.to_pylist():
        groups.setdefault((row["technology"], row["per"]), []).append(row)
    rows = [_score(name, base, mine) for (name, base), mine in groups.items()]
    rows.sort(
        key=lambda r: (
            r["per"] != _TWH,
            r["per"],
            r["score"] is None,
            r["score"] or 0.0,
            r["technology"],
        )
    )
    count: dict[str, int] = {}
    for row in rows:
        count[row["per"]] = count.get(row["per"], 0) + 1
        row["rank"] = count[row["per"]] if row["score"] is not None else None
    columns = {
        "technology": (TEXT, "technology"),
        "per": (TEXT, "text"),
        "score": (NUMBER, "score"),
        "rank": (WHOLE, "rank"),
        "first": (TEXT, "material"),
        "first_share": (NUMBER, "share"),
        "second": (TEXT, "material"),
        "second_share": (NUMBER, "share"),
        "weakest": (TEXT, "material"),
        "weakest_risk": (NUMBER, "0 to 10"),
        "unrated": (TEXT, "text"),
    }
    power = [
        r for r in rows if r["per"] == _TWH and r["score"] and (not of or r["technology"] in of)
    ]
    sources = tuple(o.source for o in materials.sources)
    none = "" if power else "no electricity technology has a score"

    def figure(value: Any, unit: str) -> Figure:
        return Figure(value, unit, materials.as_of, sources, none)

    figures = {
        "least": figure(power[0]["technology"] if power else None, "technology"),
        "most": figure(power[-1]["technology"] if power else None, "technology"),
        "ratio": figure(power[-1]["score"] / power[0]["score"] if power else None, "ratio"),
    }
    return _finding("technology_risk", materials.party, rows, columns, figures, materials.lineage)


def _row(one: Technology, intensity: Intensity, rated: Rated | None) -> dict[str, Any]:
    amount, base = per_unit(one, intensity.amount)
    world = None if rated is None else rated.output.world
    strain = None if world is None or not world.best else amount.best / world.best
    risk = None if rated is None else rated.risk
    return {
        "technology": one.id,
        "per": base,
        "material": intensity.material,
        "low": amount.low,
        "best": amount.best,
        "high": amount.high,
        "strain": strain,
        "maker_risk": risk,
        "score_part": None if strain is None or risk is None else strain * risk / _RISK_SCALE,
        "top_maker": None if rated is None else rated.output.top,
        "top_share": None if rated is None else rated.output.top_share,
    }


def _score(name: str, base: str, mine: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    known = [r for r in mine if r["score_part"] is not None]
    known.sort(key=lambda r: (-r["score_part"], r["material"]))
    score = sum(r["score_part"] for r in known) if known else None
    weakest = max(known, key=lambda r: (r["maker_risk"], r["material"]), default=None)

    def share(at: int) -> float | None:
        return known[at]["score_part"] / score if score and len(known) > at else None

    return {
        "technology": name,
        "per": base,
        "score": score,
        "first": known[0]["material"] if known else None,
        "first_share": share(0),
        "second": known[1]["material"] if len(known) > 1 else None,
        "second_share": share(1),
        "weakest": weakest and weakest["material"],
        "weakest_risk": weakest and weakest["maker_risk"],
        "unrated": ", ".join(sorted(r["material"] for r in mine if r["score_part"] is None)),
    }


def _finding(
    kind: str,
    party: str,
    rows: Sequence[Mapping[str, Any]],
    columns: Columns,
    figures: Mapping[str, Figure],
    lineage: Lineage,
) -> Finding:
    table, units = laid(rows, columns)
    return Finding(
        kind,
        "",
        party,
        lineage.origins[-1].vintage if lineage.origins else "",
        table,
        units,
        figures,
        _METHOD,
        lineage.then("compare", "material for a unit of each technology with world output"),
        (
            Caveat(
                "strain_of_today",
                "strain is measured against today's output and today's designs",
            ),
        ),
    )
