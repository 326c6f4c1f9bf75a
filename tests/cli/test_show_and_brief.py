"""The verbs people quote from: they run, in three languages, and errors are one clear message."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kanmon.cli.main import app

RUN = CliRunner()


def run(*arguments: str) -> str:
    done = RUN.invoke(app, list(arguments), env={"COLUMNS": "120"}, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_show_tells_makers_suppliers_source_and_date(tmp_path: Path) -> None:
    text = run(
        "show",
        "rare_earth_metals",
        "--party",
        "JPN",
        "--year",
        "2022",
        "--store",
        str(tmp_path / "none"),
    )
    for words in ("China", "59.0 %", "33.2 %", "7.8 %", "CEPII", "2022", "HHI"):
        assert words in text


def test_show_as_json_carries_unit_date_and_sources(tmp_path: Path) -> None:
    plain = json.loads(
        run("show", "gallium_metal", "--year", "2024", "--json", "--store", str(tmp_path / "none"))
    )
    counts = plain["production"]
    assert {c["figures"]["edition"]["value"] for c in counts if c["as_of"] == "2024"} == {
        "MCS2025",
        "MCS2026",
    }
    for count in counts:
        for figure in count["figures"].values():
            assert figure["date"]
            assert "unit" in figure
            assert figure["sources"]


@pytest.mark.parametrize(("lang", "word"), [("en", "China"), ("ja", "中国"), ("fr", "Chine")])
def test_brief_speaks_three_languages(tmp_path: Path, lang: str, word: str) -> None:
    page = tmp_path / f"{lang}.html"
    text = run(
        "brief",
        "EPCC",
        "--lang",
        lang,
        "--year",
        "2022",
        "--out",
        str(page),
        "--store",
        str(tmp_path / "none"),
    )
    assert word in text
    html = page.read_text("utf-8")
    assert f'lang="{lang}"' in html
    assert word in html


def test_brief_as_json(tmp_path: Path) -> None:
    plain = json.loads(run("brief", "USA", "--json", "--store", str(tmp_path / "none")))
    assert plain["chokepoints"]["rows"][0]["rank"] == 1
    assert plain["chokepoints"]["units"]["import_hhi"] == "HHI"


def test_brief_with_the_readers_own_tiers(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples" / "trust_tiers.toml"
    plain = json.loads(
        run("brief", "JPN", "--tiers", str(example), "--json", "--store", str(tmp_path / "none"))
    )
    row = plain["chokepoints"]["rows"][0]
    assert row["concern_share"] is not None


def test_goods_and_codes_can_be_looked_up() -> None:
    assert "gallium_metal" in run("goods", "gallium")
    assert "TWN" in run("codes", "taiwan")
    assert any(r["code"] == "EPCC" for r in json.loads(run("codes", "--json")))


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["show", "unobtainium"], 4, "unobtainium"),
        (["show", "rare_earth_metals", "--party", "ATL"], 4, "ATL"),
        (["show", "rare_earth_metals", "--year", "1901"], 3, "1901"),
        (["brief", "JPN", "--lang", "tlh"], 4, "tlh"),
    ],
)
def test_errors_are_one_clear_message(
    tmp_path: Path, arguments: list[str], status: int, words: str
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from kanmon.cli.main import run; run()",
            *arguments,
            "--store",
            str(tmp_path / "none"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert words in done.stderr
    assert "To mend" in done.stderr
    assert "Traceback" not in done.stderr
