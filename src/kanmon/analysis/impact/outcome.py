"""What an engine hands back for one settled scenario: daily output of each node, and what bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

Days = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Node:
    """Name who makes what: an economy, and a good, industry or sector in it.

    Example:
        >>> Node("JPN", "logic_chips").economy
        'JPN'
    """

    economy: str
    product: str


@dataclass(frozen=True, slots=True)
class Binding:
    """Say that an input held a node back: on how many days, and what output that cost.

    ``lost`` is in days of the node's normal output; ``supplier`` is the economy whose missing
    deliveries weigh most, empty where the engine cannot tell.

    Example:
        >>> Binding(Node("JPN", "amplifier_chips"), "gallium_metal", "CHN", 90, 41.5).days
        90
    """

    node: Node
    input: str
    supplier: str
    days: int
    lost: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold one run: output of each node each day, relative amounts in ``unit`` a day.

    ``base[n]`` is the normal daily output, ``output[n, days]`` the output of each day,
    ``unmet[n, days]`` final demand for the node's product left unserved (None where the engine
    has none). ``added[n]`` is value added per unit of output (NaN where not known).
    ``first_short[n]`` is the first day output is below normal by more than a millionth, -1 if
    none. ``residual`` is the worst relative error of the engine's own balance (goods in = goods
    out + stock change). ``left_out`` names responses the engine cannot express.

    Example:
        >>> flat = np.ones((1, 3))
        >>> o = Outcome("chain", (Node("JPN", "x"),), "index", np.ones(1), flat, left_out=())
        >>> float(o.lost.sum())
        0.0
    """

    engine: str
    nodes: tuple[Node, ...]
    unit: str
    base: Days
    output: Days
    left_out: tuple[str, ...]
    unmet: Days | None = None
    added: Days | None = None
    bindings: tuple[Binding, ...] = ()
    residual: float = 0.0
    extra: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = len(self.nodes)
        if self.base.shape != (n,) or self.output.ndim != 2 or self.output.shape[0] != n:
            raise DataError(
                f"{n} nodes, base {self.base.shape}, output {self.output.shape}",
                where=f"outcome of engine {self.engine}",
                remedy="give one row a node and one column a day",
            )

    @property
    def lost(self) -> Days:
        """Output lost by each node each day, below normal (never negative), float64[n, days]."""
        lost: Days = np.maximum(self.base[:, None] - self.output, 0.0)
        return lost

    @property
    def first_short(self) -> npt.NDArray[np.int64]:
        """First day each node's output is below normal by more than a millionth; -1 if none."""
        short = self.output < self.base[:, None] * (1.0 - 1e-6)
        first: npt.NDArray[np.int64] = np.where(short.any(axis=1), short.argmax(axis=1), -1)
        return first
