"""Three axes: components are the measures they name, ranks hold their intervals."""

from __future__ import annotations

import pytest

from kanmon.analysis.dependency.scale import AXES, axis_components, three_axes
from kanmon.study import Study
from kanmon.testing import tiny_picture

GOODS = ["rare_earth_metals", "natural_graphite", "gallium_metal", "cobalt_ore", "helium"]


def test_components_of_the_tiny_world_by_hand() -> None:
    found = axis_components(tiny_picture("JPN"), "rare_earth_metals")
    assert found["world_export_hhi"] == pytest.approx(0.55**2 + 0.15**2 + 0.05**2 + 0.25**2)
    assert found["removal_loss"] == pytest.approx(0.55)
    assert found["net_buyer"] == pytest.approx(100 / 150)
    assert found["not_made"] == 1.0
    assert found["irreplaceable"] == pytest.approx(1.0)
    assert found["concern_share"] is None


def test_a_component_not_known_is_named_and_not_counted_as_zero() -> None:
    finding = three_axes(tiny_picture("JPN"), ["rare_earth_metals"], draws=5)
    row = finding.table.to_pylist()[0]
    known = [row[n] for n in AXES["vulnerability"] if row[n] is not None]
    assert row["vulnerability"] == pytest.approx(sum(known) / len(known))
    said = {c.code: c.text for c in finding.caveats}
    assert "concern_share" in said["axis_without"]


def test_ranks_of_real_goods_lie_in_their_intervals() -> None:
    picture = Study().picture("JPN", GOODS, 2022)
    rows = three_axes(picture, GOODS, draws=300, seed=1).table.to_pylist()
    assert {r["good"] for r in rows} <= set(GOODS)
    for row in rows:
        assert row["best_rank"] <= row["rank"] <= row["worst_rank"]
        for axis in AXES:
            assert 0 <= row[axis] <= 1
    again = three_axes(picture, GOODS, draws=300, seed=1).table.to_pylist()
    assert again == rows
