"""Which part of an industry's deliveries a good is: measured from trade, told with its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from kanmon.analysis.finding import Caveat
from kanmon.analysis.impact.engines.economy.goods import PREFIX, Bridge
from kanmon.analysis.impact.engines.economy.table import EconomyTable
from kanmon.analysis.impact.scenario.responses import Response
from kanmon.analysis.impact.scenario.scenario import Scenario, Shock
from kanmon.analysis.impact.scenario.settle import settled
from kanmon.analysis.impact.timeline import EdgeCut, timeline
from kanmon.catalogue.industries import CLASSIFICATIONS, industry_of, share_of_deliveries
from kanmon.catalogue.load import good as find_good
from kanmon.errors import DataError, ScenarioError
from kanmon.picture.build import Supply, build_picture
from kanmon.picture.picture import Picture

P = TypeVar("P", Shock, Response)
_CODE = re.compile(r"([A-Z])(\d\d)")


@dataclass(frozen=True, slots=True)
class Bridged:
    """Hold the bridge of some scenarios to a table, and what is to be told of it.

    Example:
        >>> Bridged({}, ()).caveats
        ()
    """

    bridge: Bridge
    caveats: tuple[Caveat, ...]


def bridged(scenarios: Sequence[Scenario], table: EconomyTable, supply: Supply) -> Bridged:
    """Measure which part of their industries' deliveries the goods of some scenarios are.

    A good's part is its trade from those who cut it to those who are cut off, over what the
    industry that makes it delivers there, both in the table's year. A stop of the good then
    stops that part of the industry's deliveries.

    Args:
        scenarios: run on one table; goods are taken from their restrictions.
        table: input-output table, in million current US dollars.
        supply: where trade figures are.

    Returns:
        The bridge, and caveats: the parts measured, and the goods that have none.

    Raises:
        ScenarioError: no good of the scenarios can be measured.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> table = economy_table(("JPN", "USA"), ("x",), [[1, 2], [3, 4]], [[5, 0], [0, 5]],
        ...                       unit="MUSD 2011")
        >>> calm = Scenario("s", "Calm", dt.date(2027, 1, 1), 5)
        >>> bridged([calm], table, Supply(None, None)).bridge
        {}
    """
    acts: dict[str, list[EdgeCut]] = {}
    for scenario in scenarios:
        line = timeline(settled(scenario))
        for cut in line.edges:
            for good in cut.goods:
                acts.setdefault(good, []).append(cut)
        for change in (*line.capacity, *line.demand):
            for good in change.goods:
                acts.setdefault(good, [])
    goods = [good for good in acts if not good.startswith(PREFIX)]
    if not goods:
        return Bridged({}, ())
    year = _year(table)
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    told, blind = [], []
    for good in sorted(goods):
        part = _part(good, acts[good], table, supply, year)
        if isinstance(part, str):
            blind.append(f"{good} ({part})")
            continue
        code, share, capped = part
        found[good] = ((code, share),)
        told.append(f"{good} {100 * share:.3g} % of {code}{' (capped)' if capped else ''}")
    if not found:
        raise ScenarioError(
            f"no part of an industry can be measured: {', '.join(blind)}",
            where="economy engine",
            remedy="load trade that carries these goods (`kanmon data add baci PATH`), or write "
            "the restriction on industry:CODE",
        )
    caveats = [
        Caveat(
            "economy_parts",
            "a stop of a good is run as a stop of its part of its industry's deliveries on the "
            f"cut edges, trade of {year}; what wholly depends on the good is lost in its "
            f"industry's mean, so that the loss is a floor: {', '.join(told)}",
            {"what": ", ".join(told), "year": year},
        )
    ]
    if blind:
        caveats.append(
            Caveat(
                "economy_blind",
                f"not in the run, so that the true loss is larger: {', '.join(blind)}",
                {"what": ", ".join(blind)},
            )
        )
    return Bridged(found, tuple(caveats))


def without(scenario: Scenario, bridge: Bridge) -> Scenario:
    """Leave out of a scenario the goods no part was measured for.

    Args:
        scenario: any scenario.
        bridge: what was measured.

    Returns:
        The scenario with the other goods; shocks and responses left with none are dropped.

    Example:
        >>> import datetime as dt
        >>> without(Scenario("s", "Calm", dt.date(2027, 1, 1), 5), {}).shocks
        ()
    """
    return replace(
        scenario,
        shocks=tuple(s for one in scenario.shocks if (s := _kept(one, bridge)) is not None),
        responses=tuple(r for one in scenario.responses if (r := _kept(one, bridge)) is not None),
    )


def matching(good: str, industries: Sequence[str]) -> str | None:
    """Find the industry of a table that makes a good.

    Args:
        good: id.
        industries: codes of WIOD 2013 (c1...) or ISIC rev. 4 (C24, C24A, B07_08, C10T12).

    Returns:
        The code; None where the table's codes are of neither or hold several.

    Example:
        >>> matching("gallium_metal", ("C23", "C24A", "C24B")), matching("gallium_metal", ("c12",))
        (None, 'c12')
    """
    for classification in CLASSIFICATIONS:
        code = industry_of(good, classification).industry
        if code in industries:
            return code
        wide = [one for one in industries if _covers(one, code)]
        if len(wide) == 1:
            return wide[0]
    return None


def _kept(part: P, bridge: Bridge) -> P | None:
    """Give a part with the goods that were measured, or None when it had others only."""
    changed: dict[str, Any] = {}
    for name in ("goods", "in_goods"):
        goods = getattr(part, name, ())
        left = tuple(good for good in goods if good.startswith(PREFIX) or good in bridge)
        if goods and not left:
            return None
        if left != goods:
            changed[name] = left
    return replace(part, **changed) if changed else part


def _covers(wide: str, code: str) -> bool:
    """Tell whether a code such as ``C10T12`` or ``B07_08`` holds a division such as ``C11``."""
    inner = _CODE.fullmatch(code)
    outer = re.fullmatch(r"([A-Z])(\d\d)(?:([T_])(\d\d))?[A-Z]?", wide)
    if inner is None or outer is None or inner[1] != outer[1]:
        return False
    first, last = int(outer[2]), int(outer[4] or outer[2])
    return first <= int(inner[2]) <= last


def _part(
    good: str, cuts: list[EdgeCut], table: EconomyTable, supply: Supply, year: int
) -> tuple[str, float, bool] | str:
    code = matching(good, table.industries)
    if code is None:
        return "no one industry of the table"
    if not cuts:
        return "only capacity or demand is changed, which is of the whole industry"
    try:
        picture = build_picture("WLD", [find_good(good)], supply, year=year)
    except DataError:
        return "no figures"
    traded, delivered = _traded(picture, good, cuts, table), _delivered(code, cuts, table)
    if not traded > 0.0:
        return f"no trade on the cut edges in {year}"
    if not delivered > 0.0:
        return f"no deliveries of {code} there in the table"
    share = share_of_deliveries(traded, delivered)
    return code, share.share, share.capped


def _traded(picture: Picture, good: str, cuts: list[EdgeCut], table: EconomyTable) -> float:
    known = set(table.economies)
    rows = picture.trade(good, picture.year).select(["exporter", "importer", "value"]).to_pylist()
    return float(
        sum(
            row["value"]
            for row in rows
            if {row["exporter"], row["importer"]} <= known
            and any(cut.reaches(row["exporter"], row["importer"]) for cut in cuts)
        )
    )


def _delivered(code: str, cuts: list[EdgeCut], table: EconomyTable) -> float:
    count, at = len(table.industries), table.industries.index(code)
    total = 0.0
    for o, origin in enumerate(table.economies):
        row = o * count + at
        for d, end in enumerate(table.economies):
            if any(cut.reaches(origin, end) for cut in cuts):
                inner = table.sales[row, d * count : (d + 1) * count]
                total += float(np.sum(inner)) + float(table.final[row, d])
    return total


def _year(table: EconomyTable) -> int:
    found = re.search(r"\b(19|20)\d\d\b", table.unit)
    if found is None:
        raise DataError(
            f"no year in {table.unit!r}",
            where="input-output table",
            remedy="write its unit with the year, such as MUSD 2011",
        )
    return int(found[0])
