"""Plans on the real pack: sensible to a reader, within every limit, and of use in the engine."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from itertools import pairwise

import pytest

from kanmon.brief.plan.page import plan_html
from kanmon.brief.planned import SourcingPlan
from kanmon.catalogue.embargoes import embargoes
from kanmon.codes.tiers import Tiers, make_tiers
from kanmon.errors import CodeError, DataError, ScenarioError
from kanmon.planning.asked import Asked
from kanmon.planning.make import Figures, make_plan
from kanmon.planning.meant import meant

GOODS = (
    "gallium_metal",
    "natural_graphite",
    "rare_earth_compounds",
    "cobalt_metal",
    "palladium",
    "enriched_uranium",
)
_DAY = dt.date(2026, 11, 23)


@cache
def tiers() -> Tiers:
    trusted = ("EPCC", "G7", "EU27", "AUS", "KOR", "NOR")
    entries = [{"party": p, "tier": "trusted"} for p in trusted]
    entries += [{"party": p, "tier": "of_concern"} for p in ("CHN", "RUS")]
    raw = {"as_of": dt.date(2026, 1, 31), "default": "neutral", "entry": entries}
    return make_tiers(raw, where="test")


@cache
def made(good: str) -> SourcingPlan:
    asked = Asked(good, max_share=0.5, from_year=4, draws=0, made_on=_DAY)
    return make_plan("EPCC", asked, Figures(tiers=tiers()))


@pytest.mark.parametrize("good", GOODS)
def test_nobody_sells_more_than_it_has_and_the_need_is_met(good: str) -> None:
    plan = made(good)
    output = {
        row["economy"]: row["output"]
        for row in plan.get("candidates").table.to_pylist()  # type: ignore[union-attr]
        if row["comparable"]
    }
    for row in plan.plan.table.to_pylist():
        assert row["tonnes"] <= row["room"] * (1 + 1e-9) + 1e-6, row
        if row["supplier"] in output and row["opened"] == 0.0:
            assert row["tonnes"] <= output[row["supplier"]] * (1 + 1e-9), row
    for year in {row["year"] for row in plan.plan.table.to_pylist()}:
        shares = [r["share"] for r in plan.plan.table.to_pylist() if r["year"] == year]
        assert sum(shares) >= 1 - 1e-6


@pytest.mark.parametrize("good", GOODS)
def test_limits_hold_for_economies_and_for_what_they_rest_on(good: str) -> None:
    rows = [r for r in made(good).plan.table.to_pylist() if r["year"] >= 2030]
    for year in (2030, 2031):
        sources: dict[str, float] = {}
        for row in (r for r in rows if r["year"] == year):
            assert row["share"] <= 0.5 + 1e-6
            sources[row["source"]] = sources.get(row["source"], 0.0) + row["share"]
        assert max(sources.values()) <= 0.5 + 1e-6


@pytest.mark.parametrize("good", GOODS)
def test_nothing_more_is_bought_of_economies_of_concern_or_under_embargo(good: str) -> None:
    barred = {e.economy for e in embargoes() if e.meets(good, {"JPN", "USA"}, _DAY)}
    for row in made(good).plan.table.to_pylist():
        if row["tier"] == "of_concern" or row["supplier"] in barred:
            assert row["share"] <= row["today"] + 1e-9, row


@pytest.mark.parametrize("good", GOODS)
def test_today_never_grows_back(good: str) -> None:
    by_supplier: dict[str, list[float]] = {}
    for row in made(good).plan.table.to_pylist():
        if row["tier"] == "of_concern":
            by_supplier.setdefault(row["supplier"], []).append(row["share"])
    for name, shares in by_supplier.items():
        assert all(b <= a + 1e-9 for a, b in pairwise(shares)), name


@pytest.mark.parametrize("good", GOODS)
def test_the_impact_engine_finds_the_loss_smaller(good: str) -> None:
    found = made(good).get("sourcing_avoided")
    assert found is not None
    assert found.figures["avoided_planned"].value > 0.0  # type: ignore[operator]
    assert found.figures["avoided_held_out"].value > 0.0  # type: ignore[operator]
    rows = found.table.to_pylist()
    assert {row["planned"] for row in rows} == {True, False}
    for row in rows:
        assert row["avoided"] == pytest.approx(row["mean_today"] - row["mean_plan"])


@pytest.mark.parametrize("good", GOODS)
def test_the_front_falls_and_the_plan_beats_today(good: str) -> None:
    plan = made(good)
    front = plan.get("sourcing_front").table.to_pylist()  # type: ignore[union-attr]
    assert sum(row["chosen"] for row in front) == 1
    for cheap, dear in pairwise(front):
        assert cheap["cost"] < dear["cost"]
        assert cheap["risk"] > dear["risk"]
    ways = {r["way"]: r for r in plan.get("sourcing_compared").table.to_pylist()}  # type: ignore[union-attr]
    assert ways["plan"]["cvar"] < ways["today"]["cvar"]
    assert ways["plan"]["source_hhi"] < ways["today"]["source_hhi"]
    assert ways["today"]["extra_cost"] == pytest.approx(0.0, abs=1.0)


def test_a_partner_that_rests_on_the_same_mine_is_no_way_out() -> None:
    rows = [r for r in made("natural_graphite").plan.table.to_pylist() if r["year"] == 2031]
    leaning = {r["supplier"]: r["source"] for r in rows if r["source"] != r["supplier"]}
    assert leaning["KOR"] == "CHN"
    assert leaning["DEU"] == "CHN"


def test_demands_that_conflict_are_told_in_words() -> None:
    asked = Asked("rare_earth_magnets", max_share=0.2, draws=0, made_on=_DAY)
    with pytest.raises(ScenarioError) as told:
        make_plan("EPCC", asked, Figures(tiers=tiers()))
    assert "no plan keeps all of" in str(told.value)
    assert "of an economy" in told.value.remedy or "%" in told.value.remedy or told.value.remedy


def test_what_is_not_known_must_be_given() -> None:
    with pytest.raises(DataError, match="--need"):
        make_plan("AUS", Asked("gallium_metal", draws=0))
    given = make_plan("AUS", Asked("gallium_metal", need=10.0, draws=0, made_on=_DAY))
    assert given.plan.figures["demand"].value == pytest.approx(10.0)
    codes = {c.code for c in given.plan.caveats}
    assert {"plan_need_given", "plan_world_mix", "plan_no_tiers"} <= codes


def test_more_stock_and_more_budget_never_cost_more_at_risk() -> None:
    def risk(**words: float) -> float:
        asked = Asked("palladium", draws=0, made_on=_DAY, **words)  # type: ignore[arg-type]
        return make_plan("EPCC", asked).plan.figures["cvar"].value  # type: ignore[return-value]

    assert risk(stock_days=180.0) <= risk(stock_days=60.0) + 1.0
    assert risk(budget=5e8) <= risk(budget=1e8) + 1.0


def test_scenarios_named_by_the_reader_are_held_out_or_planned_for() -> None:
    name = "graphite_licence_2023"
    asked = Asked("natural_graphite", hold_out=(name,), draws=0, made_on=_DAY)
    rows = make_plan("EPCC", asked).get("sourcing_avoided").table.to_pylist()  # type: ignore[union-attr]
    assert [r["planned"] for r in rows if r["scenario"] == name] == [False]
    with pytest.raises(ScenarioError, match="strikes no supplier"):
        make_plan("EPCC", Asked("palladium", plan_for=(name,), draws=0))


@pytest.mark.parametrize(
    "words",
    [
        {"max_share": 1.5},
        {"min_trusted": -0.1},
        {"years": 0},
        {"from_year": 6},
        {"need": 0.0},
        {"price": float("nan")},
        {"stock_days": -1.0},
        {"plan_for": ("a",), "hold_out": ("a",)},
    ],
)
def test_what_cannot_be_asked_is_refused(words: dict[str, float]) -> None:
    with pytest.raises(DataError) as told:
        Asked("palladium", **words)  # type: ignore[arg-type]
    assert told.value.remedy


def test_a_material_means_the_good_most_is_imported_of() -> None:
    chosen, others = meant("EPCC", "rare earths")
    assert chosen == "rare_earth_compounds"
    assert "rare_earth_metals" in others
    with pytest.raises(CodeError):
        meant("EPCC", "unobtainium")


@pytest.mark.parametrize("lang", ["en", "ja", "fr"])
def test_the_page_is_whole_in_each_language(lang: str) -> None:
    text = plan_html(made("gallium_metal"), lang)
    assert text.count("<svg") >= 4
    assert "<script" not in text
    assert "None" not in text.replace("Nonetheless", "")
    for key in ("plan.way_", "column.", "caveat.", "headline."):
        assert key not in text
    assert plan_html(made("gallium_metal"), lang) == text


def test_plain_data_carry_unit_date_and_sources() -> None:
    plain = json.loads(json.dumps(made("cobalt_metal").as_json()))
    figure = plain["findings"][0]["figures"]["extra_cost"]
    assert figure["unit"] == "USD"
    assert figure["date"] == "2026-11-23"
    assert figure["sources"]
    assert plain["asked"]["max_share"] == 0.5
