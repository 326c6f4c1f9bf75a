"""Reading an address: every value is held to its kind; work is done once, errors are not kept."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from kanmon.errors import CodeError, KanmonError
from kanmon.workspace.asked import Asked, read_asked
from kanmon.workspace.memo import Memo
from kanmon.workspace.problems import RequestError, problem_of


def asked(**given: str) -> Asked:
    return Asked("good", "en", given)


def test_values_are_read_as_what_they_are() -> None:
    one = asked(year="2022", share="0.5", day="2024-01-31", by="CHN, RUS,,CHN", on="1", off="0")
    assert one.whole("year", 1900, 2100) == 2022
    assert one.number("share", 0.0, 1.0) == 0.5
    assert one.day("day", dt.date.min) == dt.date(2024, 1, 31)
    assert one.many("by") == ("CHN", "RUS")
    assert one.flag("on")
    assert not one.flag("off")
    assert one.flag("neither", True)
    assert one.number("none", 0.0, 1.0) is None


WRONG_YEARS = ["", " ", "two", "1e999", "nan", "-1", "3001", "20.5", "2_022", "२०२२", "0x7e6"]
WRONG_DAYS = ["2024-1-31", "20240131", "2024-02-30", "0000-00-00", "2024-W01-1", "２０２４-01-01"]


@pytest.mark.parametrize("text", WRONG_YEARS)
def test_what_is_no_year_is_refused_or_missing(text: str) -> None:
    one = asked(year=text)
    if not text.strip():
        assert one.whole("year", 1900, 3000) is None
        return
    with pytest.raises(RequestError) as caught:
        one.whole("year", 1900, 3000)
    assert caught.value.status == 422
    assert caught.value.remedy


@pytest.mark.parametrize("text", WRONG_DAYS)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(RequestError):
        asked(day=text).day("day", dt.date.min)


def test_an_address_is_held_to_its_view() -> None:
    pairs = [("lang", "ja"), ("party", "JPN"), ("year", "2022")]
    assert read_asked("good", pairs, ["year"]).given == {"party": "JPN", "year": "2022"}
    for wrong in (
        [("colour", "red")],
        [("year", "1"), ("year", "2")],
        [("good", "x" * 501)],
        [("good", "a\x00b")],
        [("x" * 5000, "1")],
    ):
        with pytest.raises(RequestError) as caught:
            read_asked("good", wrong, ["year"])
        assert len(str(caught.value)) < 700
    with pytest.raises(CodeError):
        read_asked("good", [("lang", "de")], [])


def test_a_problem_never_carries_more_than_it_must() -> None:
    long = problem_of(KanmonError("x" * 10_000, where="\x1b[31m", remedy="a\nb"))
    assert long.found is not None
    assert len(long.found) == 500
    assert long.where == "�[31m"
    assert long.remedy == "a b"
    assert long.status == 500


def test_the_same_question_is_computed_once_at_a_time() -> None:
    memo, made, gate = Memo(4), [], threading.Event()

    def make() -> int:
        gate.wait(10)
        made.append(1)
        return 7

    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(memo.get("a", make))) for _ in range(8)
    ]
    for one in threads:
        one.start()
    # Another question does not wait for the first.
    assert memo.get("b", lambda: 1) == 1
    gate.set()
    for one in threads:
        one.join()
    assert answers == [7] * 8
    assert len(made) == 1


def test_an_error_is_not_kept_and_the_oldest_goes_first() -> None:
    memo = Memo(2)

    def fails() -> int:
        raise CodeError("no")

    with pytest.raises(CodeError):
        memo.get("a", fails)
    assert memo.get("a", lambda: 1) == 1
    memo.get("b", lambda: 2)
    memo.get("a", lambda: 9)
    memo.get("c", lambda: 3)
    assert memo.get("a", lambda: 9) == 1
    assert memo.get("b", lambda: 8) == 8
