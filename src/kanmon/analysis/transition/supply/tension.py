"""What a path needs of each material beside what the party could have: the tightest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.transition.laid import NUMBER, TEXT, WHOLE, laid
from kanmon.analysis.transition.supply.need import Asked, Need, Supply, obtainable
from kanmon.catalogue.technologies import Span
from kanmon.provenance import Lineage

METHOD = Method(
    "material tension",
    "primary demand of the year / (own output + sum over others of output x "
    "(share bought today + redirectable x (1 - share bought today)))",
    "Kanmon, docs/methods/transition-supply.md",
)


def material_supply(
    needs: Sequence[Need], supplies: Mapping[str, Supply], asked: Asked, lineage: Lineage
) -> Finding:
    """Set each material's largest yearly need beside world output, reserves and what can be had.

    Args:
        needs: of the path, primary tonnes by year.
        supplies: by material; one that is absent has no output on record.
        asked: for whom, which years.
        lineage: of needs and output.

    Returns:
        Finding ``material_supply``: material, year (of the largest need at best), need_low,
        need, need_high (t), output (t), output_year, share_of_output, top_maker, top_share,
        obtainable and ratio for each ``among``, reserves (t), share_of_reserves (of the whole
        path's need), missing. Tightest first. Figures tightest, ratio, among, year.

    Source:
        Kanmon; ``docs/methods/transition-supply.md``.

    Example:
        >>> import numpy as np
        >>> from kanmon.analysis.transition.supply.obtainable import reach
        >>> from kanmon.analysis.transition.supply.output import Output
        >>> need = Need("x", *(np.array([1.0, 4.0]),) * 3)
        >>> made = Output("x", "x", world=Span(40.0, 40.0, 40.0), by_economy={"AUS": 40.0})
        >>> supply = {"x": Supply(made, (reach("AUS", 40.0, None),), 1.0)}
        >>> f = material_supply([need], supply, Asked("JPN", (2026, 2027), frozenset()), Lineage())
        >>> row = f.table.to_pylist()[0]
        >>> row["year"], row["share_of_output"], row["ratio_all"]
        (2027, 0.1, 0.5)
    """
    rows = [_row(need, supplies.get(need.material), asked) for need in needs]
    tight = asked.among[-1]
    rows.sort(key=lambda r: (-(r[f"ratio_{tight}"] or -1.0), -(r["need"]), r["material"]))
    columns = {
        "material": (TEXT, "material"),
        "year": (WHOLE, "year"),
        "need_low": (NUMBER, "t a year"),
        "need": (NUMBER, "t a year"),
        "need_high": (NUMBER, "t a year"),
        "output": (NUMBER, "t a year"),
        "output_year": (WHOLE, "year"),
        "share_of_output": (NUMBER, "share"),
        "top_maker": (TEXT, "iso3"),
        "top_share": (NUMBER, "share"),
    }
    for among in asked.among:
        columns[f"obtainable_{among}"] = (NUMBER, "t a year")
        columns[f"ratio_{among}"] = (NUMBER, "ratio")
    columns |= {
        "total_need": (NUMBER, "t"),
        "reserves": (NUMBER, "t"),
        "share_of_reserves": (NUMBER, "share"),
        "missing": (TEXT, "text"),
    }
    first = next((r for r in rows if r[f"ratio_{tight}"] is not None), None)
    sources = tuple(o.source for o in lineage.origins)
    gap = "" if first else "no material of the path has output on record"

    def figure(value: Any, unit: str) -> Figure:
        return Figure(value, unit, str(asked.years[-1]), sources, gap)

    return Finding(
        "material_supply",
        "",
        asked.party,
        str(asked.years[-1]),
        *laid(rows, columns),
        {
            "tightest": figure(first and first["material"], "material"),
            "ratio": figure(first and first[f"ratio_{tight}"], "ratio"),
            "among": figure(tight, ""),
            "year": figure(first and first["year"], "year"),
            "share_of_output": figure(first and first["share_of_output"], "share"),
        },
        METHOD,
        lineage.then("compare", "largest yearly need with output, reserves and what can be had"),
        _caveats(rows, supplies),
    )


def _row(need: Need, supply: Supply | None, asked: Asked) -> dict[str, Any]:
    at = int(np.argmax(need.best))
    year = asked.years[at]
    output = None if supply is None else supply.output
    world = None if output is None else output.world
    row: dict[str, Any] = {
        "material": need.material,
        "year": year,
        "need_low": float(need.low[at]),
        "need": float(need.best[at]),
        "need_high": float(need.high[at]),
        "output": None if world is None else world.best,
        "output_year": None if output is None or world is None else output.year,
        "share_of_output": None
        if world is None or not world.best
        else float(need.best[at]) / world.best,
        "top_maker": None if output is None else output.top,
        "top_share": None if output is None else output.top_share,
        "total_need": need.total.best,
        "reserves": None if output is None else output.reserves,
        "share_of_reserves": None
        if output is None or not output.reserves
        else need.total.best / output.reserves,
        "missing": "no output on record" if output is None else output.missing,
    }
    for among in asked.among:
        has = None if supply is None else obtainable(supply, asked, among, year)
        row[f"obtainable_{among}"] = None if has is None else has.best
        row[f"ratio_{among}"] = _ratio(float(need.best[at]), has)
    return row


def _ratio(need: float, has: Span | None) -> float | None:
    # Nothing to be had of what is needed is no ratio; the empty cell stands beside a zero.
    return None if has is None or not has.best else need / has.best


def _caveats(
    rows: Sequence[Mapping[str, Any]], supplies: Mapping[str, Supply]
) -> tuple[Caveat, ...]:
    unknown = sorted(r["material"] for r in rows if r["output"] is None)
    parts = sorted(n for n, s in supplies.items() if s.output.world and s.contained < 1.0)
    sums = sorted(n for n, s in supplies.items() if s.output.reserves and s.output.bound)
    found = [
        Caveat(
            "other_uses",
            "what the party's other industries need of the same materials is not taken off, so "
            "that tension is understated",
        )
    ]
    for code, names, said in (
        ("no_output", unknown, "no world output on record, so not rated"),
        ("part_of_output", parts, "counted as a part of another material's output"),
        ("reserves_listed", sums, "reserves are the sum of those listed: no world total"),
    ):
        if names:
            text = ", ".join(names)
            found.append(Caveat(code, f"{said}: {text}", {"materials": text}))
    return tuple(found)
