"""What may leave a node of a confidential figure: bands, rules of statistical secrecy, budgets."""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kanmon.errors import AccessError, DataError


@dataclass(frozen=True, slots=True)
class Rules:
    """Say when a total of firms may be told: how many, how dominant, how close to guessing.

    ``fewest`` firms stand behind it; the largest ``dominant`` of them hold at most ``share``;
    no firm could be guessed to within ``percent`` (the p % rule).

    Example:
        >>> Rules().fewest
        3
    """

    fewest: int = 3
    dominant: int = 1
    share: float = 0.8
    percent: float = 0.1


def may_tell(parts: Sequence[float], rules: Rules) -> str:
    """Hold a total to the rules of statistical secrecy.

    Args:
        parts: what each firm adds, none negative, one unit.
        rules: in force.

    Returns:
        Empty where the total may be told, else the first rule that forbids it: ``fewest``,
        ``dominance`` or ``percent``.

    Raises:
        DataError: a part is negative or not finite.

    Source:
        Hundepool et al. (2012), Statistical Disclosure Control: threshold, (n, k) dominance and
        p % rules.

    Example:
        >>> may_tell([50.0, 30.0, 20.0], Rules()), may_tell([98.0, 1.0, 1.0], Rules())
        ('', 'dominance')
    """
    if any(not math.isfinite(p) or p < 0.0 for p in parts):
        raise DataError("a part below zero or missing", where="disclosure", remedy="give amounts")
    held = sorted((p for p in parts if p > 0.0), reverse=True)
    if len(held) < rules.fewest:
        return "fewest"
    total = math.fsum(held)
    if math.fsum(held[: rules.dominant]) > rules.share * total:
        return "dominance"
    # The second largest knows its own part: what is left over bounds the largest for it.
    rest = math.fsum(held[2:])
    return "percent" if rest < rules.percent * held[0] else ""


def band(value: float, edges: Sequence[float]) -> tuple[float, float]:
    """Tell a figure as the band it lies in.

    Args:
        value: the figure.
        edges: fixed beforehand, rising.

    Returns:
        Lower and upper edge; minus or plus infinity beyond the last.

    Raises:
        DataError: edges do not rise, or the figure is not finite.

    Example:
        >>> band(47.0, [0.0, 30.0, 60.0, 90.0])
        (30.0, 60.0)
    """
    if list(edges) != sorted(set(edges)) or not edges:
        raise DataError("edges", where="band", remedy="give rising edges, fixed beforehand")
    if not math.isfinite(value):
        raise DataError(f"figure {value}", where="band", remedy="give a finite figure")
    at = bisect.bisect_right(edges, value)
    low = edges[at - 1] if at else -math.inf
    return low, edges[at] if at < len(edges) else math.inf


@dataclass(slots=True)
class Gate:
    """Answer questions on protected figures, in bands only, and so many and no more.

    A threshold is moved to the nearest edge before it is compared, so that no row of questions
    says more than the band: bisection ends at the edges. ``most`` questions a figure and asker
    are answered; the count is kept whatever the answer.

    Example:
        >>> gate = Gate({"cover": 47.0}, {"cover": (0.0, 30.0, 60.0, 90.0)})
        >>> gate.at_least("cover", 44.0, "USA"), gate.at_least("cover", 50.0, "USA")
        ((30.0, True), (60.0, False))
    """

    figures: Mapping[str, float]
    edges: Mapping[str, tuple[float, ...]]
    most: int = 20
    asked: dict[tuple[str, str], int] = field(default_factory=dict)

    def at_least(self, name: str, threshold: float, asker: str) -> tuple[float, bool]:
        """Move a threshold to the nearest edge; give it, and whether the figure reaches it."""
        self._count(name, asker)
        if not math.isfinite(threshold):
            raise DataError(f"threshold {threshold}", where="question", remedy="give a number")
        edges = self.edges[name]
        nearest = min(edges, key=lambda edge: (abs(edge - threshold), edge))
        return nearest, self.figures[name] >= nearest

    def told(self, name: str, asker: str) -> tuple[float, float]:
        """Tell the band a figure lies in."""
        self._count(name, asker)
        return band(self.figures[name], self.edges[name])

    def _count(self, name: str, asker: str) -> None:
        # Unknown and spent look the same, so that no name can be tried out.
        used = self.asked.get((name, asker), 0)
        self.asked[name, asker] = used + 1
        if name not in self.figures or used >= self.most:
            raise AccessError("no answer", where="question", remedy="ask the owner of the figure")


def joint_cover(bands: Sequence[tuple[float, float]], least: float) -> bool | None:
    """Say whether amounts known only as bands reach a threshold together.

    Args:
        bands: lower and upper edge of each partner's amount.
        least: threshold of the sum.

    Returns:
        Yes or no where the bands settle it, else None: undetermined.

    Raises:
        DataError: a band is upside down.

    Example:
        >>> joint_cover([(30.0, 60.0), (30.0, 60.0)], 60.0)
        True
        >>> joint_cover([(30.0, 60.0), (0.0, 30.0)], 60.0) is None
        True
    """
    if any(not low < high for low, high in bands):
        raise DataError("a band upside down", where="joint question", remedy="give low below high")
    if math.fsum(low for low, _ in bands) >= least:
        return True
    return None if math.fsum(high for _, high in bands) > least else False
