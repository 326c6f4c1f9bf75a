"""What a signal is: a causal score over a panel, with a card that says what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Score = Callable[[Values], Values]
"""float64[n, T] values to float64[n, T] scores; column t uses values up to t only. NaN where the
history is too short or the value is missing; larger is more alarming."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Describe one indicator and how it is computed.

    ``direction`` is ``drop``, ``rise`` or ``both``; ``needs`` the months of history before the
    first score; ``band`` gives for the same values the normal band as (low, middle, high), each
    float64[n, T], so that a reader sees what was expected. ``rare`` turns scores into
    probabilities; None: they are counted against the past scores of all series.

    Example:
        >>> flat = Signal("level", "the value itself", "rise", 0, lambda v: v, None, "")
        >>> flat.score(np.ones((1, 2))).tolist()
        [[1.0, 1.0]]
    """

    name: str
    meaning: str
    direction: str
    needs: int
    score: Score
    band: Callable[[Values], tuple[Values, Values, Values]] | None
    reference: str
    rare: Score | None = None
