"""Why no plan keeps every limit: which limits conflict and what would make room."""

from __future__ import annotations

import highspy
import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.highs import load, quiet, run
from kanmon.analysis.plan.programme.limiting import bounds_by_kind
from kanmon.analysis.plan.programme.model import Model
from kanmon.analysis.plan.programme.rows import Rows, Tag
from kanmon.errors import ScenarioError

ROOMY = 10.0  # no share of demand needs to be larger, however far limits are eased
EASED = 1e-7


def why_infeasible(model: Model) -> ScenarioError:
    """Put into words why no plan keeps every limit.

    Each kind of limit is eased by itself, as little as makes a plan possible; if none does it
    alone, all are eased together, least in sum.

    Args:
        model: a programme without a plan.

    Returns:
        The error to raise.

    Source:
        Elastic relaxation: Brown and Graves (1975); Chinneck (2008).

    Example:
        >>> from kanmon.analysis.plan.programme.good import Good, example_parts
        >>> from kanmon.analysis.plan.programme.limits import Aim, Limits
        >>> from kanmon.analysis.plan.programme.model import model
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> why_infeasible(model(good, Limits(max_share=0.3), Aim())).remedy
        'raise the largest share of an economy from 0.3 to 0.3334, or buy 0.1 of demand less'
    """
    rows, groups = _all_as_rows(model)
    names = sorted(dict.fromkeys(g for g in groups if g), key=lambda g: g == "demand")
    alone = {}
    for name in names:
        eased = _ease(model, rows, groups, [name])
        if eased is not None:
            alone[name] = eased[name]
    where = f"plan of {model.good.name}"
    if alone:
        conflict = ", ".join(_title(n, model) for n in alone)
        remedy = ", or ".join(_words(n, by, model) for n, by in alone.items())
        return ScenarioError(f"no plan keeps all of: {conflict}", where=where, remedy=remedy)
    together = _ease(model, rows, groups, names)
    if together is None:
        return ScenarioError(
            "no plan keeps every limit, and none is possible with all of them eased",
            where=where,
            remedy="look for a lot larger than its supplier can deliver, or rules that conflict",
        )
    needed = {n: by for n, by in together.items() if by > EASED}
    conflict = ", ".join(_title(n, model) for n in needed)
    remedy = " and ".join(_words(n, by, model) for n, by in needed.items())
    return ScenarioError(f"no plan keeps all of: {conflict}", where=where, remedy=remedy)


def _all_as_rows(model: Model) -> tuple[Rows, list[str]]:
    """Turn bounds into rows and say which group of limits each row belongs to."""
    rows, block = Rows(), model.rows
    for i, tag in enumerate(model.tags):
        at = slice(block.start[i], block.start[i + 1])
        value = block.value[at]
        if tag.kind == "relationship":
            value = np.array([1.0, -ROOMY])  # an eased share may pass its old bound
        rows.add(tag, block.index[at], value, lower=block.lower[i], upper=block.upper[i])
    opening = set(model.place.opening.tolist())
    for year in range(model.place.years):
        columns = model.place.share(year)
        for kind, low, high in bounds_by_kind(model.good, model.limits, model.aim, year):
            for s, column in enumerate(columns):
                if kind == "capacity" and s in opening and model.good.suppliers.lead[s] <= year:
                    continue  # a row of the model already
                tag = Tag(kind, model.good.suppliers.labels[s], year)
                rows.add(tag, [column], 1.0, lower=float(low[s]), upper=float(high[s]))
    return rows, [_group(tag) for tag in rows.tags]


def _group(tag: Tag) -> str:
    if tag.kind in ("relationship", "lot"):
        return ""
    return f"rule {tag.subject}" if tag.kind == "rule" else tag.kind


def _ease(model: Model, rows: Rows, groups: list[str], names: list[str]) -> dict[str, float] | None:
    """Ease some groups of limits as little as makes a plan possible."""
    n, block = model.place.columns, rows.block()
    eased = Rows()
    for i, (tag, group) in enumerate(zip(rows.tags, groups, strict=True)):
        at = slice(block.start[i], block.start[i + 1])
        index, value = block.index[at].tolist(), block.value[at].tolist()
        low, high = float(block.lower[i]), float(block.upper[i])
        if group not in names:
            eased.add(tag, index, value, lower=low, upper=high)
            continue
        column = n + names.index(group)
        steps = (tag.year or 0) + 1 if len(index) == 1 and tag.kind == "phase in" else 1
        if np.isfinite(low):
            eased.add(tag, [*index, column], [*value, float(steps)], lower=low)
        if np.isfinite(high):
            eased.add(tag, [*index, column], [*value, -float(steps)], upper=high)
    lower, upper = np.zeros(n + len(names)), np.full(n + len(names), ROOMY)
    upper[:n] = model.upper
    for year in range(model.place.years):
        upper[model.place.share(year)] = ROOMY
    upper[n:] = np.inf
    cost = np.r_[np.zeros(n), np.ones(len(names))]
    x = _least(cost, lower, upper, eased, model)
    return None if x is None else dict(zip(names, x[n:].tolist(), strict=True))


def _least(
    cost: FloatArray, lower: FloatArray, upper: FloatArray, rows: Rows, model: Model
) -> FloatArray | None:
    highs = quiet()
    load(highs, cost, lower, upper, rows.block())
    if model.place.links:
        whole = np.concatenate([model.place.link(y) for y in range(model.place.years)])
        kind = np.full(len(whole), highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(len(whole), whole.astype(np.int32), kind)
    if not run(highs, model.good.name):
        return None
    return np.asarray(highs.getSolution().col_value)


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
