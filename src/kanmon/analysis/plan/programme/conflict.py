"""Which limits conflict where no plan keeps them all, and how much each would have to give."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.highs import load, quiet, run
from kanmon.analysis.plan.programme.limiting import bounds_by_kind
from kanmon.analysis.plan.programme.model import Model
from kanmon.analysis.plan.programme.rows import Rows, Tag

ROOMY = 10.0  # no share of demand needs to be larger, however far limits are eased
EASED = 1e-7


@dataclass(frozen=True, slots=True)
class Easings:
    """Say how much limits would have to give for a plan to be possible.

    ``alone`` has the kinds of limits that suffice by themselves, each with the least it has to
    give; only if it is empty, ``together`` has what all would have to give, least in sum; both
    empty: nothing helps. In shares of demand, suppliers, or the programme's unit of money.

    Example:
        >>> Easings({"max share": 0.1}, {}).alone
        {'max share': 0.1}
    """

    alone: dict[str, float]
    together: dict[str, float]


def easings(model: Model) -> Easings:
    """Find how much limits would have to give.

    Args:
        model: a programme without a plan.

    Returns:
        The kinds of limits and what each has to give.

    Source:
        Elastic relaxation: Brown and Graves (1975); Chinneck (2008).

    Example:
        >>> from kanmon.analysis.plan.programme.good import Good, example_parts
        >>> from kanmon.analysis.plan.programme.limits import Aim, Limits
        >>> from kanmon.analysis.plan.programme.model import model
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> found = easings(model(good, Limits(max_share=0.3), Aim()))
        >>> {kind: round(by, 6) for kind, by in found.alone.items()}
        {'max share': 0.033333, 'demand': 0.1}
    """
    rows, groups = _all_as_rows(model)
    names = sorted(dict.fromkeys(g for g in groups if g), key=lambda g: g == "demand")
    alone = {}
    for name in names:
        eased = _ease(model, rows, groups, [name])
        if eased is not None:
            alone[name] = eased[name]
    if alone:
        return Easings(alone, {})
    together = _ease(model, rows, groups, names) or {}
    return Easings({}, {n: by for n, by in together.items() if by > EASED})


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
