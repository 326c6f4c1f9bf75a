"""How the past of a series is read, and how surprising a month must be."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tuning:
    """Set how the past is read and how surprising a month must be.

    ``window`` months make the seasonal profile and scale, the last ``level_months`` of them the
    level; ``least_known`` must be known. A change is ``fresh`` when it began at most so many
    months ago, and evidence that it began before that, up to ``most`` months ago, counts against
    it. ``shrink`` years of no season stand beside the years seen. ``least_scale`` (log points)
    keeps a very calm series from shouting; a month without trade stands at ``floor`` below its
    level. ``prior`` is the log odds against a change, ``stale`` those of an old one. The leaky
    sum keeps ``decay`` of itself and ignores ``slack``; ``width`` scales make the band (90 % of
    Student's t with 4 degrees of freedom). ``steps`` are the sizes of change looked for.

    Example:
        >>> Tuning().fresh
        4.0
    """

    window: float = 60.0
    level_months: float = 24.0
    least_known: float = 24.0
    fresh: float = 4.0
    most: float = 10.0
    shrink: float = 2.0
    least_scale: float = 0.03
    floor: float = -3.912023005428146
    prior: float = 7.0
    stale: float = -2.0
    decay: float = 0.8
    slack: float = 0.5
    width: float = 2.131846786326649
    steps: tuple[float, float, float, float] = (0.4, 0.8, 1.4, 2.2)

    def flat(self) -> Values:
        """Give the settings as the kernel takes them."""
        plain = [float(getattr(self, f.name)) for f in fields(self) if f.name != "steps"]
        return np.array([*plain, *self.steps])
