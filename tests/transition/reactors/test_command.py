"""`kanmon reactor` in three languages, as JSON, as a page, and with the reader's own facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kanmon.cli.main import app
from kanmon.errors import CodeError, DataError

RUN = CliRunner()
HEAD = "economy,instrument,other,value,from,to,source,date,status,note\n"
ASKED = ("reactor", "check", "BWRX-300", "--host", "IDN", "--date", "2026-11-23")


def said(*words: str) -> str:
    found = RUN.invoke(app, list(words), env={"COLUMNS": "160"})
    assert found.exit_code == 0, found.exception
    return found.output


@pytest.mark.parametrize(
    ("lang", "outcome"), [("en", "undetermined"), ("ja", "未確定"), ("fr", "indéterminé")]
)
def test_a_check_reads_in_three_languages(lang: str, outcome: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    text = said(*ASKED, "--lang", lang, "--out", str(page))
    assert outcome in text
    written = page.read_text("utf-8")
    assert f'<html lang="{lang}">' in written
    assert outcome in written
    assert "src=" not in written


def test_a_check_as_json_names_every_source() -> None:
    found = json.loads(said(*ASKED, "--json"))
    assert found["figures"]["outcome"]["value"] == "undetermined"
    rows = {row["criterion"]: row for row in found["rows"]}
    assert rows["liability"]["missing"] == "liability"
    for key, row in rows.items():
        assert row["criterion_source"], key
        assert bool(row["fact_source"]) == (row["outcome"] != "undetermined"), key


def test_own_facts_settle_what_was_open(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEAD + "IDN,liability,,vienna,2025-03-01,,mine,2026-10-01,found,\n", "utf-8")
    found = json.loads(said(*ASKED, "--facts", str(own), "--json"))
    assert found["figures"]["outcome"]["value"] == "met"


def test_own_facts_must_be_facts(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEAD + "IDN,liability,,perhaps,,,mine,2026-10-01,found,\n", "utf-8")
    for path in (own, tmp_path / "none.csv"):
        found = RUN.invoke(app, [*ASKED, "--facts", str(path)])
        assert isinstance(found.exception, DataError)


def test_designs_are_listed_by_fuel_and_economy() -> None:
    listed = json.loads(said("reactor", "list", "--fuel", "HALEU", "--economy", "JPN", "--json"))
    assert [one["economy"] for one in listed] == ["JPN"]
    assert {one["fuel_class"] for one in listed} == {"HALEU"}
    for lang in ("en", "ja", "fr"):
        assert "BWRX-300" in said("reactor", "list", "--lang", lang)


@pytest.mark.parametrize(
    "words",
    [
        ("reactor", "check", "nothing", "--host", "JPN"),
        ("reactor", "check", "BWRX-300", "--host", "XXX"),
        ("reactor", "list", "--fuel", "plutonium"),
    ],
)
def test_what_is_not_known_is_refused(words: tuple[str, ...]) -> None:
    assert isinstance(RUN.invoke(app, list(words)).exception, CodeError)
