"""National commodity codes brought to HS6, each year in the edition then in force."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.sources.edition import edition_in_force, refuse_unknown, settle_edition
from kanmon.sources.flows import Coded, Ints
from kanmon.sources.source import Issue


def code_commodities(
    codes: pa.ChunkedArray, year: Ints, edition: str, *, where: str
) -> tuple[Coded, Coded, tuple[Issue, ...]]:
    """Cut national codes to six digits and settle the HS edition of every row.

    Args:
        codes: six or more digits as text, national digits last.
        year: calendar year of each row.
        edition: edition stated by the user; empty to take the one in force each year.
        where: file and column named in an error.

    Returns:
        Products, editions, and doubts about the editions.

    Raises:
        DataError: a code is in no edition, or the codes of a year are not of its edition.

    Example:
        >>> product, hs, doubts = code_commodities(
        ...     pa.chunked_array([["280530000"]]), np.array([2023]), "", where="x")
        >>> product.names, hs.names, doubts
        (('280530',), ('HS2022',), ())
    """
    coded = pc.utf8_slice_codeunits(codes, 0, 6).combine_chunks().dictionary_encode()
    raw = coded.dictionary.to_pylist()
    refuse_unknown(raw, where=where)
    names = tuple(sorted(raw))
    index = np.array([names.index(c) for c in raw], np.int32)[coded.indices.to_numpy()]
    years = np.unique(year)
    editions = [edition or edition_in_force(int(y)) for y in years]
    doubts: list[Issue] = []
    for y, e in zip(years, editions, strict=True):
        used = [names[i] for i in np.unique(index[year == y])]
        doubts += settle_edition(used, e, where=f"{where}, {y}")[1]
    hs = tuple(sorted(set(editions)))
    place = np.array([hs.index(e) for e in editions], np.int32)
    return Coded(names, index), Coded(hs, place[np.searchsorted(years, year)]), tuple(doubts)
