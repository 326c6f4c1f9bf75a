"""What may happen to a good's supply in a year, and how likely it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray, check_numbers, check_whole, fill
from kanmon.errors import ScenarioError


@dataclass(frozen=True, slots=True, eq=False)
class Disruptions:
    """List what may happen in a year and how likely each is.

    ``delivered`` [W, S] is the part of the contracted supply that arrives while scenario w
    lasts, 0 to 1; ``duration`` [W] how long it lasts, in years; ``probability`` [W] its chance
    in a year. The undisturbed year is a scenario of its own: probabilities sum to one.

    Example:
        >>> d = Disruptions(("calm", "ban"), np.array([[1.0, 1.0], [0.0, 1.0]]),
        ...                 np.array([1.0, 0.5]), np.array([0.9, 0.1]))
        >>> len(d)
        2
    """

    labels: tuple[str, ...]
    delivered: FloatArray
    duration: FloatArray
    probability: FloatArray

    def __post_init__(self) -> None:
        n = len(self.labels)
        if n == 0:
            raise ScenarioError("there is none", where="scenarios", remedy="give at least one")
        for name in ("duration", "probability"):
            fill(self, name, n, np.float64, 0.0)
            check_numbers(getattr(self, name), f"scenarios: {name}", self.labels)
        delivered = np.ascontiguousarray(self.delivered, dtype=np.float64)
        object.__setattr__(self, "delivered", delivered)
        if delivered.ndim != 2 or delivered.shape[0] != n:
            raise ScenarioError(
                f"delivered has shape {delivered.shape} for {n} scenarios",
                where="scenarios",
                remedy="give one row a scenario, one column a supplier",
            )
        if not np.all((delivered >= 0) & (delivered <= 1)):
            raise ScenarioError(
                "a delivered part lies outside 0 to 1",
                where="scenarios",
                remedy="give the part of the contract that arrives",
            )
        check_whole(self.probability, "scenarios: probability")

    def __len__(self) -> int:
        """Count them."""
        return len(self.labels)
