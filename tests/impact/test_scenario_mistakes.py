"""Every mistake in a scenario file has one clear answer: what, where, and what to do."""

from __future__ import annotations

from collections import Counter

import pytest

from kanmon.analysis.impact.scenario.read import parse_scenario, read_scenario, write_scenario
from kanmon.analysis.impact.scenario.shocks import Restriction
from kanmon.errors import CodeError, ScenarioError
from scenario_mistakes import ACT, EXEMPT, HEAD, LOSS, MISTAKES, REPLIES, RUSH, Mistake, act, reply


def test_there_are_many_mistakes_and_none_is_told_twice() -> None:
    assert len(MISTAKES) >= 150
    twice = [name for name, count in Counter(m.name for m in MISTAKES).items() if count > 1]
    assert not twice
    assert len({m.text for m in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize(
    "text", [act(""), HEAD + LOSS, HEAD + RUSH, *(reply(k, "r", "r") for k in REPLIES)]
)
def test_without_its_mistake_each_text_can_be_read(text: str) -> None:
    one = parse_scenario(text)
    assert parse_scenario(write_scenario(one)) == one


@pytest.mark.parametrize("case", MISTAKES, ids=lambda m: m.name)
def test_a_mistake_is_named_placed_and_mended(case: Mistake) -> None:
    with pytest.raises((ScenarioError, CodeError)) as failed:
        parse_scenario(case.text, "x.toml")
    error = failed.value
    assert error.where.startswith("x.toml")
    assert case.where in error.where
    assert case.found in error.found
    assert error.remedy
    assert case.remedy in error.remedy
    assert len(str(error)) < 700
    assert "\n" not in str(error)


# What may look like a mistake and has an answer of its own.


@pytest.mark.parametrize(
    "text",
    [
        act("").replace("\n", "\r\n"),
        "\ufeff" + act(""),
        act("").encode(),
        b"\xef\xbb\xbf" + act("").encode(),
    ],
    ids=["crlf", "byte order mark", "bytes", "bytes with mark"],
)
def test_line_ends_and_marks_do_not_matter(text: str | bytes) -> None:
    assert parse_scenario(text) == parse_scenario(act(""))


def restriction(extra: str) -> Restriction:
    (one,) = parse_scenario(act(extra)).shocks
    assert isinstance(one, Restriction)
    return one


def test_whole_numbers_are_amounts() -> None:
    assert restriction("cut = 1\n").cut == 1.0
    assert restriction("cut = 0x1\n").cut == 1.0


def test_a_range_without_width_is_allowed() -> None:
    assert not isinstance(restriction("cut = {low=0.5,best=0.5,high=0.5}\n").cut, float)


def test_a_part_starts_with_the_scenario_unless_it_says_otherwise() -> None:
    assert restriction("").start.isoformat() == "2027-01-01"
    assert restriction("start = 2027-12-31\n").start.isoformat() == "2027-12-31"


def test_a_response_without_a_start_leaves_it_to_the_engine() -> None:
    (one,) = parse_scenario(reply("rerouting", "r", "r")).responses
    assert one.start is None


def test_industries_of_a_table_pass_as_they_are() -> None:
    one = parse_scenario(act("").replace("gallium_metal", "industry:C26"))
    assert one.shocks[0].goods == ("industry:C26",)


@pytest.mark.parametrize(
    "word", ["gallium_metal", "Gallium Metal", "金属ガリウム", "gallium métal", "GALLIUM"]
)
def test_a_good_may_be_called_by_any_of_its_names(word: str) -> None:
    assert parse_scenario(act("").replace("gallium_metal", word)).shocks[0].goods == (
        "gallium_metal",
    )


def test_a_material_means_all_its_goods_and_the_reader_is_told() -> None:
    reading = read_scenario(act("").replace("gallium_metal", "nickel"))
    (one,) = reading.scenario.shocks
    assert {"nickel_ore", "nickel_metal", "ferronickel"} <= set(one.goods)
    (remark,) = reading.remarks
    assert remark.endswith(f"'nickel' is read as {', '.join(one.goods)}")


def test_a_good_of_that_name_goes_before_the_material() -> None:
    one = parse_scenario(act("").replace("gallium_metal", "natural gas"))
    assert one.shocks[0].goods == ("natural_gas",)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (HEAD, "no shock: nothing happens"),
        (act("cut = 0\n"), "ban changes nothing"),
        (HEAD + RUSH.replace("0.5", "0"), "rush changes nothing"),
        (
            act("duration_days = 400\n"),
            "ban lasts longer than the scenario, which ends 365 days into it",
        ),
        (act("licence_delay_days = 30\nduration_days = 10\n"), "licences may wait longer"),
        (act('on = ["CHN", "JPN"]\n'), "deliveries among those who restrict stay (CHN)"),
        (act("") + ACT.replace('"ban"', '"b"'), "ban and b meet on gallium_metal: the strictest"),
        (act('on = ["JPN"]\n') + ACT.replace('"ban"', '"b"'), "ban and b meet"),
        (act('on = ["EPCC"]\n') + ACT.replace('"ban"', '"b"') + 'on = ["G7"]\n', "ban and b meet"),
    ],
)
def test_what_may_surprise_is_remarked(text: str, remark: str) -> None:
    assert any(remark in one for one in read_scenario(text).remarks)


@pytest.mark.parametrize(
    "text",
    [
        act('on = ["JPN"]\n') + ACT.replace('"ban"', '"b"') + 'on = ["USA"]\n',
        act('on = ["JPN"]\n') + ACT.replace('"ban"', '"b"') + 'all_but = ["JPN"]\n',
        act("") + ACT.replace('"ban"', '"b"').replace("CHN", "RUS"),
        act("") + ACT.replace('"ban"', '"b"').replace("gallium", "germanium"),
        act("duration_days = 30\nease_days = 30\n")
        + ACT.replace('"ban"', '"b"')
        + "start = 2027-03-03\n",
        act(EXEMPT + 'parties = ["G7"]\nshare = 0.5\n'),
    ],
)
def test_what_is_plain_is_not_remarked(text: str) -> None:
    assert read_scenario(text).remarks == ()
