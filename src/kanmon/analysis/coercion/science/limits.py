"""Measured values against limits: share above with an exact upper bound, distance to each limit."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import betaincinv

from kanmon.analysis.coercion.case.record import Limit, Measurement
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Held:
    """Tell how a measurement stands to one limit.

    ``above`` is the share of samples above it and ``most`` the largest share consistent with
    the samples; ``ratio`` the largest value over the limit. None where it is not published.

    Example:
        >>> Held.__slots__[:2]
        ('measurement', 'limit')
    """

    measurement: Measurement
    limit: Limit
    above: float | None
    most: float | None
    ratio: float | None

    @property
    def kept(self) -> bool | None:
        """Whether the limit is kept by all samples; None where that is not known."""
        if self.ratio is not None:
            return self.ratio <= 1.0
        return None if self.above is None else self.above == 0.0


def largest_share(above: int, samples: int, confidence: float) -> float:
    """Bound from above the share of samples over a limit.

    Args:
        above: samples over it.
        samples: all samples.
        confidence: one-sided, between 0 and 1.

    Returns:
        The largest share at which so few would still be seen as often as 1 - confidence.

    Raises:
        DataError: counts or confidence are out of range.

    Source:
        Clopper and Pearson (1934).

    Example:
        >>> round(largest_share(0, 59, 0.95), 4), largest_share(3, 3, 0.95)
        (0.0495, 1.0)
    """
    if not (samples >= 1 and 0 <= above <= samples and 0.0 < confidence < 1.0):
        raise DataError(
            f"{above} of {samples} at {confidence}",
            where="share above a limit",
            remedy="count samples from 1, and give a confidence between 0 and 1",
        )
    if above == samples:
        return 1.0
    return float(betaincinv(above + 1, samples - above, confidence))


def held_to(measurement: Measurement, confidence: float) -> tuple[Held, ...]:
    """Hold a measurement to each of its limits.

    Args:
        measurement: samples with limits.
        confidence: of the largest share above.

    Returns:
        One record a limit. Samples counted above are those above the limits as published; a
        limit that the largest value keeps has none above it.

    Example:
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> one, = held_to(example_case().measurements[0], 0.95)
        >>> one.kept, round(one.ratio, 2), round(one.most, 3)
        (True, 0.2, 0.162)
    """
    found = []
    for limit in measurement.limits:
        ratio = None
        if measurement.highest is not None and limit.value > 0.0:
            ratio = measurement.highest / limit.value
        count = measurement.above
        if ratio is not None and ratio <= 1.0:
            count = 0
        above = None if count is None else count / measurement.samples
        most = None if count is None else largest_share(count, measurement.samples, confidence)
        found.append(Held(measurement, limit, above, most, ratio))
    return tuple(found)
