"""The graph in the order the kernel reads it: popular firms first, links grouped by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.cascade.classes import ESSENTIAL, NEGLIGIBLE
from kanmon.analysis.impact.network import Amounts, FirmNetwork, Ids

Starts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold the kernel's arrays, firms renumbered by ``place`` (``order`` goes back).

    ``up``: starts, customers and shares of each supplier's row, then starts, suppliers and shares
    of each customer. ``down``: starts of rows in groups, of groups in links, suppliers, shares,
    then starts and customers of each supplier. ``up_link`` and ``down_link`` say where each link
    of the network stands in them (-1: nowhere). ``market``: each firm's, starts, members.

    Example:
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
        >>> from kanmon.analysis.impact.network import firm_network
        >>> net = firm_network([0, 0], [1, 2], [1.0, 1.0], [0, 0, 0])
        >>> cascade_graph(net, input_classes([[0]], "0")).layout.down_link.tolist()
        [-1, -1]
    """

    order: npt.NDArray[np.int64]
    place: npt.NDArray[np.int32]
    up: tuple[Starts, Ids, Amounts, Starts, Ids, Amounts]
    down: tuple[Starts, Starts, Ids, Amounts, Starts, Ids]
    market: tuple[Ids, Starts, Ids]
    up_link: Starts
    down_link: Starts

    @property
    def size(self) -> int:
        """Bytes the arrays take."""
        arrays = (self.order, self.place, *self.up, *self.down, *self.market)
        return sum(array.nbytes for array in (*arrays, self.up_link, self.down_link))


def layout(
    network: FirmNetwork,
    link_class: npt.NDArray[np.int8],
    down_share: Amounts,
    up_share: Amounts,
    market: Ids,
) -> Layout:
    """Lay a graph out for the kernel.

    Args:
        network: the links.
        link_class: int8[m], class of each link's goods for its buyer.
        down_share: float64[m], what the link means to its buyer, a share.
        up_share: float64[m], what the link means to its seller, a share.
        market: int32[n], market of each firm.

    Returns:
        The kernel's arrays.

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> net = firm_network([0], [1], [1.0], [0, 0])
        >>> one = np.ones(1)
        >>> layout(net, np.array([2], np.int8), one, one, np.zeros(2, np.int32)).up_link.tolist()
        [0]
    """
    n = network.firms
    degree = np.bincount(network.supplier, minlength=n) + np.bincount(network.client, minlength=n)
    order = np.argsort(-degree, kind="stable")
    place = np.empty(n, np.int32)
    place[order] = np.arange(n, dtype=np.int32)
    seller, buyer = place[network.supplier], place[network.client]
    links = np.arange(seller.size)

    by_seller = np.lexsort((buyer, seller))
    up_link = np.empty(links.size, np.int64)
    up_link[by_seller] = links
    by_buyer = np.lexsort((seller, buyer))
    up = (
        _starts(seller, n),
        buyer[by_seller],
        up_share[by_seller],
        _starts(buyer, n),
        seller[by_buyer],
        up_share[by_buyer],
    )

    meant = np.flatnonzero(link_class != NEGLIGIBLE)
    sectors = len(network.sectors)
    # One group a customer and essential sector, and one for all that is not essential.
    group = np.where(
        link_class[meant] == ESSENTIAL, network.sector[network.supplier[meant]], sectors
    )
    by_group = meant[np.lexsort((seller[meant], group, buyer[meant]))]
    down_link = np.full(links.size, -1, np.int64)
    down_link[by_group] = np.arange(by_group.size)
    key = buyer[meant].astype(np.int64) * (sectors + 1) + group
    found, sizes = np.unique(key, return_counts=True)
    reached = meant[np.lexsort((buyer[meant], seller[meant]))]
    down = (
        _starts((found // (sectors + 1)).astype(np.int64), n),
        np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
        seller[by_group],
        down_share[by_group],
        _starts(seller[meant], n),
        buyer[reached],
    )
    markets = market[order]
    members = np.argsort(markets, kind="stable").astype(np.int32)
    return Layout(
        order=order,
        place=place,
        up=up,
        down=down,
        market=(markets, _starts(markets, int(markets.max()) + 1), members),
        up_link=up_link,
        down_link=down_link,
    )


def _starts(rows: npt.NDArray[np.int32] | Starts, count: int) -> Starts:
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=starts[1:])
    return starts
