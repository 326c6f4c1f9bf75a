"""Real answers a reader can check by hand: EPCC, Japan and the EU, from the embedded pack."""

from __future__ import annotations

import pytest

from kanmon.analysis.dependency.production import production_series, production_shares
from kanmon.study import Study


@pytest.fixture(scope="module")
def study() -> Study:
    return Study()


def top_producer(study: Study, good: str, year: int) -> tuple[object, float]:
    picture = study.picture("JPN", [good], year)
    series = production_series(picture, good)[0]
    figures = production_shares(picture, good, series).figures
    share = figures["top_share"].value
    assert isinstance(share, float)
    return figures["top_producer"].value, share


@pytest.mark.parametrize(
    ("good", "maker", "least"),
    [
        ("gallium_metal", "CHN", 0.98),
        ("rare_earth_ore", "CHN", 0.65),
        ("natural_graphite", "CHN", 0.70),
        ("cobalt_ore", "COD", 0.70),
        ("nickel_ore", "IDN", 0.50),
        ("helium", "USA", 0.30),
    ],
)
def test_who_makes_most_of_the_world(study: Study, good: str, maker: str, least: float) -> None:
    found, share = top_producer(study, good, 2024)
    assert found == maker
    assert share >= least


@pytest.mark.parametrize("party", ["JPN", "EPCC"])
@pytest.mark.parametrize(
    ("good", "supplier"),
    [("natural_graphite", "CHN"), ("lng", "AUS"), ("rare_earth_metals", ("CHN", "VNM"))],
)
def test_who_supplies_most(study: Study, party: str, good: str, supplier: str | tuple[str]) -> None:
    for year in (2022, 2023, 2024):
        finding = study.suppliers(good, party, year)
        assert finding.figures["top_supplier"].value in supplier
        assert finding.sources[0].source == "baci"


def test_japanese_crude_comes_from_the_gulf(study: Study) -> None:
    for year in (2022, 2023, 2024):
        rows = study.suppliers("crude_oil", "JPN", year).table.to_pylist()
        assert {r["supplier"] for r in rows[:2]} == {"SAU", "ARE"}
        assert sum(r["share"] for r in rows[:2]) > 0.7


def test_russian_gas_in_the_eu_falls(study: Study) -> None:
    share = {}
    for year in (2021, 2023):
        for good in ("natural_gas", "lng"):
            rows = study.suppliers(good, "EU27", year).table.to_pylist()
            share[good, year] = sum(r["share"] for r in rows if r["supplier"] == "RUS")
    assert share["natural_gas", 2023] < 0.6 * share["natural_gas", 2021]


def test_japans_metals_from_vietnam_rest_on_feedstock_from_elsewhere(study: Study) -> None:
    finding = study.indicator("chain", "rare_earth_metals", "JPN", 2022)
    origins = {r["origin"]: r["share"] for r in finding.table.to_pylist()}
    assert origins
    assert "VNM" not in origins, "Vietnam buys what it makes metals of"
