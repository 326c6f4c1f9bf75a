"""The runs an assessment is made from: best values, draws, swings, other scenarios."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kanmon.analysis.impact.engine import Engine
from kanmon.analysis.impact.outcome import Node, Outcome
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.settle import drawn, settled
from kanmon.sweep.scenarios import SweepResult, sweep

Told = Callable[[str, float], None]
"""Called with what is being done and the share of it that is done."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say how an assessment is run; none of it but ``draws`` and ``seed`` changes a figure.

    ``draws``: how often uncertain amounts are drawn (0: never), with ``seed``. ``workers``:
    processes; ``folder`` keeps finished draws, so that an interrupted run goes on. ``others`` are
    compared with. ``made_on`` is today when not given.

    Example:
        >>> Options(draws=200).seed
        1
    """

    draws: int = 0
    seed: int = 1
    workers: int = 1
    folder: Path | None = None
    others: tuple[Scenario, ...] = ()
    made_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Swung:
    """Hold what one uncertain amount does: the outcome at its least and at its most.

    Example:
        >>> [name for name in Swung.__dataclass_fields__][:3]
        ['part', 'amount', 'span']
    """

    part: str
    amount: str
    span: Range
    low: Outcome
    high: Outcome


@dataclass(frozen=True, slots=True)
class Runs:
    """Hold every run findings are made from: at the best values, drawn, swung, and the others'.

    Example:
        >>> [name for name in Runs.__dataclass_fields__][:2]
        ['scenario', 'best']
    """

    scenario: Scenario
    best: Outcome
    draws: SweepResult | None
    swings: tuple[Swung, ...]
    others: tuple[tuple[Scenario, Outcome], ...]


def run(
    engine: Engine,
    scenario: Scenario,
    options: Options,
    told: Told | None = None,
    *,
    members: frozenset[str] = frozenset(),
) -> Runs:
    """Run a scenario at its best values, over its draws, and with each uncertain amount swung.

    Args:
        engine: any engine.
        scenario: any scenario; its uncertain amounts are drawn and swung.
        options: how often, with which seed, and what it is compared with.
        told: called with what is being done and the share of it that is done.
        members: economies whose daily courses are kept of every draw; all when empty.

    Returns:
        The runs; the same bytes for the same seed, whatever the number of workers.

    Example:
        >>> from kanmon.analysis.impact.engines.economy.engine import EconomyEngine
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> table = economy_table(("AAA", "BBB"), ("x",), [[1, 2], [3, 4]], [[5, 0], [0, 5]],
        ...                       unit="MUSD 2011")
        >>> still = Scenario("s", "Still", dt.date(2027, 1, 1), 5)
        >>> run(EconomyEngine(table, engine="numpy"), still, Options()).best.lost.sum() < 1e-9
        np.True_
    """

    def tell(what: str, part: float) -> None:
        if told is not None:
            told(what, part)

    tell(scenario.title, 0.0)
    plain = [settled(one) for one in (scenario, *options.others)]
    outcomes = [engine.run((one,))[0] for one in plain]
    spans = scenario.uncertain
    ends = [
        settled(scenario, _only(part, amount, end))
        for part, amount, span in spans
        for end in (span.low, span.high)
    ]
    swung = engine.run(ends) if ends else ()
    many = None
    if options.draws and spans:
        many = sweep(
            engine,
            drawn(scenario, options.draws, options.seed),
            groups=_makers(outcomes[0], members),
            folder=options.folder,
            workers=options.workers,
            progress=lambda done, total, _: tell(f"{done} / {total}", done / total),
        )
    tell(scenario.title, 1.0)
    return Runs(
        scenario,
        outcomes[0],
        many,
        tuple(
            Swung(part, amount, span, swung[2 * n], swung[2 * n + 1])
            for n, (part, amount, span) in enumerate(spans)
        ),
        tuple(zip(options.others, outcomes[1:], strict=True)),
    )


def _makers(best: Outcome, members: frozenset[str]) -> dict[str, list[Node]]:
    groups: dict[str, list[Node]] = {}
    for node, base in zip(best.nodes, best.base.tolist(), strict=True):
        if base > 0.0 and (not members or node.economy in members):
            groups.setdefault(node.product, []).append(node)
    return groups


def _only(part: str, amount: str, value: float) -> Callable[[str, str, Range], float]:
    """Choose one amount's value; all others stand at their best."""
    return lambda p, a, span: value if (p, a) == (part, amount) else span.best
