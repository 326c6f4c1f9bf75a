"""`kanmon dependency`: goods from the pack, every product from a store, explained and written."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from kanmon.cli.main import app
from kanmon.errors import CodeError, DataError
from kanmon.provenance import Origin
from kanmon.sources.source import Reading
from kanmon.store.store import Store
from kanmon.testing import tiny_flows, tiny_origin

RUN = CliRunner()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store whose only trade is the tiny world's, as if from BACI."""
    path = tmp_path / "store"
    tiny: Origin = tiny_origin("baci")
    Store(path).add_reading(Reading({"flows": tiny_flows()}, tiny, "HS1992"), "baci")
    return path


def ask(*arguments: str) -> list[dict[str, object]]:
    done = RUN.invoke(app, ["dependency", *arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    plain: list[dict[str, object]] = json.loads(done.stdout)
    return plain


def test_goods_of_the_pack_have_distances_beside_flags(tmp_path: Path) -> None:
    (found,) = ask("JPN", "--year", "2022", "--store", str(tmp_path / "none"))
    rows = {r["good"]: r for r in found["rows"]}  # type: ignore[attr-defined]
    metals = rows["rare_earth_metals"]
    assert metals["cdi1"] == pytest.approx(0.464, abs=0.002)
    assert metals["cdi1_distance"] == pytest.approx(metals["cdi1"] - 0.4)
    assert metals["ec2021"] is True
    assert metals["geodep"] is False


@pytest.mark.parametrize("engine", ["native", "numpy"])
def test_every_product_of_an_economy(store: Path, engine: str) -> None:
    (found,) = ask("JPN", "--all", "--store", str(store), "--engine", engine)
    rows = {r["product"]: r for r in found["rows"]}  # type: ignore[attr-defined]
    assert rows["280530"]["hhi"] == pytest.approx(0.46)
    assert rows["280530"]["ratio"] == pytest.approx(2.0)
    assert rows["250410"]["ratio"] is None
    assert rows["250410"]["flagged"] is True


def test_trade_inside_a_bloc_is_netted_out(store: Path) -> None:
    (found,) = ask("EPCC", "--all", "--store", str(store))
    rows = {r["product"]: r for r in found["rows"]}  # type: ignore[attr-defined]
    assert rows["280530"]["imports"] == 150.0
    assert rows["280530"]["intra"] == 50.0
    assert rows["280530"]["cdi2"] == pytest.approx(0.75)
    assert rows["280530"]["years_flagged"] == int(rows["280530"]["flagged"])


def test_one_code_is_explained(store: Path) -> None:
    done = RUN.invoke(
        app, ["dependency", "JPN", "--why", "280530", "--store", str(store)], catch_exceptions=False
    )
    for words in ("hhi distance", "world hhi", "ratio", "0.46"):
        assert words in done.stdout.replace("_", " ")
    with pytest.raises(CodeError, match="999999"):
        RUN.invoke(
            app,
            ["dependency", "JPN", "--why", "999999", "--store", str(store)],
            catch_exceptions=False,
        )


@pytest.mark.parametrize("ending", ["csv", "parquet", "arrow"])
def test_tables_are_written_whole(store: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"japan.{ending}"
    ask("JPN", "--all", "--store", str(store), "--out", str(out))
    if ending == "parquet":
        table = pq.read_table(out)
    elif ending == "arrow":
        table = pa.ipc.open_file(out).read_all()
    else:
        table = pa.csv.read_csv(out)
    assert table.num_rows == 2
    if ending != "csv":
        assert table.schema.metadata[b"unit.imports"] == b"kUSD"
        assert b"Kanmon tests" in table.schema.metadata[b"citation"]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_indicators_of_one_good(tmp_path: Path) -> None:
    found = ask(
        "JPN",
        "-g",
        "rare_earth_metals",
        "-i",
        "origins",
        "-i",
        "chain",
        "--year",
        "2022",
        "--store",
        str(tmp_path / "none"),
    )
    assert [f["kind"] for f in found] == ["look_through", "chain_exposure"]
    with pytest.raises(CodeError, match="astrology"):
        ask("JPN", "-g", "rare_earth_metals", "-i", "astrology")


def test_contradictions_are_refused(store: Path) -> None:
    with pytest.raises(DataError, match="more than one"):
        ask("JPN", "--all", "--why", "280530", "--store", str(store))
    with pytest.raises(DataError, match="no reconciled trade"):
        ask("JPN", "--all", "--store", str(store / "none"))


def test_who_could_supply_next_shows_its_parts(store: Path) -> None:
    (found,) = ask("USA", "--feasible", "280530", "--store", str(store))
    rows = found["rows"]
    by_supplier = {r["supplier"]: r for r in rows}  # type: ignore[attr-defined]
    assert "USA" not in by_supplier
    # The tiny world trades less than the floor, which is said, not scored.
    assert by_supplier["CHN"]["standing"] == "below the floor"
    assert by_supplier["CHN"]["value"] == 110.0
    with pytest.raises(CodeError, match="999999"):
        ask("USA", "--feasible", "999999", "--store", str(store))


def test_overviews_of_all_goods(tmp_path: Path) -> None:
    found = ask(
        "JPN",
        "-i",
        "watch_list",
        "-i",
        "three_axes",
        "--year",
        "2022",
        "--store",
        str(tmp_path / "none"),
    )
    assert [f["kind"] for f in found] == ["watch_list", "three_axes"]
    with pytest.raises(CodeError, match="origins"):
        ask("JPN", "-i", "origins", "--store", str(tmp_path / "none"))
