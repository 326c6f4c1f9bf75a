"""The chip supply chain: shares that add up, terms that are shown, blanks that are not zero."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kanmon.sources.eto_chips as package
from kanmon.errors import DataError
from kanmon.sources.eto_chips.read import EtoChips

SAMPLE = Path(str(package.__file__)).parent / "sample"


@pytest.mark.shared
def test_euv_is_wholly_dutch_in_both_releases(shared_data: Path) -> None:
    folder = shared_data / "eto_semiconductor_supply_chain"
    for path, name in (
        (folder, "EUV lithography tools"),
        (folder / "release_2025-01", "EUV scanners"),
    ):
        rows = EtoChips().read(path).tables["provision"].to_pylist()
        euv = {
            (r["economy"], r["share"])
            for r in rows
            if r["input"] == name and r["share"] is not None
        }
        assert euv == {("NLD", 100.0)}


@pytest.mark.shared
def test_shares_of_economies_add_up_to_a_whole(shared_data: Path) -> None:
    reading = EtoChips().read(shared_data / "eto_semiconductor_supply_chain")
    total: dict[str, float] = {}
    for r in reading.tables["provision"].to_pylist():
        if r["kind"] == "economy" and r["share"] is not None:
            total[r["input"]] = total.get(r["input"], 0.0) + r["share"]
    whole = [name for name, share in total.items() if abs(share - 100) <= 1]
    assert (len(whole), len(total)) == (95, 96)


def test_provider_stage_and_seat() -> None:
    rows = {
        (r["provider"], r["input"]): r
        for r in EtoChips().read(SAMPLE / "release").tables["provision"].to_pylist()
    }
    asml = rows["ASML", "EUV lithography tools"]
    assert (asml["economy"], asml["kind"], asml["stage"]) == ("NLD", "organisation", "Fabrication")
    various = rows["Various countries", "Design"]
    assert (various["economy"], various["stage"]) == (None, "Design")
    assert rows["Example Seiki", "Dicing tools"]["share"] is None


def test_the_terms_are_shown_at_load() -> None:
    reading = EtoChips().read(SAMPLE / "release")
    assert reading.origin.licence.non_commercial
    assert reading.issues[0].what.startswith("licence: non-commercial")


def test_the_release_of_2025_01() -> None:
    reading = EtoChips().read(SAMPLE / "release_2025-01")
    rows = reading.tables["provision"].to_pylist()
    assert reading.variant == "ETO-undated"
    assert [(r["economy"], r["share"], r["source"]) for r in rows] == [
        ("MYS", 61.0, None),
        (None, None, "negligible"),
        (None, None, "major"),
    ]
    assert {(i.kind, i.what) for i in reading.issues} >= {
        ("doubt", "providers of no known economy, kept by name: LEM"),
        ("doubt", "provided without a share (not zero)"),
    }


def test_a_provider_of_another_release_is_refused(tmp_path: Path) -> None:
    mixed = shutil.copytree(SAMPLE / "release", tmp_path / "mixed")
    shutil.copy(SAMPLE / "release_2025-01" / "providers.csv", mixed / "providers.csv")
    with pytest.raises(DataError, match=r"not in providers\.csv"):
        EtoChips().read(mixed)
