"""A firm network laid out for daily passes: links by client, then by sector of the supplier."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.network import FirmNetwork
from kanmon.errors import DataError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FIRST = np.uint32(1 << 31)
"""Bit of ``supplier`` that marks the first link of a group (client and sector of supplier)."""

LARGE = 1_000_000
"""Links from which clients are summed in two parts, so that two threads can share a day."""


@dataclass(frozen=True)
class Links:
    """Hold a network as the daily pass reads it, firms with many clients first.

    ``firm[i]`` is the network's number of the i-th firm here and ``link[e]`` the network's
    number of the e-th link; nothing outside sees this order. ``output`` is sales to firms and
    to final demand a day, added in the order in which demand is added, so that an undisturbed
    day repeats to the last bit. ``part`` are bounds of clients,
    ``alone`` how many of each client's links, its first, are a group of their own.

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> links(firm_network([0, 1], [1, 2], [2.0, 3.0], [0, 0, 0])).output.tolist()
        [2.0, 3.0, 0.0]
    """

    firm: Ints
    link: Ints
    start: Ints
    supplier: npt.NDArray[np.uint32]
    amount: Floats
    final: Floats
    output: Floats
    sector: npt.NDArray[np.int32]
    part: Ints
    alone: npt.NDArray[np.int32]
    sectors: int

    @property
    def firms(self) -> int:
        """Number of firms."""
        return self.firm.size

    @property
    def seller(self) -> Ints:
        """Supplier of each link, int64[m]."""
        return (self.supplier & ~FIRST).astype(np.int64)

    @property
    def buyer(self) -> Ints:
        """Client of each link, int64[m]."""
        return np.repeat(np.arange(self.firms), np.diff(self.start))

    @cached_property
    def sold(self) -> tuple[Ints, Ints]:
        """Links by supplier: bounds int64[n + 1] and links int64[m]."""
        seller = self.seller
        bounds = np.zeros(self.firms + 1, np.int64)
        np.cumsum(np.bincount(seller, minlength=self.firms), out=bounds[1:])
        return bounds, np.argsort(seller, kind="stable").astype(np.int64)


def links(network: FirmNetwork) -> Links:
    """Lay a network out for daily passes.

    Args:
        network: checked firm network.

    Returns:
        The same links, ordered for the pass.

    Raises:
        DataError: sales are beyond what a float holds, or there are 2**31 firms or more.

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> links(firm_network([0, 1, 0], [1, 2, 2], [1.0, 1.0, 1.0], [0, 0, 0])).firm.tolist()
        [0, 1, 2]
    """
    firms, sectors = network.firms, len(network.sectors)
    sales = np.bincount(network.supplier, minlength=firms)
    firm = np.argsort(-sales, kind="stable").astype(np.int64)
    place = np.empty(firms, np.int64)
    place[firm] = np.arange(firms)
    client, supplier = place[network.client], place[network.supplier]
    group = client * sectors + network.sector[network.supplier]
    if firms * sectors * firms < 2**62:
        link = np.argsort(group * firms + supplier, kind="stable").astype(np.int64)
    else:
        link = np.lexsort((supplier, group)).astype(np.int64)
    # Links that are a group of their own come first in each client, so that a pass runs straight.
    first = _first(group[link])
    size = np.diff(np.append(np.flatnonzero(first), link.size))
    many = np.repeat(size > 1, size)
    link = link[np.argsort(client[link] * 2 + many, kind="stable")]
    group, client, supplier = group[link], client[link], supplier[link]
    first = _first(group)
    lone = first & np.append(first[1:], True)[: link.size]
    start = np.zeros(firms + 1, np.int64)
    np.cumsum(np.bincount(client, minlength=firms), out=start[1:])
    half = np.searchsorted(start, link.size // 2)
    part = np.array([0, half, firms] if link.size >= LARGE else [0, firms], np.int64)
    amount, final = network.amount[link], network.final[firm]
    with np.errstate(over="ignore"):
        output = demanded(supplier, amount, final, start[part])
    if firms >= 2**31 or not np.isfinite(output.sum()):
        raise DataError(
            f"{firms} firms with sales of {output.sum()} a day",
            where="agents engine",
            remedy="use a larger unit of money, or fewer firms",
        )
    return Links(
        firm=firm,
        link=link,
        start=start,
        supplier=supplier.astype(np.uint32) | np.where(first, FIRST, np.uint32(0)),
        amount=amount,
        final=final,
        output=output,
        sector=network.sector[firm],
        part=part,
        alone=np.bincount(client[lone], minlength=firms).astype(np.int32),
        sectors=sectors,
    )


def _first(group: Ints) -> npt.NDArray[np.bool_]:
    first = np.ones(group.size, bool)
    first[1:] = group[1:] != group[:-1]
    return first


def demanded(seller: Ints, orders: Floats, final: Floats, bounds: Ints) -> Floats:
    """Add orders up to demand, part by part and link by link.

    Args:
        seller: int64[m], who gets the order.
        orders: float64[m], money.
        final: float64[n], final demand, money.
        bounds: links at which parts begin and end.

    Returns:
        float64[n], demand.

    Example:
        >>> demanded(np.array([0, 0]), np.array([1.0, 2.0]), np.array([0.5]), np.array([0, 2]))
        array([3.5])
    """
    demand = final
    for begin, end in pairwise(bounds.tolist()):
        some = slice(begin, end)
        demand = demand + np.bincount(seller[some], orders[some], final.size)
    return demand
