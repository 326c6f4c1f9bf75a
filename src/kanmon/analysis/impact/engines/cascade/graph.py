"""A firm network made ready for the cascade: what each link means to its buyer and its seller."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.cascade.classes import ESSENTIAL, PARTIAL, InputClasses
from kanmon.analysis.impact.engines.cascade.layout import Layout, layout
from kanmon.analysis.impact.network import Amounts, FirmNetwork, Ids
from kanmon.errors import DataError


@dataclass(frozen=True)
class CascadeGraph:
    """Hold a network's shares, in the order of its links and firms.

    ``link_class`` int8[m]: class of the link's goods for its buyer. ``down_share`` float64[m]:
    part of the buyer's purchases from that sector (class 2) or of all its inputs (class 1), 0 for
    class 0. ``up_share``: part of the seller's sales. ``market`` int32[n] in which goods replace
    each other; ``sold`` each firm's sales to firms; ``weight`` float64[n], summing to 1.

    Example:
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.network import firm_network
        >>> net = firm_network([0, 1], [2, 2], [3.0, 1.0], [0, 0, 1])
        >>> cascade_graph(net, input_classes([[0, 2], [0, 0]], "01")).down_share.tolist()
        [0.75, 0.25]
    """

    network: FirmNetwork
    link_class: npt.NDArray[np.int8]
    down_share: Amounts
    up_share: Amounts
    market: Ids
    sold: Amounts
    weight: Amounts

    @cached_property
    def layout(self) -> Layout:
        """The same laid out for the compiled kernel."""
        return layout(self.network, self.link_class, self.down_share, self.up_share, self.market)


def cascade_graph(
    network: FirmNetwork,
    classes: InputClasses,
    *,
    market: npt.ArrayLike | None = None,
    weight: npt.ArrayLike | None = None,
    revenue: npt.ArrayLike | None = None,
    cost: npt.ArrayLike | None = None,
) -> CascadeGraph:
    """Prepare a network for the cascade.

    Args:
        network: links in money a day.
        classes: class of each sector's goods for each other, labelled with the network's sectors.
        market: int[n], market of each firm from 0; its sector when not given.
        weight: float[n], weight of each firm in the index, any unit; sales to firms when not given.
        revenue: float[n], all sales, money a day: a lost customer weighs by its part of these.
        cost: float[n], all costs, money a day: a non-essential input weighs by its part of these.

    Returns:
        The graph.

    Raises:
        DataError: a length does not fit, a number is negative or not finite, or all weights are 0.

    Source:
        Diem, Borsos, Reisch, Kertesz and Thurner (2022), Scientific Reports 12, 7719.

    Example:
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.network import firm_network
        >>> net = firm_network([0], [1], [3.0], [0, 0])
        >>> cascade_graph(net, input_classes([[2]], ["0"]), revenue=[4, 0]).up_share.tolist()
        [0.75]
    """
    where = "cascade graph"
    n = network.firms
    sold, bought = network.out_strength, network.in_strength
    with np.errstate(over="ignore"):
        traded = sold.sum() + bought.sum()
    if not np.isfinite(traded):
        raise DataError("links too large to add up", where=where, remedy="use a larger unit")
    matrix = classes.ordered(network.sectors)
    kind = matrix[network.sector[network.supplier], network.sector[network.client]]
    worth = sold if weight is None else _amounts(weight, n, "weight")
    with np.errstate(over="ignore"):
        total = worth.sum()
    if not (np.isfinite(total) and total > 0.0):
        raise DataError(
            f"weights that sum to {total}", where=where, remedy="give one firm a weight above zero"
        )
    income = sold if revenue is None else np.maximum(sold, _amounts(revenue, n, "revenue"))
    spent = bought if cost is None else np.maximum(bought, _amounts(cost, n, "cost"))
    places = network.sector if market is None else _markets(market, n)
    return CascadeGraph(
        network,
        kind,
        _down_share(network, kind, spent),
        network.amount / income[network.supplier],
        places,
        sold,
        worth / total,
    )


def _down_share(network: FirmNetwork, kind: npt.NDArray[np.int8], spent: Amounts) -> Amounts:
    key = network.client.astype(np.int64) * len(network.sectors) + network.sector[network.supplier]
    _, group = np.unique(key, return_inverse=True)
    from_sector = np.bincount(group, network.amount)[group] if key.size else np.zeros(0)
    share = np.zeros(key.size)
    essential, partial = kind == ESSENTIAL, kind == PARTIAL
    share[essential] = network.amount[essential] / from_sector[essential]
    share[partial] = network.amount[partial] / spent[network.client[partial]]
    # The parts of a sum may exceed it by a rounding error.
    return np.minimum(share, 1.0)


def _amounts(values: npt.ArrayLike, firms: int, name: str) -> Amounts:
    where, remedy = "cascade graph", f"give {firms} numbers of zero or more"
    try:
        given = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as e:
        raise DataError(f"{name}: {e}", where=where, remedy=remedy) from e
    if given.shape != (firms,) or not np.all(np.isfinite(given) & (given >= 0.0)):
        raise DataError(
            f"{name} of shape {given.shape}, or negative or not finite", where=where, remedy=remedy
        )
    return given


def _markets(values: npt.ArrayLike, firms: int) -> Ids:
    given = np.asarray(values)
    if (
        given.shape != (firms,)
        or not np.issubdtype(given.dtype, np.integer)
        or given.min() < 0
        or given.max() >= 2**31 - 1
    ):
        raise DataError(
            f"market of shape {given.shape} and type {given.dtype}, or below 0",
            where="cascade graph",
            remedy=f"give {firms} whole numbers from 0",
        )
    _, dense = np.unique(given, return_inverse=True)
    return dense.astype(np.int32)
