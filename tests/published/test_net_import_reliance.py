"""Net import reliance in the embedded pack against the U.S. Geological Survey's own release."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kanmon.catalogue.load import good
from kanmon.reference.pack import pack
from shared_data import SHARED, needs_shared

pytestmark = needs_shared

# As printed: a number, ">95", "<50", or a letter (E net exporter, W withheld, NA).
_PRINTED = re.compile(r"^([<>]?)\s*([\d.]+)$")


def published() -> dict[tuple[str, str, int], set[str]]:
    table = pq.read_table(SHARED / "usgs_mcs" / "MCS2026_Commodities_Data.parquet")
    table = table.filter(pc.equal(table.column("Statistics"), "Net import reliance"))
    found: dict[tuple[str, str, int], set[str]] = {}
    for r in table.to_pylist():
        key = (str(r["Commodity"]), str(r["Statistics_detail"]), int(r["Year"]))
        found.setdefault(key, set()).add(str(r["Value"]).replace(",", ""))
    return found


@pytest.fixture(scope="module")
def rows() -> pa.Table:
    return pack().table("good_reliance").to_pylist()


def test_every_figure_of_the_pack_is_the_one_printed(rows: list[dict[str, object]]) -> None:
    printed = published()
    checked, goods = 0, set()
    for r in rows:
        names = {m.commodity for m in good(str(r["good"])).minerals if m.source == "usgs_mcs"}
        values: set[str] = set()
        for name in names:
            values |= printed.get((name, str(r["detail"]), int(str(r["year"]))), set())
        assert values, f"{r['good']} {r['detail']} {r['year']}: not in the publisher's file"
        told = set()
        for value in values:
            # The publisher prints s where the share is below half a percent.
            match = _PRINTED.match("<0.5" if value == "s" else value)
            bound = {"": "point", ">": "at_least", "<": "at_most"}[match[1] if match else ""]
            told.add((bound, float(match[2]) / 100 if match else None))
        ours = (r["bound"], r["reliance"])
        near = any(b == ours[0] and (v == ours[1] or v == pytest.approx(ours[1])) for b, v in told)
        assert near, f"{r['good']} {r['year']}: pack {ours}, printed {values}"
        checked += 1
        goods.add(r["good"])
    assert checked == len(rows) >= 300
    assert len(goods) >= 50


def test_where_all_is_imported_it_says_so(rows: list[dict[str, object]]) -> None:
    # MCS 2026 prints 100 for gallium, natural graphite and manganese in every year.
    for name in ("gallium_metal", "natural_graphite", "manganese_ore"):
        mine = [r["reliance"] for r in rows if r["good"] == name]
        assert mine
        assert set(mine) == {1.0}
