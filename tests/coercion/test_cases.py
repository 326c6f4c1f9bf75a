"""Cases: the worked ones come out as the evidence says, and the method can say the opposite."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import tomllib
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from kanmon.analysis.coercion.assess.assess import assess_case
from kanmon.analysis.coercion.assess.computed import timing
from kanmon.analysis.coercion.assess.weigh import GRADES, verdicts, weigh
from kanmon.analysis.coercion.case.example import example_case
from kanmon.analysis.coercion.case.library import cases
from kanmon.analysis.coercion.case.read import parse_case
from kanmon.analysis.coercion.case.record import Case, Event, Evidence, Limit, Measurement
from kanmon.analysis.coercion.dossier import KINDS, dossier
from kanmon.analysis.coercion.science.limits import held_to, largest_share
from kanmon.catalogue.coercion_rules import criteria, grades, parse_criteria
from kanmon.errors import CodeError, DataError, KanmonError

_FOLDER = resources.files("kanmon.catalogue") / "coercion" / "cases"


@pytest.mark.parametrize(
    ("name", "science", "purpose"),
    [
        ("seafood_japan_2023", "fails", "possible"),
        ("seafood_japan_2025", "fails", "strong"),
        ("rare_earths_japan_2010", "not applicable", "likely"),
        ("nickel_ore_indonesia_2014", "not applicable", "none"),
        ("ethylene_oxide_sesame_2020", "passes", "none"),
        ("poultry_japan_regions_2022", "passes", "none"),
    ],
)
def test_worked_cases(name: str, science: str, purpose: str) -> None:
    found = assess_case(cases()[name]).verdicts
    assert (found.science, found.limbs["purpose"]) == (science, purpose)


def test_every_fact_of_every_case_has_its_source() -> None:
    for case in cases().values():
        facts = [(e.source, e.status) for e in case.events]
        facts += [(e.source, e.status) for e in case.evidence]
        facts += [(m.source, m.status) for m in case.measurements]
        facts += [(e.source, e.status) for e in case.earlier]
        facts += [(t.source, t.status) for t in case.trade]
        for source, status in facts:
            assert source.strip(), case.id
            assert status in ("found", "memory", "computed")
            assert status == "memory" or not source.startswith("memory:"), source
        for finding in dossier(assess_case(case)):
            assert finding.kind in KINDS
            if "source" in finding.table.column_names:
                assert all(finding.table.column("source").to_pylist())


def test_the_same_rules_clear_the_ban_if_the_facts_were_others() -> None:
    case = cases()["seafood_japan_2025"]
    passed = [
        Evidence(name, True, "strong", "as if", "as if", "computed")
        for name in ("sps_2_2", "sps_2_3", "sps_3", "sps_5_1", "sps_5_6")
    ]
    kept = [e for e in case.evidence if not e.criterion.startswith("sps_")]
    other = dataclasses.replace(case, evidence=(*kept, *passed), measurements=())
    found = assess_case(other).verdicts
    assert found.science == "passes"
    assert found.limbs["purpose"] == "possible"


def test_four_conditions_make_a_provisional_measure() -> None:
    names = ("sps_5_7_insufficient", "sps_5_7_pertinent", "sps_5_7_seek", "sps_5_7_review")
    evidence = [Evidence(n, True, "weak", "x", "x", "memory") for n in names]
    rules, points = criteria(), grades()
    assert verdicts(weigh(evidence, rules, points), rules, points).science == "passes provisionally"
    assert verdicts(weigh(evidence[:3], rules, points), rules, points).science == "undetermined"


_PIECES = st.lists(
    st.builds(
        Evidence,
        st.sampled_from(sorted(criteria())),
        st.booleans(),
        st.sampled_from(["weak", "medium", "strong"]),
        st.just("x"),
        st.just("x"),
        st.just("memory"),
    ),
    max_size=12,
)


@given(_PIECES)
@settings(max_examples=200, deadline=None)
def test_evidence_for_a_purpose_never_lowers_it(pieces: list[Evidence]) -> None:
    rules, points = criteria(), grades()
    before = verdicts(weigh(pieces, rules, points), rules, points).limbs
    more = [*pieces, Evidence("demand", True, "strong", "x", "x", "memory")]
    after = verdicts(weigh(more, rules, points), rules, points).limbs
    assert GRADES.index(after["purpose"]) >= GRADES.index(before["purpose"])


@given(_PIECES, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_and_repeats_change_nothing(pieces: list[Evidence], order: random.Random) -> None:
    rules, points = criteria(), grades()
    shuffled = [*pieces, *pieces]
    order.shuffle(shuffled)
    assert verdicts(weigh(pieces, rules, points), rules, points) == verdicts(
        weigh(shuffled, rules, points), rules, points
    )


def test_changes_are_true() -> None:
    made = assess_case(cases()["seafood_japan_2023"])
    without = [c for c in made.changes if c.kind == "without" and c.what == "purpose"]
    assert {c.criterion for c in without} == {"demand", "timing"}
    kept = tuple(e for e in made.case.evidence if e.criterion != "demand")
    again = assess_case(dataclasses.replace(made.case, evidence=kept))
    assert again.verdicts.limbs["purpose"] == next(
        c.after for c in without if c.criterion == "demand"
    )


def test_timing_tells_trigger_from_hazard() -> None:
    case, points = example_case(), grades()
    near = timing(case, points)
    assert near is not None
    assert (near.speaks, near.strength) == ("for", "strong")
    day = case.start - dt.timedelta(days=3)
    hazard = Event(day, "hazard", "a leak", "x", "memory")
    both = timing(dataclasses.replace(case, events=(*case.events, hazard)), points)
    assert both is not None
    assert both.strength == "weak"
    alone = timing(dataclasses.replace(case, events=(hazard,)), points)
    assert alone is not None
    assert alone.speaks == "against"
    assert timing(dataclasses.replace(case, events=()), points) is None
    late = dataclasses.replace(case, start=case.start + dt.timedelta(days=300))
    assert timing(late, points) is None


@given(st.integers(1, 400), st.data())
@settings(max_examples=100, deadline=None)
def test_clopper_pearson_is_exact(samples: int, data: st.DataObject) -> None:
    above = data.draw(st.integers(0, samples))
    most = largest_share(above, samples, 0.95)
    if above < samples:
        assert binom.cdf(above, samples, most) == pytest.approx(0.05, abs=1e-9)
    assert above / samples <= most <= 1.0


def test_limits_kept_broken_and_unknown() -> None:
    limit = Limit("importer", 10.0, "x", "memory")
    broken = Measurement("a", "mg", 5, None, "x", "memory", highest=20.0, limits=(limit,))
    assert held_to(broken, 0.95)[0].kept is False
    unknown = Measurement("a", "mg", 5, None, "x", "memory", limits=(limit,))
    assert held_to(unknown, 0.95)[0].kept is None
    counted = Measurement("a", "mg", 5, 5, "x", "memory", highest=5.0, limits=(limit,))
    assert held_to(counted, 0.95)[0].above == 0.0
    with pytest.raises(DataError):
        Measurement("a", "mg", 5, 6, "x", "memory")
    with pytest.raises(DataError):
        largest_share(1, 0, 0.95)


def test_unknown_cases_and_broken_rules_are_refused() -> None:
    from kanmon.analysis.coercion.case.library import case_of

    with pytest.raises(CodeError, match="no case"):
        case_of("nothing")
    with pytest.raises(DataError):
        parse_criteria('[a]\ntest = "x"\n', where="x.toml")


def _texts() -> list[str]:
    return [f.read_text("utf-8") for f in _FOLDER.iterdir() if f.name.endswith(".toml")]


def test_five_hundred_malformed_files_are_refused_or_read_whole() -> None:
    """Any file is a case or one clear error: never another exception, never half a case."""
    order = random.Random(7)
    told: list[str] = []
    for n in range(500):
        text = order.choice(_texts())
        kind = n % 7
        if kind == 0:
            at = order.randrange(len(text))
            text = text[:at] + chr(order.randrange(1, 0x10000) % 0xD7FF) + text[at:]
        elif kind == 1:
            text = text[: order.randrange(len(text))]
        elif kind == 2:
            lines = text.splitlines()
            del lines[order.randrange(len(lines))]
            text = "\n".join(lines)
        elif kind == 3:
            field = order.choice(["start", "samples", "criterion", "strength", "imposer", "value"])
            junk = order.choice(["1e999", '"x"', "[]", "nan", "-5", "{}", '"\\u0000"', "true"])
            text = "\n".join(
                f"{field} = {junk}" if line.startswith(f"{field} =") else line
                for line in text.splitlines()
            )
        elif kind == 4:
            text = text.replace("[[evidence]]", order.choice(["[evidence]", "[[evidenc]]", "["]), 1)
        elif kind == 5:
            lines = text.splitlines()
            order.shuffle(lines)
            text = "\n".join(lines)
        else:
            text = text.replace('"', "", order.randrange(1, 6))
        case = None
        try:
            case = parse_case(text, where="x.toml")
        except KanmonError as e:
            told.append(e.remedy)
        if case is not None:
            assert isinstance(case, Case)
            assess_case(case)
    assert len(told) > 250
    assert all(told)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "toml"),
        ("[]", "json"),
        ("{", "json"),
        ("[" * 5000, "json"),
        ("a." * 3000 + "b = 1", "toml"),
        ("x" * 300_000, "toml"),
        ("\x00", "toml"),
        ("{}", "yaml"),
    ],
)
def test_what_is_no_case_is_one_clear_error(text: str, kind: str) -> None:
    with pytest.raises(DataError) as told:
        parse_case(text, kind=kind)
    assert told.value.remedy


def test_json_reads_as_toml_does() -> None:
    import json

    text = (_FOLDER / "seafood_japan_2025.toml").read_text("utf-8")
    plain = json.dumps(tomllib.loads(text), default=str)
    assert parse_case(plain, kind="json") == parse_case(text)
