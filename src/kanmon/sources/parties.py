"""The parties of a flow: a publisher's economy codes mapped whole, or the file refused."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.codes.crosswalk import Crosswalk
from kanmon.errors import DataError

_NOT_A_PARTY = "WLD"


def code_economies(
    column: pa.Array | pa.ChunkedArray, system: str, *, where: str
) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    """Map a column of economy codes; every row must map, and none to the whole world.

    A flow whose party is left out would lower every total it belongs to, so a code nobody
    knows refuses the file instead.

    Args:
        column: the publisher's codes, whole numbers or text.
        system: alias system of :class:`kanmon.codes.crosswalk.Crosswalk`.
        where: file and column named in an error.

    Returns:
        Economy codes in alphabetical order, and each row's place among them.

    Raises:
        DataError: a code is empty, unknown or stands for the world.

    Example:
        >>> names, place = code_economies(pa.array([392, 490, 392]), "baci", where="x")
        >>> names, place.tolist()
        (('JPN', 'TWN'), [0, 1, 0])
    """
    mapped = Crosswalk(system).map(column)
    if mapped.unmapped:
        unknown = sorted(mapped.unmapped)
        raise DataError(
            f"economy code {', '.join(unknown[:8])} is not known"
            + (f", and {len(unknown) - 8} more" if len(unknown) > 8 else ""),
            where=where,
            remedy="check that no column changed place, or add the code to the crosswalk",
        )
    if mapped.missing:
        raise DataError(
            f"{mapped.missing} empty economy codes", where=where, remedy="get the file again"
        )
    found = mapped.codes.dictionary.to_pylist()
    if _NOT_A_PARTY in found:
        raise DataError(
            "rows for the whole world among the flows",
            where=where,
            remedy="leave out totals: they would be counted twice",
        )
    names = tuple(sorted(found))
    place = np.array([names.index(code) for code in found], np.int32)
    return names, place[mapped.codes.indices.to_numpy()]
