"""What a path takes in of each material in each year, what comes back, what mines must give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.transition.draws import Draws, bounds
from kanmon.analysis.transition.stock import StockFlow, stock_flow
from kanmon.analysis.transition.uses import Part, Use

FloatArray = npt.NDArray[np.float64]
Progress = Callable[[str, float], None]
FLOWS = (
    *("input", "contained", "scrap", "scrap_recycled", "retired", "retired_recycled"),
    *("in_use",),
)
"""Tonnes a year, save ``in_use``, which stands at the year's end."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Hold one material's flows over years Y in 1 + D runs, the best run first; tonnes.

    ``primary`` is what mines must give, ``surplus`` what comes back beyond what is taken in.
    ``base`` [1 + D] was in use at the first year's end in what stood before.

    Example:
        >>> Material.__slots__[0]
        'material'
    """

    material: str
    flows: Mapping[str, FloatArray]
    primary: FloatArray
    surplus: FloatArray
    base: FloatArray

    def span(self, flow: str) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Give least, best and most of a flow or of ``primary``, [Y] each."""
        return bounds(self.primary if flow == "primary" else self.flows[flow])


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Hold what a path takes in: by material in all runs, by technology in the best run.

    ``added`` gives least, best and most built of each technology, ``stock`` what stands, in its
    own unit; ``inputs`` tonnes by technology and material, [Y], at best.

    Example:
        >>> Demand.__slots__[0]
        'years'
    """

    years: tuple[int, ...]
    draws: int
    materials: tuple[Material, ...]
    added: Mapping[str, tuple[FloatArray, FloatArray, FloatArray]]
    stock: Mapping[str, FloatArray]
    above: Mapping[str, FloatArray]
    inputs: Mapping[tuple[str, str], FloatArray]

    def of(self, material: str) -> Material:
        """Give one material's flows."""
        return next(m for m in self.materials if m.material == material)


def material_demand(
    parts: Sequence[Part], years: Sequence[int], draws: Draws, told: Progress | None = None
) -> Demand:
    """Run a path: build, retire, take in, lose, bring back.

    A material's amount in all technologies is drawn by one quantile, since studies err alike;
    that is the wider, careful choice. Sums run in a fixed order without threads, so the bits are
    the same everywhere.

    Args:
        parts: technologies with their courses on ``years``.
        years: calendar years Y, first to last.
        draws: how many runs beside the best.
        told: called with what is being done and the share done.

    Returns:
        Flows in tonnes.

    Raises:
        DataError: a course does not have a value a year.

    Source:
        ``docs/methods/transition-stock-flow.md``.

    Example:
        >>> from kanmon.analysis.transition.path import example_path
        >>> from kanmon.analysis.transition.uses import parts
        >>> path = example_path()
        >>> demand = material_demand(parts(path, ["iodine"]), path.years, Draws(0, 1))
        >>> bool(demand.of("iodine").primary[2, 0] > demand.of("iodine").primary[1, 0] > 0)
        True
    """
    tell = told or (lambda _what, _part: None)
    shape = (len(years), draws.count + 1)
    totals: dict[str, dict[str, FloatArray]] = {}
    bases: dict[str, FloatArray] = {}
    added: dict[str, tuple[FloatArray, FloatArray, FloatArray]] = {}
    stock: dict[str, FloatArray] = {}
    above: dict[str, FloatArray] = {}
    inputs: dict[tuple[str, str], FloatArray] = {}
    for place, part in enumerate(parts):
        name = part.course.technology
        tell(name, place / len(parts))
        flow = stock_flow(
            part.course.values,
            part.course.measure,
            draws.of(f"life/{part.family}", part.life),
            draws.of(f"shape/{part.family}", part.shape),
        )
        added[name], stock[name], above[name] = bounds(flow.added), flow.stock[:, 0], flow.above
        cohorts = _Cohorts(flow, draws)
        for use in part.uses:
            base = _add(use, flow, cohorts, draws, totals.setdefault(use.material, _zeros(shape)))
            bases[use.material] = bases.get(use.material, np.zeros(shape[1])) + base
            inputs[name, use.material] = cohorts.last_input[:, 0].copy()
    materials = []
    for name in sorted(totals):
        flows = totals[name]
        back = flows["scrap_recycled"] + flows["retired_recycled"]
        primary = np.maximum(0.0, flows["input"] - back)
        surplus = np.maximum(0.0, back - flows["input"])
        materials.append(Material(name, flows, primary, surplus, bases[name]))
    tell("", 1.0)
    return Demand(tuple(years), draws.count, tuple(materials), added, stock, above, inputs)


class _Cohorts:
    """Retirement weighed by how much lighter later cohorts are, kept for one technology."""

    def __init__(self, flow: StockFlow, draws: Draws) -> None:
        self.flow, self.draws = flow, draws
        self.held: dict[str, tuple[FloatArray, FloatArray, FloatArray]] = {}
        self.last_input = np.zeros_like(flow.added)

    def of(self, use: Use) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Relative intensity by year, retirement and stock weighed by it, [Y, 1 + D] each."""
        name, span = use.rate("decline")
        if name not in self.held:
            years = len(self.flow.added)
            left = 1.0 - self.draws.of(name, span)
            light = left[None, :] ** np.arange(years, dtype=np.float64)[:, None]
            gone = self.flow.base_retired.copy()
            stands = self.flow.base.copy()
            for built in range(years):
                gone += self.flow.retired[:, built] * light[built]
                new = self.flow.added[built] * light[built]
                stands[built:] += new * self.flow.survival[: years - built]
            self.held[name] = (light, gone, stands)
        return self.held[name]


def _add(
    use: Use, flow: StockFlow, cohorts: _Cohorts, draws: Draws, total: Mapping[str, FloatArray]
) -> FloatArray:
    """Add one material's round in one technology to the totals; return what stood before."""
    amount = draws.of(f"intensity/{use.material}", use.amount)
    rates = {
        key: draws.of(*use.rate(key))
        for key in ("yield", "scrap_recycled", "collected", "recovered")
    }
    light, gone, stands = cohorts.of(use)
    contained = flow.added * light * amount
    taken = contained / rates["yield"]
    scrap = taken - contained
    retired = gone * amount
    cohorts.last_input = taken
    for name, tonnes in (
        ("input", taken),
        ("contained", contained),
        ("scrap", scrap),
        ("scrap_recycled", scrap * rates["scrap_recycled"]),
        ("retired", retired),
        ("retired_recycled", retired * (rates["collected"] * rates["recovered"])),
        ("in_use", stands * amount),
    ):
        total[name][...] += tonnes
    before: FloatArray = flow.base[0] * amount
    return before


def _zeros(shape: tuple[int, int]) -> dict[str, FloatArray]:
    return {name: np.zeros(shape) for name in FLOWS}
