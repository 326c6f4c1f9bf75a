"""Settle the uncertain amounts of a scenario: at their best, or drawn with a seed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import Restriction
from kanmon.errors import ScenarioError

Choose = Callable[[str, str, Range], float]


def settled(scenario: Scenario, choose: Choose | None = None) -> Scenario:
    """Replace each uncertain amount by a number.

    Args:
        scenario: any scenario.
        choose: called with the part's id, the amount's name and its range; default the best.

    Returns:
        The scenario with plain numbers only.

    Example:
        >>> from kanmon.analysis.impact.scenario.shocks import CapacityLoss
        >>> import datetime as dt
        >>> day = dt.date(2027, 1, 1)
        >>> loss = CapacityLoss("q", ("TWN",), ("logic_chips",), day, Range(0.0, 0.5, 1.0))
        >>> plain = settled(Scenario("s", "S", day, 10, shocks=(loss,)))
        >>> plain.shocks[0].share
        0.5
    """
    pick: Choose = _at_best if choose is None else choose
    return dataclasses.replace(
        scenario,
        shocks=tuple(_part(part.id, part, pick) for part in scenario.shocks),
        responses=tuple(_part(part.id, part, pick) for part in scenario.responses),
    )


class Swing(NamedTuple):
    """Hold a scenario with one amount at its least and at its most, all others at their best.

    Example:
        >>> import datetime as dt
        >>> calm = Scenario("s", "S", dt.date(2027, 1, 1), 3)
        >>> Swing("ban", "cut", calm, calm).amount
        'cut'
    """

    part: str
    amount: str
    low: Scenario
    high: Scenario


def one_at_a_time(scenario: Scenario) -> tuple[Swing, ...]:
    """Move each uncertain amount to its ends in turn, all others at their best.

    Args:
        scenario: any scenario.

    Returns:
        One swing per uncertain amount, in the order of ``scenario.uncertain``; the scenarios'
        ids are ``ID/PART.AMOUNT/low`` and ``.../high``. Empty when nothing is uncertain.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.scenario.shocks import CapacityLoss
        >>> day = dt.date(2027, 1, 1)
        >>> loss = CapacityLoss("q", ("TWN",), ("logic_chips",), day, Range(0.0, 0.5, 1.0))
        >>> swing, = one_at_a_time(Scenario("s", "S", day, 10, shocks=(loss,)))
        >>> swing.part, swing.amount, swing.low.shocks[0].share, swing.high.id
        ('q', 'share', 0.0, 's/q.share/high')
    """

    def at(end: str, part: str, amount: str) -> Scenario:
        plain = settled(
            scenario,
            lambda p, a, span: float(getattr(span, end)) if (p, a) == (part, amount) else span.best,
        )
        return dataclasses.replace(plain, id=f"{scenario.id}/{part}.{amount}/{end}")

    return tuple(
        Swing(part, amount, at("low", part, amount), at("high", part, amount))
        for part, amount, _ in scenario.uncertain
    )


def drawn(scenario: Scenario, draws: int, seed: int, *, even: bool = False) -> tuple[Scenario, ...]:
    """Draw scenarios from the ranges of a scenario.

    Every amount has a random stream of its own, named by part and amount, so that adding a part
    does not change what the others draw, and draw k is the same however many are asked for.
    ``even`` draws are a Latin hypercube: each amount has one draw in each of ``draws`` equally
    likely slices, so that means settle with fewer draws; draw k then depends on how many are
    asked for.

    Args:
        scenario: any scenario.
        draws: how many, at least 1.
        seed: any non-negative integer.
        even: spread the draws of each amount evenly.

    Returns:
        Scenarios with plain numbers, in draw order; their ids are ``ID/0``, ``ID/1``...

    Raises:
        ScenarioError: no draws are asked for, or the seed is negative.

    Example:
        >>> import datetime as dt
        >>> len(drawn(Scenario("s", "S", dt.date(2027, 1, 1), 10), 3, seed=1))
        3
    """
    if draws < 1 or seed < 0:
        raise ScenarioError(
            f"{draws} draws with seed {seed}",
            where=f"scenario {scenario.id}",
            remedy="ask for at least one draw, with a seed of zero or more",
        )
    chance = slices if even else uniforms
    values = {
        (part, name): triangular(span, chance(seed, f"{part}.{name}", draws))
        for part, name, span in scenario.uncertain
    }

    def one(draw: int) -> Scenario:
        plain = settled(scenario, lambda part, name, _: float(values[part, name][draw]))
        return dataclasses.replace(plain, id=f"{scenario.id}/{draw}")

    return tuple(one(draw) for draw in range(draws))


def uniforms(seed: int, name: str, draws: int) -> npt.NDArray[np.float64]:
    """Draw uniform numbers from the stream of one name.

    Args:
        seed: any non-negative integer.
        name: of the stream.
        draws: how many.

    Returns:
        float64[draws] in [0, 1).

    Example:
        >>> bool(uniforms(1, "a.cut", 2)[0] == uniforms(1, "a.cut", 5)[0])
        True
    """
    return _stream(seed, name).random(draws)


def slices(seed: int, name: str, draws: int) -> npt.NDArray[np.float64]:
    """Draw one uniform number in each of as many equal slices of [0, 1), in random order.

    Args:
        seed: any non-negative integer.
        name: of the stream.
        draws: how many.

    Returns:
        float64[draws] in [0, 1).

    Source:
        McKay, Beckman and Conover (1979), Latin hypercube sampling.

    Example:
        >>> sorted((slices(1, "a.cut", 4) * 4).astype(int).tolist())
        [0, 1, 2, 3]
    """
    stream = _stream(seed, name)
    within = stream.random(draws)
    # Ranks of random numbers: unlike permutation(), their stream is fixed by NumPy.
    order = np.argsort(stream.random(draws), kind="stable")
    spread: npt.NDArray[np.float64] = (order + within) / draws
    # The last slice may round up to 1, which is outside.
    return np.minimum(spread, np.nextafter(1.0, 0.0))


def triangular(span: Range, uniform: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Turn uniform numbers into draws of a range's triangular distribution.

    Args:
        span: least, best, most.
        uniform: float64[n] in [0, 1).

    Returns:
        float64[n] between least and most.

    Example:
        >>> triangular(Range(0.0, 1.0, 2.0), np.array([0.5])).tolist()
        [1.0]
    """
    low, best, high = span.low, span.best, span.high
    if low == high:
        return np.full_like(uniform, low)
    turn = (best - low) / (high - low)
    rising = low + np.sqrt(uniform * (high - low) * (best - low))
    falling = high - np.sqrt((1.0 - uniform) * (high - low) * (high - best))
    return np.clip(np.where(uniform < turn, rising, falling), low, high)


def _stream(seed: int, name: str) -> np.random.Generator:
    words = np.frombuffer(name.encode(), dtype=np.uint8).astype(np.uint32)
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, *words.tolist()])))


def _at_best(_part: str, _name: str, span: Range) -> float:
    return span.best


def _part(label: str, part: Any, pick: Choose) -> Any:
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if isinstance(value, Range):
            changes[field.name] = pick(label, field.name, value)
    if isinstance(part, Restriction):
        changes["exempt"] = tuple(
            _part(f"{label}#{number}", one, pick) for number, one in enumerate(part.exempt)
        )
    return dataclasses.replace(part, **changes)
