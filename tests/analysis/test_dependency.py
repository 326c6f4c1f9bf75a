"""Findings on the tiny world, checked by hand, and the identities they must keep."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.dependency.chokepoints import GoodFindings, chokepoints
from kanmon.analysis.dependency.dependents import customers, dependents
from kanmon.analysis.dependency.production import production_series, production_shares
from kanmon.analysis.dependency.reliance import import_reliance
from kanmon.analysis.dependency.suppliers import supplier_shares
from kanmon.analysis.dependency.trend import concentration_trend
from kanmon.errors import CodeError
from kanmon.picture.picture import Picture
from kanmon.tables.schema import schema
from kanmon.testing import tiny_good_findings, tiny_picture

GOOD = "rare_earth_metals"


def with_flows(rows: list[tuple[str, str, float, float | None]], party: str = "JPN") -> Picture:
    """Replace the tiny world's trade."""
    from dataclasses import replace

    table = pa.Table.from_pylist(
        [
            {"year": 2022, "good": GOOD, "exporter": a, "importer": b, "value": v, "quantity": q}
            for a, b, v, q in rows
        ],
        schema=pa.schema(
            [
                (f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type)
                for f in schema("good_flows").arrow
            ]
        ),
    ).cast(schema("good_flows").arrow)
    return replace(tiny_picture(party), flows={GOOD: table})


def test_shares_of_japan_by_hand() -> None:
    finding = supplier_shares(tiny_picture("JPN"), GOOD)
    assert finding.table.column("supplier").to_pylist() == ["CHN", "VNM", "THA"]
    assert finding.table.column("share").to_pylist() == pytest.approx([0.6, 0.3, 0.1])
    assert finding.figures["hhi"].value == pytest.approx(0.46)
    assert finding.figures["total_value"].value == 100.0


def test_trade_inside_a_bloc_is_netted_out() -> None:
    finding = supplier_shares(tiny_picture("EPCC"), GOOD)
    assert "JPN" not in finding.table.column("supplier").to_pylist()
    assert finding.figures["total_value"].value == 150.0


def test_a_missing_tonnage_stays_missing() -> None:
    quantity = supplier_shares(tiny_picture("JPN"), GOOD).table.column("quantity").to_pylist()
    assert quantity == [6.0, 2.0, None]


def test_governance_weighted_index_by_hand() -> None:
    finding = supplier_shares(tiny_picture("JPN"), GOOD)
    # risk = (2.5 - estimate) / 5: CHN 0.6, VNM 0.5, THA 0.58
    expected = 0.36 * 0.6 + 0.09 * 0.5 + 0.01 * 0.58
    assert finding.figures["governance_weighted_hhi"].value == pytest.approx(expected)


def test_concern_needs_the_readers_own_tiers() -> None:
    from dataclasses import replace

    figure = supplier_shares(tiny_picture("JPN"), GOOD).figures["concern_share"]
    assert figure.value is None
    assert "trust tiers" in figure.missing
    told = replace(tiny_picture("JPN"), tiers={"CHN": "of_concern", "VNM": "neutral"})
    assert supplier_shares(told, GOOD).figures["concern_share"].value == pytest.approx(0.6)


def test_a_hub_is_flagged() -> None:
    picture = with_flows([("SGP", "JPN", 100.0, 1.0), ("CHN", "SGP", 90.0, 1.0)])
    codes = {c.code: c.values for c in supplier_shares(picture, GOOD).caveats}
    assert codes["hub"]["economy"] == "SGP"
    assert codes["hub"]["ratio"] == pytest.approx(0.9)


def test_no_imports_give_no_figures_rather_than_zeros() -> None:
    picture = with_flows([("CHN", "USA", 1.0, 1.0)])
    finding = supplier_shares(picture, GOOD)
    assert finding.table.num_rows == 0
    for name in ("hhi", "top_supplier", "top_share", "total_value"):
        assert finding.figures[name].value is None
        assert finding.figures[name].missing


def test_production_uses_the_publishers_own_world_total() -> None:
    finding = production_shares(tiny_picture("JPN"), GOOD)
    assert finding.table.column("producer").to_pylist() == ["CHN", "USA", "OTH"]
    assert finding.figures["top_share"].value == pytest.approx(0.7)
    assert finding.figures["hhi"].value == pytest.approx(0.49 + 0.04)
    assert finding.figures["world_total"].value == 100.0
    assert finding.figures["edition"].value == "2023"


def test_production_without_a_world_total_says_so() -> None:
    from dataclasses import replace

    picture = tiny_picture("JPN")
    rows = picture.production.filter(pc.not_equal(picture.production.column("economy"), "WLD"))
    finding = production_shares(replace(picture, production=rows), GOOD)
    assert "no_world_total" in {c.code for c in finding.caveats}
    assert finding.figures["top_share"].value == pytest.approx(0.7)


def test_no_production_is_said_not_zeroed() -> None:
    from dataclasses import replace

    picture = tiny_picture("JPN")
    finding = production_shares(replace(picture, production=picture.production.slice(0, 0)), GOOD)
    assert finding.figures["hhi"].value is None
    assert finding.caveats[0].code == "no_production"
    assert (
        production_series(replace(picture, production=picture.production.slice(0, 0)), GOOD) == ()
    )


def test_trend_leaves_years_without_imports_empty() -> None:
    picture = with_flows([("CHN", "USA", 1.0, 1.0)])
    rows = concentration_trend(picture, GOOD).table.to_pylist()
    assert rows[0]["hhi"] is None
    assert rows[0]["world_export_hhi"] == 1.0


def test_reliance_of_a_bloc_is_undetermined() -> None:
    figure = import_reliance(tiny_picture("EPCC"), GOOD).figures["net_import_reliance"]
    assert figure.value is None
    assert "bloc" in figure.missing


def test_customers_and_dependents() -> None:
    sold = customers(tiny_picture("JPN"), GOOD)
    assert sold.table.to_pylist() == [{"customer": "USA", "value": 50.0, "share": 1.0}]
    world = dependents(tiny_picture("JPN"), GOOD)
    assert world.figures["world_value"].value == 200.0
    assert [r["top_supplier"] for r in world.table.to_pylist()] == ["CHN", "CHN"]


def test_an_unknown_good_is_a_clear_error() -> None:
    with pytest.raises(CodeError, match="not in this picture"):
        supplier_shares(tiny_picture("JPN"), "unobtainium")


def test_small_trade_is_listed_but_not_ranked() -> None:
    finding = chokepoints(tiny_picture("JPN"), [tiny_good_findings("JPN")])
    row = finding.table.to_pylist()[0]
    assert row["rank"] is None
    assert row["score"] is not None
    assert "small_value" in row["flags"]


def test_ranking_by_hand() -> None:
    picture = with_flows([("CHN", "JPN", 6000.0, 1.0), ("VNM", "JPN", 4000.0, 1.0)])
    bundle = GoodFindings(
        GOOD,
        supplier_shares(picture, GOOD),
        production_shares(picture, GOOD),
        concentration_trend(picture, GOOD),
        import_reliance(picture, GOOD),
    )
    row = chokepoints(picture, [bundle]).table.to_pylist()[0]
    assert row["rank"] == 1
    assert row["score"] == pytest.approx((0.52 * 0.53) ** 0.5)


def test_every_finding_carries_unit_date_source_and_survives_json() -> None:
    bundle = tiny_good_findings("JPN")
    findings = [
        bundle.suppliers,
        bundle.production,
        bundle.trend,
        bundle.reliance,
        dependents(tiny_picture("JPN"), GOOD),
    ]
    for finding in findings:
        plain = json.loads(finding.to_json())
        assert set(plain["units"]) == set(finding.table.column_names)
        assert plain["sources"]
        assert finding.as_of in finding.cite()
        for figure in plain["figures"].values():
            assert figure["date"]
            assert figure["value"] is not None or figure["missing"]
        assert finding.to_pandas().shape[0] == finding.to_polars().height == finding.table.num_rows


economies = st.sampled_from(["CHN", "USA", "JPN", "VNM", "THA", "DEU"])
trades = st.lists(
    st.tuples(economies, economies, st.floats(0.001, 1e6), st.none() | st.floats(0.0, 1e6)),
    min_size=1,
    max_size=25,
    unique_by=lambda r: (r[0], r[1]),
)


@given(trades, st.sampled_from(["JPN", "USA", "EPCC"]))
def test_shares_add_up_and_totals_agree(
    rows: list[tuple[str, str, float, float | None]], party: str
) -> None:
    rows = [r for r in rows if r[0] != r[1]]
    if not rows:
        return
    picture = with_flows(rows, party)
    finding = supplier_shares(picture, GOOD)
    inside = picture.members
    expected = sum(v for a, b, v, _ in rows if b in inside and a not in inside)
    total = finding.figures["total_value"].value
    if expected == 0:
        assert total is None
        return
    assert total == pytest.approx(expected)
    assert sum(finding.table.column("share").to_pylist()) == pytest.approx(1.0)
    assert not inside & set(finding.table.column("supplier").to_pylist())
    world = dependents(picture, GOOD).figures["world_value"].value
    assert world == pytest.approx(sum(v for *_, v, _ in rows))
