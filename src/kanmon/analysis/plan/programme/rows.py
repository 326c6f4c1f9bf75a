"""Rows of a linear programme, gathered one by one or in blocks, with what each stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from kanmon.analysis.plan.programme.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Tag:
    """Say what a constraint is: its kind, whom it holds for, in which year of the plan.

    Example:
        >>> Tag("max share", "CN", 0).kind
        'max share'
    """

    kind: str
    subject: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Hold rows in compressed form: ``start`` [R + 1], ``index`` and ``value``, two-sided bounds.

    Example:
        >>> Block.__slots__
        ('start', 'index', 'value', 'lower', 'upper')
    """

    start: IntArray
    index: IntArray
    value: FloatArray
    lower: FloatArray
    upper: FloatArray

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.lower)

    def times(self, x: FloatArray) -> FloatArray:
        """Work out each row's sum at a point."""
        whole = np.concatenate([[0.0], np.cumsum(self.value * x[self.index])])
        return np.asarray(whole[self.start[1:]] - whole[self.start[:-1]])

    def transposed_times(self, y: FloatArray, columns: int) -> FloatArray:
        """Weigh the rows and add them up by column."""
        weights = self.value * np.repeat(y, np.diff(self.start))
        return np.asarray(np.bincount(self.index, weights, minlength=columns), dtype=np.float64)


@dataclass(slots=True)
class Rows:
    """Gather rows.

    Example:
        >>> rows = Rows()
        >>> rows.add(Tag("cover"), [0, 1], 1.0, lower=1.0)
        >>> rows.block().times(np.array([0.25, 0.5])).tolist()
        [0.75]
    """

    tags: list[Tag] = field(default_factory=list)
    _index: list[IntArray] = field(default_factory=list)
    _value: list[FloatArray] = field(default_factory=list)
    _lower: list[float] = field(default_factory=list)
    _upper: list[float] = field(default_factory=list)

    def add(
        self,
        tag: Tag,
        index: ArrayLike,
        value: ArrayLike,
        *,
        lower: float = -np.inf,
        upper: float = np.inf,
    ) -> None:
        """Add a row; a single value stands for all of its terms."""
        at = np.asarray(index, dtype=np.int64)
        self.tags.append(tag)
        self._index.append(at)
        self._value.append(np.broadcast_to(np.asarray(value, dtype=np.float64), at.shape))
        self._lower.append(lower)
        self._upper.append(upper)

    def block(self) -> Block:
        """Close the gathering."""
        sizes = [len(i) for i in self._index]
        return Block(
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            np.concatenate([np.zeros(0, np.int64), *self._index]),
            np.concatenate([np.zeros(0), *self._value]),
            np.array(self._lower),
            np.array(self._upper),
        )


def join(blocks: list[Block]) -> Block:
    """Put blocks of rows under one another.

    Args:
        blocks: at least one.

    Returns:
        One block.

    Example:
        >>> from kanmon.analysis.plan.programme.rows import Rows
        >>> len(join([Rows().block(), Rows().block()]))
        0
    """
    if len(blocks) == 1:
        return blocks[0]
    starts, at = [np.zeros(1, np.int64)], 0
    for block in blocks:
        starts.append(block.start[1:] + at)
        at += int(block.start[-1])
    return Block(
        np.concatenate(starts),
        np.concatenate([b.index for b in blocks]),
        np.concatenate([b.value for b in blocks]),
        np.concatenate([b.lower for b in blocks]),
        np.concatenate([b.upper for b in blocks]),
    )
