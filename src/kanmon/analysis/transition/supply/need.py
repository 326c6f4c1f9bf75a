"""What a path needs of a material, what of it can be had, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.plan.candidates.candidate import Announced
from kanmon.analysis.transition.supply.obtainable import AMONG, Reach, chosen, coming, reach
from kanmon.analysis.transition.supply.output import Output
from kanmon.catalogue.technologies import Span

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """Hold what a path needs of a material from mines, tonnes a year, [Y] each.

    ``total`` is of all years together.

    Example:
        >>> import numpy as np
        >>> Need("x", np.array([0.0]), np.array([1.0]), np.array([2.0])).total.best
        1.0
    """

    material: str
    low: FloatArray
    best: FloatArray
    high: FloatArray

    @property
    def total(self) -> Span:
        """All years together; the bounds are sums of yearly bounds, so wider than they need be."""
        return Span(*(float(each.sum()) for each in (self.low, self.best, self.high)))


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """Hold one material's output and what of it the party could have.

    ``contained`` is the material in a tonne of the good that counts it.

    Example:
        >>> Supply(Output("x", "x"), (), 1.0).output.material
        'x'
    """

    output: Output
    reaches: tuple[Reach, ...]
    contained: float


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Say for whom and which years, whom the reader trusts, and what is under way.

    Example:
        >>> Asked("JPN", (2025, 2026), frozenset({"JPN"})).among
        ('all', 'without_top')
    """

    party: str
    years: tuple[int, ...]
    members: frozenset[str]
    tiers: Mapping[str, str] | None = None
    announced: tuple[Announced, ...] = ()

    @property
    def among(self) -> tuple[str, ...]:
        """From whom: the trusted only where the reader names them."""
        return AMONG if self.tiers is not None else AMONG[:2]


def obtainable(supply: Supply, asked: Asked, among: str, year: int) -> Span | None:
    """Add up what a party could have of a material in a year.

    Args:
        supply: output and reaches.
        asked: for whom.
        among: from whom, one of ``AMONG``.
        year: calendar year; capacity under way counts from the start of the year it must run.

    Returns:
        Tonnes a year; None where output is not known or no tiers are named.

    Example:
        >>> made = Output("x", "x", by_economy={"AUS": 10.0}, world=Span(10.0, 10.0, 10.0))
        >>> one = Supply(made, (reach("AUS", 10.0, None),), 1.0)
        >>> obtainable(one, Asked("JPN", (2026,), frozenset()), "all", 2026).best
        2.0
    """
    if supply.output.world is None:
        return None
    kept = chosen(supply.reaches, among, asked.members, asked.tiers)
    if kept is None:
        return None
    new = coming(asked.announced, supply.output.good, year, supply.contained)
    listed = {r.economy: r for r in supply.reaches}
    names = {r.economy for r in kept}
    spans = [r.has for r in kept]
    for name, tonnes in sorted(new.items()):
        if name in asked.members:
            spans.append(Span(tonnes, tonnes, tonnes))
        elif name in names or (name not in listed and _may(name, among, asked)):
            # Of what is to come the party is taken to win what it could of what stands.
            bought = listed[name].bought if name in listed else 0.0
            spans.append(reach(name, tonnes, (bought, 1.0)).has)
    return Span(sum(s.low for s in spans), sum(s.best for s in spans), sum(s.high for s in spans))


def _may(name: str, among: str, asked: Asked) -> bool:
    return among != "trusted" or (asked.tiers or {}).get(name) == "trusted"
