"""Blocs: nobody is worse off, nor any group; what partners lose adds up to what the bloc loses."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from kanmon.analysis.plan.programme.bloc import solve_bloc
from kanmon.analysis.plan.programme.good import Good, Relief
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.analysis.plan.programme.pool import loss_by_partner, pooled
from kanmon.errors import DataError
from plan_worlds import random_good, second_optimum

AIM = Aim(alpha=0.8, risk_weight=1.5, years=2, phase_in=0.4)
LIMITS = Limits(max_share=0.8, max_concern=0.9)


def partners(seed: int, count: int = 3) -> list[Good]:
    """Draw partners who meet the same suppliers with other needs and other access."""
    first, rng = random_good(seed), np.random.default_rng(seed)
    found = []
    for i in range(count):
        today = rng.dirichlet(np.full(6, 0.6))
        suppliers = replace(
            first.suppliers,
            today=today,
            capacity=today + rng.random(6) * 0.5,
            new_max=first.suppliers.new_max * rng.random(),
        )
        reliefs = (Relief("saving", float(rng.uniform(1, 50)), 0.05),)[: int(rng.integers(2))]
        found.append(
            replace(
                first,
                name=f"partner {i}",
                demand=float(rng.lognormal(3, 1)),
                suppliers=suppliers,
                voll=float(rng.uniform(100, 3000)),
                reliefs=reliefs,
                stock=replace(first.stock, limit=float(rng.uniform(0, 0.3))),
            )
        )
    return found


@pytest.mark.parametrize("seed", range(12))
def test_no_group_is_worse_off_than_by_itself(seed: int) -> None:
    some = partners(seed)
    bloc = solve_bloc(some, LIMITS, AIM)
    objective = bloc.solution.objective
    assert bloc.burden.sum() == pytest.approx(objective, rel=1e-6)
    assert bloc.risk + bloc.pays == pytest.approx(bloc.burden)
    for size in (1, 2):
        for group in combinations(range(3), size):
            alone = second_optimum(pooled([some[i] for i in group]), LIMITS, AIM)
            assert (alone is not None) == (group in bloc.groups)
            if alone is not None:
                assert bloc.burden[list(group)].sum() <= alone + 1e-6 * objective
    risk = AIM.risk_weight * float(np.array(AIM.weights) @ bloc.solution.appraisal.cvar)
    assert bloc.risk.sum() == pytest.approx(risk, abs=1e-9 * objective)


def test_some_partners_gain() -> None:
    gains = [g for seed in range(12) for g in solve_bloc(partners(seed), LIMITS, AIM).gain]
    assert sum(g is not None and g > 1.0 for g in gains) > 12


@pytest.mark.parametrize("seed", range(8))
def test_losses_of_partners_add_up(seed: int) -> None:
    some, rng = partners(seed), np.random.default_rng(seed)
    whole = pooled(some)
    gap = rng.random(len(whole.disruptions)) * whole.disruptions.duration
    lost = loss_by_partner(some, gap)
    assert lost.sum(axis=0) == pytest.approx(whole.loss(gap) * whole.demand)
    assert (lost >= 0).all()


@pytest.mark.parametrize("seed", range(4))
def test_a_bloc_of_one_is_that_one(seed: int) -> None:
    good = random_good(seed)
    apart = solve_good(good, Limits(), AIM).objective
    assert solve_good(pooled([good]), Limits(), AIM).objective == pytest.approx(apart, rel=1e-9)


def test_partners_must_meet_the_same_suppliers() -> None:
    one, two = partners(1, 2)
    dearer = replace(two, suppliers=replace(two.suppliers, cost=two.suppliers.cost * 2))
    with pytest.raises(DataError, match="cost of suppliers differs"):
        solve_bloc([one, dearer], LIMITS, AIM)
    with pytest.raises(DataError, match="1 partners"):
        solve_bloc([one], LIMITS, AIM)
