"""The supply graph of goods between and inside economies, as frozen arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.finding import Caveat
from kanmon.errors import DataError

Numbers = npt.NDArray[np.int32]
Amounts = npt.NDArray[np.float64]

BASES = ("measured", "world_mix", "assumed_home")
"""Where a share of supply is from: trade figures, world production, or nothing but assumption."""
LONGEST = 3650
"""Days no delay between two nodes may exceed."""


@dataclass(frozen=True)
class ChainWorld:
    """Hold who makes and uses each good, who supplies whom, and what is made of what.

    A node is a good in an economy; nodes stand in making order: by good, inputs before what is
    made of them, then by economy. Of node n, ``base[n]`` is made and ``use[n]`` used a normal
    day, in ``units[good[n]]``; ``final[n]`` is the share of the use that is not an input
    of a node here. ``make[n]`` are days from the start of work to the gate
    (0 where no input is followed).

    Edge e delivers ``share[e]`` of the supply of node ``to[e]`` from node ``origin[e]`` of the
    same good, ``lead[e]`` days after it left the gate; ``basis[e]`` indexes BASES; edges are
    sorted by ``to``, then ``origin``. Slot s feeds node ``input[s]`` into node ``maker[s]``: it
    takes ``weight[s]`` of the input's use, holds ``stock[s]`` days, and when nothing is left
    ``bite[s]`` of output stops; slots are sorted by ``maker``, then ``input``.

    Example:
        >>> from kanmon.analysis.impact.engines.chain.assemble import Recipe, Supply, assemble
        >>> supplies = (Supply("metal", "JPN", {"CHN": 0.9, "JPN": 0.1}),
        ...             Supply("chip", "JPN", {"JPN": 1.0}))
        >>> world = assemble(supplies, (Recipe("metal", "chip"),))
        >>> world.nodes, world.share.tolist()
        (3, [0.9, 0.1, 1.0])
    """

    goods: tuple[str, ...]
    economies: tuple[str, ...]
    units: tuple[str, ...]
    good: Numbers
    economy: Numbers
    base: Amounts
    use: Amounts
    final: Amounts
    make: Numbers
    origin: Numbers
    to: Numbers
    share: Amounts
    lead: Numbers
    basis: Numbers
    input: Numbers
    maker: Numbers
    weight: Amounts
    stock: Amounts
    bite: Amounts
    assumptions: tuple[Caveat, ...] = ()

    def __post_init__(self) -> None:
        _check(self)

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.good)

    def node(self, number: int) -> tuple[str, str]:
        """Give economy and good of a node."""
        return self.economies[self.economy[number]], self.goods[self.good[number]]


def _check(world: ChainWorld) -> None:
    where = "chain world"
    n, m, s = len(world.good), len(world.to), len(world.maker)
    for name, size in (
        *((k, n) for k in ("economy", "base", "use", "final", "make")),
        *((k, m) for k in ("origin", "share", "lead", "basis")),
        *((k, s) for k in ("input", "weight", "stock", "bite")),
    ):
        if len(getattr(world, name)) != size:
            raise DataError(
                f"{len(getattr(world, name))} in {name}, not {size}",
                where=where,
                remedy="give one a node, edge or slot",
            )
    _whole(world, where)
    for name, most in (
        ("base", 1e15),
        ("use", 1e15),
        ("final", 1.0),
        ("share", 1.0),
        ("weight", 1.0),
        ("stock", 36_500.0),
        ("bite", 1.0),
    ):
        values = getattr(world, name)
        bad = np.flatnonzero(~(np.isfinite(values) & (values >= 0.0) & (values <= most + 1e-9)))
        if bad.size:
            raise DataError(
                f"{name} {values[bad[0]]} at {bad[0]} (and {bad.size - 1} more)",
                where=where,
                remedy=f"give numbers from 0 to {most:g}",
            )
    _shape(world, where)


def _whole(world: ChainWorld, where: str) -> None:
    n = len(world.good)
    for name, end in (
        ("good", len(world.goods)),
        ("economy", len(world.economies)),
        ("make", LONGEST + 1),
        ("lead", LONGEST + 1),
        ("basis", len(BASES)),
        *((k, n) for k in ("origin", "to", "input", "maker")),
    ):
        values = getattr(world, name)
        if values.dtype != np.int32:
            raise DataError(
                f"{name} of type {values.dtype}", where=where, remedy="give int32 numbers"
            )
        if values.size and not (values.min() >= 0 and values.max() < end):
            raise DataError(
                f"{name} from {values.min()} to {values.max()}",
                where=where,
                remedy=f"number them from 0 to {end - 1}",
            )


def _shape(world: ChainWorld, where: str) -> None:
    """Order of nodes, edges and slots; supplies that sum to one; no circle in recipes."""
    pairs = world.good.astype(np.int64) * max(len(world.economies), 1) + world.economy
    orders = (
        ("nodes", pairs),
        ("edges", world.to.astype(np.int64) * max(world.nodes, 1) + world.origin),
        ("slots", world.maker.astype(np.int64) * max(world.nodes, 1) + world.input),
    )
    for name, keys in orders:
        if np.any(np.diff(keys) <= 0):
            raise DataError(
                f"{name} out of order, or one twice", where=where, remedy="sort them, keep one"
            )
    if np.any(world.good[world.origin] != world.good[world.to]):
        raise DataError("an edge between goods", where=where, remedy="join nodes of one good")
    if np.any(world.economy[world.input] != world.economy[world.maker]):
        raise DataError("a slot between economies", where=where, remedy="join nodes of one economy")
    if np.any(world.good[world.input] >= world.good[world.maker]):
        raise DataError(
            "a good made before its input", where=where, remedy="order goods, inputs first"
        )
    supplied = np.bincount(world.to, world.share, world.nodes)
    used = np.bincount(world.input, world.weight, world.nodes) + world.final
    for n in np.flatnonzero(world.use > 0.0):
        for name, total in (("supply", supplied[n]), ("use", used[n])):
            if abs(total - 1.0) > 1e-9:
                raise DataError(
                    f"shares of {name} that sum to {total:g} at {' '.join(world.node(int(n)))}",
                    where=where,
                    remedy="make them sum to one",
                )
    if np.any(world.use[world.input] <= 0.0) or np.any(world.base[world.maker] <= 0.0):
        raise DataError(
            "a slot of a node that uses or makes nothing", where=where, remedy="leave it out"
        )
    made = np.bincount(world.origin, world.share * world.use[world.to], world.nodes)
    if not np.allclose(made, world.base, rtol=1e-9, atol=0.0):
        raise DataError(
            "output that is not what is delivered",
            where=where,
            remedy="make the base of each node the sum of share times use of its edges",
        )
