"""What is made of what: columns of the table, no circles, numbers that can be recomputed."""

from __future__ import annotations

import csv
from statistics import median

import pytest

from kanmon.catalogue.links import COLUMNS, parse_links
from kanmon.catalogue.load import downstream, good, goods, links, upstream
from kanmon.errors import DataError
from kanmon.tables.schema import check, schema
from shared_data import SHARED, needs_shared

LINKS = links().to_pylist()
BY_ENDS = {(r["input"], r["output"], r["role"]): r for r in LINKS}


def test_the_table_is_a_links_table() -> None:
    assert schema("links").names == COLUMNS
    checked = check(links(), "links", where="catalogue")
    assert checked.column("intensity").null_count == links().column("intensity").null_count
    for ours, theirs in zip(links().schema, schema("links").arrow, strict=True):
        assert (ours.type, ours.nullable) == (theirs.type, theirs.nullable), ours.name


def test_there_are_chains_from_mine_to_device() -> None:
    assert len(LINKS) >= 100
    assert "rare_earth_ore" in upstream("electric_vehicles")
    assert "rare_earth_ore" in upstream("wind_turbines")
    assert "gallium_metal" in upstream("smartphones")
    assert "fluorspar" in upstream("computers_and_servers")
    assert "silver" in upstream("solar_modules")
    assert "uranium_ore" in upstream("nuclear_reactors")
    assert "phosphate_rock" in upstream("compound_fertiliser")


@pytest.mark.parametrize("identifier", goods())
def test_upstream_and_downstream_are_mirror_images_without_circles(identifier: str) -> None:
    after = downstream(identifier)
    assert identifier not in after
    assert list(after.values()) == sorted(after.values())
    for reached, depth in after.items():
        assert upstream(reached)[identifier] == depth
        assert reached not in upstream(identifier)


def test_a_good_of_an_early_stage_is_not_made_of_a_device() -> None:
    for row in LINKS:
        assert good(row["output"]).stage != "ore", row
        assert not (good(row["input"]).stage == "device" and good(row["output"]).stage != "device")


HEAD = ",".join(COLUMNS) + "\n"
FINE = "a,b,shaped into,2.5,t/t,low,high,s,\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (FINE.replace("a,b", "x,b"), "input 'x'"),
        (FINE.replace("a,b", "a,x"), "output 'x'"),
        (FINE.replace(",s,", ",rumour,"), "source 'rumour'"),
        (FINE.replace("low", "so-so"), "substitutability 'so-so'"),
        (FINE.replace("high", "certain"), "confidence 'certain'"),
        (FINE.replace("2.5", "much"), "intensity 'much'"),
        (FINE.replace("2.5", "-1"), "intensity '-1'"),
        (FINE.replace("2.5", "nan"), "intensity 'nan'"),
        (FINE.replace("2.5", ""), "intensity ''"),
        (FINE.replace("t/t", ""), "with unit ''"),
        (FINE.replace("shaped into", " "), "no role"),
        (FINE + FINE, "stands twice"),
        (FINE.replace("a,b", "a,a"), "go into themselves"),
        (FINE + FINE.replace("a,b", "b,c") + FINE.replace("a,b", "c,a"), "go into themselves"),
    ],
)
def test_a_bad_link_is_refused(row: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        parse_links(HEAD + row, {"a", "b", "c"}, {"s"}, where="x.csv")


def test_an_empty_intensity_stays_empty() -> None:
    text = HEAD + FINE.replace("2.5", "").replace("t/t", "")
    row = parse_links(text, {"a", "b"}, {"s"}, where="x.csv").to_pylist()[0]
    assert (row["intensity"], row["unit"], row["note"]) == (None, None, None)


# Atomic weights: IUPAC, rounded. Moles of input per mole of output, worked out by hand.
H, LI, C, N, O, F, AL, P, CA, TI = 1.008, 6.94, 12.011, 14.007, 15.999, 18.998, 26.982, 30.974, 40.078, 47.867  # noqa: E501, E741  # fmt: skip
STOICHIOMETRY = {
    ("alumina", "aluminium_unwrought", "feedstock"): (2 * AL + 3 * O) / (2 * AL),
    ("fluorspar", "hydrogen_fluoride", "feedstock"): (CA + 2 * F) / (2 * (H + F)),
    ("hydrogen", "ammonia", "feedstock"): 6 * H / (2 * (N + 3 * H)),
    ("ammonia", "urea", "feedstock"): 2 * (N + 3 * H) / (C + O + 2 * N + 4 * H),
    ("titanium_ore", "titanium_sponge", "feedstock"): (TI + 2 * O) / TI,
    ("lithium_carbonate", "lithium_hydroxide", "feedstock"): (2 * LI + C + 3 * O)
    / (2 * (LI + O + H)),
    ("phosphoric_acid", "ammonium_phosphates", "feedstock"): (3 * H + P + 4 * O)
    / (2 * N + 9 * H + P + 4 * O),
}


@pytest.mark.parametrize("ends", STOICHIOMETRY)
def test_stoichiometric_intensities_follow_from_atomic_weights(ends: tuple[str, str, str]) -> None:
    row = BY_ENDS[ends]
    assert row["source"] == "ATOMIC-WEIGHTS"
    assert row["unit"] == "t/t"
    assert row["intensity"] == pytest.approx(STOICHIOMETRY[ends], rel=1e-3)


def test_every_intensity_has_a_unit_and_a_source_of_numbers() -> None:
    numbers = {"ATOMIC-WEIGHTS", "ANL-BATPAC", "MDM-INTENSITY", "PREMISE-METALS"}
    for row in LINKS:
        if row["intensity"] is not None:
            assert row["source"] in numbers
            assert row["unit"] in {"t/t", "kg/kWh", "t/GW", "kg/MW", "kg/kg"}
            assert row["note"]


class TestAgainstSharedData:
    pytestmark = needs_shared

    def test_battery_intensities_are_medians_of_the_runs(self) -> None:
        nmc = ["NMC 111", "NMC 532", "NMC 622", "NMC 721", "NMC 811", "NMC 95"]
        with (SHARED / "material_intensity/batpac_battery_mineral_intensity.csv").open() as f:
            runs = {(r["Mineral"], r["chemistry"]): float(r["kg_per_kwh"]) for r in csv.DictReader(f)}  # noqa: E501  # fmt: skip
        for (mineral, chemistries), ends in {
            ("Nickel", tuple(nmc)): ("nickel_sulphate", "cathode_materials_nickel_cobalt"),
            ("Cobalt", tuple(nmc)): ("cobalt_sulphate", "cathode_materials_nickel_cobalt"),
            ("Graphite", (*nmc, "NCA", "LFP", "LMO")): ("anode_materials", "lithium_ion_batteries"),
            ("Phosphorus", ("LFP",)): ("phosphoric_acid", "cathode_materials_iron_phosphate"),
        }.items():
            (row,) = (r for k, r in BY_ENDS.items() if k[:2] == ends)
            expected = median(runs[mineral, c] for c in chemistries)
            assert row["intensity"] == pytest.approx(expected, rel=1e-3)

    def test_energy_intensities_are_medians_of_the_published_values(self) -> None:
        values: dict[tuple[str, str], list[float]] = {}
        with (SHARED / "material_intensity/energy_tech_intensity_t_per_GW.csv").open() as f:
            for r in csv.DictReader(f):
                values.setdefault((r["technology"], r["Material"]), []).append(float(r["value"]))
        for key, ends in {
            ("offshore wind", "Copper"): ("copper_refined", "wind_turbines"),
            ("utility-scale solar pv", "Silver"): ("silver", "solar_cells"),
            ("CdTe", "Tellurium"): ("tellurium_boron", "solar_modules"),
            ("CIGS", "Gallium"): ("gallium_metal", "solar_modules"),
            ("Nuclear New", "Copper"): ("copper_refined", "nuclear_reactors"),
        }.items():
            (row,) = (r for k, r in BY_ENDS.items() if k[:2] == ends)
            assert row["intensity"] == pytest.approx(median(values[key]), rel=1e-3)
            assert str(len(values[key])) in row["note"]
