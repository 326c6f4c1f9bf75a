"""Designs, facts and criteria: every row says where it stands; wrong rows are refused."""

from __future__ import annotations

import datetime as dt

import pytest

from kanmon.catalogue.conditions import (
    PAIRED,
    conditions,
    criteria,
    parse_conditions,
    parse_criteria,
)
from kanmon.catalogue.reactors import design, designs, parse_designs
from kanmon.errors import CodeError, DataError

FACTS = "economy,instrument,other,value,from,to,source,date,status,note\n"
DESIGNS = (
    "id,name,maker,economy,type,power,thermal,fuel,assay_low,assay,assay_high,refuelling,"
    "status,status_date,source,date,row_status,note\n"
)


def test_there_are_enough_designs_and_economies() -> None:
    assert len(designs()) >= 12
    assert len({c.economy for c in conditions()}) >= 50


def test_most_facts_are_found_and_memory_says_so() -> None:
    facts = conditions()
    assert sum(c.status == "found" for c in facts) > len(facts) / 2
    for fact in facts:
        assert fact.source.startswith("memory:") == (fact.status == "memory"), fact
        assert (fact.status == "computed") == fact.source.startswith("computed"), fact
        assert dt.date.fromisoformat(fact.date) <= dt.date(2026, 11, 23), fact


def test_every_design_says_where_it_stands() -> None:
    for one in designs().values():
        assert one.source, one.id
        assert one.source.startswith("memory:") == (one.row_status == "memory"), one.id
        assert dt.date.fromisoformat(one.status_date), one.id
        if one.power and one.thermal:
            # Ships’ and barges’ reactors give part of their heat away.
            assert 0.2 < one.power / one.thermal < 0.5, one.id
        assert one.assay_high is None or one.assay_high < 0.2, one.id


def test_every_criterion_is_worded_in_three_languages() -> None:
    for one in criteria().values():
        assert set(one.names) == {"en", "ja", "fr"}
        assert all(one.names.values())
        assert one.source


def test_an_agreement_with_euratom_begins_no_earlier_than_membership() -> None:
    day = {("USA", "POL"): "2004-05-01", ("USA", "HRV"): "2013-07-01", ("JPN", "ROU"): "2007-01-01"}
    for (supplier, host), start in day.items():
        one = next(
            c
            for c in conditions()
            if (c.economy, c.instrument, c.other) == (supplier, "bilateral", host)
        )
        assert one.start == dt.date.fromisoformat(start)


def test_days_in_force_follow_from_deposits() -> None:
    # Deposited 31 March 2005 and 11 April 1999; in force on the ninetieth day after.
    held = {c.economy: c.start for c in conditions() if c.instrument == "safety"}
    assert held["IND"] == dt.date(2005, 3, 31) + dt.timedelta(90) == dt.date(2005, 6, 29)
    assert held["USA"] == dt.date(1999, 4, 11) + dt.timedelta(90) == dt.date(1999, 7, 10)


def test_only_agreements_name_a_second_economy() -> None:
    for fact in conditions():
        assert bool(fact.other) == (fact.instrument in PAIRED), fact


def test_taiwan_is_told_openly() -> None:
    about = [c for c in conditions() if c.economy == "TWN"]
    assert "npt" not in {c.instrument for c in about}
    safeguards = next(c for c in about if c.instrument == "safeguards")
    assert "INFCIRC/158" in safeguards.note
    assert safeguards.start == dt.date(1971, 12, 6)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("XXX,npt,,none,,,s,2020-01-01,found,", "economy 'XXX'"),
        ("JPN,treaty,,none,,,s,2020-01-01,found,", "instrument 'treaty'"),
        ("JPN,npt,,maybe,,,s,2020-01-01,found,", "value of npt 'maybe'"),
        ("JPN,npt,,none,,,s,2020-01-01,guessed,", "status 'guessed'"),
        ("JPN,npt,,none,,,,2020-01-01,found,", "no source"),
        ("JPN,npt,,none,,,s,,found,", "no date"),
        ("JPN,npt,,none,yesterday,,s,2020-01-01,found,", "day 'yesterday'"),
        ("JPN,npt,,none,2020-01-02,2020-01-01,s,2020-01-01,found,", "2020-01-02 to"),
        ("JPN,npt,USA,none,,,s,2020-01-01,found,", "other 'USA'"),
        ("JPN,bilateral,,none,,,s,2020-01-01,found,", "economy ''"),
        ("JPN,npt,none", "cells"),
    ],
)
def test_wrong_facts_are_refused(row: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        parse_conditions(FACTS + row + "\n", where="x.csv")


def test_a_fact_may_stand_once() -> None:
    row = "JPN,npt,,none,,,s,2020-01-01,found,\n"
    with pytest.raises(DataError, match="twice"):
        parse_conditions(FACTS + row + row, where="x.csv")


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        '[a]\nen = "x"\nja = "x"\nfr = "x"\nsource = "x"\nfrom = 2020-01-01\n',
        '[a]\nen = "x"\n',
        '[a]\nen = "x"\nja = "x"\nfr = "x"\nsource = "x"\nfrom = 2020-01-01\n'
        "assay_below = 0.2\nopinion = 1\n",
        '[a]\nen = "x"\nja = "x"\nfr = "x"\nsource = "x"\nfrom = 2020-01-01\n'
        'any = [[{ of = "king", instrument = "npt", is = ["none"] }]]\n',
        '[a]\nen = "x"\nja = "x"\nfr = "x"\nsource = "x"\nfrom = 2020-01-01\n'
        'any = [[{ of = "host", instrument = "npt", is = ["maybe"] }]]\n',
    ],
)
def test_wrong_criteria_are_refused(text: str) -> None:
    with pytest.raises(DataError):
        parse_criteria(text, where="x.toml")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,A,M,XXX,t,1,3,f,,0.04,0.05,18,design,2020-01-01,s,2020-01-01,found,", "economy"),
        ("a,A,M,JPN,t,1,3,f,,0.06,0.05,18,design,2020-01-01,s,2020-01-01,found,", "assays"),
        ("a,A,M,JPN,t,1,3,f,,,19.75,18,design,2020-01-01,s,2020-01-01,found,", "assays"),
        ("a,A,M,JPN,t,-1,3,f,,,0.05,18,design,2020-01-01,s,2020-01-01,found,", "power"),
        ("a,A,M,JPN,t,1,3,f,,,0.05,18,dreamt,2020-01-01,s,2020-01-01,found,", "dreamt"),
        (",A,M,JPN,t,1,3,f,,,0.05,18,design,2020-01-01,s,2020-01-01,found,", "id"),
    ],
)
def test_wrong_designs_are_refused(row: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        parse_designs(DESIGNS + row + "\n", where="x.csv")


def test_a_design_is_found_by_id_or_name_only() -> None:
    assert design("bwrx-300").id == design("bwrx_300").id
    with pytest.raises(CodeError, match="nothing"):
        design("nothing")
