"""Published criteria on a design, a host and a supplier: cases checked by hand, and silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.transition.conditions import (
    MET,
    NOT_MET,
    UNDETERMINED,
    Answer,
    Asked,
    check,
    outcome_of,
)
from kanmon.catalogue.conditions import Condition, conditions, criteria
from kanmon.catalogue.reactors import design, designs
from kanmon.moving.hosts import check_design, joined

TODAY = dt.date(2026, 11, 23)
HOSTS = sorted({c.economy for c in conditions()})


def answers(
    name: str,
    host: str,
    supplier: str = "",
    day: dt.date = TODAY,
    facts: Sequence[Condition] | None = None,
) -> dict[str, Answer]:
    one = design(name)
    asked = Asked(host, supplier or one.economy, day)
    told = conditions() if facts is None else facts
    return {a.criterion: a for a in check(one, asked, told, criteria().values())}


def test_japan_and_poland_meet_every_criterion_for_an_american_design() -> None:
    for host in ("JPN", "POL"):
        found = answers("bwrx_300", host)
        assert {a.outcome for a in found.values()} == {MET}
        assert found["bilateral"].facts[0].economy in ("USA", "JPN")


def test_indonesia_lacks_a_liability_convention_on_record() -> None:
    found = answers("bwrx_300", "IDN")
    assert found["liability"] == Answer("liability", UNDETERMINED, (), ("liability",))
    assert {k for k, a in found.items() if a.outcome != MET} == {"liability"}
    assert outcome_of(list(found.values())) == UNDETERMINED


def test_india_is_exempt_from_the_day_of_the_statement_on() -> None:
    before = answers("bwrx_300", "IND", day=dt.date(2008, 9, 5))["safeguards"]
    after = answers("bwrx_300", "IND", day=dt.date(2008, 9, 6))["safeguards"]
    assert before.outcome == NOT_MET
    assert after.outcome == MET
    assert "6 September 2008" in after.source
    assert after.since == "2008-09-06"
    assert answers("bwrx_300", "IND")["spent_fuel"].outcome == NOT_MET
    assert answers("bwrx_300", "ISR")["safeguards"].outcome == NOT_MET


def test_pakistan_has_no_exemption() -> None:
    assert answers("acp100", "PAK")["safeguards"].outcome == NOT_MET


def test_iran_fails_by_protocol_and_by_agreement() -> None:
    found = answers("bwrx_300", "IRN")
    assert found["safeguards"].outcome == MET
    assert found["additional_protocol"].outcome == NOT_MET
    assert found["bilateral"].outcome == NOT_MET
    assert answers("ritm_200n", "IRN")["bilateral"].outcome == UNDETERMINED


def test_north_korea_is_not_met_and_its_safeguards_stay_open() -> None:
    found = answers("acp100", "PRK")
    assert outcome_of(list(found.values())) == NOT_MET
    assert found["safeguards"].outcome == UNDETERMINED


def test_taiwan_is_safeguarded_and_its_conventions_are_open() -> None:
    found = answers("bwrx_300", "TWN")
    assert found["safeguards"].outcome == MET
    assert found["bilateral"].outcome == MET
    assert found["nuclear_safety"].outcome == UNDETERMINED
    assert found["spent_fuel"].outcome == UNDETERMINED


@pytest.mark.parametrize(
    ("supplier", "host", "day", "outcome"),
    [
        ("USA", "PHL", "2024-07-01", UNDETERMINED),
        ("USA", "PHL", "2024-07-02", MET),
        ("JPN", "VNM", "2012-01-20", UNDETERMINED),
        ("JPN", "VNM", "2012-01-21", MET),
        ("USA", "EGY", "2021-12-28", MET),
        ("USA", "EGY", "2021-12-29", NOT_MET),
        ("USA", "POL", "2004-04-30", UNDETERMINED),
        ("USA", "POL", "2004-05-01", MET),
        ("GBR", "CZE", "2026-11-23", MET),
    ],
)
def test_agreements_hold_from_the_day_of_entry_to_the_day_of_expiry(
    supplier: str, host: str, day: str, outcome: str
) -> None:
    found = answers("bwrx_300", host, supplier, dt.date.fromisoformat(day))
    assert found["bilateral"].outcome == outcome


def test_criteria_are_asked_from_their_own_day_on() -> None:
    assert "nuclear_safety" not in answers("bwrx_300", "JPN", day=dt.date(1996, 10, 23))
    assert "nuclear_safety" in answers("bwrx_300", "JPN", day=dt.date(1996, 10, 24))


def test_a_fact_without_a_day_of_entry_says_nothing_of_the_time_before_its_source() -> None:
    fact = Condition("KEN", "safety", "", "party", None, None, "s", "2020-06-01", "found")
    assert not fact.holds(dt.date(2020, 5, 31))
    assert fact.holds(dt.date(2020, 6, 1))
    early = answers("bwrx_300", "VNM", day=dt.date(2001, 1, 1))
    assert early["nuclear_safety"].outcome == UNDETERMINED


def test_home_needs_no_agreement_with_itself() -> None:
    found = answers("natrium", "USA")["bilateral"]
    assert (found.outcome, found.facts, found.why) == (MET, (), "USA = USA")


def test_assay_is_asked_of_the_design() -> None:
    for one in designs().values():
        expected = UNDETERMINED if one.assay_high is None else MET
        found = answers(one.id, "JPN")["enrichment"]
        assert found.outcome == expected, one.id
        assert found.source == ("" if one.assay_high is None else one.source)


def test_without_facts_nothing_about_states_is_decided() -> None:
    for host in ("JPN", "PRK", "USA"):
        found = answers("brest_od_300", host, "RUS", facts=[])
        assert {a.outcome for a in found.values()} == {UNDETERMINED}
        assert all(a.missing for a in found.values())


def test_nothing_asked_is_undetermined() -> None:
    assert outcome_of([]) == UNDETERMINED


def test_the_readers_facts_go_before_ours() -> None:
    own = Condition("IDN", "liability", "", "vienna", None, None, "mine", "2025-01-01", "memory")
    assert check_design("bwrx_300", "IDN", day=TODAY).figures["outcome"].value == UNDETERMINED
    assert check_design("bwrx_300", "IDN", day=TODAY, own=[own]).figures["outcome"].value == MET
    worse = Condition("JPN", "safety", "", "none", None, None, "mine", "2025-01-01", "memory")
    assert check_design("bwrx_300", "JPN", day=TODAY, own=[worse]).figures["outcome"].value == (
        NOT_MET
    )
    kept = [c for c in joined([worse]) if (c.economy, c.instrument) == ("JPN", "safety")]
    assert [(c.value, c.source) for c in kept] == [("none", "the reader: mine")]


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(sorted(designs())),
    host=st.sampled_from(HOSTS),
    drop=st.sets(st.integers(0, len(conditions()) - 1), max_size=len(conditions())),
    day=st.dates(dt.date(1970, 1, 1), dt.date(2030, 1, 1)),
)
def test_forgetting_facts_never_makes_anything_met(
    name: str, host: str, drop: set[int], day: dt.date
) -> None:
    less = [c for at, c in enumerate(conditions()) if at not in drop]
    whole, part = answers(name, host, day=day), answers(name, host, day=day, facts=less)
    assert set(whole) == set(part)
    for key, one in part.items():
        if one.outcome == MET:
            assert whole[key].outcome == MET, key
        if one.outcome == NOT_MET:
            # A second value, such as a second convention, may still have met it.
            assert whole[key].outcome in (MET, NOT_MET), key
    if outcome_of(list(part.values())) == MET:
        assert outcome_of(list(whole.values())) == MET


@settings(max_examples=150, deadline=None)
@given(host=st.sampled_from(HOSTS), at=st.integers(0, len(conditions()) - 1))
def test_each_fact_that_decides_leaves_it_open_when_it_is_gone(host: str, at: int) -> None:
    gone = conditions()[at]
    rest = [c for c in conditions() if c != gone]
    for key, one in answers("bwrx_300", host).items():
        if one.facts == (gone,):
            now = answers("bwrx_300", host, facts=rest)[key]
            assert now.outcome in (UNDETERMINED, one.outcome)
            if now.outcome == UNDETERMINED:
                assert now.missing


@given(st.lists(st.sampled_from((MET, NOT_MET, UNDETERMINED)), max_size=9))
def test_all_of_follows_kleene(outcomes: list[str]) -> None:
    found = outcome_of([Answer(str(at), o) for at, o in enumerate(outcomes)])
    if NOT_MET in outcomes:
        assert found == NOT_MET
    elif UNDETERMINED in outcomes or not outcomes:
        assert found == UNDETERMINED
    else:
        assert found == MET
