"""Assembling flows: against a plain dictionary, for any rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.errors import DataError
from kanmon.sources.flows import Coded, FlowColumns, assemble

ECONOMIES = ("CHN", "JPN", "USA")
PRODUCTS = ("250410", "280530")
ROW = st.tuples(
    st.integers(1995, 2024),
    st.integers(1, 12),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 1),
    st.integers(0, 3),
    st.sampled_from([0.0, 1.0, 2.5, 1e6]),
    st.sampled_from([np.nan, 0.0, 3.0]),
)
Row = tuple[int, int, int, int, int, int, float, float]


def _columns(rows: list[Row], *, lines: bool) -> FlowColumns:
    year, month, exporter, importer, product, line, value, quantity = map(
        np.array, zip(*rows, strict=True)
    )
    return FlowColumns(
        year=year.astype(np.int16),
        month=month.astype(np.int8),
        exporter=Coded(ECONOMIES, exporter),
        importer=Coded(ECONOMIES, importer),
        product=Coded(PRODUCTS, product),
        value=value.astype(np.float64),
        quantity=quantity.astype(np.float64),
        hs=Coded(("HS2022",)),
        line=line if lines else None,
    )


@given(st.lists(ROW, min_size=1, max_size=40, unique_by=lambda r: r[:6]))
def test_lines_add_up_as_in_a_dictionary(rows: list[Row]) -> None:
    table, _ = assemble(_columns(rows, lines=True), where="x")
    sums: dict[tuple[object, ...], list[float]] = {}
    for year, month, exporter, importer, product, _line, value, quantity in rows:
        key = (PRODUCTS[product], ECONOMIES[importer], ECONOMIES[exporter], year, month)
        total = sums.setdefault(key, [0.0, 0.0])
        total[0] += value
        total[1] += quantity
    found: dict[tuple[object, ...], tuple[float, float | None]] = {
        (r["product"], r["importer"], r["exporter"], r["year"], r["month"]): (
            r["value"],
            r["quantity"],
        )
        for r in table.to_pylist()
    }
    assert list(found) == sorted(sums)
    for wanted, (value, quantity) in sums.items():
        assert found[wanted][0] == pytest.approx(value)
        if np.isnan(quantity):
            assert found[wanted][1] is None
        else:
            assert found[wanted][1] == pytest.approx(quantity)


@given(st.lists(ROW, min_size=1, max_size=40, unique_by=lambda r: r[:5]), st.integers(0, 39))
def test_an_exact_repeat_changes_nothing_and_a_conflicting_one_is_refused(
    rows: list[Row], pick: int
) -> None:
    once, _ = assemble(_columns(rows, lines=False), where="x")
    row = rows[pick % len(rows)]
    twice, issues = assemble(_columns([*rows, row], lines=False), where="x")
    assert twice.equals(once)
    assert [i.count for i in issues if i.kind == "dropped"] == [1]
    other = (*row[:6], row[6] + 1.0, row[7])
    with pytest.raises(DataError, match="twice"):
        assemble(_columns([*rows, other], lines=False), where="x")


def test_keys_too_wide_to_carry_rows_sort_alike() -> None:
    names = tuple(f"{n:06d}" for n in range(1 << 16))
    wide = tuple(f"X{n:04d}" for n in range(1 << 13))
    draw = np.random.default_rng(7)
    n = 5000
    columns = FlowColumns(
        year=draw.integers(1995, 2024, n),
        month=draw.integers(1, 13, n),
        exporter=Coded(wide, draw.integers(0, len(wide), n)),
        importer=Coded(wide, draw.integers(0, len(wide), n)),
        product=Coded(names, draw.integers(0, len(names), n)),
        value=np.ones(n),
        quantity=np.ones(n),
        hs=Coded(("HS2022",)),
    )
    table, _ = assemble(columns, where="x")
    keys = [
        (r["product"], r["importer"], r["exporter"], r["year"], r["month"])
        for r in table.to_pylist()
    ]
    assert keys == sorted(keys)
