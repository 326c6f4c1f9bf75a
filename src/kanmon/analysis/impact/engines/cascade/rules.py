"""When a cascade stops and who replaces lost supply; what a shock takes away."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class CascadeRules:
    """Say how losses spread and when the cascade counts as settled.

    ``eps``: with ``stop="change"`` it ends after the first step in which no firm loses more than
    ``eps`` further, in either direction; with ``stop="ratio"`` when the index grows by no more
    than that share. At 0.01 (as published) the result is that step's, not a fixed point;
    ``settled`` gives one. ``replaceable``: customers find a firm's goods elsewhere in its market,
    all but its share of the market's remaining output. A cascade that has not ended after
    ``most_steps`` is an error.

    Example:
        >>> CascadeRules().eps, CascadeRules.settled().eps
        (0.01, 1e-12)
    """

    eps: float = 0.01
    replaceable: bool = True
    stop: str = "change"
    most_steps: int = 10_000

    def __post_init__(self) -> None:
        where = "rules of the cascade"
        if not (math.isfinite(self.eps) and 0.0 <= self.eps < 1.0):
            raise DataError(f"eps {self.eps}", where=where, remedy="give 0 or more, below 1")
        if self.stop not in ("change", "ratio"):
            raise DataError(f"stop {self.stop!r}", where=where, remedy="use change or ratio")
        if not 1 <= self.most_steps < 2**31:
            raise DataError(f"{self.most_steps} steps", where=where, remedy="allow one or more")

    @classmethod
    def settled(cls, *, replaceable: bool = True) -> CascadeRules:
        """Run until no firm loses more than 1e-12 further: a fixed point."""
        return cls(eps=1e-12, replaceable=replaceable)


@dataclass(frozen=True, slots=True)
class FirmShock:
    """Take away shares of firms' output, and of links' deliveries.

    ``down`` and ``up`` float64[n] in [0, 1] are the shares firms lose as suppliers and as
    customers. ``links`` are numbers of the network's links whose deliveries pass only with the
    share ``passes``, each in [0, 1]: such a link carries the loss 1 - p h instead of 1 - h.

    Example:
        >>> firm_shock(3, {1: 1.0}).down.tolist()
        [0.0, 1.0, 0.0]
    """

    down: npt.NDArray[np.float64]
    up: npt.NDArray[np.float64]
    links: npt.NDArray[np.int64]
    passes: npt.NDArray[np.float64]


def firm_shock(
    firms: int,
    lost: dict[int, float] | npt.ArrayLike | None = None,
    *,
    lost_up: npt.ArrayLike | None = None,
    links: npt.ArrayLike = (),
    passes: npt.ArrayLike = (),
) -> FirmShock:
    """Check a shock.

    Args:
        firms: number of firms of the network.
        lost: share each firm loses, float[n] or by firm number; nothing when not given.
        lost_up: share each firm loses as a customer, float[n], where it differs.
        links: int[c], numbers of the cut links, each once.
        passes: float[c], share of each cut link's deliveries that still passes.

    Returns:
        The shock.

    Raises:
        DataError: a share is not in [0, 1], a length does not fit, a firm is out of range, or a
            link stands twice.

    Example:
        >>> firm_shock(2, links=[0], passes=[0.25]).passes.tolist()
        [0.25]
    """
    where = "shock"
    if isinstance(lost, dict):
        given = np.zeros(firms)
        for firm, share in lost.items():
            if not 0 <= firm < firms:
                raise DataError(
                    f"firm {firm} of {firms}", where=where, remedy=f"number them 0 to {firms - 1}"
                )
            given[firm] = share
    else:
        given = _shares(np.zeros(firms) if lost is None else lost, (firms,), "shares lost")
    down = _shares(given, (firms,), "shares lost")
    up = down if lost_up is None else _shares(lost_up, (firms,), "shares lost as customers")
    cut = np.asarray(links)
    if cut.size and not np.issubdtype(cut.dtype, np.integer):
        raise DataError(f"links of type {cut.dtype}", where=where, remedy="give whole numbers")
    cut = cut.astype(np.int64).reshape(-1)
    if len(np.unique(cut)) != cut.size:
        raise DataError("a link is cut twice", where=where, remedy="name each link once")
    return FirmShock(down, up, cut, _shares(passes, cut.shape, "shares passing"))


def _shares(values: npt.ArrayLike, shape: tuple[int, ...], name: str) -> npt.NDArray[np.float64]:
    try:
        given = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as e:
        raise DataError(f"{name}: {e}", where="shock", remedy="give numbers") from e
    if given.shape != shape:
        raise DataError(
            f"{name} of shape {given.shape}", where="shock", remedy=f"give the shape {shape}"
        )
    if not np.all((given >= 0.0) & (given <= 1.0)):
        raise DataError(f"{name} outside [0, 1]", where="shock", remedy="give shares of one")
    return given + 0.0
