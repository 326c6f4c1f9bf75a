"""Look through embodied inputs: face-value and total foreign input reliance from an MRIO."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.linalg

from kanmon.errors import DataError

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class InputReliance:
    """Hold, for each buying sector, the share of inputs by supplying economy.

    ``face[c, b]`` counts inputs bought directly, ``total[c, b]`` those embodied in them too;
    NaN for a sector that buys nothing.

    Example:
        >>> z = np.array([[1.0, 1.0], [1.0, 0.0]])
        >>> input_reliance(z, [4.0, 2.0], ["A", "B"], [0]).economies
        ('A', 'B')
    """

    economies: tuple[str, ...]
    face: Matrix
    total: Matrix

    @property
    def hidden(self) -> Matrix:
        """Total minus face-value share."""
        return self.total - self.face


def input_reliance(
    intermediate: npt.ArrayLike,
    output: npt.ArrayLike,
    economies: Sequence[str],
    buyers: Sequence[int],
) -> InputReliance:
    """Compute face-value and look-through input shares by supplying economy.

    With A = Z diag(x)^-1 and L = (I - A)^-1, the look-through share of economy c in the inputs
    of sector b is sum over its sectors s of (L - I)_sb, over the same sum for all economies. It
    weighs gross output and counts an input each time it crosses a sector, as its authors intend.

    Args:
        intermediate: float64[n, n], deliveries from row sector to column sector, money.
        output: float64[n], gross output of each sector, same money.
        economies: for each of the n sectors, the economy it is in.
        buyers: indices of the sectors asked about.

    Returns:
        Shares by economy (in order of first appearance) for each buyer.

    Raises:
        DataError: shapes differ, figures are missing, or the system has no solution.

    Source:
        Baldwin, Freeman, Theodorakopoulos (2022, 2023), face-value and look-through exposure.

    Example:
        >>> z = np.array([[0.0, 2.0], [2.0, 0.0]])
        >>> input_reliance(z, [4.0, 4.0], ["A", "B"], [0]).face[:, 0].tolist()
        [0.0, 1.0]
    """
    z = np.asarray(intermediate, dtype=np.float64)
    x = np.asarray(output, dtype=np.float64)
    n = x.size
    if z.shape != (n, n) or len(economies) != n:
        raise DataError(
            f"deliveries {z.shape}, output {n}, economies {len(economies)}",
            where="input-output table",
            remedy="give one of each per sector",
        )
    if not (np.all(np.isfinite(z)) and np.all(np.isfinite(x))):
        raise DataError(
            "a missing figure",
            where="input-output table",
            remedy="an empty cell of the publisher is not zero: find the figure",
        )
    # A sector without output sells and buys nothing; its column of A is empty by definition.
    a = np.divide(z, x, out=np.zeros_like(z), where=x > 0)
    names = tuple(dict.fromkeys(economies))
    rows = np.array([names.index(e) for e in economies])
    pick = np.zeros((len(names), n))
    pick[rows, np.arange(n)] = 1.0
    at = np.asarray(buyers, dtype=np.intp)
    wanted = np.zeros((n, at.size))
    wanted[at, np.arange(at.size)] = 1.0
    try:
        solved = scipy.linalg.solve(np.eye(n) - a, wanted, overwrite_a=True)
    except (scipy.linalg.LinAlgError, scipy.linalg.LinAlgWarning) as e:
        raise DataError(
            "inputs exceed output somewhere, so nothing can be produced",
            where="input-output table",
            remedy="check deliveries against output",
        ) from e
    return InputReliance(names, _shares(pick @ a[:, at]), _shares(pick @ (solved - wanted)))


def _shares(amounts: Matrix) -> Matrix:
    total = amounts.sum(axis=0)
    shares = np.full_like(amounts, np.nan)
    np.divide(amounts, total, out=shares, where=total > 0)
    return shares
