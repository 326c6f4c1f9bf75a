"""The embedded pack: rounding, checksums, origins, and agreement with the publishers' files."""

from __future__ import annotations

import importlib.metadata
import math

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.catalogue.load import goods
from kanmon.reference.build import main, round_column
from kanmon.reference.pack import pack
from kanmon.tables.door import check_table
from shared_data import SHARED, needs_shared


@given(st.lists(st.none() | st.floats(1e-6, 1e12), min_size=1, max_size=30))
def test_rounding_is_the_publishers_rounding(values: list[float | None]) -> None:
    rounded = round_column(pa.chunked_array([pa.array(values, pa.float64())])).to_pylist()
    for before, after in zip(values, rounded, strict=True):
        if before is None:
            assert after is None
            continue
        assert after is not None
        assert abs(after - before) <= 0.5 * 10 ** (math.floor(math.log10(before)) - 2) * 1.0000001


def test_rounding_again_changes_nothing() -> None:
    column = pack().table("good_flows").column("value").slice(0, 20_000)
    again = round_column(column).to_numpy(zero_copy_only=False)
    assert np.array_equal(again, column.to_numpy())


@pytest.mark.parametrize(
    "name",
    [
        "good_flows",
        "good_production",
        "good_reliance",
        "good_reserves",
        "good_prices",
        "governance",
    ],
)
def test_every_table_passes_its_door_and_names_its_origin(name: str) -> None:
    table = pack().table(name)
    assert table.num_rows
    assert check_table(table, name, where="pack").num_rows == table.num_rows
    for origin in pack().lineages[name].origins:
        assert origin.licence.redistribution
        assert not origin.licence.non_commercial
        assert origin.publisher
        assert origin.vintage
        assert origin.checksum


def test_no_flow_stands_twice() -> None:
    flows = pack().table("good_flows")
    keys = ["good", "exporter", "importer", "year"]
    counted = flows.group_by(keys).aggregate([([], "count_all")])
    assert pc.max(counted.column("count_all")).as_py() == 1


def test_the_pack_knows_only_goods_of_the_catalogue() -> None:
    held = set(pack().table("good_flows").column("good").unique().to_pylist())
    assert held == set(pack().present)
    assert held <= set(goods())
    assert len(held) >= 40


def test_the_pack_is_compact() -> None:
    files = importlib.resources.files("kanmon.reference") / "data"
    assert sum(len(f.read_bytes()) for f in files.iterdir() if f.is_file()) <= 6_000_000


def test_the_recipe_refuses_anything_but_one_folder() -> None:
    from kanmon.errors import DataError

    with pytest.raises(DataError, match="name the folder"):
        main(["a", "b"])


class TestAgainstThePublishersFiles:
    pytestmark = needs_shared

    def test_sums_agree_with_baci_to_rounding(self) -> None:
        import polars as pl

        raw = pl.read_parquet(SHARED / "baci_raw_materials/baci_hs92_raw_materials.parquet")
        flows = pl.DataFrame(pl.from_arrow(pack().table("good_flows")))
        for good in ("rare_earth_metals", "copper_ore", "natural_graphite", "lithium_carbonate"):
            codes = pack().present[good]
            before = (
                raw.filter(pl.col("k").cast(pl.String).is_in(codes))
                .group_by("t")
                .agg(pl.col("v").cast(pl.Float64).sum())
            )
            after = (
                flows.filter(pl.col("good").cast(pl.String) == good)
                .group_by("year")
                .agg(pl.col("value").sum())
            )
            both = before.join(after, left_on="t", right_on="year", how="full")
            ratio = (both["value"] / both["v"]).to_numpy()
            # Three digits move no figure by more than 0.5 %, so no sum of them either.
            assert np.abs(ratio - 1).max() <= 5e-3, good
