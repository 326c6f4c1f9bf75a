"""Threshold screens on worlds made by hand: every reading, every edge."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from kanmon.analysis.dependency.criteria import dependency_screen, year_criteria
from kanmon.analysis.dependency.fuels import fuel_dependence, replaced_by
from kanmon.analysis.dependency.overview import goods_screen
from kanmon.analysis.dependency.refinement import averaged_screen
from kanmon.picture.picture import Picture
from kanmon.tables.schema import schema
from kanmon.testing import tiny_picture

GOOD = "rare_earth_metals"
Row = tuple[int, str, str, float]


def world(rows: list[Row], party: str = "JPN") -> Picture:
    target = schema("good_flows").arrow
    plain = pa.schema(
        [(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in target]
    )
    table = pa.Table.from_pylist(
        [
            {"year": y, "good": GOOD, "exporter": a, "importer": b, "value": v, "quantity": None}
            for y, a, b, v in rows
        ],
        schema=plain,
    ).cast(target)
    return replace(tiny_picture(party), flows={GOOD: table})


def test_criteria_of_a_bloc_in_both_readings() -> None:
    rows = [
        (2022, "CHN", "JPN", 80.0),
        (2022, "VNM", "USA", 20.0),
        (2022, "JPN", "USA", 50.0),
        (2022, "USA", "KOR", 60.0),
    ]
    found = {c.name: c.value for c in year_criteria(world(rows, "EPCC"), GOOD, 2022)}
    assert found["cdi1"] == pytest.approx(0.64 + 0.04)
    assert found["cdi2"] == pytest.approx(100 / 150)
    assert found["cdi3_extra"] == pytest.approx(100 / 60)
    assert found["cdi3_total"] == pytest.approx(100 / 110)


def test_no_exports_mean_nothing_could_replace_imports() -> None:
    finding = dependency_screen(world([(2022, "CHN", "JPN", 5.0)]), GOOD)
    assert finding.figures["ec2021"].value is True
    row = next(
        r for r in finding.table.to_pylist() if r["criterion"] == "cdi3_extra" and r["year"] == 2022
    )
    assert row["value"] is None
    assert row["unlimited"] is True
    assert row["met"] is True


def test_no_imports_are_no_flag_either_way() -> None:
    finding = dependency_screen(world([(2022, "CHN", "USA", 5.0)]), GOOD)
    assert finding.figures["ec2021"].value is None
    assert finding.figures["ec2021"].missing


@pytest.mark.parametrize(("years", "lasting"), [((2020, 2021, 2022), True), ((2021, 2022), True)])
def test_persistence_needs_two_of_three_years(years: tuple[int, ...], lasting: bool) -> None:
    finding = dependency_screen(world([(y, "CHN", "JPN", 5.0) for y in years]), GOOD)
    assert finding.figures["geodep_persistent"].value is lasting
    assert finding.figures["geodep_years"].value == len(years)


def test_one_year_is_too_little_to_speak_of_persistence() -> None:
    finding = dependency_screen(world([(2022, "CHN", "JPN", 5.0)]), GOOD)
    assert finding.figures["geodep"].value is True
    assert finding.figures["geodep_persistent"].value is None


def test_distance_is_value_less_threshold() -> None:
    for row in dependency_screen(tiny_picture("JPN"), GOOD).table.to_pylist():
        if row["value"] is not None:
            assert row["distance"] == pytest.approx(row["value"] - row["threshold"])
            assert row["met"] == (row["distance"] > 0)


def test_all_goods_at_once_agree_with_one_good() -> None:
    picture = tiny_picture("EPCC")
    row = goods_screen(picture).table.to_pylist()[0]
    figures = dependency_screen(picture, GOOD).figures
    assert row["ec2021"] == figures["ec2021"].value
    assert row["geodep"] == figures["geodep"].value


def test_fuels_by_year_and_who_took_the_place() -> None:
    rows = [
        (2021, "RUS", "JPN", 60.0),
        (2021, "AUS", "JPN", 40.0),
        (2022, "RUS", "JPN", 10.0),
        (2022, "AUS", "JPN", 70.0),
        (2022, "USA", "JPN", 20.0),
    ]
    finding = fuel_dependence(world(rows), [GOOD], "RUS", target_year=2027)
    assert finding.figures["share_now"].value == pytest.approx(0.1)
    assert finding.figures["share_highest"].value == pytest.approx(0.6)
    assert finding.figures["share_highest"].date == "2021"
    assert finding.figures["paid_now"].value == 10.0
    assert finding.figures["years_to_target"].value == 5
    moved = replaced_by(world(rows), GOOD, "RUS", 2021)
    assert moved.figures["lost"].value == pytest.approx(-0.5)
    assert [r["economy"] for r in moved.table.to_pylist()][:2] == ["AUS", "USA"]
    assert sum(r["change"] for r in moved.table.to_pylist()) == pytest.approx(0.0)


def test_a_year_without_fuel_imports_has_no_share() -> None:
    finding = fuel_dependence(world([(2021, "RUS", "JPN", 1.0)]), [GOOD], "RUS")
    assert finding.figures["share_now"].value is None


def test_averaging_smooths_one_odd_year_and_names_the_remedy() -> None:
    steady = [(y, "CHN", "JPN", 90.0) for y in (2019, 2020, 2021, 2022)]
    odd = [(2022, "VNM", "JPN", 500.0)]
    spread = [(y, e, "DEU", 30.0) for y in (2019, 2020, 2021, 2022) for e in ("AUS", "USA", "CAN")]
    finding = averaged_screen(world([*steady, *spread]), GOOD)
    assert finding.figures["years"].value == 4
    assert finding.figures["dependent"].value is True
    assert finding.figures["remedy"].value == "diversify"
    alone = averaged_screen(world(steady), GOOD)
    assert alone.figures["remedy"].value == "capacity"
    row = averaged_screen(world([*steady, *odd]), GOOD).table.to_pylist()[0]
    assert row["value"] == pytest.approx((360 / 860) ** 2 + (500 / 860) ** 2)
    nothing = averaged_screen(world([(2022, "CHN", "USA", 1.0)]), GOOD)
    assert nothing.figures["dependent"].value is None
