"""What a brief is: findings of one party and year, in one language."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kanmon.analysis.coercion.assess.assess import Assessed
from kanmon.analysis.coercion.dossier import dossier
from kanmon.analysis.dependency.chokepoints import GoodFindings
from kanmon.analysis.finding import Finding
from kanmon.brief.alerts.section import Alerts
from kanmon.brief.assessed import Assessment
from kanmon.brief.moved import Transition
from kanmon.brief.numbers import check_language
from kanmon.brief.planned import SourcingPlan
from kanmon.errors import DataError
from kanmon.provenance import Origin

__all__ = ["Brief", "GoodFindings"]


@dataclass(frozen=True, slots=True)
class Brief:
    """Hold everything a brief shows; it computes nothing that a finding already states.

    ``goods`` come in any order: the page follows the ranking. ``made_on`` is given, not read
    from the clock, so that the same findings make the same bytes. ``notes`` are remarks of the
    picture, printed as they are. ``hidden`` holds findings ``look_through`` and
    ``chain_exposure``, ``fuels`` one ``fuel_dependence`` and ``replaced`` a ``replaced_by`` for
    each of its fuels, compared with the year ``replaced_since``; ``impacts`` are scenarios assessed
    for the same party, ``plans`` sourcing plans asked for, ``cases`` measures in force against it,
    ``licences`` a ``licence_table`` for each item asked for,
    ``alerts`` what is open on the day the brief was made, ``transition`` a path of clean
    technologies of the party. What is absent has no section.

    Example:
        >>> from kanmon.analysis.dependency.chokepoints import chokepoints
        >>> from kanmon.analysis.dependency.coverage import coverage
        >>> from kanmon.testing import tiny_good_findings, tiny_picture
        >>> picture, goods = tiny_picture("JPN"), (tiny_good_findings("JPN"),)
        >>> brief = Brief("JPN", 2022, "en", date(2026, 11, 1), chokepoints(picture, goods),
        ...               goods, coverage(picture))
        >>> exposure(brief)[0].economy, len(brief.findings())
        ('CHN', 6)
    """

    party: str
    year: int
    lang: str
    made_on: date
    chokepoints: Finding
    goods: tuple[GoodFindings, ...]
    coverage: Finding
    notes: tuple[str, ...] = field(default=())
    hidden: tuple[Finding, ...] = ()
    fuels: Finding | None = None
    replaced: tuple[Finding, ...] = ()
    replaced_since: int = 2021
    impacts: tuple[Assessment, ...] = ()
    plans: tuple[SourcingPlan, ...] = ()
    cases: tuple[Assessed, ...] = ()
    licences: tuple[Finding, ...] = ()
    alerts: Alerts | None = None
    transition: Transition | None = None

    def __post_init__(self) -> None:
        check_language(self.lang)
        ranked = {row["good"] for row in self.chokepoints.table.to_pylist()}
        unknown = sorted(g.good for g in self.goods if g.good not in ranked)
        if unknown:
            raise DataError(
                f"goods {unknown} have findings but no row in the ranking",
                where="brief",
                remedy="rank the same goods the brief shows",
            )

    def in_language(self, lang: str) -> Brief:
        """Return the same brief in another language."""
        return replace(self, lang=lang)

    def ranking(self) -> list[dict[str, Any]]:
        """Return the rows of the ranking: ranked goods in order, then the others."""
        rows: list[dict[str, Any]] = self.chokepoints.table.to_pylist()
        return rows

    def findings(self) -> list[Finding]:
        """Return every finding of the brief in the order of the page."""
        by_good = {g.good: g for g in self.goods}
        ordered = [self.chokepoints, *self.hidden]
        ordered += [] if self.fuels is None else [self.fuels, *self.replaced]
        ordered += [f for one in self.impacts for f in one.ordered()]
        ordered += [f for one in self.plans for f in one.ordered()]
        ordered += [f for one in self.cases for f in dossier(one)]
        ordered += self.licences
        ordered += [] if self.transition is None else self.transition.ordered()
        for row in self.ranking():
            g = by_good.get(row["good"])
            if g is not None:
                ordered += [g.suppliers, g.production, g.trend, g.reliance]
        return [*ordered, self.coverage]

    def origins(self) -> list[Origin]:
        """Return every source behind the brief once, in the order first used."""
        return list(dict.fromkeys(o for f in self.findings() for o in f.sources))


@dataclass(frozen=True, slots=True)
class Exposure:
    """Count the ranked goods an economy is the largest supplier of, and what is bought there.

    ``value`` is in thousand US dollars summed over the covered goods, ``share`` of their total.

    Example:
        >>> Exposure("CHN", 3, 1200.0, 0.6).goods
        3
    """

    economy: str
    goods: int
    value: float
    share: float


def exposure(brief: Brief) -> tuple[Exposure, ...]:
    """Count over the goods who the largest supplier is, and add up what each supplies.

    Args:
        brief: any brief.

    Returns:
        Economies that supply any covered good, most goods first, then largest value, then code.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> exposure(tiny_brief("JPN"))[0].goods
        1
    """
    firsts: dict[str, int] = {}
    for row in brief.ranking():
        if row["rank"] is not None and row["top_supplier"] is not None:
            firsts[row["top_supplier"]] = firsts.get(row["top_supplier"], 0) + 1
    values: dict[str, float] = {}
    for g in brief.goods:
        for row in g.suppliers.table.to_pylist():
            values[row["supplier"]] = values.get(row["supplier"], 0.0) + row["value"]
    total = sum(values.values())
    found = [
        Exposure(economy, firsts.get(economy, 0), value, value / total if total else 0.0)
        for economy, value in values.items()
    ]
    return tuple(sorted(found, key=lambda e: (-e.goods, -e.value, e.economy)))
