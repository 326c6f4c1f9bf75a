"""Plans with whole-number choices: fixed costs, smallest lots, a largest number of suppliers."""

from __future__ import annotations

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.model import Model
from kanmon.analysis.plan.programme.solver import Answer


def choose(m: Model, gap: float) -> tuple[FloatArray, Answer, float]:
    raise NotImplementedError
