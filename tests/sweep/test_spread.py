"""Statistics of a sweep against those of the standard library and of a known distribution."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.errors import DataError
from kanmon.sweep.scenarios import sweep
from kanmon.sweep.spread import loss_by_node, output_by_day, spread
from toy_engine import ToyEngine, ban


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_it_agrees_with_the_standard_library(values: list[float]) -> None:
    found = spread(np.array(values))
    cuts = statistics.quantiles(values, n=20, method="inclusive")
    assert found.draws == len(values)
    assert float(found.mean) == pytest.approx(statistics.fmean(values), abs=1e-6)
    assert float(found.low) == pytest.approx(cuts[0], abs=1e-6)
    assert float(found.median) == pytest.approx(statistics.median(values), abs=1e-6)
    assert float(found.high) == pytest.approx(cuts[-1], abs=1e-6)
    assert found.error is not None
    wanted = statistics.stdev(values) / math.sqrt(len(values))
    assert float(found.error) == pytest.approx(wanted, abs=1e-6)


def test_one_draw_has_no_error_and_none_is_refused() -> None:
    alone = spread(np.array([[2.0, 3.0]]))
    assert alone.error is None
    assert alone.mean.tolist() == alone.low.tolist() == alone.high.tolist() == [2.0, 3.0]
    for bad in (np.zeros((0, 3)), np.array([1.0, np.nan])):
        with pytest.raises(DataError):
            spread(bad)


def test_tables_tell_of_nodes_and_days() -> None:
    found = sweep(ToyEngine(), [ban(cut, id=f"s{cut}") for cut in (0.0, 0.4, 0.8)])
    nodes = loss_by_node(found).to_pylist()
    assert [row["mean"] for row in nodes] == pytest.approx([0.0, 0.0, 6.0, 15.0])
    assert nodes[0]["first_short"] is None
    assert nodes[3]["first_short"] == 2.0
    assert nodes[3]["short_in"] == pytest.approx(2 / 3)
    assert nodes[3]["p50"] == pytest.approx(15.0)
    days = output_by_day(found).to_pylist()
    assert len(days) == 2 * 12
    assert days[12] == {
        "group": "amplifier_chips", "day": 0, "normal": 7.0, "mean": 7.0, "p05": 7.0,
        "p50": 7.0, "p95": 7.0, "standard_error": 0.0,
    }  # fmt: skip
    assert days[23]["mean"] == pytest.approx(7.0 * 0.7)
    single = output_by_day(sweep(ToyEngine(), [ban()])).to_pylist()
    assert single[0]["standard_error"] is None
