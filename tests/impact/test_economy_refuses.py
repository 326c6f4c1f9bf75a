"""Malformed tables, rules, bridges and scenarios: a clear error, or a finite answer; never NaN."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from kanmon.analysis.impact.engines.economy.engine import EconomyEngine
from kanmon.analysis.impact.engines.economy.leontief import demand_effect, supply_left
from kanmon.analysis.impact.engines.economy.rules import EconomyRules
from kanmon.analysis.impact.engines.economy.table import EconomyTable, economy_table, merged
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.responses import NewCapacity, StockRelease, Substitution
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, DemandChange, Restriction
from kanmon.errors import DataError, KanmonError, ScenarioError

DAY = dt.date(2027, 1, 1)
PLACES, TRADES = ("CHN", "USA"), ("x", "y")
SALES = np.array([[1.0, 2, 3, 1], [1, 1, 0, 2], [2, 0, 1, 1], [1, 2, 2, 1]])
FINAL = np.array([[4.0, 2], [3, 3], [1, 5], [2, 6]])
INF, NAN = float("inf"), float("nan")


def changed(values: np.ndarray, cell: tuple[int, int], to: float) -> np.ndarray:
    out = values.copy()
    out[cell] = to
    return out


def good(**over: Any) -> EconomyTable:
    given = {"economies": PLACES, "industries": TRADES, "sales": SALES, "final": FINAL}
    return economy_table(**{**given, "unit": "M", **over})


BAD_TABLES: dict[str, dict[str, Any]] = {
    "sales nan": {"sales": changed(SALES, (0, 1), NAN)},
    "sales inf": {"sales": changed(SALES, (0, 1), INF)},
    "sales minus inf": {"sales": changed(SALES, (2, 2), -INF)},
    "sales below zero": {"sales": changed(SALES, (0, 1), -1.0)},
    "sales hardly below zero": {"sales": changed(SALES, (0, 1), -1e-12)},
    "sales not square": {"sales": SALES[:3]},
    "sales too large": {"sales": np.ones((5, 5))},
    "sales one row": {"sales": SALES[0]},
    "sales text": {"sales": [["a"] * 4] * 4},
    "sales ragged": {"sales": [[1.0], [1.0, 2.0], [], []]},
    "sales empty": {"sales": np.zeros((0, 0))},
    "final nan": {"final": changed(FINAL, (3, 1), NAN)},
    "final inf": {"final": changed(FINAL, (3, 1), INF)},
    "final one column": {"final": FINAL[:, :1]},
    "final three columns": {"final": np.ones((4, 3))},
    "final no column": {"final": np.ones((4, 0))},
    "final short": {"final": FINAL[:2]},
    "final flat": {"final": FINAL[:, 0]},
    "output nan": {"output": [NAN, 1.0, 1.0, 1.0]},
    "output below zero": {"output": [-13.0, 10.0, 10.0, 14.0]},
    "output short": {"output": [1.0, 2.0]},
    "output doubled": {"output": 2.0 * (SALES.sum(1) + FINAL.sum(1))},
    "output in thousands": {"output": 1000.0 * (SALES.sum(1) + FINAL.sum(1))},
    "output of another table": {"output": [30.0, 1.0, 5.0, 2.0]},
    "nothing made": {"sales": np.zeros((4, 4)), "final": np.zeros((4, 2))},
    "only disposals": {"sales": np.zeros((4, 4)), "final": -FINAL},
    "no economies": {"economies": ()},
    "no industries": {"industries": ()},
    "economy twice": {"economies": ("CHN", "CHN")},
    "industry twice": {"industries": ("x", "x")},
    "economy unnamed": {"economies": ("CHN", "")},
    "one economy too many": {"economies": ("CHN", "USA", "JPN")},
    "no unit": {"unit": " "},
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_tables_are_refused(name: str) -> None:
    with pytest.raises(DataError) as told:
        good(**BAD_TABLES[name])
    assert told.value.remedy


BAD_RULES: dict[str, dict[str, Any]] = {
    "no safety": {"safety": 0.0},
    "safety above one": {"safety": 1.1},
    "safety nan": {"safety": NAN},
    "stock under a day": {"inventory_days": 0.5},
    "stock without end": {"inventory_days": INF},
    "stock nan": {"inventory_days": NAN},
    "stock times safety under a day": {"inventory_days": 1.2, "safety": 0.5},
    "stock of unknown": {"inventory_days": {"x": 9.0, "y": 9.0, "z": 9.0}},
    "stock lacking": {"inventory_days": {"x": 9.0}},
    "restored at once": {"restore_days": 0.0},
    "capacity below normal": {"over_most": 0.9},
    "over nan": {"over_most": NAN},
    "over at once": {"over_days": 0.0},
    "orders unknown": {"orders": "fair"},
    "compat unknown": {"compat": "ario"},
    "important unknown": {"important": "some"},
    "spare below zero": {"spare": -0.1},
    "spare nan": {"spare": NAN},
    "classes of three": {"classes": np.full((2, 2), 3, np.int8)},
    "classes misshapen": {"classes": np.zeros((3, 2), np.int8)},
    "a year of no days": {"year_days": 0.0},
}


@pytest.mark.parametrize("name", BAD_RULES)
def test_rules_are_refused(name: str) -> None:
    with pytest.raises(DataError):
        EconomyEngine(good(), EconomyRules(**BAD_RULES[name]))


@pytest.mark.parametrize(
    "bridge",
    [
        {"g": (("z", 0.5),)},
        {"g": ()},
        {"g": (("x", 0.0),)},
        {"g": (("x", 1.5),)},
        {"g": (("x", NAN),)},
        {"g": (("x", -0.1),)},
        {"g": (("x", 0.1), ("x", 0.2))},
    ],
)
def test_bridges_are_refused(bridge: dict[str, tuple[tuple[str, float], ...]]) -> None:
    with pytest.raises(ScenarioError):
        EconomyEngine(good(), bridge=bridge)


@pytest.mark.parametrize(
    "part",
    [
        Restriction("b", ("CHN",), ("gallium_metal",), DAY),
        Restriction("b", ("CHN",), ("industry:z",), DAY),
        Restriction("b", ("CHN",), ("industry:",), DAY),
        Restriction("b", ("JPN",), ("industry:x",), DAY),
        Restriction("b", ("CHN",), ("industry:x",), DAY, on=("JPN",)),
        Restriction("b", ("CHN",), ("industry:x",), DAY, cut=Range(0.0, 0.5, 1.0)),
        CapacityLoss("c", ("JPN",), ("industry:x",), DAY, 0.5),
        CapacityLoss("c", ("CHN",), ("x",), DAY, 0.5),
        DemandChange("d", ("JPN",), ("industry:x",), DAY, 0.5),
        DemandChange("d", ("USA",), ("unknown",), DAY, 0.5),
        StockRelease("r", ("JPN",), ("industry:x",), 5.0),
        StockRelease("r", ("USA",), ("unknown",), 5.0),
        Substitution("s", ("USA",), ("industry:x",), 0.5, in_goods=("unknown",)),
        NewCapacity("n", ("JPN",), ("industry:x",), 0.5),
    ],
)
def test_scenarios_are_refused(part: Any) -> None:
    shock = isinstance(part, Restriction | CapacityLoss | DemandChange)
    case = Scenario(
        "s", "S", DAY, 9, shocks=(part,) if shock else (), responses=() if shock else (part,)
    )
    with pytest.raises(KanmonError) as told:
        EconomyEngine(good()).run([case])
    assert told.value.remedy


@pytest.mark.parametrize("threads", [0, -1])
def test_threads_are_refused(threads: int) -> None:
    with pytest.raises(ScenarioError):
        EconomyEngine(good()).run([Scenario("s", "S", DAY, 9)], threads=threads)


def test_engines_are_named() -> None:
    with pytest.raises(KanmonError):
        EconomyEngine(good(), engine="fortran")


def disconnected() -> EconomyTable:
    sales = np.zeros((4, 4))
    sales[0, 1] = sales[2, 3] = 1.0
    return good(sales=sales)


def idle(buys: float, sells: float) -> EconomyTable:
    sales = SALES.copy()
    sales[:, 1] = buys
    sales[1, :] = sells
    sales[1, 1] = 0.0
    final = FINAL.copy()
    final[1] = 0.0
    rows = sales.sum(1) + final.sum(1)
    rows[1] = 0.0
    return good(sales=sales, final=final, output=rows)


ODD_TABLES: dict[str, Callable[[], EconomyTable]] = {
    "huge": lambda: good(sales=SALES * 1e12, final=FINAL * 1e12),
    "tiny": lambda: good(sales=SALES * 1e-12, final=FINAL * 1e-12),
    "far apart": lambda: good(sales=SALES * np.array([1e12, 1, 1e-6, 1])),
    "disconnected": disconnected,
    "no trade at all": lambda: good(sales=np.zeros((4, 4))),
    "no final demand but one": lambda: good(final=changed(np.zeros((4, 2)), (0, 0), 5.0)),
    "idle": lambda: idle(0.0, 0.0),
    "idle but buying": lambda: idle(1.0, 0.0),
    "idle but selling": lambda: idle(0.0, 0.01),
    "inputs above output": lambda: good(sales=changed(SALES, (0, 3), 500.0)),
    "drawn from stocks": lambda: good(final=changed(FINAL, (0, 0), -3.0)),
    "categories": lambda: good(final=np.hstack([FINAL, -0.1 * FINAL])),
    "rows off a little": lambda: good(output=1.01 * (SALES.sum(1) + FINAL.sum(1))),
    "single": lambda: economy_table(("CHN",), ("x",), [[1.0]], [[1.0]], unit="M"),
}


@pytest.mark.parametrize("engine", ["native", "numpy"])
@pytest.mark.parametrize("name", ODD_TABLES)
def test_odd_tables_give_finite_answers(name: str, engine: str) -> None:
    table = ODD_TABLES[name]()
    quiet = Scenario("q", "Q", DAY, 40)
    loss = CapacityLoss("c", ("CHN",), ("industry:x",), DAY + dt.timedelta(2), 1.0)
    hit = Scenario("h", "H", DAY, 40, shocks=(loss,))
    ban = Restriction("b", ("CHN",), ("industry:x",), DAY)
    shut = Scenario("b", "B", DAY, 40, shocks=(ban,))
    still, *moved = EconomyEngine(table, engine=engine).run([quiet, hit, shut])
    made = still.base > 0.0
    assert np.abs(still.output[made] / still.base[made, None] - 1.0).max() < 1e-12
    for outcome in (still, *moved):
        assert np.isfinite(outcome.output).all()
        assert (outcome.output >= 0.0).all()
        assert outcome.unmet is not None
        assert np.isfinite(outcome.unmet).all()
        assert (outcome.unmet >= 0.0).all()
        assert outcome.residual < 1e-11
    assert table.notes or name not in ("idle", "inputs above output", "drawn from stocks")


def test_kernel_refuses_arrays_that_do_not_fit() -> None:
    from kanmon.analysis.impact.engines.economy import stepper
    from kanmon.analysis.impact.engines.economy.course import course
    from kanmon.analysis.impact.engines.economy.works import works
    from kanmon.compiled import compiled

    ready = works(good(), EconomyRules())
    plan = course(Scenario("q", "Q", DAY, 5), ready, {})
    table, arrays = stepper._packed(ready), stepper._arrays(plan)
    outs = stepper._outs(5, 4, 2)
    run = compiled("test").economy_run
    habits = (1.25, 0.01, 0.0, True, False)
    run(table, (2, 2, 5), habits, [arrays], [outs])
    bad_phase = (np.full(5, 7, np.int32), *arrays[1:])
    bad_cut = (*arrays[:2], (np.array([0, 2, 0], np.int32), np.ones(1), arrays[2][2]), *arrays[3:])
    for shape, courses, out in (
        ((2, 2, 6), [arrays], [outs]),
        ((3, 2, 5), [arrays], [outs]),
        ((2, 2, 0), [arrays], [outs]),
        ((2, 2, 5), [bad_phase], [outs]),
        ((2, 2, 5), [bad_cut], [outs]),
        ((2, 2, 5), [arrays] * 2, [outs] * 2),
        ((2, 2, 5), [], []),
    ):
        with pytest.raises(ValueError, match=r"array|range|days|courses"):
            run(table, shape, habits, courses, out)


def test_static_answers_refuse_and_merging_too() -> None:
    table = good()
    for bad in ([1.0], [NAN] * 4):
        with pytest.raises(DataError):
            demand_effect(table, bad)
        with pytest.raises(DataError):
            supply_left(table, bad)
    with pytest.raises(DataError):
        supply_left(table, [1.2, 0, 0, 0])
    with pytest.raises(DataError):
        merged(table, economies=("ALL",))
    closed = economy_table(("CHN",), ("x", "y"), [[0, 1], [1, 0]], [[0], [0]], unit="M")
    with pytest.raises(DataError):
        demand_effect(closed, [1.0, 0.0])
