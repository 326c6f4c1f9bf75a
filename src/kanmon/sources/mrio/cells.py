"""A matrix of deliveries as a long table: its cells that are not zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.named import economies_of


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Hold who delivers how much to whom: rows sell, columns buy.

    ``sellers`` and ``buyers`` are pairs of the publisher's economy and industry (or category of
    final demand); ``values`` is float64[sellers, buyers] in million US dollars.

    Example:
        >>> d = Deliveries((("JPN", "c1"),), (("JPN", "c1"), ("JPN", "c37")),
        ...                np.array([[0.0, 5.0]]))
        >>> float(d.values.sum())
        5.0
    """

    sellers: tuple[tuple[str, str], ...]
    buyers: tuple[tuple[str, str], ...]
    values: npt.NDArray[np.float64]


def to_table(deliveries: Deliveries, year: int, *, system: str, where: str) -> pa.Table:
    """Write deliveries as rows, cells that are zero left out.

    Args:
        deliveries: the matrix.
        year: calendar year of it.
        system: alias system its economies are named in.
        where: file named in an error.

    Returns:
        Rows of ``mrio``, by seller and then by buyer.

    Raises:
        DataError: an economy is not known (an accounting table with one left out is no
            accounting table), or a cell is not a finite number.

    Example:
        >>> d = Deliveries((("JPN", "c1"),), (("JPN", "c1"), ("JPN", "c37")),
        ...                np.array([[0.0, 5.0]]))
        >>> to_table(d, 2011, system="wiod", where="x").to_pylist()[0]["to_industry"]
        'c37'
    """
    if not np.isfinite(deliveries.values).all():
        raise DataError(
            f"{int((~np.isfinite(deliveries.values)).sum())} cells without a number",
            where=where,
            remedy="get the file again: every cell of an input-output table has a number",
        )
    seller, buyer = np.nonzero(deliveries.values)
    count = len(seller)
    return pa.table(
        {
            "year": pa.array(np.full(count, year, np.int16)),
            "from_economy": _economies(deliveries.sellers, seller, system, where),
            "from_industry": _industries(deliveries.sellers, seller),
            "to_economy": _economies(deliveries.buyers, buyer, system, where),
            "to_industry": _industries(deliveries.buyers, buyer),
            "value": pa.array(deliveries.values[seller, buyer]),
        }
    )


def _economies(
    labels: Sequence[tuple[str, str]], picks: npt.NDArray[np.intp], system: str, where: str
) -> pa.DictionaryArray:
    named = economies_of([economy for economy, _ in labels], system)
    if named.unknown:
        raise DataError(
            f"economies nobody knows: {', '.join(sorted(named.unknown))}",
            where=where,
            remedy="merge or rename them before reading: leaving them out would break the accounts",
        )
    codes = pa.array(named.codes, pa.string()).dictionary_encode()
    return codes.take(pa.array(picks))


def _industries(labels: Sequence[tuple[str, str]], picks: npt.NDArray[np.intp]) -> pa.StringArray:
    return pa.array([industry for _, industry in labels], pa.string()).take(pa.array(picks))
