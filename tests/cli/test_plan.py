"""`kanmon plan` as a reader types it."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from kanmon.cli.main import app
from kanmon.errors import DataError, KanmonError, ScenarioError

_RUN = CliRunner()


def _plan(store: Path, *words: str) -> str:
    asked = ["plan", "EPCC", "--store", str(store), "--draws", "0", *words]
    result = _RUN.invoke(app, asked, env={"COLUMNS": "100"})
    if result.exception is not None:
        raise result.exception
    return result.output


def test_terminal_page_and_table(tmp_path: Path) -> None:
    page, table = tmp_path / "p.html", tmp_path / "p.parquet"
    text = _plan(tmp_path / "s", "--good", "graphite", "--max-share", "0.5", "--out", str(page))
    assert "Natural graphite" in text
    assert "Largest supplier: China" in text
    assert "planning for natural_graphite" in text
    assert page.read_text("utf-8").startswith("<!doctype html>")
    _plan(tmp_path / "s", "--good", "palladium", "--out", str(table))
    held = pq.read_table(table)
    assert set(held.column("year").to_pylist()) == {2027, 2028, 2029, 2030, 2031}


def test_json_and_language(tmp_path: Path) -> None:
    text = _plan(tmp_path, "--good", "gallium_metal", "--json")
    plain = json.loads(text[text.index("{") :])
    kinds = [f["kind"] for f in plain["findings"]]
    assert kinds[0] == "sourcing_plan"
    assert "sourcing_robustness" not in kinds
    assert "金属ガリウム" in _plan(tmp_path, "--good", "gallium", "--lang", "ja")


def test_announced_capacity_and_tiers_of_the_reader_count(tmp_path: Path) -> None:
    news, tiers = tmp_path / "new.csv", tmp_path / "tiers.toml"
    news.write_text(
        "good,economy,tonnes_per_year,from_date,firmness,source\n"
        "gallium_metal,DEU,80,2027-01-01,operating,press\n"
    )
    tiers.write_text(
        'title = "t"\nauthor = "a"\nas_of = 2026-01-31\ndefault = "neutral"\n'
        '[[entry]]\nparty = "CHN"\ntier = "of_concern"\n'
    )
    words = ["--good", "gallium", "--announced", str(news), "--trusted", str(tiers)]
    text = _plan(tmp_path, *words, "--max-concern", "0.4", "--years", "6")
    assert "Germany" in text
    assert "at most 40% from economies of concern" in text


@pytest.mark.parametrize(
    ("words", "kind", "told"),
    [
        (["--good", "unobtainium"], KanmonError, "unobtainium"),
        (["--good", "palladium", "--max-share", "2"], DataError, "max_share"),
        (["--good", "rare_earth_magnets", "--max-share", "0.1"], ScenarioError, "no plan keeps"),
        (["--good", "palladium", "--announced", "nowhere.csv"], DataError, "nowhere.csv"),
        (["--good", "palladium", "--lang", "de"], KanmonError, "de"),
    ],
)
def test_mistakes_are_one_clear_error(
    words: list[str], kind: type[KanmonError], told: str, tmp_path: Path
) -> None:
    with pytest.raises(kind) as error:
        _plan(tmp_path, *words)
    assert told in str(error.value)
    assert error.value.remedy


def test_the_brief_holds_a_plan(tmp_path: Path) -> None:
    page = tmp_path / "b.html"
    asked = ["brief", "JPN", "--plan", "palladium", "--store", str(tmp_path), "-o", str(page)]
    result = _RUN.invoke(app, asked, env={"COLUMNS": "100"})
    assert result.exception is None
    assert "Sourcing plan" in result.output
    text = page.read_text("utf-8")
    assert 'id="plan-1"' in text
    assert text.count('href="#plan"') == 1
