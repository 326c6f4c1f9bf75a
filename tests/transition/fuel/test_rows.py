"""Rows of the fuel chain and the example paths: sourced, dated, in order, or refused."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pytest

from kanmon.analysis.transition.path import DeploymentPath, joined, parse_path
from kanmon.catalogue.deployment_paths import path_parties, path_texts
from kanmon.catalogue.fuel_facts import (
    STAGES,
    all_sites,
    fact,
    facts,
    fuel_sites,
    parse_facts,
    parse_sites,
)
from kanmon.catalogue.technologies import STATUS, technologies
from kanmon.errors import CodeError, DataError

SITES = "stage,site,operator,economy,owners,low,best,high,unit,source,date,status,note"
FACTS = "scope,key,low,best,high,unit,source,date,status,note"
SITE = {
    "stage": "enrichment",
    "site": "a",
    "operator": "X",
    "economy": "FRA",
    "owners": "FRA",
    "low": "1",
    "best": "2",
    "high": "3",
    "unit": "u",
    "source": "s",
    "date": "2024-01-01",
    "status": "found",
    "note": "",
}
TABLES = ("nuclear_fleet", "fuel_origins", "fuel_need", "plant_factors")
UNITS = {key: one.unit for key, one in technologies().items()}
DAY = dt.date(2026, 11, 23)


def site(**cells: str) -> str:
    return f"{SITES}\n{','.join((SITE | cells).values())}"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"stage": "milling"}, "stage"),
        ({"status": "guess"}, "status"),
        ({"economy": "XXX"}, "economy 'XXX'"),
        ({"owners": "FRA:0.5;DEU:0.4"}, "sum to one"),
        ({"owners": "FRA:half"}, "owner"),
        ({"owners": "XXX"}, "economy"),
        ({"low": "5"}, "in order"),
        ({"best": "many"}, "best"),
        ({"best": ""}, "best"),
    ],
)
def test_a_wrong_site_is_one_clear_error(cells: dict[str, str], said: str) -> None:
    with pytest.raises(DataError, match=said) as caught:
        parse_sites(site(**cells), where="x.csv")
    assert "x.csv" in str(caught.value)
    assert "To mend" in str(caught.value)


def test_a_site_without_any_amount_is_unknown_not_zero() -> None:
    (one,) = parse_sites(site(low="", best="", high=""), where="x.csv")
    assert one.capacity is None


def test_other_columns_are_refused() -> None:
    with pytest.raises(DataError):
        parse_sites("stage,site\nmining,a", where="x.csv")
    with pytest.raises(DataError):
        parse_facts("scope,key\nJPN,a", "scope", where="x.csv")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("JPN,a,1,2,3,u,s,2024,found,\nJPN,a,1,2,3,u,s,2024,found,", "stands twice"),
        ("JPN,a,3,2,1,u,s,2024,found,", "in order"),
        ("JPN,a,1,2,3,u,s,2024,heard,", "status"),
    ],
)
def test_a_wrong_fact_is_one_clear_error(rows: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        parse_facts(f"{FACTS}\n{rows}", "scope", where="x.csv")


def test_what_is_not_on_record_is_said() -> None:
    with pytest.raises(CodeError, match="stock_swu of JPN is not on record"):
        fact("nuclear_fleet", "JPN", "stock_swu")
    with pytest.raises(CodeError, match="stage"):
        fuel_sites("milling")


def check(source: str, date: str, status: str) -> None:
    assert status in STATUS
    assert date[:4].isdigit()
    if status == "memory":
        assert source.startswith("memory: "), source
    elif status == "found":
        assert re.search(r"[\w-]+\.[a-z]{2,6}/", source), f"no address: {source}"
    elif status == "computed":
        assert source.startswith("computed: "), source


@pytest.mark.parametrize("stage", STAGES)
def test_every_site_names_its_source(stage: str) -> None:
    for one in fuel_sites(stage):
        assert one.unit
        check(one.source, one.date, one.status)


def test_one_unit_a_stage() -> None:
    for stage in STAGES:
        assert len({s.unit for s in fuel_sites(stage)}) == 1
    assert len({(s.stage, s.site) for s in all_sites()}) == len(all_sites())


@pytest.mark.parametrize("table", TABLES)
def test_every_fact_names_its_source(table: str) -> None:
    for one in facts(table).values():
        assert one.unit
        check(one.source, one.date, one.status)


def test_shares_of_a_buyers_suppliers_are_no_more_than_whole() -> None:
    for stage in ("mining", "enrichment"):
        for economy in ("USA", "EU"):
            held = [
                f.amount.best
                for (scope, key), f in facts("fuel_origins").items()
                if scope == economy and key.startswith(f"{stage}/")
            ]
            assert 0.0 < sum(held) <= 1.02


def paths() -> dict[str, DeploymentPath]:
    return {
        name: parse_path(text, UNITS, where=name)[name]
        for party in path_parties()
        for name, text in path_texts(party, DAY)
    }


def test_every_path_reads_and_says_what_each_figure_rests_on() -> None:
    found = paths()
    assert (found["JPN"].first_year, found["JPN"].last_year) == (2024, 2040)
    assert (found["USA"].first_year, found["USA"].last_year) == (2024, 2050)
    for path in found.values():
        for course in path.courses:
            for one in course.stated:
                assert one.status in STATUS
                assert one.source
                dt.date.fromisoformat(one.date)
                if one.status == "assumption":
                    assert one.source.startswith("Kanmon: ")
                else:
                    check(one.source, one.date, one.status)


def test_parts_of_a_target_add_up_to_it() -> None:
    found = paths()

    def total(party: str, year: int, *names: str) -> float:
        path = found[party]
        at = path.years.index(year)
        return sum(float(c.values[at]) for c in path.courses if c.technology.startswith(names))

    assert total("JPN", 2040, "wind_floating") == pytest.approx(15.0)
    assert total("JPN", 2040, "wind_floating", "wind_fixed") == pytest.approx(30.0)
    assert total("JPN", 2040, "solar_perovskite") == pytest.approx(20.0)
    assert total("JPN", 2040, "solar") == pytest.approx(0.23 * 1100 / (0.14 * 8.76), rel=5e-3)
    assert total("JPN", 2030, "battery") == pytest.approx(150.0)
    assert total("JPN", 2030, "electrolyser") == pytest.approx(15.0)
    assert total("JPN", 2024, "wind") == pytest.approx(5.84, abs=0.01)
    assert total("USA", 2050, "reactor") == pytest.approx(400.0)
    assert total("USA", 2035, "solar") == total("USA", 2050, "solar") == pytest.approx(730.0)
    assert total("USA", 2024, "wind") == pytest.approx(154.6 + 0.174)


def test_the_bloc_is_the_sum_of_its_members() -> None:
    found = paths()
    whole = joined("EPCC", [found["JPN"], found["USA"]])
    assert [name for name, _ in path_texts("EPCC", DAY)] == ["JPN", "USA"]
    (mine,) = [c for c in whole.courses if c.technology == "reactor_large"]
    parts = [
        c.values[: len(whole.years)]
        for path in found.values()
        for c in path.courses
        if c.technology == "reactor_large"
    ]
    np.testing.assert_allclose(mine.values, sum(parts))


def test_a_party_without_targets_is_told_so() -> None:
    with pytest.raises(CodeError, match="no targets of FRA are documented"):
        path_texts("FRA", DAY)
