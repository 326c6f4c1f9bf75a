"""Supply risk of materials: worked by hand in the tiny world, and what must be said."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.dependency.concentration import governance_risk
from kanmon.analysis.dependency.geopolitics import geopolitical_risk
from kanmon.analysis.dependency.materials import Material, supply_risk
from kanmon.analysis.dependency.suppliers import governance_scores
from kanmon.testing import tiny_picture

GOOD = "rare_earth_metals"


def risk(economy: str) -> float:
    return governance_risk(governance_scores(tiny_picture("JPN"))[0][economy])


def test_supply_risk_by_hand() -> None:
    finding = supply_risk(tiny_picture("JPN"), GOOD, Material(recycling=0.1, substitution=0.9))
    world = 10 * (0.7**2 * risk("CHN") + 0.2**2 * risk("USA"))
    scores = governance_scores(tiny_picture("JPN"))[0]
    bought = {"CHN": 0.6, "VNM": 0.3, "THA": 0.1}
    sourcing = 10 * sum(s * s * risk(e) for e, s in bought.items() if e in scores)
    assert finding.figures["world_hhi"].value == pytest.approx(world)
    if finding.figures["sourcing_hhi"].value is not None:
        assert finding.figures["sourcing_hhi"].value == pytest.approx(sourcing)
        expected = (world / 2 + sourcing / 2) * 0.9 * 0.9
    else:
        expected = world * 0.9 * 0.9
    assert finding.figures["supply_risk"].value == pytest.approx(expected)
    codes = {c.code for c in finding.caveats}
    assert {"reliance_assumed", "uncovered", "governance_year"} <= codes


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_recycling_and_substitution_scale_the_risk(r: float, s: float, ir: float) -> None:
    picture = tiny_picture("JPN")
    whole = supply_risk(picture, GOOD, Material(0.0, 1.0, ir)).figures["supply_risk"].value
    part = supply_risk(picture, GOOD, Material(r, s, ir)).figures["supply_risk"].value
    assert isinstance(whole, float)
    assert part == pytest.approx(whole * (1 - r) * s)


def test_geopolrisk_by_hand() -> None:
    finding = geopolitical_risk(tiny_picture("USA"), GOOD)
    rows = finding.table.to_pylist()
    supplied = sum(r["quantity"] for r in rows) + 20.0
    imported = sum(r["quantity"] * risk(r["supplier"]) for r in rows) / supplied
    assert finding.figures["import_risk"].value == pytest.approx(imported)
    assert finding.figures["score"].value == pytest.approx((0.7**2 + 0.2**2) * imported)
    assert sum(r["part"] for r in rows) == pytest.approx(imported)


def test_without_production_or_governance_nothing_is_made_up() -> None:
    picture = tiny_picture("JPN")
    bare = replace(picture, production=picture.production.slice(0, 0))
    assert geopolitical_risk(bare, GOOD).figures["score"].value is None
    blind = replace(picture, governance=picture.governance.slice(0, 0))
    finding = supply_risk(blind, GOOD, Material(0.0))
    assert finding.figures["supply_risk"].value is None
    assert finding.figures["supply_risk"].missing


def test_own_output_withheld_is_not_zero() -> None:
    picture = tiny_picture("USA")
    made = picture.production
    own = pc.equal(made.column("economy").cast("string"), "USA")
    at = made.column_names.index("quantity")
    withheld = pc.if_else(own, None, made.column("quantity"))
    hidden = replace(picture, production=made.set_column(at, made.schema.field(at), withheld))
    assert geopolitical_risk(hidden, GOOD).figures["score"].missing == (
        "the party's own output is withheld"
    )
