"""A production network of firms: who sells how much to whom, in which sector and economy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

Ids = npt.NDArray[np.int32]
Amounts = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FirmNetwork:
    """Hold links between firms, one row a link, sorted by client, then supplier.

    ``supplier``, ``client`` int32[m] are firm numbers; ``amount`` float64[m] money a day (any
    currency, one for all); ``sector`` int32[n] the sector of each firm, an index into
    ``sectors``; ``final`` float64[n] sales to final demand a day. ``economy`` int32[n] indexes
    ``economies``. Firms that sell nothing or buy nothing are allowed.

    Example:
        >>> net = firm_network([0], [1], [2.0], [0, 0])
        >>> net.out_strength.tolist()
        [2.0, 0.0]
    """

    supplier: Ids
    client: Ids
    amount: Amounts
    sector: Ids
    final: Amounts
    economy: Ids
    sectors: tuple[str, ...]
    economies: tuple[str, ...]

    @property
    def firms(self) -> int:
        """Number of firms."""
        return len(self.sector)

    @cached_property
    def out_strength(self) -> Amounts:
        """Sales to other firms, money a day."""
        sold: Amounts = np.bincount(self.supplier, self.amount, self.firms).astype(np.float64)
        return sold

    @cached_property
    def in_strength(self) -> Amounts:
        """Purchases from other firms, money a day."""
        bought: Amounts = np.bincount(self.client, self.amount, self.firms).astype(np.float64)
        return bought


def firm_network(
    supplier: npt.ArrayLike,
    client: npt.ArrayLike,
    amount: npt.ArrayLike,
    sector: npt.ArrayLike,
    *,
    final: npt.ArrayLike | None = None,
    economy: tuple[npt.ArrayLike, tuple[str, ...]] | None = None,
    sectors: tuple[str, ...] | None = None,
) -> FirmNetwork:
    """Check and sort the links of a network.

    Links that stand twice are added up. Sales of a firm to itself are kept: they are input.

    Args:
        supplier: int[m], number of the firm that sells.
        client: int[m], number of the firm that buys.
        amount: float[m], money a day, above zero.
        sector: int[n], sector of each firm, from 0.
        final: float[n], sales to final demand a day, money; zero when not given.
        economy: int[n] economy of each firm from 0, and their codes; one unnamed when not given.
        sectors: names of the sectors; their numbers when not given.

    Returns:
        The network, links sorted by client, then supplier.

    Raises:
        DataError: lengths differ, a firm or sector is out of range, an amount is not above
            zero or not finite, final demand is negative or not finite.

    Example:
        >>> firm_network([1, 0], [0, 1], [1.0, 2.0], [0, 1]).client.tolist()
        [0, 1]
    """
    where = "firm network"
    kinds = _whole(sector, "sector", where)
    firms = kinds.size
    seller, buyer = _whole(supplier, "supplier", where), _whole(client, "client", where)
    worth = np.asarray(amount, dtype=np.float64)
    if not seller.size == buyer.size == worth.size or firms == 0:
        raise DataError(
            f"{seller.size} suppliers, {buyer.size} clients, {worth.size} amounts, {firms} firms",
            where=where,
            remedy="give one supplier, client and amount a link, and at least one firm",
        )
    for name, ids in (("supplier", seller), ("client", buyer)):
        _within(ids, firms, name, where)
    bad = np.flatnonzero(~(np.isfinite(worth) & (worth > 0.0)))
    if bad.size:
        raise DataError(
            f"amount {worth[bad[0]]} in link {bad[0]} (and {bad.size - 1} more)",
            where=where,
            remedy="leave out links of no or unknown amount",
        )
    names = sectors if sectors is not None else tuple(map(str, range(int(kinds.max()) + 1)))
    _within(kinds, len(names), "sector", where)
    places, codes = (
        (np.zeros(firms, np.int64), ("",))
        if economy is None
        else (_whole(economy[0], "economy", where), economy[1])
    )
    _within(places, len(codes), "economy", where)
    wanted = np.zeros(firms) if final is None else np.asarray(final, dtype=np.float64)
    if wanted.shape != (firms,) or places.shape != (firms,):
        raise DataError(
            f"{wanted.shape} final demands, {places.shape} economies for {firms} firms",
            where=where,
            remedy="give one a firm",
        )
    if not np.all(np.isfinite(wanted) & (wanted >= 0.0)):
        raise DataError(
            "a negative or missing final demand", where=where, remedy="give zero or more"
        )
    order = np.lexsort((seller, buyer))
    seller, buyer, worth = seller[order], buyer[order], worth[order]
    first = np.ones(seller.size, dtype=bool)
    first[1:] = (seller[1:] != seller[:-1]) | (buyer[1:] != buyer[:-1])
    if not first.all():
        worth = np.add.reduceat(worth, np.flatnonzero(first))
        seller, buyer = seller[first], buyer[first]
    return FirmNetwork(
        supplier=seller.astype(np.int32),
        client=buyer.astype(np.int32),
        amount=worth,
        sector=kinds.astype(np.int32),
        final=wanted,
        economy=places.astype(np.int32),
        sectors=names,
        economies=codes,
    )


def _whole(values: npt.ArrayLike, name: str, where: str) -> npt.NDArray[np.int64]:
    given = np.asarray(values)
    if given.size and not np.issubdtype(given.dtype, np.integer):
        raise DataError(f"{name} of type {given.dtype}", where=where, remedy="give whole numbers")
    return given.astype(np.int64).reshape(-1)


def _within(ids: npt.NDArray[np.int64], end: int, name: str, where: str) -> None:
    if ids.size and not (ids.min() >= 0 and ids.max() < end):
        raise DataError(
            f"{name} from {ids.min()} to {ids.max()}",
            where=where,
            remedy=f"number them from 0 to {end - 1}",
        )
