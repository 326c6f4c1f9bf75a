"""Decisions: every rule is reached by a case that cites it; what is not known is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.controls.ask import Answer, both
from kanmon.analysis.controls.decide import OUTCOMES, Decision, decide
from kanmon.analysis.controls.differ import would_differ
from kanmon.analysis.controls.sheet import Span, Told
from kanmon.catalogue.control_book import control_book
from kanmon.errors import ScenarioError

BOOK = control_book()
D2022, D2023, D2024 = dt.date(2022, 11, 1), dt.date(2023, 12, 1), dt.date(2024, 6, 1)
D2025, D2026 = dt.date(2025, 10, 20), dt.date(2026, 6, 1)
LAST = dt.date(2026, 11, 23)

CLEAN: dict[str, Told] = {
    "exporter": "USA",
    "use": "civil",
    "owned_listed": 0.0,
    "owned_sdn": 0.0,
    "military_user": False,
    "other_rules": False,
    **dict.fromkeys(
        (
            "listed_entity_list",
            "listed_meu",
            "listed_sdn",
            "listed_dpl",
            "listed_uvl",
            "listed_jp_end_user",
        ),
        False,
    ),
}
H100: dict[str, Told] = {
    "kind": "chip",
    "tpp": 15832,
    "pd": 19.4,
    "io": 900,
    "dram": 3350,
    "traffic": 4250,
    "memory_density": 0,
    "marketing": "datacenter",
    "maker": "nvidia",
    "us_market": True,
}
GAMING = {**H100, "tpp": 5285, "pd": 8.68, "io": 64, "dram": 1008, "traffic": 1072}
GAMING["marketing"] = "consumer"
H20 = {**H100, "tpp": 2368, "pd": 2.91, "dram": 4000, "traffic": 4900, "us_market": False}
PLAIN = {**H100, "tpp": 100, "pd": 0.5, "io": 10, "dram": 50, "traffic": 60}
HBM = {**PLAIN, "kind": "memory", "memory_density": 3.0}
TOOL: dict[str, Told] = {"kind": "equipment", "jp_listed": True, "jp_high_risk": True}
CERTIFIED: dict[str, Told] = dict.fromkeys(
    ("certified_supply", "no_foundry_diversion", "recipient_security", "us_tested"), True
)


def at(place: str, seat: str = "", parent: str = "") -> dict[str, Told]:
    return {"destination": place, "seat": seat or place, "parent": parent or seat or place}


def run(day: dt.date, *parts: Mapping[str, Told], **said: Told) -> Decision:
    told: dict[str, Told] = dict(CLEAN)
    for part in parts:
        told |= part
    return decide({**told, **said}, day, BOOK)


JP = {"exporter": "JPN"}
DENIAL, CASE = "presumption_of_denial", "case_by_case"
CASES: list[tuple[str, dt.date, tuple[Mapping[str, Told], ...], dict[str, Told], str]] = [
    ("US-3A090-2022 US-DEST-2022 US-REVIEW-2022", D2022, (H100, at("CHN")), {}, DENIAL),
    ("US-4A090-2022", D2022, ({**H100, "kind": "assembly"}, at("CHN")), {}, DENIAL),
    (
        "US-3A090A-2023 US-DEST-2023 US-HQ-2023 US-REVIEW-DENIAL-2023",
        D2023,
        (H100, at("CHN")),
        {},
        DENIAL,
    ),
    ("US-4A090-2023", D2023, ({**H100, "kind": "assembly"}, at("CHN")), {}, DENIAL),
    ("US-3A090B-2023", D2023, ({**H100, "tpp": 2896, "pd": 4.76}, at("VNM")), {}, "none"),
    ("US-NAC-NOTICE-2023", D2023, (GAMING, at("CHN")), {}, "notice"),
    ("US-NAC-QUIET-2023", D2023, (GAMING, at("VNM")), {}, "none"),
    ("US-NAC-2024", D2024, (GAMING, at("CHN")), {}, "notice"),
    ("US-ACA-2024", D2024, (GAMING, at("VNM")), {}, "none"),
    ("US-REVIEW-NOT-DATACENTER-2023", D2024, (GAMING, at("CHN")), {"listed_uvl": True}, CASE),
    ("US-REVIEW-ELSEWHERE-2023", D2024, (H100, at("ARE")), {}, CASE),
    (
        "US-VEU-2024",
        D2026,
        (H100, at("ARE")),
        {"validated_end_user": True, "use": "datacenter"},
        "none",
    ),
    (
        "US-3A090C-2024 US-DEST-HBM-2024 US-HQ-HBM-2024 US-REVIEW-HBM-2024",
        D2025,
        (HBM, at("CHN")),
        {},
        DENIAL,
    ),
    ("US-HBM-EXCEPTION-2024", D2025, (HBM, at("CHN")), {"hbm_conditions": True}, "none"),
    (
        "US-LETTER-2025-04 US-DEST-LETTER-2025 US-REVIEW-LETTER-2025",
        D2026,
        (H20, at("CHN")),
        {},
        CASE,
    ),
    ("US-TEST-2026-MET US-REVIEW-2026", D2026, (H100, at("CHN"), CERTIFIED), {}, CASE),
    (
        "US-TEST-2026-FAILED",
        D2026,
        ({**H100, "tpp": 36000, "dram": 8000}, at("CHN"), CERTIFIED),
        {},
        DENIAL,
    ),
    ("US-DEST-EMBARGO US-REVIEW-EMBARGO", D2026, (PLAIN, at("RUS")), {}, DENIAL),
    ("US-HQ-2023", D2026, (H100, at("JPN", "JPN", "CHN")), {}, DENIAL),
    ("US-USE-MILITARY US-REVIEW-USE", D2026, (PLAIN, at("CHN")), {"use": "military"}, DENIAL),
    ("US-USE-INTELLIGENCE", D2026, (PLAIN, at("CHN")), {"use": "military_intelligence"}, DENIAL),
    ("US-USE-WMD", D2026, (PLAIN, at("FRA")), {"use": "wmd"}, DENIAL),
    ("US-USE-SUPERCOMPUTER-2022", D2022, (PLAIN, at("CHN")), {"use": "supercomputer"}, DENIAL),
    ("US-USE-SUPERCOMPUTER-2023", D2023, (PLAIN, at("CHN")), {"use": "supercomputer"}, DENIAL),
    ("US-USE-FAB-2022", D2022, (PLAIN, at("CHN")), {"use": "advanced_fab"}, DENIAL),
    ("US-USE-FAB-2023", D2023, (PLAIN, at("CHN")), {"use": "advanced_fab"}, DENIAL),
    (
        "US-USER-ENTITY US-REVIEW-ENTITY",
        D2026,
        (PLAIN, at("SGP")),
        {"listed_entity_list": True},
        DENIAL,
    ),
    (
        "US-REVIEW-ENTITY-OWN",
        D2026,
        (PLAIN, at("SGP")),
        {"listed_entity_list": True, "entity_case_by_case": True},
        CASE,
    ),
    ("US-USER-MEU US-REVIEW-LISTS", D2026, (PLAIN, at("CHN")), {"listed_meu": True}, DENIAL),
    ("US-USER-SDN", D2026, (PLAIN, at("ARE")), {"listed_sdn": True}, DENIAL),
    ("US-USER-DENIED", D2026, (PLAIN, at("ARE")), {"listed_dpl": True}, DENIAL),
    ("US-USER-UNVERIFIED", D2026, (PLAIN, at("ARE")), {"listed_uvl": True}, "notice"),
    (
        "US-AFFILIATES-2025 US-REVIEW-OWNERSHIP",
        D2025,
        (PLAIN, at("SGP")),
        {"owned_listed": 50.0},
        DENIAL,
    ),
    (
        "US-OFAC-50-2014",
        D2026,
        (PLAIN, at("SGP")),
        {"owned_sdn": 60.0, "owned_listed": 60.0},
        DENIAL,
    ),
    ("JP-EQUIPMENT-2023 JP-DEST-EQUIPMENT-2023 JP-REVIEW", D2026, (TOOL, at("TWN"), JP), {}, CASE),
    ("JP-USE-WMD", D2026, (PLAIN, at("VNM"), JP), {"use": "wmd"}, CASE),
    ("JP-USE-ARMS-EMBARGO", D2026, (PLAIN, at("IRQ"), JP), {"use": "military"}, CASE),
    (
        "JP-USE-CONVENTIONAL-2025",
        D2026,
        (PLAIN, at("VNM"), JP),
        {"use": "military", "jp_high_risk": True},
        CASE,
    ),
    ("JP-INFORM", D2024, (PLAIN, at("VNM"), JP), {"meti_informed": True}, CASE),
    ("JP-INFORM-2025", D2026, (PLAIN, at("FRA"), JP), {"meti_informed": True}, CASE),
    (
        "JP-USER-LIST-WMD",
        D2026,
        (PLAIN, at("CHN"), JP),
        {"listed_jp_end_user": True, "jp_high_risk": False},
        CASE,
    ),
    (
        "JP-USER-CONVENTIONAL-2025",
        D2026,
        (PLAIN, at("CHN"), JP),
        {"military_user": True, "jp_high_risk": True},
        CASE,
    ),
]


@pytest.mark.parametrize(
    ("rules", "day", "parts", "said", "outcome"), CASES, ids=[c[0] for c in CASES]
)
def test_each_rule_is_reached(
    rules: str,
    day: dt.date,
    parts: tuple[Mapping[str, Told], ...],
    said: dict[str, Told],
    outcome: str,
) -> None:
    if any(p.get("exporter") == "JPN" for p in parts):
        said = {"subject_to_ear": False, **said}
    made = run(day, *parts, **said)
    assert made.outcome == outcome, (made.missing, [r.id for r in made.rules])
    assert set(rules.split()) <= {r.id for r in made.rules}
    assert made.missing == frozenset()


def test_every_rule_of_the_book_is_cited() -> None:
    cited = {rule for case in CASES for rule in case[0].split()}
    # US-DIFFUSION-2025 is written and has never been enforced: no day on which it can be reached.
    assert cited | {"US-DIFFUSION-2025"} == {r.id for r in BOOK.rules}
    diffusion = BOOK.rule("US-DIFFUSION-2025")
    assert diffusion.written(D2026)
    assert not any(diffusion.live(day) for day in (D2025, D2026, LAST))


def test_friends_get_chips_without_a_licence() -> None:
    made = run(D2026, H100, at("JPN"))
    assert made.outcome == "none"
    assert made.regimes[0].friends
    assert not run(D2026, H100, at("JPN", "JPN", "CHN")).regimes[0].friends


def test_what_is_not_known_is_named() -> None:
    told = {**CLEAN, **H100, **at("CHN")}
    made = decide(told, D2026, BOOK)
    assert made.outcome == "undetermined"
    assert made.missing == {
        "certified_supply",
        "no_foundry_diversion",
        "recipient_security",
        "us_tested",
    }
    nobody = {k: v for k, v in told.items() if k != "parent"} | at("JPN") | CERTIFIED
    del nobody["parent"]
    assert decide(nobody, D2026, BOOK).missing == {"parent"}
    # A presumption of denial stands whatever else is not known.
    listed = {**told, "listed_entity_list": True}
    assert decide(listed, D2026, BOOK).outcome == DENIAL


def test_numbers_on_an_edge_are_open_only_where_the_outcome_turns_on_them() -> None:
    edge = {**H100, "tpp": Span(4700, 4900), "pd": Span(4.0, 5.0)}
    assert run(D2023, edge, at("CHN")).outcome == "undetermined"
    assert run(D2023, edge, at("CHN")).missing == {"tpp"}
    assert run(D2023, edge, at("JPN")).outcome == "none"


def test_an_interval_of_ownership_that_crosses_half_is_open() -> None:
    made = run(D2025, PLAIN, at("SGP"), owned_listed=Span(20.0, 60.0))
    assert made.outcome == "undetermined"
    assert made.missing == {"owned_listed"}
    assert run(D2025, PLAIN, at("SGP"), owned_listed=Span(20.0, 49.9)).outcome == "none"


def test_the_affiliates_rule_is_a_dated_switch_with_a_doubt() -> None:
    owner: dict[str, Told] = {"owned_listed": 50.0}
    for day, outcome in (
        (dt.date(2025, 9, 28), "none"),
        (dt.date(2025, 9, 29), DENIAL),
        (dt.date(2025, 11, 10), "none"),
        (dt.date(2026, 11, 9), "none"),
        (dt.date(2026, 11, 10), DENIAL),
    ):
        assert run(day, PLAIN, at("SGP"), **owner).outcome == outcome, day
    made = run(LAST, PLAIN, at("SGP"), **owner)
    assert [r.id for r in made.doubts] == ["US-AFFILIATES-2025"]


def test_flips_over_the_years() -> None:
    a800 = {**CLEAN, **H100, "tpp": 4992, "pd": 6.04, "io": 400, "us_market": False, **at("CHN")}
    found = [(p.start, p.decision.outcome) for p in would_differ(a800, BOOK)]
    assert found[0] == (dt.date(2022, 10, 7), "none")
    assert (dt.date(2023, 11, 17), DENIAL) in found
    periods = would_differ(a800, BOOK)
    assert periods[-1].end is None
    for one, after in pairwise(periods):
        assert one.end is not None
        assert one.end + dt.timedelta(days=1) == after.start


def test_controls_that_do_not_apply_are_left_out() -> None:
    made = run(D2026, PLAIN, at("DEU"), exporter="FRA", subject_to_ear=False)
    assert made.outcome == "none"
    assert made.regimes == ()
    open_one = {**CLEAN, **H100, **at("CHN"), **CERTIFIED, "exporter": "FRA"}
    made = decide(open_one, D2026, BOOK)
    assert made.outcome == "undetermined"
    assert "subject_to_ear" in made.missing


def unheld(day: dt.date, *parts: Mapping[str, Told], **said: Told) -> Decision:
    """Decide without a word on rules that are not held."""
    told: dict[str, Told] = dict(CLEAN)
    del told["other_rules"]
    for part in parts:
        told |= part
    return decide({**told, **said}, day, BOOK)


FOREIGN: dict[str, Told] = {"subject_to_ear": False}


@pytest.mark.parametrize(
    ("day", "parts"),
    [
        (D2026, (H100, at("CHN"), FOREIGN, {"exporter": "FRA"})),
        (D2026, (H100, at("CHN"), FOREIGN, JP, {"jp_high_risk": False})),
        (dt.date(2022, 10, 6), (PLAIN, at("FRA"))),
        (D2026, (TOOL, at("FRA"))),
    ],
    ids=["no rules of the exporter", "Japan's list of circuits", "before the book", "US tools"],
)
def test_silence_of_the_book_is_not_freedom(
    day: dt.date, parts: tuple[Mapping[str, Told], ...]
) -> None:
    made = unheld(day, *parts)
    assert made.outcome == "undetermined"
    assert made.missing == {"other_rules"}
    assert unheld(day, *parts, other_rules=False).outcome == "none"
    asked = unheld(day, *parts, other_rules=True)
    assert asked.outcome == CASE
    assert asked.missing == frozenset()


def test_denial_stands_whatever_the_book_does_not_hold() -> None:
    made = unheld(
        D2026, PLAIN, at("SGP"), listed_entity_list=True, exporter="FRA", subject_to_ear=True
    )
    assert made.outcome == DENIAL


def test_two_countries_count_the_stricter() -> None:
    made = run(D2026, TOOL, at("TWN"), JP, subject_to_ear=True, listed_entity_list=True)
    assert made.outcome == DENIAL
    assert {one.regime.id: one.outcome for one in made.regimes} == {"US": DENIAL, "JP": CASE}
    sure = run(D2026, H100, at("CHN"), JP, CERTIFIED, subject_to_ear=True, jp_listed=False)
    assert sure.outcome in (DENIAL, CASE, "undetermined")


def test_facts_are_held_to_the_book() -> None:
    for told in (
        {"nothing": 1},
        {"use": "fun"},
        {"destination": "XYZ"},
        {"tpp": "many"},
        {"use": 3},
    ):
        with pytest.raises(ScenarioError) as said:
            decide(told, D2026, BOOK)
        assert said.value.remedy


def test_and_of_answers() -> None:
    yes, no, open_one = Answer(True), Answer(False), Answer(None, frozenset({"a"}))
    assert both(yes, yes).value is True
    assert both(yes, no).value is False
    assert both(open_one, yes).missing == {"a"}
    assert both(open_one, no).value is False


@given(st.floats(100, 40_000), st.floats(100, 40_000), st.sampled_from([D2022, D2023, D2026]))
@settings(max_examples=150, deadline=None)
def test_more_performance_is_never_freer(one: float, other: float, day: dt.date) -> None:
    """Density fixed above every threshold, so that the rule is monotone in performance."""
    low, high = sorted((one, other))
    outcomes = [run(day, {**H100, "tpp": t}, at("CHN"), CERTIFIED).outcome for t in (low, high)]
    assert OUTCOMES.index(outcomes[0]) <= OUTCOMES.index(outcomes[1])


@given(st.floats(1000, 30_000), st.floats(0, 3000), st.sampled_from(["CHN", "VNM", "JPN"]))
@settings(max_examples=100, deadline=None)
def test_knowing_better_never_contradicts(centre: float, width: float, place: str) -> None:
    span = Span(max(0.0, centre - width), centre + width)
    wide = run(D2026, {**H100, "tpp": span}, at(place), CERTIFIED).outcome
    sharp = run(D2026, {**H100, "tpp": centre}, at(place), CERTIFIED).outcome
    assert wide in ("undetermined", sharp)
