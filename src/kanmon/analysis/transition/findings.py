"""A run path as findings: what stands and is built, what is taken in, and by what."""

from __future__ import annotations

from typing import Any

import numpy as np

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.transition.demand import Demand
from kanmon.analysis.transition.laid import NUMBER, TEXT, WHOLE, laid
from kanmon.analysis.transition.path import DeploymentPath
from kanmon.provenance import Lineage

_POWER = "GW"
_STOCK = Method(
    "stock and flow",
    "added_t = max(0, aim_t - left_t); left by Weibull survival of each year's additions",
    "Kanmon, docs/methods/transition-stock-flow.md",
)
_NEED = Method(
    "material demand",
    "input = added x intensity x (1 - decline)^t / yield; primary = input - scrap recycled - "
    "recovered from retired units",
    "Kanmon, docs/methods/transition-stock-flow.md",
)


def deployment(path: DeploymentPath, run: Demand, lineage: Lineage) -> Finding:
    """Lay out what stands and what is built in each year.

    Args:
        path: that was run.
        run: its flows.
        lineage: of the path's rows.

    Returns:
        Finding ``deployment``: year, technology, unit, installed (at the year's end; empty where
        only additions are stated), added, added_low, added_high. Figures added_power (GW of
        generators built after the first year) and assumed (share of the path's stated rows that
        are our assumption).

    Example:
        >>> from kanmon.analysis.transition.demand import material_demand
        >>> from kanmon.analysis.transition.draws import Draws
        >>> from kanmon.analysis.transition.path import example_path
        >>> from kanmon.analysis.transition.uses import parts
        >>> path = example_path()
        >>> run = material_demand(parts(path), path.years, Draws(0, 1))
        >>> round(deployment(path, run, Lineage()).figures["added_power"].value, 1)
        3.1
    """
    rows: list[dict[str, Any]] = []
    power = 0.0
    for course in path.courses:
        low, best, high = run.added[course.technology]
        whole = course.measure == "installed"
        for at, year in enumerate(path.years):
            rows.append(
                {
                    "year": year,
                    "technology": course.technology,
                    "unit": course.unit,
                    "installed": float(course.values[at]) if whole else None,
                    "added": float(best[at]),
                    "added_low": float(low[at]),
                    "added_high": float(high[at]),
                }
            )
        if course.unit == _POWER and _generates(course.technology):
            power += float(best[1:].sum())
    stated = [one for c in path.courses for one in c.stated]
    guessed = sum(one.status == "assumption" for one in stated)
    sources = tuple(o.source for o in lineage.origins)
    date = max((one.date for one in stated), default="")
    table, units = laid(
        rows,
        {
            "year": (WHOLE, "year"),
            "technology": (TEXT, "technology"),
            "unit": (TEXT, "text"),
            "installed": (NUMBER, "in column unit"),
            "added": (NUMBER, "in column unit"),
            "added_low": (NUMBER, "in column unit"),
            "added_high": (NUMBER, "in column unit"),
        },
    )
    return Finding(
        "deployment",
        "",
        path.party,
        date,
        table,
        units,
        {
            "added_power": Figure(power, _POWER, date, sources),
            "assumed": Figure(guessed / len(stated) if stated else None, "share", date, sources),
        },
        _STOCK,
        lineage.then("interpolate", "stated years joined by straight lines"),
        _told(path, run, guessed, len(stated)),
    )


def _generates(name: str) -> bool:
    from kanmon.catalogue.technologies import technology

    return technology(name).capacity_factor is not None


def _told(path: DeploymentPath, run: Demand, guessed: int, stated: int) -> tuple[Caveat, ...]:
    found = []
    if guessed:
        found.append(
            Caveat(
                "path_assumed",
                f"{guessed} of {stated} stated rows of the path are assumptions",
                {"count": guessed, "of": stated},
            )
        )
    if path.partial:
        text = ", ".join(sorted(path.partial))
        found.append(
            Caveat(
                "path_partial",
                f"not every member states a path of: {text}",
                {"technologies": text},
            )
        )
    above = sorted(n for n, a in run.above.items() if np.any(a > 1e-9))
    if above:
        text = ", ".join(above)
        found.append(
            Caveat(
                "path_above", f"more stands than the path aims at: {text}", {"technologies": text}
            )
        )
    only = sorted(c.technology for c in path.courses if c.measure == "added")
    if only:
        text = ", ".join(only)
        found.append(
            Caveat(
                "path_added",
                f"what stood before is not known, so its retirement is left out: {text}",
                {"technologies": text},
            )
        )
    bare = sorted(
        c.technology for c in path.courses if not any(t == c.technology for t, _ in run.inputs)
    )
    if bare:
        text = ", ".join(bare)
        found.append(
            Caveat("path_bare", f"no material intensity on record: {text}", {"technologies": text})
        )
    return tuple(found)


def material_need(party: str, run: Demand, lineage: Lineage) -> Finding:
    """Lay out what is taken in of each material in each year, and what comes back.

    Args:
        party: for whom.
        run: flows of its path.
        lineage: of intensities and losses.

    Returns:
        Finding ``material_demand``: year, material, primary, primary_low, primary_high, input,
        recycled, in_use (tonnes). Figures first_total and last_total (t of all materials but
        cement and steel, whose tonnage hides the rest).

    Example:
        >>> from kanmon.analysis.transition.demand import material_demand
        >>> from kanmon.analysis.transition.draws import Draws
        >>> from kanmon.analysis.transition.path import example_path
        >>> from kanmon.analysis.transition.uses import parts
        >>> path = example_path()
        >>> run = material_demand(parts(path, ["iodine"]), path.years, Draws(0, 1))
        >>> material_need("JPN", run, Lineage()).table.num_rows
        3
    """
    rows: list[dict[str, Any]] = []
    totals = np.zeros(len(run.years))
    for one in run.materials:
        low, best, high = one.span("primary")
        back = one.flows["scrap_recycled"][:, 0] + one.flows["retired_recycled"][:, 0]
        if one.material not in ("cement", "steel"):
            totals += best
        for at, year in enumerate(run.years):
            rows.append(
                {
                    "year": year,
                    "material": one.material,
                    "primary": float(best[at]),
                    "primary_low": float(low[at]),
                    "primary_high": float(high[at]),
                    "input": float(one.flows["input"][at, 0]),
                    "recycled": float(back[at]),
                    "in_use": float(one.flows["in_use"][at, 0]),
                }
            )
    sources = tuple(o.source for o in lineage.origins)
    tonnes = (NUMBER, "t")
    table, units = laid(
        rows,
        {
            "year": (WHOLE, "year"),
            "material": (TEXT, "material"),
            **dict.fromkeys(
                ("primary", "primary_low", "primary_high", "input", "recycled", "in_use"), tonnes
            ),
        },
    )
    return Finding(
        "material_demand",
        "",
        party,
        str(run.years[-1]),
        table,
        units,
        {
            "first_total": Figure(float(totals[1]), "t", str(run.years[1]), sources),
            "last_total": Figure(float(totals[-1]), "t", str(run.years[-1]), sources),
        },
        _NEED,
        lineage.then("multiply", "additions by intensity, over yield, less what comes back"),
        (
            Caveat(
                "joint_errors",
                "a material's amounts in all technologies are drawn together, which is the wider "
                "choice",
            ),
        ),
    )


def material_by_technology(party: str, run: Demand, lineage: Lineage) -> Finding:
    """Lay out what each technology takes in of each material over the whole path, at best.

    Args:
        party: for whom.
        run: flows of its path.
        lineage: of intensities and losses.

    Returns:
        Finding ``material_by_technology``: technology, material, total (t over all years),
        share (of the material's input), last (t in the last year). Largest total first.

    Example:
        >>> from kanmon.analysis.transition.demand import material_demand
        >>> from kanmon.analysis.transition.draws import Draws
        >>> from kanmon.analysis.transition.path import example_path
        >>> from kanmon.analysis.transition.uses import parts
        >>> path = example_path()
        >>> run = material_demand(parts(path, ["iodine"]), path.years, Draws(0, 1))
        >>> material_by_technology("JPN", run, Lineage()).table.to_pylist()[0]["share"]
        1.0
    """
    whole = {m.material: float(m.flows["input"][:, 0].sum()) for m in run.materials}
    rows: list[dict[str, Any]] = [
        {
            "technology": technology,
            "material": material,
            "total": float(tonnes.sum()),
            "share": float(tonnes.sum()) / whole[material] if whole[material] else None,
            "last": float(tonnes[-1]),
        }
        for (technology, material), tonnes in run.inputs.items()
    ]
    rows.sort(key=lambda r: (r["material"], -r["total"], r["technology"]))
    table, units = laid(
        rows,
        {
            "technology": (TEXT, "technology"),
            "material": (TEXT, "material"),
            "total": (NUMBER, "t"),
            "share": (NUMBER, "share"),
            "last": (NUMBER, "t"),
        },
    )
    return Finding(
        "material_by_technology",
        "",
        party,
        str(run.years[-1]),
        table,
        units,
        {},
        _NEED,
        lineage.then("multiply", "additions by intensity, over yield"),
    )
