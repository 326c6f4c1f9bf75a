"""Queries: the same rows Arrow would pick, columns typed as the schema, nothing from user text."""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanmon.errors import DataError, StoreError
from kanmon.store.query import Where
from kanmon.store.store import Store
from kanmon.tables.schema import schema
from store_writer import reading

ROWS = 2_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    # A folder whose name holds what SQL and wildcards would trip over.
    kept = Store(tmp_path_factory.mktemp("odd") / "it's [a] * störe 関門")
    kept.add_reading(reading("invented", ROWS), "invented")
    return kept


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    products=st.lists(st.sampled_from(["280530", "250410", "999999", "'; DROP TABLE x"])),
    years=st.lists(st.integers(1995, 2025)),
)
def test_a_query_picks_what_arrow_picks(
    store: Store, products: list[str], years: list[int]
) -> None:
    flows = reading("invented", ROWS).tables["flows"]
    wanted = {(p, y) for p in products for y in years}
    expected = [r["value"] for r in flows.to_pylist() if (r["product"], r["year"]) in wanted]
    got = store.query("flows", columns=["value"], where={"product": products, "year": years})
    assert got.column("value").to_pylist() == expected


def test_columns_keep_the_schema_and_the_order_asked_for(store: Store) -> None:
    got = store.query("flows", columns=["value", "product"])
    shape = schema("flows").arrow
    assert got.schema.names == ["value", "product"]
    assert got.schema.field("product").equals(shape.field("product"), check_metadata=True)
    assert store.query("flows").schema.equals(shape, check_metadata=True)


def test_missing_is_asked_for_by_name(store: Store) -> None:
    assert store.query("flows", where={"month": [None]}).num_rows == ROWS
    assert store.query("flows", where={"month": range(1, 13)}).num_rows == 0
    assert store.query("flows", where={"month": [None, 1]}).num_rows == ROWS
    assert store.query("flows", where={"product": []}).num_rows == 0


@pytest.mark.parametrize(
    "where",
    [
        {"product": [280530]},
        {"year": ["2022"]},
        {"year": [True]},
        {"product": "280530"},
        {'value" OR 1=1 --': [1.0]},
    ],
)
def test_values_of_another_kind_are_refused_not_matched_loosely(store: Store, where: Where) -> None:
    with pytest.raises(DataError) as caught:
        store.query("flows", where=where)
    assert caught.value.remedy


def test_an_unknown_column_or_table_is_refused(store: Store) -> None:
    with pytest.raises(DataError, match="no column 'price'"):
        store.query("flows", columns=["price"])
    with pytest.raises(DataError, match="no column 'price'"):
        store.read(store.snapshots(table="flows")[0], ["price"])


def test_numpy_numbers_are_numbers(store: Store) -> None:
    years = reading("invented", ROWS).tables["flows"].column("year")
    newest = pc.max(years)
    got = store.query("flows", where={"year": years.slice(0, 5).to_numpy()})
    assert 0 < got.num_rows < ROWS
    assert newest.as_py() == 2022


def test_a_lost_file_is_said(tmp_path: Path) -> None:
    lost = Store(tmp_path)
    s = lost.add_reading(reading("invented", 10), "invented").added[0]
    (tmp_path / "snapshots" / s.file_name).unlink()
    with pytest.raises(StoreError, match="not there"):
        lost.query(s.table)
    with pytest.raises(StoreError, match="not there"):
        lost.read(s)
