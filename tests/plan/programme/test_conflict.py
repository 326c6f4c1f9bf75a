"""Where nothing is possible: what is advised suffices, and less does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kanmon.analysis.plan.programme.conflict import easings
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits, Rule
from kanmon.analysis.plan.programme.model import model
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.errors import ScenarioError
from plan_worlds import random_good, second_optimum

SEEDS = range(40)


def tight(seed: int) -> tuple[Good, Limits, Aim]:
    """Draw demands that mostly cannot be met."""
    good, rng = random_good(seed), np.random.default_rng(seed + 5)
    if seed % 2:  # nothing to spend, nothing to save by other suppliers, yet a stock to fill
        flat = replace(good, suppliers=replace(good.suppliers, cost=np.full(6, 100.0)))
        rule = Rule("stock", {"stock": 1.0}, ">=", 0.03 + good.stock.limit / 2)
        return flat, Limits(min_trusted=0.1, budget=0.0, rules=(rule,)), Aim()
    limits = Limits(
        max_share=float(rng.uniform(0.12, 0.4)),
        max_concern=float(rng.uniform(0.0, 0.3)),
        min_trusted=float(rng.uniform(0.5, 0.95)),
        max_upstream=float(rng.uniform(0.1, 0.5)),
        budget=float(rng.uniform(0.0, 0.05)) * good.demand * 100,
    )
    return good, limits, Aim(years=2, phase_in=float(rng.uniform(0.05, 0.4)))


def eased(
    good: Good, limits: Limits, aim: Aim, kind: str, by: float
) -> tuple[Good, Limits, Aim] | None:
    """Give way in one kind of limit; ``None`` for kinds the second formulation cannot ease."""
    fields = {"max share": "max_share", "concern": "max_concern", "upstream": "max_upstream"}
    if kind in fields:
        return good, replace(limits, **{fields[kind]: getattr(limits, fields[kind]) + by}), aim
    if kind == "trusted" and limits.min_trusted is not None:
        return good, replace(limits, min_trusted=max(0.0, limits.min_trusted - by)), aim
    if kind == "phase in" and aim.phase_in is not None:
        return good, limits, replace(aim, phase_in=aim.phase_in + by)
    if kind == "budget" and limits.budget is not None:
        unit = model(good, limits, aim).unit
        return good, replace(limits, budget=max(0.0, limits.budget + by * unit)), aim
    return None


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_advised_suffices_and_less_does_not(seed: int) -> None:
    good, limits, aim = tight(seed)
    if second_optimum(good, limits, aim) is not None:
        assert solve_good(good, limits, aim).gap < 1e-6
        return
    found = easings(model(good, limits, aim))
    assert found.alone or found.together
    for kind, by in found.alone.items():
        enough = eased(good, limits, aim, kind, by * (1 + 1e-6) + 1e-7)
        short = eased(good, limits, aim, kind, by * 0.98)
        if enough is not None and short is not None:
            assert second_optimum(*enough) is not None, kind
            assert second_optimum(*short) is None, kind
    demands: tuple[Good, Limits, Aim] | None = (good, limits, aim)
    for kind, by in found.together.items():
        if demands is not None:
            demands = eased(*demands, kind, by * (1 + 1e-6) + 1e-7)
    if found.together and demands is not None:
        assert second_optimum(*demands) is not None


def test_each_kind_was_seen() -> None:
    seen: set[str] = set()
    for seed in SEEDS:
        good, limits, aim = tight(seed)
        if second_optimum(good, limits, aim) is None:
            found = easings(model(good, limits, aim))
            seen |= set(found.alone) | set(found.together)
    kinds = {"max share", "concern", "trusted", "upstream", "phase in", "budget", "demand"}
    assert kinds | {"capacity"} <= seen


def test_a_rule_is_named() -> None:
    good = random_good(1)
    rule = Rule("most from E0", {"share[E0]": 1.0}, ">=", 0.9)
    with pytest.raises(ScenarioError) as caught:
        solve_good(good, Limits(max_share=0.6, rules=(rule,)), Aim())
    assert caught.value.found == "no plan keeps all of: rule most from E0"
    assert caught.value.remedy.startswith("ease rule most from E0 by 0.3")


def test_rules_that_conflict_with_themselves() -> None:
    good = random_good(1)
    rules = (
        Rule("none", {"share[E0]": 1.0}, "<=", 0.1),
        Rule("some", {"share[E0]": 1.0}, ">=", 0.2),
    )
    with pytest.raises(ScenarioError) as caught:
        solve_good(good, Limits(rules=rules), Aim())
    assert "ease rule none by 0.1, or ease rule some by 0.1" in caught.value.remedy
