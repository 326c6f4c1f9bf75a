"""Scenarios: written and read back, settled, drawn, in one line; any text is safe to read."""

from __future__ import annotations

import datetime as dt
import hashlib
import string
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.impact.scenario.amount import Amount, Range
from kanmon.analysis.impact.scenario.meaning import check_meaning
from kanmon.analysis.impact.scenario.read import (
    RESPONSES,
    SHOCKS,
    parse_scenario,
    read_scenario,
    write_scenario,
)
from kanmon.analysis.impact.scenario.responses import Response
from kanmon.analysis.impact.scenario.scenario import Scenario, Shock
from kanmon.analysis.impact.scenario.settle import drawn, one_at_a_time, settled, slices, uniforms
from kanmon.analysis.impact.scenario.shocks import (
    LONGEST,
    CapacityLoss,
    DemandChange,
    Exemption,
    Restriction,
)
from kanmon.analysis.impact.scenario.shorthand import amount_of, restriction_of
from kanmon.analysis.impact.timeline import timeline
from kanmon.catalogue.load import goods
from kanmon.errors import CodeError, KanmonError, ScenarioError
from scenario_mistakes import ACT, HEAD, LOSS, MISTAKES, REPLIES, RUSH

EXAMPLE = Path(__file__).parents[2] / "examples" / "scenario_gallium.toml"
START = dt.date(2027, 1, 1)
PARTIES = ("CHN", "JPN", "USA", "KOR", "EU27", "G7", "TWN", "BRICS")


# Any scenario.


def amounts(least: float, most: float) -> st.SearchStrategy[Amount]:
    number = st.floats(least, most, allow_nan=False)
    ends = st.tuples(number, number, number).map(lambda t: Range(*sorted(t)))
    return number | ends


def some(words: tuple[str, ...], least: int = 1) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), min_size=least, max_size=3, unique=True).map(tuple)


GOODS = some((*list(goods())[:20], "industry:C26"))
DAYS = amounts(0.0, LONGEST)
LASTING = st.none() | amounts(1.0, LONGEST)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAME = st.text(string.ascii_letters + string.digits, min_size=1, max_size=12)


@st.composite
def shocks(draw: Any, id: str) -> Shock:
    on = START + dt.timedelta(days=draw(st.integers(0, 9)))
    kind = draw(st.sampled_from(("restriction", "loss", "change")))
    last, ease, wares = draw(LASTING), draw(DAYS), draw(GOODS)
    if kind == "loss":
        share = draw(amounts(0.0, 1.0))
        where = draw(some(PARTIES) | st.just(("WLD",)))
        return CapacityLoss(id, where, wares, on, share, draw(DAYS), last, ease, draw(TEXT))
    if kind == "change":
        change = draw(amounts(-1.0, 10.0))
        return DemandChange(id, ("USA",), wares, on, change, draw(DAYS), last, ease, draw(TEXT))
    targets = draw(st.sampled_from(("on", "all_but", "")))
    spelled: dict[str, Any] = {targets: draw(some(PARTIES))} if targets else {}
    exempt = tuple(Exemption((p,), draw(amounts(0.0, 1.0))) for p in draw(some(PARTIES, 0)))
    return Restriction(
        id, draw(some(PARTIES)), wares, on, cut=draw(amounts(0.0, 1.0)),
        licence_delay_days=draw(DAYS), ramp_days=draw(DAYS), duration_days=last, ease_days=ease,
        exempt=exempt, side=draw(st.sampled_from(("export", "import"))), source=draw(TEXT),
        **spelled,
    )  # fmt: skip


@st.composite
def responses(draw: Any, id: str) -> Response:
    kind = draw(st.sampled_from(sorted(REPLIES)))
    text = f'{HEAD}[[response]]\nkind = "{kind}"\n{REPLIES[kind]}'.replace('"r"', f'"{id}"')
    (one,) = parse_scenario(text).responses
    return one


@st.composite
def scenarios(draw: Any) -> Scenario:
    names = draw(st.lists(NAME, min_size=1, max_size=5, unique=True))
    half = draw(st.integers(1, len(names)))
    return Scenario(
        draw(NAME), draw(TEXT.filter(str.strip)), START, draw(st.integers(10, 400)),
        shocks=tuple(draw(shocks(n)) for n in names[:half]),
        responses=tuple(draw(responses(n)) for n in names[half:]),
        note=draw(TEXT), title_ja=draw(TEXT),
        sources=tuple(draw(st.lists(TEXT.filter(str.strip), max_size=3, unique=True))),
    )  # fmt: skip


def sound(one: Scenario) -> bool:
    try:
        check_meaning(one)
    except KanmonError:
        return False
    return True


def check_days(plain: Scenario) -> None:
    """Every profile is as long as the scenario, finite and within its bounds."""
    line = timeline(plain)
    for cut in line.edges:
        assert cut.passes.shape == (plain.days,)
        assert np.all((cut.passes >= 0.0) & (cut.passes <= 1.0))
    for change in line.capacity:
        assert np.all((change.factor >= 0.0) & (change.factor <= 1.0))
    for change in line.demand:
        assert np.all((change.factor >= 0.0) & (change.factor <= 11.0))


@settings(max_examples=150, deadline=None)
@given(scenarios().filter(sound))
def test_what_is_written_reads_back_the_same(one: Scenario) -> None:
    text = write_scenario(one)
    assert parse_scenario(text) == one
    assert parse_scenario(text.encode()) == one


@settings(max_examples=150, deadline=None)
@given(scenarios())
def test_any_scenario_settles_and_its_days_are_in_bounds(one: Scenario) -> None:
    for plain in (settled(one), *drawn(one, 2, seed=3), *drawn(one, 2, seed=3, even=True)):
        assert not plain.uncertain
        check_days(plain)


# Any text.


PIECES = st.sampled_from(
    [
        HEAD, ACT, LOSS, RUSH, "[[shock]]\n", "[[response]]\n", "[[shock.exempt]]\n", "cut = ",
        "{ low = 0, best = 0.5, high = 1 }\n", "0.5\n", "nan\n", '"', "]", "[", "{", "}", "=", "\n",
        "start = 2027-02-01\n", "1e999\n", 'on = ["EPCC"]\n', 'parties = ["JPN"]\n', "\\", "\x00",
        "duration_days = 10\n", "\r\n", 'kind = "rerouting"\n', "spare = 0.1\n", 'id = "x"\n', "#",
        "industry:", "ガリウム", "0x", "_", "-", "'''", '"""', "true\n", "days = 3\n",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join) | st.text() | st.binary())
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    read_or_refused(text)


def read_or_refused(text: str | bytes) -> None:
    """Whatever is raised is a KanmonError with all its parts; what is read can be run."""
    refused: KanmonError | None = None
    try:
        check_days(settled(parse_scenario(text, "x.toml")))
    except KanmonError as e:
        refused = e
    if refused is not None:
        assert refused.where.startswith("x.toml"), "a scenario that was read did not run"
        assert refused.found
        assert refused.remedy


WHOLE = EXAMPLE.read_text("utf-8")


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    """Cut a good file, double a piece of it, or write something into it."""
    at, length = data.draw(st.integers(0, len(WHOLE))), data.draw(st.integers(0, 60))
    new = data.draw(PIECES | st.text(max_size=3) | st.just(WHOLE[at : at + length] * 2))
    read_or_refused(WHOLE[:at] + new + WHOLE[at + length :])


def test_the_example_uses_every_kind_and_says_where_acts_meet() -> None:
    reading = read_scenario(WHOLE, EXAMPLE.name)
    parts = (*reading.scenario.shocks, *reading.scenario.responses)
    assert {type(p) for p in parts} == {*SHOCKS.values(), *RESPONSES.values()}
    assert any("licence and ban meet" in r for r in reading.remarks)
    assert parse_scenario(write_scenario(reading.scenario)) == reading.scenario


def test_a_scenario_is_called_in_three_languages() -> None:
    one = Scenario("s", "Ban", START, 3, title_ja="禁輸")
    assert (one.name(), one.name("ja"), one.name("fr")) == ("Ban", "禁輸", "Ban")
    with pytest.raises(CodeError, match="language"):
        one.name("de")


def test_mistakes_are_never_a_scenario_in_disguise() -> None:
    for case in MISTAKES:
        with pytest.raises(KanmonError):
            read_scenario(case.text)


# Draws.


def uncertain() -> Scenario:
    ban = Restriction(
        "ban", ("CHN",), ("gallium_metal",), START, cut=Range(0.2, 0.7, 1.0),
        duration_days=Range(30.0, 90.0, 200.0), exempt=(Exemption(("JPN",), Range(0.0, 0.1, 0.5)),),
    )  # fmt: skip
    loss = CapacityLoss("loss", ("TWN",), ("logic_chips",), START, Range(0.1, 0.2, 0.3))
    return Scenario("s", "S", START, 300, shocks=(ban, loss))


def cut_of(plain: Scenario) -> float:
    (first, *_) = plain.shocks
    assert isinstance(first, Restriction)
    assert isinstance(first.cut, float)
    return first.cut


def digest(many: tuple[Scenario, ...]) -> str:
    return hashlib.sha256("".join(write_scenario(s) for s in many).encode()).hexdigest()


def test_the_same_seed_gives_the_same_bytes() -> None:
    for even in (False, True):
        one = digest(drawn(uncertain(), 20, seed=5, even=even))
        assert digest(drawn(uncertain(), 20, seed=5, even=even)) == one
        assert digest(drawn(uncertain(), 20, seed=6, even=even)) != one


def test_the_draws_are_those_of_earlier_versions() -> None:
    """A published figure must stay reproducible: these numbers may never change."""
    assert uniforms(1, "ban.cut", 3).tolist() == [
        0.9034987596858951, 0.014787302513032063, 0.5703972475542357
    ]  # fmt: skip
    assert slices(1, "ban.cut", 4).tolist() == [
        0.47587468992147375, 0.503696825628258, 0.14259931188855893, 0.9080865506834513
    ]  # fmt: skip


def test_a_draw_does_not_depend_on_the_others() -> None:
    few, many = drawn(uncertain(), 3, seed=5), drawn(uncertain(), 30, seed=5)
    assert few == many[:3]
    ban, loss = uncertain().shocks
    alone = drawn(Scenario("s", "S", START, 300, shocks=(ban,)), 3, seed=5)
    assert [s.shocks[0] for s in alone] == [s.shocks[0] for s in few]
    assert loss.id == few[0].shocks[1].id


def test_draws_follow_their_triangle() -> None:
    cuts = np.array([cut_of(s) for s in drawn(uncertain(), 4000, seed=2)])
    assert 0.2 <= cuts.min() < 0.25
    assert 0.97 < cuts.max() <= 1.0
    # Mean (a+b+c)/3, variance (a^2+b^2+c^2-ab-ac-bc)/18; four standard errors are allowed.
    assert cuts.mean() == pytest.approx(1.9 / 3, abs=4 * 0.165 / 4000**0.5)
    assert cuts.var() == pytest.approx((0.04 + 0.49 + 1.0 - 0.14 - 0.2 - 0.7) / 18, rel=0.1)


def test_even_draws_have_one_in_each_slice_and_settle_the_mean_sooner() -> None:
    assert sorted((slices(4, "x", 50) * 50).astype(int)) == list(range(50))
    spread: dict[bool, list[float]] = {True: [], False: []}
    for even, means in spread.items():
        for seed in range(30):
            many = drawn(uncertain(), 32, seed=seed, even=even)
            means.append(float(np.mean([cut_of(s) for s in many])))
    assert np.std(spread[True]) < 0.2 * np.std(spread[False])


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (-1, 1), (1, -1)])
def test_no_draws_or_a_negative_seed_is_an_error(draws: int, seed: int) -> None:
    with pytest.raises(ScenarioError, match="draws with seed"):
        drawn(uncertain(), draws, seed)


def test_each_amount_swings_alone() -> None:
    swings = one_at_a_time(uncertain())
    assert [(s.part, s.amount) for s in swings] == [
        ("ban", "cut"), ("ban", "duration_days"), ("ban#0", "share"), ("loss", "share"),
    ]  # fmt: skip
    middle = settled(uncertain())
    for swing in swings:
        for end, id in ((swing.low, "low"), (swing.high, "high")):
            assert end.id == f"s/{swing.part}.{swing.amount}/{id}"
            lines = set(write_scenario(end).splitlines()[1:])
            moved = lines ^ set(write_scenario(middle).splitlines()[1:])
            assert {line.split(" = ")[0] for line in moved} == {swing.amount}
    assert one_at_a_time(middle) == ()


# One line.


def test_a_line_means_a_restriction_for_the_whole_scenario() -> None:
    one = restriction_of(["gallium"], ["CHN"], START, 365, on=["EPCC"], amounts={"cut": 0.5})
    (ban,) = one.shocks
    assert ban == Restriction(
        "restriction", ("CHN",), ("gallium_metal",), START, on=("EPCC",), cut=0.5
    )
    assert one.standing == "invented"
    assert one.title_ja == "中国による金属ガリウムの供給制限"
    assert parse_scenario(write_scenario(one)) == one


@pytest.mark.parametrize("word", ["industry:C26.1/x", "industry:製造", "nickel", "graphite"])
def test_what_a_line_makes_can_always_be_written(word: str) -> None:
    one = restriction_of([word] * 2, ["CHN", "RUS"], START, 10, all_but=["BRICS"])
    assert parse_scenario(write_scenario(one)) == one


@pytest.mark.parametrize(
    ("goods", "by", "more", "said"),
    [
        ([], ["CHN"], {}, "no good"),
        (["gallium"], [], {}, "nobody who cuts"),
        (["gallium"], ["WLD"], {}, "whole world"),
        (["gallium"], ["China"], {}, "perhaps CHN"),
        (["galium"], ["CHN"], {}, "gallium_metal"),
        (["gallium"], ["CHN"], {"on": ["CHN"]}, "only those who restrict"),
        (["gallium"], ["CHN"], {"on": ["JPN"], "all_but": ["USA"]}, "one way"),
        (["gallium"], ["CHN"], {"amounts": {"cut": 1.5}}, "from 0 to 1"),
        (["gallium"], ["CHN"], {"amounts": {"share": 1.0}}, "licence_delay_days"),
    ],
)
def test_a_wrong_line_is_refused(goods: list[str], by: list[str], more: Any, said: str) -> None:
    with pytest.raises((ScenarioError, CodeError)) as failed:
        restriction_of(goods, by, START, 10, **more)
    assert said in str(failed.value)
    assert failed.value.remedy


@pytest.mark.parametrize("text", ["", "a", "0.5:", "0:1", "0:1:2:3", "1:0.5:0", "nan:1:2", "0,5"])
def test_a_wrong_amount_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError) as failed:
        amount_of(text, "--cut")
    assert failed.value.where == "--cut"
    assert failed.value.remedy
