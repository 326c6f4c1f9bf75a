"""What is out of the ordinary each day: factors of capacity, final demand and classes of links."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Factors:
    """Hold daily factors as a few rows, and which row each kind of firm goes by.

    ``row`` int32[kinds], ``table`` float64[days, rows, lanes], zero or more. Lanes are scenarios.

    Example:
        >>> Factors(np.zeros(1, np.int32), np.ones((3, 1, 1))).table.shape
        (3, 1, 1)
    """

    row: npt.NDArray[np.int32]
    table: Floats


@dataclass(frozen=True)
class Classes:
    """Hold what happens to classes of links.

    ``of_link`` uint16[m] in the network's order; ``passes`` float64[days, classes, lanes], share
    of an order that can be delivered; ``need``, same shape, what is needed of the input per
    unit of output, 1 is normal; ``release``, same shape, most that is drawn from a reserve, in
    days of normal use; ``reserve`` float64[classes, lanes], what the reserve holds, in days, or
    None. Need, release and reserve must be the same for all links of one client from one sector.

    Example:
        >>> one = np.ones((3, 1, 1))
        >>> Classes(np.zeros(5, np.uint16), one, one, 0 * one).reserve is None
        True
    """

    of_link: npt.NDArray[np.uint16]
    passes: Floats
    need: Floats
    release: Floats
    reserve: Floats | None = None


@dataclass(frozen=True)
class Course:
    """Hold all that is out of the ordinary in a few scenarios of the same length.

    ``kind`` int32[n], in the network's order: firms of one kind share their factors and are
    reported as one.

    Example:
        >>> steady(np.zeros(2, np.int32), days=3).days
        3
    """

    kind: npt.NDArray[np.int32]
    capacity: Factors
    demand: Factors
    classes: Classes | None = None

    @property
    def days(self) -> int:
        """Days simulated."""
        return int(self.capacity.table.shape[0])

    @property
    def kinds(self) -> int:
        """Number of kinds of firms."""
        return self.capacity.row.size

    @property
    def lanes(self) -> int:
        """Number of scenarios."""
        return int(self.capacity.table.shape[2])


def steady(kind: npt.NDArray[np.int32], days: int, lanes: int = 1) -> Course:
    """Make a course on which nothing happens.

    Args:
        kind: int32[n], kind of each firm, from 0.
        days: length.
        lanes: number of scenarios.

    Returns:
        All factors 1, to be replaced in part.

    Raises:
        DataError: no firm, day or lane.

    Example:
        >>> steady(np.array([0, 1], np.int32), days=3).kinds
        2
    """
    if kind.size == 0 or days < 1 or lanes < 1:
        raise DataError(
            f"{kind.size} firms, {days} days, {lanes} lanes",
            where="course of the agents engine",
            remedy="give at least one of each",
        )
    row = np.zeros(int(kind.max()) + 1, np.int32)
    same = Factors(row, np.ones((days, 1, lanes)))
    return Course(kind, same, same)


def lost(loss: npt.ArrayLike, days: int, kind: npt.ArrayLike | None = None) -> Course:
    """Make a course of a capacity loss of each firm, held to the end.

    Args:
        loss: float[n], share of capacity lost by each firm.
        days: length.
        kind: int[n], kinds to report by, from 0; one for all when not given.

    Returns:
        A course of one lane; its kinds are pairs of a given kind and a loss, in that order.

    Raises:
        DataError: a loss is not from 0 to 1, or there is not one kind a firm.

    Example:
        >>> course = lost([0.0, 0.5, 0.5], days=2)
        >>> course.kind.tolist(), course.capacity.table[0, :, 0].tolist()
        ([0, 1, 1], [1.0, 0.5])
    """
    where = "course of the agents engine"
    share = np.asarray(loss, np.float64)
    group = np.zeros(share.shape, np.int64) if kind is None else np.asarray(kind)
    if share.ndim != 1 or group.shape != share.shape or days < 1 or share.size == 0:
        raise DataError(
            f"losses {share.shape}, kinds {group.shape}, {days} days",
            where=where,
            remedy="give one loss and one kind a firm, and at least one day",
        )
    if not np.all((share >= 0.0) & (share <= 1.0)):
        raise DataError("a capacity loss outside 0 to 1", where=where, remedy="give shares")
    pairs, kinds = np.unique(np.stack([group, share]), axis=1, return_inverse=True)
    table = np.broadcast_to(1.0 - pairs[1][None, :, None], (days, pairs.shape[1], 1))
    rows = np.arange(pairs.shape[1], dtype=np.int32)
    same = Factors(np.zeros(rows.size, np.int32), np.ones((days, 1, 1)))
    capacity = Factors(rows, np.ascontiguousarray(table))
    return Course(kinds.reshape(-1).astype(np.int32), capacity, same)
