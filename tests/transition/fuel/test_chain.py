"""Shares and concentration of every stage: sums, thirds, bounds, and what nobody publishes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.transition.fuel.chain import fuel_chain, stage_capacity, stage_shares
from kanmon.analysis.transition.fuel.concentration import concentration
from kanmon.catalogue.fuel_facts import STAGES, fact, fuel_sites, parse_sites
from kanmon.catalogue.technologies import Span
from kanmon.errors import DataError
from kanmon.provenance import Lineage

HEAD = "stage,site,operator,economy,owners,low,best,high,unit,source,date,status,note"


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("by", ["plant", "owner"])
def test_shares_sum_to_one_and_lie_in_their_bounds(stage: str, by: str) -> None:
    shares = stage_shares(fuel_sites(stage), by)
    assert sum(s.best for s in shares.values()) == pytest.approx(1.0)
    for span in shares.values():
        assert 0.0 <= span.low <= span.best <= span.high <= 1.0


@pytest.mark.parametrize("stage", STAGES)
def test_owners_hold_what_stands(stage: str) -> None:
    totals = [
        sum(s.best for s in stage_capacity(fuel_sites(stage), by).values())
        for by in ("plant", "owner")
    ]
    assert totals[0] == pytest.approx(totals[1])


def test_a_plant_of_three_owners_is_split_and_stands_once() -> None:
    rows = (
        f"{HEAD}\nenrichment,a,X,USA,DEU:0.25;GBR:0.75,30,40,40,u,s,2024,memory,"
        "\nenrichment,b,Y,RUS,RUS,60,60,80,u,s,2024,memory,"
    )
    sites = parse_sites(rows, where="x.csv")
    assert {n: s.best for n, s in stage_shares(sites, "plant").items()} == {"RUS": 0.6, "USA": 0.4}
    owner = stage_shares(sites, "owner")
    assert {n: round(s.best, 9) for n, s in owner.items()} == {"RUS": 0.6, "GBR": 0.3, "DEU": 0.1}
    # Russia at least: 60 against 40; at most: 80 against 30.
    assert owner["RUS"].low == pytest.approx(0.6)
    assert owner["RUS"].high == pytest.approx(80 / 110)


def test_concentration_by_hand() -> None:
    fixed = concentration([Span(6.0, 6.0, 6.0), Span(3.0, 3.0, 3.0), Span(1.0, 1.0, 1.0)])
    assert (fixed.low, fixed.best, fixed.high) == pytest.approx((0.46, 0.46, 0.46))


spans = st.tuples(st.floats(0.0, 100.0), st.floats(0.0, 100.0), st.floats(0.01, 100.0)).map(
    lambda x: Span(*sorted(x))
)


@given(st.lists(spans, min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_no_capacities_within_bounds_leave_the_interval(held: list[Span], seed: int) -> None:
    if not any(s.best > 0.0 for s in held):
        return
    index = concentration(held)
    low, high = (np.array([getattr(s, end) for s in held]) for end in ("low", "high"))
    drawn = low + (high - low) * np.random.default_rng(seed).random((200, len(held)))
    kept = drawn[drawn.sum(axis=1) > 1e-6]
    tried = (kept**2).sum(axis=1) / kept.sum(axis=1) ** 2
    assert np.all(tried >= index.low - 1e-9)
    assert np.all(tried <= index.high + 1e-9)
    assert 1.0 / len(held) - 1e-9 <= index.low <= index.best <= index.high <= 1.0 + 1e-9


def test_nothing_to_concentrate_is_refused() -> None:
    with pytest.raises(DataError, match="capacities"):
        concentration([Span(0.0, 0.0, 0.0)])


def test_figures_of_the_chain_by_hand() -> None:
    f = fuel_chain("USA", ["USA"], Lineage(), trusted=["USA", "FRA"])
    owner = stage_capacity(fuel_sites("enrichment"), "owner")
    whole = sum(s.best for s in owner.values())
    need = fact("nuclear_fleet", "WLD", "need_swu").amount.best
    own = fact("nuclear_fleet", "RUS", "need_swu").amount.best

    def value(name: str) -> float:
        found = f.figures[name].value
        assert isinstance(found, float)
        return found

    assert value("russia_enrichment") == pytest.approx(owner["RUS"].best / whole)
    assert value("free_enrichment") == pytest.approx(whole - need)
    rest = whole - owner["RUS"].best
    assert value("others_enrichment") == pytest.approx(rest / (need - own))
    assert value("without_russia") == pytest.approx(rest / need)
    assert value("trusted_enrichment") == pytest.approx(owner["FRA"].best / whole)
    assert value("hhi_enrichment") == pytest.approx(
        sum((s.best / whole) ** 2 for s in owner.values())
    )
    for stage in STAGES[:-1]:
        low, best, high = (value(f"hhi_{stage}{end}") for end in ("_low", "", "_high"))
        assert 0.0 < low <= best <= high < 1.0


def test_what_nobody_publishes_gives_no_share() -> None:
    f = fuel_chain("JPN", ["JPN"], Lineage())
    for name in ("russia_haleu", "hhi_haleu", "own_haleu"):
        assert f.figures[name].value is None
        assert "RUS" in f.figures[name].missing
    rows = [r for r in f.table.to_pylist() if r["stage"] == "haleu"]
    assert [(r["economy"], r["by_owner"], r["capacity"]) for r in rows] == [
        ("USA", None, 0.9),
        ("RUS", None, None),
    ]
    assert "trusted_enrichment" not in f.figures
    assert [c.code for c in f.caveats] == ["fuel_memory", "fuel_unpublished"]
