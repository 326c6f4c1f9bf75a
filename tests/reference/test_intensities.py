"""Material intensities against the studies' own workbook, and against their own recipe."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest

from kanmon.analysis.transition.demand import material_demand
from kanmon.analysis.transition.draws import Draws
from kanmon.analysis.transition.path import Course, DeploymentPath
from kanmon.analysis.transition.uses import parts
from kanmon.catalogue.intensities import FILES, Intensity, intensities, parse_intensities
from kanmon.catalogue.material_losses import losses
from kanmon.catalogue.rows import read_text
from kanmon.catalogue.technologies import technologies
from kanmon.catalogue.transition_materials import transition_materials
from kanmon.reference.intensities import (
    Reading,
    read_intensities,
    within_fence,
)
from kanmon.reference.intensity_rows import intensity_csv, intensity_rows
from shared_data import ROOT, SHARED

WORKBOOK = "premise_SI_2_Material_requirements.xlsx"


@cache
def reading() -> Reading:
    return read_intensities(SHARED)


@cache
def compiled() -> Mapping[tuple[str, str], Intensity]:
    """What the recipe makes, without the rows stated by hand that go before it."""
    return parse_intensities(read_text(FILES[0]), where=FILES[0])


@cache
def summary(sheet: str, label: str) -> dict[str, float]:
    """The workbook's own mean, median, min and max, read apart from our reader."""
    from openpyxl import load_workbook

    path = SHARED / "material_intensity" / WORKBOOK
    rows = list(load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True))
    names = [str(name) for name in rows[1][3:7]]
    row = next(r for r in rows[2:] if r[0] == label and r[2] == 2020)
    return {name: float(value) for name, value in zip(names, row[3:7], strict=True)}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared data")
@pytest.mark.parametrize(
    ("sheet", "label", "technology", "material"),
    [
        ("PEMEL", "Iridium", "electrolyser_pem", "iridium"),
        ("PEMEL", "Platinum", "electrolyser_pem", "platinum"),
        ("PEMEL", "Titanium", "electrolyser_pem", "titanium"),
        ("AEL", "Nickel", "electrolyser_alkaline", "nickel"),
        ("HTEL - Yttrium", "Yttrium", "electrolyser_solid_oxide", "yttrium"),
        ("HTEL - Yttrium", "Lanthanum", "electrolyser_solid_oxide", "lanthanum"),
        ("Wind-DDPM", "Boron", "wind_onshore_direct", "boron"),
        ("Wind-DDPM", "Chromium", "wind_fixed_direct", "chromium"),
        ("Wind-DDPM", "Molybdenum", "wind_floating_direct", "molybdenum"),
        ("Wind-Gearbox", "Chromium", "wind_onshore_gearbox", "chromium"),
        # Equal values of studies with names are two studies, as the workbook counts them.
        ("Wind-Gearbox", "Neodymium", "wind_fixed_gearbox", "neodymium"),
        ("Wind-Gearbox", "Zinc", "wind_floating_gearbox", "zinc"),
        ("Nuclear", "Chromium", "reactor_large", "chromium"),
        ("Nuclear", "Lead", "reactor_large", "lead"),
        ("Nuclear", "Zirconium", "reactor_large", "zirconium"),
    ],
)
def test_bounds_are_those_of_the_workbook(
    sheet: str, label: str, technology: str, material: str
) -> None:
    # kg/MW is t/GW: the workbook's figures are ours but for rounding.
    theirs, ours = summary(sheet, label), compiled()[technology, material].amount
    assert ours.low == pytest.approx(theirs["min"], rel=1e-3)
    assert ours.best == pytest.approx(theirs["median"], rel=1e-3)
    assert ours.high == pytest.approx(theirs["max"], rel=1e-3)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared data")
@pytest.mark.parametrize(
    ("sheet", "label", "technology", "material", "why"),
    [
        # The summary's own ranges stop short of the sheet's last studies.
        ("Wind-DDPM", "Dysprosium", "wind_fixed_direct", "dysprosium", 0.06),
        ("Wind-DDPM", "Neodymium", "wind_fixed_direct", "neodymium", 0.01),
        # Values of the second compilation stand beside the workbook's.
        ("c-Si", "Silver", "solar_silicon", "silver", 0.4),
        ("CdTe", "Tellurium", "solar_cdte", "tellurium", 0.15),
        ("CIGS", "Indium", "solar_cigs", "indium", 0.2),
    ],
)
def test_where_bounds_differ_the_reason_is_known(
    sheet: str, label: str, technology: str, material: str, why: float
) -> None:
    theirs, ours = summary(sheet, label), compiled()[technology, material].amount
    assert ours.low <= theirs["min"] + 1e-9
    assert ours.high >= theirs["max"] * 0.999
    assert abs(ours.best - theirs["median"]) <= why * max(theirs["median"], 1.0)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared data")
@pytest.mark.parametrize(
    ("sheet", "label", "technology", "material"),
    [
        ("AEL", "Nickel", "electrolyser_alkaline", "nickel"),
        ("HTEL - Yttrium", "Yttrium", "electrolyser_solid_oxide", "yttrium"),
        ("Nuclear", "Zirconium", "reactor_large", "zirconium"),
        ("Nuclear", "Chromium", "reactor_large", "chromium"),
        ("Wind-DDPM", "Chromium", "wind_fixed_direct", "chromium"),
        ("Wind-Gearbox", "Neodymium", "wind_onshore_gearbox", "neodymium"),
        ("PEMEL", "Titanium", "electrolyser_pem", "titanium"),
    ],
)
def test_a_gigawatt_holds_what_the_workbook_says(
    sheet: str, label: str, technology: str, material: str
) -> None:
    one = Course(technology, "GW", "added", np.array([1.0]), ())
    path = DeploymentPath("X", 2025, 2025, (one,), {})
    run = material_demand(parts(path, [material]), [2025], Draws(0, 1)).of(material)
    held = run.flows["input"][0, 0] - run.flows["scrap"][0, 0]
    # Kilograms a megawatt, for a thousand megawatts, in tonnes.
    assert held == pytest.approx(summary(sheet, label)["median"] * 1000 / 1000, rel=1e-3)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared data")
class TestRecipe:
    """What is committed is what the recipe makes, and what it leaves out is told."""

    def test_the_committed_file_is_fresh(self) -> None:
        assert intensity_csv(
            intensity_rows(reading().values, reading().sources, reading().named)
        ) == read_text(FILES[0])

    def test_a_misspelt_label_is_left_out_and_told(self) -> None:
        assert ("CIGS", "Gadium") in reading().left

    def test_a_slip_of_units_is_left_out_and_told(self) -> None:
        slips = {(t, m): v for t, m, v in reading().slips}
        assert slips["solar_cigs", "indium"] > 40_000
        assert slips["solar_silicon", "silicon"] == 4.0
        assert intensities()["solar_cigs", "indium"].amount.high < 100

    def test_a_figure_without_a_name_counts_once(self) -> None:
        values = reading().values["solar_cigs", "selenium"]
        assert values.count(161.0) == 1  # five times in the second compilation
        assert values.count(41.0) == 2  # two named studies; again twice in the second compilation

    def test_named_studies_count_though_they_agree(self) -> None:
        assert reading().values["solar_cigs", "tin"] == (5.95, 5.95)
        assert reading().named["solar_cigs", "tin"] == ("Moss 2011", "Ohrlund 2012")

    def test_a_film_is_no_other_opinion_on_a_plant(self) -> None:
        for name in ("solar_cdte", "solar_cigs"):
            assert min(reading().values[name, "aluminium"]) > 1000.0
            assert reading().values[name, "copper"] == reading().values["solar_silicon", "copper"]
        assert {("CdTe", "Copper"), ("CIGS", "Copper"), ("c-Si", "Aluminium")} <= set(
            reading().left
        )

    def test_the_median_is_that_of_the_values_kept(self) -> None:
        values = reading().values["electrolyser_pem", "iridium"]
        best = compiled()["electrolyser_pem", "iridium"].amount.best
        assert best == pytest.approx(statistics.median(values), rel=1e-3)


def test_every_row_names_known_things_and_its_source() -> None:
    for (technology, material), row in intensities().items():
        assert technology in technologies()
        assert material in transition_materials()
        assert row.source
        assert row.studies > 0 or row.status in ("memory", "computed", "assumption")


def test_all_the_technologies_of_the_catalogue_have_a_bill_of_materials() -> None:
    held = {technology for technology, _ in intensities()}
    assert held == set(technologies())


def test_only_orders_of_size_are_outliers() -> None:
    assert within_fence([1.0, 2.0, 3.0, 4.0, 9.0]) == (1.0, 2.0, 3.0, 4.0, 9.0)
    assert within_fence([1.0, 1000.0]) == (1.0, 1000.0)
    assert within_fence([0.0, 20.0, 24.0, 30.0, 22.0, 9000.0]) == (0.0, 20.0, 24.0, 30.0, 22.0)


def test_the_page_counts_what_there_is() -> None:
    page = " ".join(
        (ROOT / "docs" / "methods" / "transition-materials.md").read_text("utf-8").split()
    )
    rows = intensities()
    counts = Counter(row.status for row in rows.values())
    materials = {material for _, material in rows}
    assert f"{len(rows)} rows, {len(technologies())} technologies, {len(materials)} mat" in page
    assert (
        f"{counts['found']} rows found, {counts['computed']} computed, "
        f"{counts['assumption']} assumed" in page
    )
    guessed = sum(row.status == "assumption" for row in losses().values())
    assert f"marked as assumed: {guessed} of {len(losses())}" in page
