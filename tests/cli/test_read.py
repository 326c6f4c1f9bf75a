"""`kanmon read` on files, pipes and things that are neither."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kanmon.cli.main import app
from kanmon.errors import DataError

TEXT = "China banned imports of Japanese seafood. Beijing also imposed export controls on gallium."


def _run(*words: str, stdin: str | bytes | None = None) -> str:
    done = CliRunner().invoke(app, ["read", *words], input=stdin, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_a_file_and_a_pipe_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text(TEXT, "utf-8")
    made = json.loads(_run(str(path), "--json"))
    assert made == json.loads(_run("-", "--json", stdin=TEXT))
    assert [m["imposer"] for m in made["measures"]] == ["CHN", "CHN"]
    act = made["measures"][0]["spans"]["act"]
    assert TEXT[act["start"] : act["end"]] == act["text"] == "banned"


def test_the_terminal_quotes_the_words(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text(TEXT, "utf-8")
    shown = " ".join(_run(str(path)).split())
    assert "seafood" in shown
    assert "banned imports of" in shown


def test_measures_are_registered_once(tmp_path: Path) -> None:
    path, store = tmp_path / "news.txt", str(tmp_path / "store")
    path.write_text(TEXT, "utf-8")
    words = [str(path), "--register", "--published", "2023-08-24", "--store", store, "--json"]
    first, again = (json.loads(_run(*words))["registered"] for _ in range(2))
    assert len(first["added"]) == 2
    assert again == {"added": [], "changed": [], "unchanged": first["added"]}
    done = CliRunner().invoke(app, ["measures", "list", "--store", store, "--json"])
    acts = {a["side"]: a for a in json.loads(done.stdout)}
    assert "scallops" in acts["import"]["goods"]
    assert acts["export"]["goods"] == ["gallium_metal"]
    assert {a["announced"] for a in acts.values()} == {"2023-08-24"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("missing.txt",), "no such file"),
        (("-", "--lang", "de"), "language 'de'"),
        (("-", "--register"), "no --published"),
        (("-", "--published", "yesterday"), "day 'yesterday'"),
    ],
)
def test_what_cannot_be_is_refused(words: tuple[str, ...], found: str) -> None:
    with pytest.raises(DataError) as caught:
        CliRunner().invoke(app, ["read", *words], input=TEXT, catch_exceptions=False)
    assert found in caught.value.found
    assert caught.value.remedy


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DataError, match="UTF-8"):
        CliRunner().invoke(app, ["read", "-"], input=b"\xff\xfe\x00ban", catch_exceptions=False)
