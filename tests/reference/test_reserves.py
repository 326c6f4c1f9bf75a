"""Reserves by good: what the publisher states, and no economy twice."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kanmon.catalogue.load import good, goods
from kanmon.errors import DataError
from kanmon.reference.pack import pack
from kanmon.tables.reserves import good_reserves
from kanmon.tables.schema import schema

ROW = {
    "year": 2024,
    "economy": "CHL",
    "mineral": "Lithium",
    "kind": "Reserves (Mine production, lithium content)",
    "quantity": 9_300_000.0,
    "unit": "t",
    "edition": "MCS2025",
    "note": None,
}


def _table(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist([{**ROW, **r} for r in rows], schema=schema("reserves").arrow)


def test_a_line_the_catalogue_names_is_taken_and_others_are_left() -> None:
    rows = _table({}, {"mineral": "Gold"}, {"economy": "AUS", "kind": "Resources"})
    found = good_reserves(rows, "usgs_mcs", [good("lithium_ore")])
    assert [(r["economy"], r["quantity"]) for r in found.to_pylist()] == [("CHL", 9_300_000.0)]


def test_what_is_withheld_stays_empty() -> None:
    found = good_reserves(_table({"quantity": None}), "usgs_mcs", [good("lithium_ore")])
    assert found.column("quantity").to_pylist() == [None]


def test_an_economy_counted_twice_is_refused() -> None:
    with pytest.raises(DataError, match="counted twice"):
        good_reserves(_table({}, {"quantity": 1.0}), "usgs_mcs", [good("lithium_ore")])


@pytest.mark.parametrize(
    ("name", "economy", "edition", "tonnes"),
    [
        # World tables of the Mineral Commodity Summaries 2025 and 2026.
        ("lithium_ore", "WLD", "MCS2025", 30_000_000),
        ("lithium_ore", "CHL", "MCS2025", 9_300_000),
        ("cobalt_ore", "COD", "MCS2025", 6_000_000),
        ("cobalt_ore", "WLD", "MCS2026", 12_000_000),
        ("rare_earth_ore", "CHN", "MCS2025", 44_000_000),
        ("iodine", "WLD", "MCS2025", 6_200_000),
    ],
)
def test_the_pack_holds_what_the_publisher_states(
    name: str, economy: str, edition: str, tonnes: float
) -> None:
    rows = pack().table("good_reserves")
    for column, wanted in (("good", name), ("economy", economy), ("edition", edition)):
        rows = rows.filter(pc.equal(rows.column(column).cast(pa.string()), wanted))
    assert rows.column("quantity").to_pylist() == [tonnes]
    assert rows.column("unit").cast(pa.string()).to_pylist() == ["t"]


def test_every_line_named_is_found_in_the_pack() -> None:
    held = set(pack().table("good_reserves").column("good").cast(pa.string()).to_pylist())
    named = {g.id for g in goods().values() if any(m.role == "reserves" for m in g.minerals)}
    assert held == named
