"""Odd and broken input to the agents engine: a clear error or a finite answer, never NaN."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from kanmon.analysis.impact.engines.agents.course import Classes, Course, Factors, lost, steady
from kanmon.analysis.impact.engines.agents.daily import simulate
from kanmon.analysis.impact.engines.agents.links import links
from kanmon.analysis.impact.engines.agents.rules import Rules
from kanmon.analysis.impact.network import FirmNetwork, firm_network
from kanmon.errors import DataError

NAN, INF = float("nan"), float("inf")


def net() -> FirmNetwork:
    return firm_network([0, 1], [1, 2], [1.0, 2.0], [0, 1, 1], final=[0.0, 0.0, 4.0])


BAD_RULES: list[dict[str, Any]] = [
    *(
        {"target_days": d}
        for d in (NAN, INF, -INF, -1.0, 0.0, 0.5, 1e9, 0, "15", None, [], [[9.0]])
    ),
    *({"target_days": np.array(d)} for d in ([1.0, NAN, 3.0], [5.0, 0.0, 5.0], [True])),
    *({"tau": t} for t in (0.0, -1.0, NAN, INF, 0.5, "6", None, 1e9)),
    *({"orders": o} for o in (3, -1, "0", None)),
    *({"rationing": r} for r in (4, -1, "x", None)),
]


@pytest.mark.parametrize("rules", BAD_RULES, ids=str)
def test_rules_that_mean_nothing(rules: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        Rules(**rules)


@pytest.mark.parametrize("size", [1, 2, 4, 30])
def test_one_target_a_firm_or_one_for_all(size: int) -> None:
    with pytest.raises(DataError, match="target_days"):
        simulate(links(net()), Rules(np.full(size, 5.0)), lost([0.0] * 3, days=2))


@pytest.mark.parametrize("loss", [[NAN] * 3, [1.1, 0, 0], [-0.1, 0, 0], [INF] * 3, [], [[0.0]]])
def test_losses_that_are_no_shares(loss: Any) -> None:
    with pytest.raises(DataError):
        lost(loss, days=2)


def changed(**parts: Any) -> Course:
    return replace(steady(np.zeros(3, np.int32), 4), **parts)


def factors(value: float, shape: tuple[int, ...] = (4, 1, 1), row: int = 0) -> Factors:
    return Factors(np.array([row], np.int32), np.full(shape, value))


def classes(
    value: float = 1.0,
    name: str = "passes",
    shape: tuple[int, ...] = (4, 1, 1),
    mark: tuple[int, ...] = (0, 0),
) -> Classes:
    one = np.ones((4, 1, 1))
    plain = Classes(np.array(mark, np.uint16), one, one, 0.0 * one)
    return replace(plain, **{name: np.full(shape, value)})


COURSES: list[Callable[[], Course]] = [
    lambda: steady(np.zeros(0, np.int32), 4),
    lambda: steady(np.zeros(3, np.int32), 0),
    lambda: steady(np.zeros(3, np.int32), 4, lanes=0),
    lambda: steady(np.zeros(2, np.int32), 4),
    lambda: changed(kind=np.array([0, 0, 1], np.int32)),
    lambda: changed(kind=np.array([0, 0, -1], np.int32)),
    lambda: changed(capacity=factors(NAN)),
    lambda: changed(capacity=factors(-1.0)),
    lambda: changed(capacity=factors(INF)),
    lambda: changed(capacity=factors(1.0, row=1)),
    lambda: changed(capacity=factors(1.0, row=-1)),
    lambda: changed(capacity=factors(1.0, shape=(4, 0, 1))),
    lambda: changed(demand=factors(NAN)),
    lambda: changed(demand=factors(-0.5)),
    lambda: changed(demand=factors(1.0, shape=(3, 1, 1))),
    lambda: changed(demand=factors(1.0, shape=(4, 1, 2))),
    lambda: changed(classes=classes(NAN)),
    lambda: changed(classes=classes(1.5)),
    lambda: changed(classes=classes(-1.0)),
    lambda: changed(classes=classes(2.0, "need")),
    lambda: changed(classes=classes(-1.0, "release")),
    lambda: changed(classes=classes(NAN, "reserve", (1, 1))),
    lambda: changed(classes=classes(1.0, "reserve", (2, 1))),
    lambda: changed(classes=classes(1.0, "need", (4, 2, 1))),
    lambda: changed(classes=classes(mark=(0, 1))),
    lambda: changed(classes=classes(mark=(0,))),
]


@pytest.mark.parametrize("course", COURSES)
def test_courses_that_do_not_fit(course: Callable[[], Course]) -> None:
    with pytest.raises(DataError):
        simulate(links(net()), Rules(), course())


@pytest.mark.parametrize(
    ("engine", "threads"), [("julia", 1), ("", 1), ("native", 0), ("numpy", -1)]
)
def test_ways_to_run_that_do_not_exist(engine: str, threads: int) -> None:
    with pytest.raises(DataError):
        simulate(links(net()), Rules(), lost([0.0] * 3, days=2), engine=engine, threads=threads)


ODD: dict[str, FirmNetwork] = {
    "no links": firm_network(np.zeros(0, int), np.zeros(0, int), [], [0, 0], final=[1.0, 2.0]),
    "no links, no demand": firm_network(np.zeros(0, int), np.zeros(0, int), [], [0]),
    "no final demand at all": firm_network([0, 1], [1, 0], [1.0, 1.0], [0, 0]),
    "a firm that sells nothing": firm_network([0], [1], [1.0], [0, 1]),
    "only itself": firm_network([0], [0], [1.0], [0], final=[1.0]),
    "a circle": firm_network([0, 1, 2], [1, 2, 0], [1.0] * 3, [0, 1, 2], final=[1.0, 0.0, 0.0]),
    "two worlds": firm_network([0, 2], [1, 3], [1.0, 1.0], [0, 1, 0, 1], final=[0, 1.0, 0, 1.0]),
    "one pool of huge and tiny": firm_network(
        [0, 1], [2, 2], [1e12, 1e-12], [0, 0, 1], final=[0.0, 0.0, 1e12]
    ),
    "huge": firm_network([0, 1], [1, 2], [1e300, 1e300], [0, 1, 2], final=[0.0, 0.0, 1e300]),
    "tiny": firm_network([0, 1], [1, 2], [1e-300, 1e-300], [0, 1, 2], final=[0.0, 0.0, 1e-300]),
    "twice the same link": firm_network([0, 0], [1, 1], [1.0, 1.0], [0, 1], final=[0.0, 3.0]),
    "costs more than it earns": firm_network([0], [1], [9.0], [0, 1], final=[0.0, 1.0]),
}


@pytest.mark.parametrize("rationing", [0, 1, 2, 3])
@pytest.mark.parametrize("name", list(ODD))
def test_odd_networks_give_finite_answers(name: str, rationing: int) -> None:
    world = ODD[name]
    loss = np.linspace(0.0, 1.0, world.firms)
    runs = [
        simulate(links(world), Rules(rationing=rationing), lost(loss, days=40), engine=engine)
        for engine in ("native", "numpy")
    ]
    for found in runs:
        for values in (found.output, found.unmet, found.bound, found.cost, found.residual):
            assert np.isfinite(values).all()
        assert found.output.min() >= 0.0
    assert np.array_equal(runs[0].output, runs[1].output)


def test_sales_beyond_a_float_are_an_error() -> None:
    with pytest.raises(DataError, match="larger unit"):
        links(firm_network([0, 0], [1, 2], [1.7e308, 1.7e308], [0, 0, 0]))
