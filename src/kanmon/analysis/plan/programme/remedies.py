"""Why no plan keeps every limit, in words: which limits conflict and what would make room."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.plan.programme.conflict import EASED, easings
from kanmon.analysis.plan.programme.model import Model
from kanmon.errors import ScenarioError


def why_infeasible(model: Model) -> ScenarioError:
    """Put into words why no plan keeps every limit.

    Each kind of limit is eased by itself, as little as makes a plan possible; if none does it
    alone, all are eased together, least in sum.

    Args:
        model: a programme without a plan.

    Returns:
        The error to raise.

    Example:
        >>> from kanmon.analysis.plan.programme.good import Good, example_parts
        >>> from kanmon.analysis.plan.programme.limits import Aim, Limits
        >>> from kanmon.analysis.plan.programme.model import model
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> why_infeasible(model(good, Limits(max_share=0.3), Aim())).remedy
        'raise the largest share of an economy from 0.3 to 0.3334, or buy 0.1 of demand less'
    """
    found, where = easings(model), f"plan of {model.good.name}"
    needed, joint = (found.alone, ", or ") if found.alone else (found.together, " and ")
    if not needed:
        return ScenarioError(
            "no plan keeps every limit, and none is possible with all of them eased",
            where=where,
            remedy="look for a lot larger than its supplier can deliver, or rules that conflict",
        )
    conflict = ", ".join(_title(n, model) for n in needed)
    remedy = joint.join(_words(n, by, model) for n, by in needed.items())
    return ScenarioError(f"no plan keeps all of: {conflict}", where=where, remedy=remedy)


def _title(name: str, model: Model) -> str:
    limits, aim = model.limits, model.aim
    return {
        "demand": "the whole demand",
        "capacity": "suppliers' capacity",
        "max share": f"at most {limits.max_share} from one economy",
        "concern": f"at most {limits.max_concern} from economies of concern",
        "trusted": f"at least {limits.min_trusted} from trusted suppliers",
        "upstream": f"at most {limits.max_upstream} from one upstream source",
        "phase in": f"at most {aim.phase_in} change of a share a year",
        "budget": f"at most {limits.budget} USD beyond buying as today",
        "suppliers": f"at most {limits.max_suppliers} suppliers",
    }.get(name, name)


def _words(name: str, by: float, model: Model) -> str:
    limits, aim = model.limits, model.aim
    if name == "budget" and limits.budget is not None:
        return f"raise the budget to {_up(limits.budget + by * model.unit)} USD"
    raised = {
        "max share": ("raise the largest share of an economy", limits.max_share),
        "concern": ("raise the share of economies of concern", limits.max_concern),
        "upstream": ("raise the share of one upstream source", limits.max_upstream),
        "phase in": ("let shares change faster, a year", aim.phase_in),
    }
    if name in raised:
        words, old = raised[name]
        return f"{words} from {old} to {_up((old or 0.0) + by)}"
    if name == "trusted" and limits.min_trusted is not None:
        return (
            f"lower the trusted share from {limits.min_trusted} to {_down(limits.min_trusted - by)}"
        )
    if name == "suppliers" and limits.max_suppliers is not None:
        return f"allow {limits.max_suppliers + int(np.ceil(by - EASED))} suppliers"
    if name == "demand":
        return f"buy {_up(by)} of demand less"
    if name == "capacity":
        return f"find {_up(by)} of demand more capacity at each supplier that is used in full"
    return f"ease {name} by {_up(by)}"


def _up(x: float) -> str:
    """Round up to four digits, so that what is advised suffices."""
    if x <= 0:
        return "0"
    scale = 10.0 ** (int(np.floor(np.log10(x))) - 3)
    return f"{np.ceil(x / scale - EASED) * scale:.10g}"


def _down(x: float) -> str:
    if x <= EASED:
        return "0"
    scale = 10.0 ** (int(np.floor(np.log10(x))) - 3)
    return f"{np.floor(x / scale + EASED) * scale:.10g}"
