"""Figures known from publishers, told by the embedded pack: what a minister would check first."""

from __future__ import annotations

import pytest

from kanmon.analysis.dependency.production import production_series, production_shares
from kanmon.study import Study


@pytest.fixture(scope="module")
def study() -> Study:
    return Study()


def test_japan_buys_rare_earth_metals_from_three_economies(study: Study) -> None:
    finding = study.suppliers("rare_earth_metals", "JPN", 2022)
    share = dict(
        zip(
            finding.table.column("supplier").to_pylist(),
            finding.table.column("share").to_pylist(),
            strict=True,
        )
    )
    assert share["CHN"] == pytest.approx(0.59, abs=0.01)
    assert share["VNM"] == pytest.approx(0.33, abs=0.01)
    assert share["THA"] == pytest.approx(0.08, abs=0.01)
    assert finding.sources[0].source == "baci"


def test_gallium_is_made_in_china(study: Study) -> None:
    picture = study.picture("JPN", ["gallium_metal"], 2024)
    by_edition = {
        s.edition: production_shares(picture, "gallium_metal", s)
        for s in production_series(picture, "gallium_metal")
        if s.year == 2024
    }
    assert len(by_edition) == 2, "the 2025 and 2026 editions both count 2024"
    for finding in by_edition.values():
        assert finding.figures["top_producer"].value == "CHN"
        top = finding.figures["top_share"].value
        assert isinstance(top, float)
        assert 0.98 <= top <= 0.99 + 0.005


def test_rare_earths_differ_between_editions_and_both_are_told(study: Study) -> None:
    picture = study.picture("JPN", ["rare_earth_ore"], 2024)
    counts = [
        production_shares(picture, "rare_earth_ore", s)
        for s in production_series(picture, "rare_earth_ore")
        if s.year == 2024
    ]
    assert len(counts) == 2
    totals = {f.figures["edition"].value: f.figures["world_total"].value for f in counts}
    assert len(set(totals.values())) == 2, totals
    for finding in counts:
        chinese = dict(
            zip(
                finding.table.column("producer").to_pylist(),
                finding.table.column("quantity").to_pylist(),
                strict=True,
            )
        )["CHN"]
        assert chinese == pytest.approx(270_000, rel=0.01)
        assert 0.68 <= finding.figures["top_share"].value <= 0.715  # type: ignore[operator]


def test_cobalt_is_mined_in_the_congo(study: Study) -> None:
    finding = production_shares(study.picture("JPN", ["cobalt_ore"], 2023), "cobalt_ore")
    assert finding.figures["top_producer"].value == "COD"
    assert 0.65 <= finding.figures["top_share"].value <= 0.78  # type: ignore[operator]


@pytest.mark.parametrize("party", ["JPN", "USA", "EPCC", "EU27", "G7", "KOR", "TWN"])
def test_parties_can_be_asked(study: Study, party: str) -> None:
    finding = study.suppliers("rare_earth_metals", party, 2022)
    assert finding.figures["total_value"].value
