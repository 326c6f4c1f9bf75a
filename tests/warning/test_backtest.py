"""The back-test: no leakage, alerts explained to their inputs, bars on bench and real events."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from kanmon.analysis.warning.backtest.bench import run_bench
from kanmon.analysis.warning.backtest.bootstrap import block_bootstrap, event_bootstrap
from kanmon.analysis.warning.backtest.judge import judge
from kanmon.analysis.warning.backtest.page import accuracy_page
from kanmon.analysis.warning.backtest.replay import replay
from kanmon.analysis.warning.backtest.report import Report, as_json
from kanmon.analysis.warning.backtest.rules import rule_replay, three_gates
from kanmon.analysis.warning.backtest.trial import Span, run_trial
from kanmon.analysis.warning.gather import gather_prices, gather_series, settle
from kanmon.analysis.warning.grid import Grid, month_grid
from kanmon.analysis.warning.panel import SeriesKey
from kanmon.analysis.warning.signals.registry import signal
from kanmon.analysis.warning.weeks import week_grid
from kanmon.catalogue.episodes import Episode, episodes
from kanmon.cli.main import app
from kanmon.reference.price_goods import goods_of_prices
from kanmon.sources.registry import source
from shared_data import SHARED, needs_shared

ONSET = dt.date(2026, 1, 1)


def made(months: int = 80, drop: int = 72) -> Grid:
    draw = np.random.default_rng(7)
    rows = []
    for s in range(20):
        key = SeriesKey("transits", place=f"strait {s}", unit="ships a day", source="portwatch")
        for t in range(months):
            struck = s == 0 and t >= drop
            value = float(draw.lognormal(4.0, 0.08)) * (0.2 if struck else 1.0)
            rows.append((key, 24240 + t, value, 0))
    return month_grid(settle(rows, "portwatch", ()))


def mean_of(sample: np.ndarray, drawn: np.ndarray) -> float:
    return float(sample[drawn].mean())


def episode(place: str = "strait 0") -> Episode:
    return Episode("made", {"place": (place,)}, ONSET, "", "", "memory", "later")


def test_a_replay_never_uses_what_was_not_public() -> None:
    grid = made()
    whole = replay(grid)
    for end in (60, 73, 76):
        day = grid.ends[end - 1].toordinal()
        seen = np.where(grid.published[:, :end] <= day, grid.values[:, :end], np.nan)
        part = Grid(
            grid.keys, seen, grid.published[:, :end], grid.lag, grid.starts[:end], grid.ends[:end]
        )
        again = replay(part)
        assert np.array_equal(again.probability, whole.probability[:, :end], equal_nan=True)
        assert [a.id for a in again.alerts] == [
            a.id for a in whole.alerts if a.opened.toordinal() <= day
        ]


def test_every_alert_is_explained_to_its_inputs() -> None:
    grid = made()
    alerts = replay(grid).alerts
    assert any(a.place == "strait 0" for a in alerts)
    for alert in alerts:
        assert alert.evidence
        assert alert.opened == max(e.published for e in alert.evidence)
        for e in alert.evidence:
            s = next(n for n, k in enumerate(grid.keys) if k.place == alert.place)
            t = grid.starts.index(e.period)
            one = signal(e.signal)
            assert one.band is not None
            assert e.value == grid.values[s, t]
            assert e.score == one.score(grid.values[s : s + 1])[0, t]
            band = [side[0, t] for side in one.band(grid.values[s : s + 1])]
            assert [e.low, e.middle, e.high] == band
            assert e.published.toordinal() == grid.published[s, t]
            assert (e.source, e.unit) == ("portwatch", "ships a day")


def test_a_sudden_drop_is_found_and_others_are_counted() -> None:
    grid = made()
    judged = judge(grid, replay(grid), [episode()])
    (verdict,) = judged.verdicts
    assert verdict.alert == dt.date(2026, 2, 7)
    assert verdict.lead == -37
    assert judged.watched > 500
    assert judged.per_thousand < 10.0


def test_an_episode_nobody_has_data_for_is_not_covered() -> None:
    grid = made()
    (verdict,) = judge(grid, replay(grid), [episode("nowhere")]).verdicts
    assert not verdict.covered
    assert verdict.alert is None


def test_a_yearly_alert_is_told_but_too_late_to_count() -> None:
    key = SeriesKey("export_value", "ore", "IDN")
    sold = [10.0, 12.0, 11.0, 13.0, 12.0, 14.0, 13.0, 14.0, 1.0, 1.0]
    years = [dt.date(2017 + n, 1, 1) for n in range(10)]
    published = np.array([[day.replace(year=day.year + 1).toordinal() for day in years]])
    grid = Grid(
        (key,),
        np.array([sold]),
        published,
        np.array([1]),
        tuple(years),
        tuple(day.replace(month=12, day=31) for day in years),
    )
    ban = Episode("ban", {"good": ("ore",)}, dt.date(2025, 1, 12), "", "", "memory", "later")
    trial = run_trial("ore", grid, [ban], Span(None, None, 50), freq="yearly")
    (verdict,) = trial.judged["Kanmon"].verdicts
    assert verdict.covered
    assert verdict.alert is None
    assert verdict.late == dt.date(2026, 1, 1)
    page = accuracy_page(Report((), (trial,), 50, ()))
    assert "missed; told 2026-01-01, -354, too late to count" in page


def test_a_budget_keeps_the_rarest() -> None:
    grid = made()
    assert (replay(grid, budget=1).told.sum(axis=0) <= 1).all()
    assert replay(grid, budget=1).told[0].any()


def test_context_raises_severity_and_stands_in_the_evidence() -> None:
    draw = np.random.default_rng(3)
    rows = []
    for s in range(12):
        for t in range(70):
            jump = 6.0 if s == 0 and t == 66 else 1.0
            price = float(draw.lognormal(3.0, 0.05)) * jump
            rows.append((SeriesKey("price", f"good {s}", source="p"), 24240 + t, price, 0))
            sold = float(draw.lognormal(5.0, 0.05)) / jump
            rows.append((SeriesKey("flow", f"good {s}", "CHN", source="p"), 24240 + t, sold, 0))
    found = [a for a in replay(month_grid(settle(rows, "p", ()))).alerts if a.economy]
    struck = next(a for a in found if a.good == "good 0")
    assert {e.signal for e in struck.evidence} >= {"volume_drop", "price_jump"}


def test_naive_rules_fire_where_they_should() -> None:
    grid = made()
    (verdict,) = judge(grid, rule_replay(grid, "yoy"), [episode()]).verdicts
    assert verdict.alert is not None
    assert not (~np.isnan(rule_replay(grid, "three gates").probability)).any()
    small = np.ones((1, 15))
    assert not three_gates(small, small * 0.1, small * 9.0).any()


def test_intervals_cover_what_they_measure() -> None:
    rng = np.random.default_rng(1)
    inside = 0
    for seed in range(60):
        sample = rng.normal(size=48)
        low, high = block_bootstrap(partial(mean_of, sample), 48, block=3, seed=seed)
        inside += low <= 0.0 <= high
    assert inside >= 45
    low, high = event_bootstrap(np.arange(40) < 20)
    assert 0.3 < low < 0.5 < high < 0.7


def test_report_and_page_agree_and_hide_nothing() -> None:
    grid = made()
    trial = run_trial("made", grid, [episode(), episode("strait 5")], Span(None, None, 50))
    report = Report(run_bench([5], 10, 2000), (trial,), 50, ())
    page = accuracy_page(report)
    plain = json.loads(json.dumps(as_json(report), allow_nan=False))
    assert "| made | later | made, monthly | 2026-01-01 | 2026-02-07 |" in page
    assert "missed" in page
    assert plain["data"][0]["methods"]["Kanmon"]["episodes"][1]["alert"] is None
    assert {row["method"] for row in plain["bench"]} >= {"combined", "seasonal z"}


def test_the_command_replays_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    head = "series,indicator,good,economy,partner,place,freq,period,value,unit,published"
    lines = [
        f"a,price,,,,,monthly,{2019 + t // 12}-{t % 12 + 1:02d},{100 + t % 7},USD,"
        for t in range(60)
    ]
    file.write_text("\n".join([head, *lines]), "utf-8")
    page = tmp_path / "page.md"
    done = CliRunner().invoke(
        app, ["backtest", "--series", str(file), "--seeds", "", "--json", "--write", str(page)]
    )
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["data"][0]["series"] == 1
    assert page.read_text("utf-8").startswith("# How accurate")
    wrong = CliRunner().invoke(app, ["backtest", "--series", str(tmp_path / "none.csv")])
    assert wrong.exit_code != 0


@pytest.mark.slow
def test_bars_on_unseen_seeds() -> None:
    for row in run_bench([201, 202, 203]):
        if row.method == "combined":
            assert row.accuracy.recall >= 0.55
            assert row.accuracy.precision >= 0.30
            assert row.accuracy.average_precision >= 0.20


class TestReal:
    pytestmark = needs_shared

    def test_ports(self) -> None:
        table = source("portwatch").read(
            SHARED / "imf_portwatch_chokepoints" / "chokepoint_monthly.parquet"
        )
        grid = month_grid(gather_series(table.tables["series"], "portwatch"))
        judged = judge(grid, replay(grid), episodes())
        found = {v.name[:3]: v.alert for v in judged.verdicts if v.covered}
        assert found["Red"]
        assert found["Hor"]
        assert judged.per_thousand < 10.0

    def test_prices(self) -> None:
        file = SHARED / "worldbank_pink_sheet" / "monthly_prices_long.parquet"
        table = source("pink_sheet").read(file).tables["prices"]
        grid = month_grid(gather_prices(table, "pink_sheet", goods_of_prices()))
        found = replay(grid)
        judged = judge(grid, found, episodes())
        assert sum(v.alert is not None for v in judged.verdicts if v.covered) >= 7
        assert judged.per_thousand < 6.0
        assert {"nickel_metal", "urea"} <= {alert.good for alert in found.alerts}

    def test_hormuz_within_days(self) -> None:
        table = source("portwatch").read(
            SHARED / "imf_portwatch_chokepoints" / "hormuz_daily.parquet"
        )
        grid = week_grid(table.tables["series"], "portwatch")
        alerts = replay(grid, signals=[signal("weekly_drop")]).alerts
        alarms = [a.opened for a in alerts if a.severity == "alarm" and a.opened.year == 2026]
        assert alarms == [dt.date(2026, 3, 15)]

    def test_gas(self) -> None:
        table = source("entsog").read(SHARED / "eu_gas_flows_daily" / "eu_gas_flows_daily.parquet")
        grid = week_grid(table.tables["series"], "entsog")
        found = replay(grid, signals=[signal("weekly_drop")])
        told = [v.alert for v in judge(grid, found, episodes()).verdicts if v.name[:6] == "EU gas"]
        assert told != [None]
