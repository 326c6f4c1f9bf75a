"""`kanmon licence` and `kanmon chip` say what is from memory, and never free by silence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from kanmon.cli.main import app


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0
    return " ".join(done.stdout.split())


def decide(*words: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(
        run("licence", "decide", "--clear", "--use", "civil", "--json", *words)
    )
    return made


@pytest.mark.parametrize(
    "words",
    [
        ("--item", "H100", "--from", "FRA", "--to", "CHN", "--fact", "subject_to_ear=no"),
        ("--item", "H100", "--to", "DEU", "--date", "2015-01-01"),
        ("--fact", "kind=equipment", "--to", "DEU", "--date", "2026-06-01"),
    ],
)
def test_where_no_rules_are_held_nothing_is_free(words: tuple[str, ...]) -> None:
    made = decide(*words)
    assert made["outcome"] == "undetermined"
    assert "other_rules" in made["missing"]


def test_friends_are_told_and_groups_from_memory_are_named() -> None:
    made = decide("--item", "H100", "--to", "JPN", "--date", "2026-06-01")
    assert made["outcome"] == "none"
    assert made["regimes"][0]["friends"]
    assert "D:5" in made["from_memory"]
    assert "A:5" not in made["from_memory"]
    assert made["item_status"] == "found"
    shown = run("licence", "decide", "--item", "L4", "--to", "JPN", "--clear", "--use", "civil")
    assert "D:5" in shown
    assert "L4" in shown.rpartition("memory")[2]


def test_an_edge_and_specifications_from_memory_are_told() -> None:
    shown = run("chip", "classify", "A10", "--date", "2023-12-01")
    assert "(pd)" in shown
    assert "From memory, to be checked: A10" in shown
    made = json.loads(run("chip", "classify", "A10", "--date", "2023-12-01", "--json"))
    assert made["classes"] == []
    assert made["open"] == {"3A090.b": ["pd"]}
    assert made["status"] == "memory"


@pytest.mark.parametrize(
    ("chip", "day", "classes"),
    [
        ("A800", "2022-11-01", []),
        ("A800", "2023-12-01", ["3A090.a"]),
        ("L4", "2023-12-01", ["3A090.a"]),
        ("RTX 4090 D", "2023-12-01", []),
        ("B200", "2026-06-01", ["3A090.a", "letter", "test-2026-failed"]),
        ("H200", "2026-06-01", ["3A090.a", "letter", "test-2026-met"]),
    ],
)
def test_flips(chip: str, day: str, classes: list[str]) -> None:
    made = json.loads(run("chip", "classify", chip, "--date", day, "--json"))
    assert made["classes"] == classes
