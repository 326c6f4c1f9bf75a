"""Spark's local mode and DuckDB run one SQL text and must give one set of figures."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kanmon.errors import DataError, KanmonError, StoreError
from kanmon.store.microdata import KEYS, microdata_sql
from kanmon.store.screen_sql import screen_query, screen_sql
from kanmon.store.spark import aggregate_spark, open_spark, screen_spark, spark_sql
from shared_data import SHARED

CUTS = {"import_hhi": 0.4, "world_hhi": 0.4, "ratio": 1.0}
LACKING = [m for m in ("pyspark", "sqlglot") if find_spec(m) is None]
LACKING += [] if shutil.which("java") else ["a Java runtime"]
BACI = SHARED / "baci_raw_materials" / "baci_hs92_raw_materials.parquet"

needs_spark = [
    pytest.mark.spark,
    pytest.mark.skipif(bool(LACKING), reason=f"Spark needs {', '.join(LACKING)}"),
    # Spark's own sockets and pipes outlive their Python owners for a moment.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def spark_test(function: Any) -> Any:
    for mark in needs_spark:
        function = mark(function)
    return function


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with open_spark(threads=2, memory="1g") as started:
        yield started


def same(got: pa.Table, expected: pa.Table, keys: list[str], skip: frozenset[str]) -> None:
    """Hold keys, counts and flags to equality and numbers to 1e-12 of their size."""
    assert got.column_names == expected.column_names
    order = [(key, "ascending") for key in keys]
    got, expected = got.sort_by(order), expected.sort_by(order)
    assert got.num_rows == expected.num_rows > 0
    for name in expected.column_names:
        left, right = got.column(name), expected.column(name)
        if pa.types.is_floating(right.type):
            assert left.type == right.type, name
            assert pc.is_valid(left).equals(pc.is_valid(right)), name
            a, b = (np.asarray(c.drop_null().to_numpy()) for c in (left, right))
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=0.0, err_msg=name)
        elif name not in skip:
            assert left.to_pylist() == right.to_pylist(), name


def world(path: Path, rows: int = 20_000) -> None:
    rng = np.random.default_rng(3)
    names = np.array([f"E{n:02d}" for n in range(30)])
    products = np.array([f"{28_0000 + n:06d}" for n in range(60)])
    # Doubles stand for economies that trade with themselves, zeros for empty flows.
    v = np.round(rng.lognormal(3.0, 2.5, rows), 3) * (rng.random(rows) > 0.02)
    j = names[rng.integers(0, 25, rows)]
    i = names[(rng.random(rows) ** 3 * 30).astype(int)]
    k = products[rng.integers(0, 60, rows)]
    pq.write_table(pa.table({"k": k, "j": j, "i": i, "v": v}), path)


def microdata(path: Path, rows: int = 30_000) -> None:
    rng = np.random.default_rng(4)
    names = np.array([f"E{n:02d}" for n in range(8)])
    codes = np.array([f"{280530_0000 + 37 * n:010d}" for n in range(40)] + ["0101210000"])
    quantity = rng.lognormal(1.0, 1.0, rows)
    first = date(2021, 12, 1)
    table = pa.table(
        {
            "date": [first + timedelta(days=int(d)) for d in rng.integers(0, 60, rows)],
            "reporter": names[rng.integers(0, 8, rows)],
            "partner": names[rng.integers(0, 8, rows)],
            "flow": np.array(["import", "export"])[rng.integers(0, 2, rows)],
            "hs10": codes[rng.integers(0, 41, rows)],
            "firm": [f"f{n}" for n in rng.integers(0, 90, rows)],
            "value": np.round(rng.lognormal(2.0, 2.0, rows), 3),
            "quantity": pa.array(quantity, mask=rng.random(rows) < 0.01),
        }
    )
    pq.write_table(table, path)


@spark_test
def test_a_seeded_world_screens_the_same(session: Any, tmp_path: Path) -> None:
    path = tmp_path / "world.parquet"
    world(path)
    expected = screen_sql(path, CUTS, merge=True)
    assert 0 < pc.sum(expected.column("flagged")).as_py() < expected.num_rows
    got = screen_spark(session, [str(path)], CUTS, merge=True)
    same(got, expected, ["k", "j"], frozenset())


@spark_test
@pytest.mark.shared
@pytest.mark.skipif(not BACI.is_file(), reason="no shared data")
def test_baci_of_2022_screens_the_same(session: Any, tmp_path: Path) -> None:
    flows = pq.read_table(BACI, columns=["t", "k", "j", "i", "v"])
    flows = flows.filter(pc.equal(flows.column("t"), 2022))
    path = tmp_path / "2022.parquet"
    pq.write_table(
        pa.table(
            {
                "k": flows.column("k").cast(pa.string()),
                "j": flows.column("j"),
                "i": flows.column("i"),
                "v": flows.column("v").cast(pa.float64()),
            }
        ),
        path,
    )
    expected = screen_sql(path, CUTS)
    assert expected.num_rows > 5_000
    # Small values tie, and a tie of the top supplier goes either way.
    got = screen_spark(session, [str(path)], CUTS)
    same(got, expected, ["k", "j"], frozenset({"top_supplier"}))
    sent = {(k, j, i): v for k, j, i, v in zip(*(pq.read_table(path).columns), strict=True)}
    for row in got.to_pylist()[:500]:
        key = pa.scalar(row["k"]), pa.scalar(row["j"], pa.int16())
        top = sent[(*key, pa.scalar(row["top_supplier"], pa.int16()))].as_py()
        assert top == pytest.approx(row["top_share"] * row["imports"], rel=1e-12)


@spark_test
def test_microdata_add_up_the_same_and_screen_the_same(session: Any, tmp_path: Path) -> None:
    path, folder = tmp_path / "lines.parquet", tmp_path / "flows"
    microdata(path)
    assert aggregate_spark(session, [str(path)], str(folder)) == 30_000
    expected = microdata_sql(path)
    got = pq.read_table(folder, partitioning="hive").select(expected.column_names)
    # The two keys that became folder names come back as dictionaries.
    got = got.cast(pa.schema([(n, expected.schema.field(n).type) for n in got.column_names]))
    same(got, expected, list(KEYS), frozenset())
    year = folder / "reported_by=importer" / "year=2022"
    same(
        screen_spark(session, [str(year)], CUTS),
        screen_sql(year / "*.parquet", CUTS),
        ["k", "j"],
        frozenset(),
    )


@spark_test
@pytest.mark.parametrize(
    ("column", "bad", "words"),
    [
        ("hs10", "28053000", "1 lines whose date"),
        ("flow", "transit", "1 lines whose date"),
        ("value", None, "1 lines without a value"),
    ],
)
def test_bad_lines_are_refused_and_nothing_written(
    session: Any, tmp_path: Path, column: str, bad: str | None, words: str
) -> None:
    path, folder = tmp_path / "lines.parquet", tmp_path / "flows"
    microdata(path, 50)
    rows = pq.read_table(path)
    shape = rows.schema
    spoilt = rows.to_pylist()
    spoilt[7][column] = bad
    pq.write_table(pa.Table.from_pylist(spoilt, schema=shape), path)
    with pytest.raises(DataError, match=words):
        aggregate_spark(session, [str(path)], str(folder))
    with pytest.raises(DataError, match=words):
        microdata_sql(path)
    assert not folder.exists()


@spark_test
def test_what_spark_refuses_is_said_as_ours(session: Any, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Spark could not"):
        screen_spark(session, [str(tmp_path / "absent.parquet")], CUTS)
    world(tmp_path / "w.parquet", 10)
    with pytest.raises(StoreError, match="Spark could not"):
        aggregate_spark(session, [str(tmp_path / "w.parquet")], str(tmp_path / "out"))
    with pytest.raises(KanmonError, match="running already"), open_spark():
        pass


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    with pytest.raises(KanmonError, match="sqlglot is not installed") as caught:
        spark_sql(screen_query())
    assert "kanmon[spark]" in caught.value.remedy
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(KanmonError, match="pyspark") as caught, open_spark():
        pass
    assert "kanmon[spark]" in caught.value.remedy


@spark_test
def test_a_missing_java_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(KanmonError, match="no Java runtime"), open_spark():
        pass
