"""The register of commitments: words are not changed, turns are not taken away."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kanmon.analysis.consultation.commitments import (
    Turn,
    as_plain,
    joined,
    make_promise,
    read_register,
    turn,
)
from kanmon.cli.main import app
from kanmon.errors import CodeError, DataError
from shared_data import SHARED

ONE = make_promise(("JPN", "USA"), "reduce", ("topic:x",), "will  reduce", "a.txt", "2023-11-14")
TWO = make_promise(("JPN",), "assess", (), "keep assessing", "a.txt", "2023-11-14")
KEPT = Turn("2026-11-23", "kept", "JPN", "https://example.org/a")


def test_the_same_words_are_one_promise() -> None:
    again = make_promise(("USA", "JPN"), "cut", (), "will reduce", "b.txt", "2024-01-01")
    assert again.id == ONE.id
    changed = turn([ONE, TWO], ONE.id, KEPT)
    assert joined(changed, [again, TWO]) == changed


def test_turns_stay_and_run_forward() -> None:
    register = turn([ONE], ONE.id, Turn("2024-01-01", "under_way", "USA", ""))
    register = turn(register, ONE.id[:5], KEPT)
    assert [t.standing for t in register[0].turns] == ["under_way", "kept"]
    with pytest.raises(DataError, match="before"):
        turn(register, ONE.id, Turn("2025-01-01", "broken", "USA", "x"))


@pytest.mark.parametrize(
    ("key", "change", "error"),
    [
        ("", KEPT, CodeError),
        ("zzz", KEPT, CodeError),
        (ONE.id, Turn("2026-11-23", "done", "JPN", "x"), DataError),
        (ONE.id, Turn("2026-11-23", "kept", "JPN", " "), DataError),
        (ONE.id, Turn("2026-11-23", "broken", "JPN", ""), DataError),
        (ONE.id, Turn("2020-01-01", "open", "JPN", ""), DataError),
        (ONE.id, Turn("soon", "open", "JPN", ""), DataError),
    ],
)
def test_a_turn_that_is_none_is_refused(key: str, change: Turn, error: type[Exception]) -> None:
    with pytest.raises(error):
        turn([ONE, TWO], key, change)


def test_late_is_what_is_owed_past_its_day() -> None:
    from dataclasses import replace

    due = replace(ONE, due="2024-06-30")
    assert due.late(dt.date(2026, 1, 1))
    assert not due.late(dt.date(2024, 6, 30))
    assert not turn([due], due.id, KEPT)[0].late(dt.date(2027, 1, 1))
    assert not ONE.late(dt.date(2030, 1, 1))


def _spoilt() -> list[Any]:
    plain = as_plain(turn([ONE, TWO], ONE.id, KEPT))
    spoilt: list[Any] = [{}, None, [None], [{}], [plain[0], plain[0]]]
    for field, value in (
        ("words", "will not reduce"),
        ("owners", ["CHN"]),
        ("owners", []),
        ("id", "0" * 12),
        ("due", "soon"),
        ("published", 2023),
        ("turns", [{"day": "2026-01-01"}]),
        ("turns", [{**plain[0]["turns"][0], "standing": "done"}]),
        ("turns", [{**plain[0]["turns"][0], "evidence": ""}]),
        ("turns", {}),
        ("more", 1),
    ):
        bad = copy.deepcopy(plain)
        bad[0][field] = value
        spoilt.append(bad)
    return spoilt


@pytest.mark.parametrize("plain", _spoilt())
def test_a_spoilt_register_is_refused(plain: object) -> None:
    with pytest.raises((DataError, CodeError)):
        read_register(plain, where="x")


def test_a_register_reads_back_as_written() -> None:
    register = turn([ONE, TWO], ONE.id, KEPT)
    assert read_register(json.loads(json.dumps(as_plain(register))), where="x") == register


def _typed(*asked: str) -> str:
    result = CliRunner().invoke(app, list(asked), env={"COLUMNS": "140"})
    if result.exception is not None:
        raise result.exception
    return result.output


def test_a_statement_becomes_a_register(tmp_path: Path) -> None:
    text, register = tmp_path / "s.txt", tmp_path / "r.json"
    text.write_text(
        "Japan and the United States agreed to diversify supply chains of critical minerals. "
        "Japan will reduce its dependence on Russian fuel.",
        "utf-8",
    )
    for _ in range(2):
        _typed("commitments", "add", str(register), str(text), "--published", "2023-11-14")
    plain = json.loads(_typed("commitments", "show", str(register), "--json"))
    assert [one["owners"] for one in plain] == [["JPN", "USA"], ["JPN"]]
    key = plain[1]["id"]
    _typed("commitments", "turn", str(register), key, "--to", "under_way", "--by", "JPN")
    assert "実施中" in _typed("commitments", "show", str(register), "--lang", "ja")
    assert "under way" in _typed("commitments", "show", str(register))


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared data")
def test_the_french_article_gives_a_sensible_first_register(tmp_path: Path) -> None:
    (article,) = (SHARED.parent / "articles").glob("*.txt")
    register = tmp_path / "r.json"
    _typed("commitments", "add", str(register), str(article), "--published", "2023-11-15")
    plain = json.loads(register.read_text("utf-8"))
    acts = {one["act"] for one in plain}
    about = {topic for one in plain for topic in one["about"]}
    assert len(plain) >= 8
    assert all(one["owners"] == ["JPN", "USA"] for one in plain)
    assert {"assess", "reduce", "counter", "request", "develop"} <= acts
    assert {"topic:russian_fuel", "topic:perovskite", "topic:critical_minerals"} <= about
    assert all(one["words"] and not one["turns"] for one in plain)
