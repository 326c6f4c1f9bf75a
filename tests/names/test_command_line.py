"""`kanmon names`: one name, a table in parts, what an update changed."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from kanmon.analysis.names.index import NameIndex, check
from kanmon.analysis.names.record import Checked, Query, Reach
from kanmon.cli import names_batch
from kanmon.cli.main import app
from kanmon.errors import DataError

LIST = "name,country,id\nVolga Rekord JSC,RUS,1\nSea Heron,PAN,2\nAcme Rotor Works,GBR,3\n"


def run(*arguments: str | Path | int) -> str:
    done = CliRunner().invoke(
        app, ["names", *map(str, arguments)], env={"COLUMNS": "200"}, catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    rows = [f"q{n},Name Number {n}\n" for n in range(30)] + ["hit,Volga Rekord\n"]
    (tmp_path / "asked.csv").write_text("id,name\n" + "".join(rows), "utf-8")
    return tmp_path


def test_one_name() -> None:
    assert run("check", "Volga Record", "--example").startswith("hit Volga Record")
    plain = json.loads(run("check", "Sea\u200b Heron", "Oslo Fish", "--example", "--json"))
    assert [answer["band"] for answer in plain] == ["hit", "clear"]
    assert plain[0]["flags"] == ["hidden"]
    first = plain[0]["matches"][0]
    total = sum(f["value"] * f["weight"] for f in first["features"])
    assert total == pytest.approx(first["score"])


def test_no_list_and_no_country() -> None:
    with pytest.raises(DataError, match="no list"):
        run("check", "Acme")
    with pytest.raises(DataError, match="Atlantis"):
        run("check", "Acme", "--example", "--country", "Atlantis")


def test_lists_account_for_every_entry(folder: Path) -> None:
    told = json.loads(run("lists", folder / "list.csv", "--json"))[0]
    assert (told["found"], told["loaded"], told["left_out"]) == (3, 3, [])
    assert "3 found, 3 loaded, 0 left out" in run("lists", folder / "list.csv")


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".arrow"])
def test_a_table_in_and_a_table_out(folder: Path, ending: str) -> None:
    out = folder / f"answers{ending}"
    said = run("check", folder / "asked.csv", "--list", folder / "list.csv", "--out", out)
    assert "1 hit, 0 review, 30 clear" in said
    assert not list(folder.glob(".answers*")), "nothing is left behind"
    if ending == ".csv":
        with out.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [r["query"] for r in rows if r["band"] == "hit"] == ["hit"]


def test_a_run_cut_off_goes_on_where_it_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names_batch, "PART", 8)
    whole, pieces = folder / "whole.parquet", folder / "pieces.parquet"
    asked = ("check", folder / "asked.csv", "--list", folder / "list.csv", "--threads")
    run(*asked, 1, "--out", whole)
    done: list[int] = []
    limit = [2]

    def counted(
        queries: Sequence[Query], index: NameIndex, *, reach: Reach, most: int
    ) -> tuple[Checked, ...]:
        if len(done) == limit[0]:
            raise KeyboardInterrupt
        done.append(len(queries))
        return check(queries, index, reach=reach, most=most)

    monkeypatch.setattr(names_batch, "check", counted)
    CliRunner().invoke(app, ["names", *map(str, (*asked, 2, "--out", pieces))])
    parts = folder / ".pieces.parquet.parts"
    assert len(list(parts.glob("*.parquet"))) == 2
    limit[0] = -1
    run(*asked, 2, "--out", pieces)
    assert done == [8, 8, 8, 7], "finished parts are not asked again"
    assert whole.read_bytes() == pieces.read_bytes()
    assert pq.read_table(whole).num_rows == 31


def test_parts_of_another_list_are_not_used(folder: Path) -> None:
    parts = folder / ".out.csv.parts"
    parts.mkdir()
    (parts / "stamp").write_text("another", "utf-8")
    (parts / "000000.parquet").write_bytes(b"not what it seems")
    run("check", folder / "asked.csv", "-l", folder / "list.csv", "--out", folder / "out.csv")
    assert (folder / "out.csv").is_file()


def test_rows_that_cannot_be_asked_are_refused(folder: Path) -> None:
    (folder / "bad.csv").write_text("id,name\n1,Acme\n2,\n", "utf-8")
    with pytest.raises(DataError, match="1 rows that cannot be asked"):
        run("check", folder / "bad.csv", "--list", folder / "list.csv")
    with pytest.raises(DataError, match="ending"):
        run("check", folder / "asked.csv", "--example", "--out", folder / "out.txt")


def test_what_an_update_changed(folder: Path) -> None:
    newer = folder / "newer.csv"
    newer.write_text(LIST.replace("Sea Heron", "Sea Eagle") + "Name Number 7,,4\n", "utf-8")
    # Entries are known by list and id: both editions are one list.
    for file in (folder / "list.csv", newer):
        rows = file.read_text("utf-8").splitlines()
        lines = [rows[0] + ",list_id", *[row + ",mine" for row in rows[1:]]]
        file.write_text("\n".join(lines) + "\n", "utf-8")
    asked = ("changes", folder / "list.csv", newer, "--names", folder / "asked.csv")
    told = json.loads(run(*asked, "--json"))
    assert (told["added"], told["removed"], told["changed"]) == (["mine:4"], [], ["mine:2"])
    assert "q7" in [match["query"] for match in told["matches"]]
    assert "hit" not in [match["query"] for match in told["matches"]]
    assert "1 added: mine:4" in run(*asked)
