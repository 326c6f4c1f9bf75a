"""Losses on made-up flows whose diversion, rerouting and gains are known exactly."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from kanmon.analysis.coercion.trade.example import example_panel
from kanmon.analysis.coercion.trade.findings import counterfactual, trade_loss
from kanmon.analysis.coercion.trade.gains import gainers, placebos
from kanmon.analysis.coercion.trade.losses import Losses, losses
from kanmon.analysis.coercion.trade.measure import Measure
from kanmon.analysis.coercion.trade.panel import panel_of
from kanmon.provenance import Lineage

HIT = Measure("T", "I", "x", 2010)
YEARS = range(2000, 2013)


def world() -> Losses:
    """T sells 100 to I until 2010; then 60 of it goes to V and 40 of those on to I; S gains 30."""
    draw = np.random.default_rng(5)
    flows: list[dict[str, object]] = []

    def sell(seller: str, buyer: str, good: str, before: float, after: float) -> None:
        for year in YEARS:
            value = (after if year >= 2010 else before) * float(np.exp(0.02 * draw.normal()))
            if value > 0:
                flows.append(
                    {
                        "year": year,
                        "exporter": seller,
                        "importer": buyer,
                        "good": good,
                        "value": value,
                    }
                )

    sell("T", "I", "x", 100.0, 0.0)
    sell("T", "V", "x", 20.0, 80.0)
    sell("V", "I", "x", 10.0, 50.0)
    sell("S", "I", "x", 50.0, 80.0)
    for k in range(12):
        sell("T", "I", f"o{k}", 100.0, 100.0)
        sell("T", "W", f"o{k}", 40.0, 40.0)
        sell("S", f"b{k}", "x", 70.0, 70.0)
        sell("S", "I", f"o{k}", 10.0, 10.0)
    return losses(panel_of(pa.Table.from_pylist(flows), gaps="zero"), HIT)


FOUND = world()


def totals(method: str) -> dict[str, Any]:
    rows = trade_loss(FOUND, Lineage()).table.to_pylist()
    found: dict[str, Any] = next(r for r in rows if r["method"] == method and r["period"] is None)
    return found


@pytest.mark.parametrize("method", ["own_past", "other_goods_mean", "elsewhere_mean"])
def test_gross_net_and_rerouted_are_what_was_put_in(method: str) -> None:
    row = totals(method)
    assert row["gross"] == pytest.approx(300.0, rel=0.05)
    assert row["diverted"] == pytest.approx(180.0, rel=0.1)
    assert row["net"] == pytest.approx(120.0, rel=0.2)
    assert row["net"] == pytest.approx(row["gross"] - row["diverted"], rel=1e-12)
    assert row["rerouted"] == pytest.approx(120.0, rel=0.1)


def test_bounds_hold_what_was_put_in() -> None:
    for method in ("other_goods_mean", "elsewhere_mean"):
        row = totals(method)
        assert row["gross_low"] < 300.0 < row["gross_high"]
        assert row["net_low"] < 120.0 < row["net_high"]


def test_rerouting_goes_through_the_economy_that_did_it() -> None:
    told = trade_loss(FOUND, Lineage())
    assert told.figures["rerouted_most_through"].value == "V"
    assert [leg.third for leg in FOUND.legs] == ["V"]


def test_gains_are_those_of_the_sellers() -> None:
    told = gainers(FOUND, Lineage())
    rows = [r for r in told.table.to_pylist() if r["period"] is None and r["method"] == "own_past"]
    gains = {r["seller"]: r["gain"] for r in rows}
    assert gains["V"] == pytest.approx(120.0, rel=0.1)
    assert gains["S"] == pytest.approx(90.0, rel=0.1)
    assert told.figures["first"].value == "V"


def test_periods_add_up_to_their_total_and_only_expected_is_told_apart() -> None:
    rows = trade_loss(FOUND, Lineage()).table.to_pylist()
    for method in {r["method"] for r in rows}:
        own = [r for r in rows if r["method"] == method]
        whole = next(r for r in own if r["period"] is None)
        assert sum(r["gross"] for r in own if r["period"] is not None) == pytest.approx(
            whole["gross"], rel=1e-9
        )


def test_methods_without_an_answer_say_why_and_none_is_averaged() -> None:
    told = trade_loss(FOUND, Lineage())
    silent = {c.values["method"] for c in told.caveats if c.code == "no_answer"}
    answered = {r["method"] for r in told.table.to_pylist()}
    assert "triple" in silent
    assert silent.isdisjoint(answered)
    differ = next(c for c in told.caveats if c.code == "methods_differ")
    losses_seen = [r["gross"] for r in told.table.to_pylist() if r["period"] is None]
    assert differ.values["least"] == pytest.approx(min(losses_seen))
    assert differ.values["most"] == pytest.approx(max(losses_seen))


def test_every_finding_is_plain_finite_data() -> None:
    panel = example_panel(effect=-60.0)
    found = losses(panel, Measure("T", "I", "g0", 2013))
    for tell in (counterfactual, trade_loss, gainers, placebos):
        for its in (FOUND, found):
            told = tell(its, Lineage(), "T")
            json.dumps(told.as_json(), allow_nan=False)
            assert told.table.num_rows
            assert set(told.units) == set(told.table.column_names)
            for figure in told.figures.values():
                assert figure.value is not None or figure.missing


def test_a_stop_of_all_trade_has_a_loss_but_no_log_effect() -> None:
    told = counterfactual(FOUND, Lineage())
    assert told.figures["gravity_effect"].value is None
    assert "stopped altogether" in told.figures["gravity_effect"].missing
    least = told.figures["expected_least"].value
    assert isinstance(least, float)
    assert least > 200.0
