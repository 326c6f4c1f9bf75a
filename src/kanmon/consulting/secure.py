"""Threshold questions of three or more partners by secure computation: nobody pools anything."""

from __future__ import annotations

import math
from typing import Any

from kanmon.errors import AccessError, DataError

FEWEST = 3
"""With two parties a secure sum hides nothing: each takes off its own figure."""
_BITS = 48


def joint_threshold(amount: int, least: int, parties: int, runtime: Any = None) -> bool:
    """Say whether the amounts of three or more parties reach a threshold together.

    Each party runs this in a process of its own, started with MPyC's options (``-M``, ``-I``,
    ``-P host:port``). Nothing but the answer is opened. The protocol is secure against parties
    that follow it and are curious (semi-honest), as long as fewer than half put theirs together.

    Args:
        amount: this party's, a whole number in the unit agreed, not negative.
        least: threshold of the sum, the same for all.
        parties: how many take part, as agreed beforehand.
        runtime: of MPyC; its own by default.

    Returns:
        Whether the sum reaches the threshold.

    Raises:
        AccessError: fewer than three parties.
        DataError: an amount is negative or too large, the number of parties is another, or the
            library is missing.

    Source:
        MPyC (Schoenmakers), Shamir shares with an honest majority.

    Example:
        >>> joint_threshold(10, 60, 2)
        Traceback (most recent call last):
            ...
        kanmon.errors.AccessError: 2 parties: a secure sum of two hides nothing. To mend: ask in ...
    """
    if parties < FEWEST:
        raise AccessError(
            "a secure sum of two hides nothing",
            where=f"{parties} parties",
            remedy="ask in bands: POST /api/questions",
        )
    if not 0 <= amount < 2 ** (_BITS - 8) or not 0 <= least < 2 ** (_BITS - 1):
        raise DataError(
            "an amount below zero or too large", where="joint question", remedy="change the unit"
        )
    mpc = _library() if runtime is None else runtime
    if len(mpc.parties) != parties or mpc.threshold * 2 >= parties:
        raise DataError(
            f"{len(mpc.parties)} parties take part",
            where="joint question",
            remedy=f"start {parties}, fewer than half of which may put theirs together",
        )
    reached: bool = mpc.run(_ask(mpc, amount, least))
    return reached


async def _ask(mpc: Any, amount: int, least: int) -> bool:
    whole = mpc.SecInt(_BITS)
    async with mpc:
        # All must ask the same: a party with another threshold is found, not answered.
        thresholds = mpc.input(whole(least))
        same = [bool(await mpc.output(one == thresholds[0])) for one in thresholds]
        if not all(same):
            raise DataError("the thresholds differ", where="joint question", remedy="agree on one")
        total = mpc.sum(mpc.input(whole(amount)))
        return bool(await mpc.output(total >= thresholds[0]))


def _library() -> Any:
    try:
        from mpyc.runtime import mpc
    except ImportError as e:
        raise DataError(
            "secure computation needs the library MPyC",
            where="joint question",
            remedy="install it: pip install 'kanmon[secure]'",
        ) from e
    return mpc


def cover_amount(days: float, unit: float = 0.1) -> int:
    """Turn a figure into the whole number a joint question takes.

    Args:
        days: figure, not negative.
        unit: size of one.

    Returns:
        How many units, rounded down: cover is never overstated.

    Raises:
        DataError: it is negative or not finite.

    Example:
        >>> cover_amount(20.06)
        200
    """
    if not math.isfinite(days) or days < 0.0:
        raise DataError(f"figure {days}", where="joint question", remedy="give one from zero")
    return int(days / unit + 1e-9)
