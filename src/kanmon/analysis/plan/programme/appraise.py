"""What any plan comes to: cost, gap and loss by scenario, CVaR."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim
from kanmon.analysis.plan.programme.plan import Appraisal, Costs, Plan
from kanmon.errors import DataError

USED = 1e-9  # a share above this counts as a relationship


def appraise(good: Good, plan: Plan, aim: Aim) -> Appraisal:
    """Work out what a plan comes to, whoever made it.

    Args:
        good: what is planned for.
        plan: its decisions; ``aim.years`` years of them.
        aim: years, weight of risk and level of CVaR.

    Returns:
        Costs, gaps, losses and the objective.

    Raises:
        DataError: the plan does not fit the good or the years.

    Source:
        CVaR: Rockafellar and Uryasev (2000).

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> today = Plan(good.suppliers.today[None, :], np.zeros(1), np.zeros(3))
        >>> round(appraise(good, today, Aim(alpha=0.9)).objective, 6)
        8220.0
    """
    s, d = good.suppliers, good.disruptions
    if plan.shares.shape != (aim.years, len(s)) or plan.stock.shape != (aim.years,):
        raise DataError(
            f"shares have shape {plan.shares.shape}, stock {plan.stock.shape}",
            where=f"plan of {good.name}",
            remedy=f"give {aim.years} years and {len(s)} suppliers",
        )
    weights = np.array(aim.weights)
    bought = plan.shares @ s.cost
    kept = (plan.shares > USED) @ s.fixed
    held = good.stock.cost * plan.stock
    opening = float(s.new_cost @ plan.opened)
    already = float(s.today @ s.cost) + good.stock.cost * good.stock.today
    extra = float((bought + held - already).sum() + opening) * good.demand
    costs = Costs(
        float(weights @ bought) * good.demand,
        float(weights @ held) * good.demand,
        opening * good.demand,
        float(weights @ kept),
        extra + float(kept.sum()),
    )
    gap = gaps(good, plan)
    loss = np.stack([good.loss(g) for g in gap]) * good.demand
    short = np.stack([good.short(g) for g in gap])
    risk = np.array([cvar(row, d.probability, aim.alpha) for row in loss])
    objective = costs.total + aim.risk_weight * float(weights @ risk)
    return Appraisal(costs, gap, short, loss, risk, short @ d.probability, objective)


def gaps(good: Good, plan: Plan) -> FloatArray:
    """Work out what contracts and stock leave missing, before any relief.

    Args:
        good: what is planned for.
        plan: its decisions.

    Returns:
        float64[Y, W], shares of a year's demand, at or above zero.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> today = Plan(good.suppliers.today[None, :], np.full(1, 0.1), np.zeros(3))
        >>> gaps(good, today).round(3).tolist()
        [[0.0, 0.62, 0.0]]
    """
    d = good.disruptions
    arriving = plan.shares @ d.delivered.T
    return np.asarray(np.maximum(d.duration * (1 - arriving) - plan.stock[:, None], 0.0))


def cvar(loss: FloatArray, probability: FloatArray, alpha: float) -> float:
    """Average the worst 1 - alpha of losses.

    Args:
        loss: float64[W], by scenario.
        probability: float64[W], summing to one.
        alpha: level, 0 (all of them) to just below 1.

    Returns:
        CVaR in the unit of the losses.

    Source:
        Rockafellar and Uryasev (2000).

    Example:
        >>> cvar(np.array([0.0, 1.0, 10.0]), np.array([0.5, 0.25, 0.25]), 0.5)
        5.5
    """
    return float(tail(loss, probability, alpha) @ loss)


def tail(loss: FloatArray, probability: FloatArray, alpha: float) -> FloatArray:
    """Weigh scenarios as CVaR does: the worst first, until 1 - alpha is used up.

    Args:
        loss: float64[W], by scenario.
        probability: float64[W], summing to one.
        alpha: level, 0 to just below 1.

    Returns:
        float64[W], weights summing to one, each at most probability / (1 - alpha).

    Source:
        Dual form of CVaR: Rockafellar, Uryasev and Zabarankin (2006).

    Example:
        >>> tail(np.array([0.0, 1.0, 10.0]), np.array([0.5, 0.45, 0.05]), 0.9).round(2).tolist()
        [0.0, 0.5, 0.5]
    """
    order = np.argsort(-loss, kind="stable")
    most = probability[order] / (1 - alpha)
    used = np.minimum(np.cumsum(most), 1.0)
    weights = np.empty_like(used)
    weights[order] = np.diff(used, prepend=0.0)
    return weights
