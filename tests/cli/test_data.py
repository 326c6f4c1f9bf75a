"""`kanmon data`: what a person and a program see, on the sample of BACI."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kanmon.cli.data import app
from kanmon.errors import CodeError, DataError
from kanmon.store.fetch import Fetched
from kanmon.store.store import Store

SAMPLE = Path(str(resources.files("kanmon.sources.baci") / "sample" / "BACI_HS92_V202401b"))
ID = "baci.flows.HS1992.1"


def run(store: Path, *words: str, status: int = 0) -> Result:
    done = CliRunner().invoke(app, [*words, "--store", str(store)], env={"COLUMNS": "160"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == status, done.output
    return done


def run_json(store: Path, *words: str, status: int = 0) -> Any:
    return json.loads(run(store, *words, "--json", status=status).stdout)


def test_add_shows_edition_years_licence_and_source(tmp_path: Path) -> None:
    said = run(tmp_path, "add", "baci", str(SAMPLE)).stdout
    for expected in (ID, "V202401b", "2021-2022", "Etalab Open Licence 2.0", "CEPII"):
        assert expected in said
    again = run(tmp_path, "add", "baci", str(SAMPLE)).stdout
    assert "nothing was changed" in again


def test_add_as_json_carries_units_of_provenance(tmp_path: Path) -> None:
    told = run_json(tmp_path, "add", "baci", str(SAMPLE))
    (added,) = told["added"]
    assert told["changed"]
    assert added["id"] == ID
    assert added["vintage"] == "V202401b"
    assert (added["first_year"], added["last_year"]) == (2021, 2022)
    assert added["added_at"].endswith("+00:00")
    assert len(added["raw_sha256"]) == 64
    assert told["licence"] == {
        "id": "etalab-2.0",
        "non_commercial": False,
        "redistribution": True,
    }


def test_add_passes_the_edition_on_and_errors_are_left_to_the_command(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="HS2017"):
        run(tmp_path / "s", "add", "baci", str(SAMPLE), "--edition", "HS2017")
    with pytest.raises(CodeError, match="no source 'bacci'"):
        run(tmp_path / "s", "add", "bacci", str(SAMPLE))
    assert not (tmp_path / "s").exists()


def test_list_is_empty_before_and_then_by_date(tmp_path: Path) -> None:
    assert "holds nothing" in run(tmp_path, "list").stdout
    assert run_json(tmp_path, "list") == []
    run(tmp_path, "add", "baci", str(SAMPLE))
    assert ID in run(tmp_path, "list").stdout
    (held,) = run_json(tmp_path, "list")
    day = held["added_at"][:10]
    assert run_json(tmp_path, "list", "--as-of", day) == [held]
    assert run_json(tmp_path, "list", "--as-of", held["added_at"]) == [held]
    assert run_json(tmp_path, "list", "--as-of", "2001-01-01") == []
    assert "as of 2001-01-01" in run(tmp_path, "list", "--as-of", "2001-01-01").stdout
    with pytest.raises(DataError, match="no date"):
        run(tmp_path, "list", "--as-of", "yesterday")


def test_check_says_all_is_well_or_ends_with_the_stores_own_status(tmp_path: Path) -> None:
    run(tmp_path, "add", "baci", str(SAMPLE))
    assert "as it was written" in run(tmp_path, "check").stdout
    next((tmp_path / "snapshots").iterdir()).write_bytes(b"damaged")
    assert "checksum" in run(tmp_path, "check", status=7).stdout
    (problem,) = run_json(tmp_path, "check", status=7)["problems"]
    assert problem["where"] == ID
    assert "remove" in problem["remedy"]


def test_remove_asks_first(tmp_path: Path) -> None:
    run(tmp_path, "add", "baci", str(SAMPLE))
    run(tmp_path, "remove", ID, status=1)
    assert len(Store(tmp_path).snapshots()) == 1
    (gone,) = run_json(tmp_path, "remove", "baci", "--yes")
    assert gone["removed_at"] is not None
    assert Store(tmp_path).snapshots() == ()
    with pytest.raises(CodeError):
        run(tmp_path, "remove", "baci", "--yes")


def test_sources_state_licence_and_limits() -> None:
    done = CliRunner().invoke(app, ["sources", "--json"])
    cards = {c["source"]: c for c in json.loads(done.stdout)}
    assert cards["baci"]["licence"] == "etalab-2.0"
    assert cards["eto_chips"]["non_commercial"]
    assert not cards["comtrade"]["redistribution"]
    drawn = CliRunner().invoke(app, ["sources"], env={"COLUMNS": "200"}).stdout
    assert "non-commercial use only" in drawn
    assert "not to be passed on" in drawn


def test_fetch_says_when_a_publisher_has_no_open_address(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="login or a form"):
        run(tmp_path, "fetch", "baci")


def test_fetch_and_add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = next(
        p for p in (Path(str(resources.files("kanmon.sources.gdp"))) / "sample").iterdir()
    )
    seen = []

    def from_here(url: str, folder: Path, **_: object) -> Fetched:
        seen.append((url, folder))
        return Fetched(sample, url, "0" * 64, 10, "2026-01-31")

    monkeypatch.setattr("kanmon.cli.data.fetch", from_here)
    told = run_json(tmp_path, "fetch", "gdp", "--to", str(tmp_path / "d"), "--add")
    assert seen[0][1] == tmp_path / "d"
    assert seen[0][0].startswith("https://")
    assert told["added"][0]["added"][0]["retrieved"] == "2026-01-31"
    with pytest.raises(DataError, match="no file 'nope'"):
        run(tmp_path, "fetch", "gdp", "nope")
