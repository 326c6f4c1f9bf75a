"""World Mining Data: published shares, totals, and terms that forbid shipping."""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pytest

import kanmon.sources.wmd as package
from kanmon.sources.wmd.read import Wmd

SAMPLE = Path(str(package.__file__)).parent / "sample" / "long.csv"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("mineral", "economy", "share"),
    [("Gallium", "CHN", 0.98), ("Cobalt", "COD", 0.70), ("Rare Earths (REO)", "CHN", 0.65)],
)
def test_shares_of_2023(shared_data: Path, mineral: str, economy: str, share: float) -> None:
    reading = Wmd().read(shared_data / "world_mining_data" / "production.parquet")
    rows = reading.tables["production"].filter(
        (pc.field("mineral") == mineral) & (pc.field("year") == 2023)
    )
    amount = {r["economy"]: r["quantity"] or 0.0 for r in rows.to_pylist()}
    assert amount[economy] / amount["WLD"] == pytest.approx(share, abs=0.006)


@pytest.mark.shared
def test_economies_add_up_to_the_publishers_totals_but_for_fifteen(shared_data: Path) -> None:
    # 440 of 455 totals are the sum of their rows; perlite 2020 to 2022 is 30 % below it. The
    # reader says so rather than choose.
    reading = Wmd().read(shared_data / "world_mining_data" / "production.parquet")
    totals = pc.sum(pc.equal(reading.tables["production"]["economy"].cast("string"), "WLD"))
    assert totals.as_py() == 455
    (doubt,) = reading.issues
    assert (doubt.kind, doubt.count) == ("doubt", 15)


def test_totals_are_the_world_and_empty_stays_empty() -> None:
    rows = {
        (r["mineral"], r["economy"]): r for r in Wmd().read(SAMPLE).tables["production"].to_pylist()
    }
    assert rows["Gallium", "WLD"]["quantity"] == 1000.0
    assert rows["Gallium", "JPN"]["quantity"] is None
    assert rows["Gallium", "JPN"]["note"] == "provisional"
    assert rows["Gallium", "CHN"]["estimated"] is True
    assert rows["Natural Gas", "NOR"]["unit"] == "Mm3"


def test_unknown_names_and_units_are_dropped_and_counted() -> None:
    assert [(i.kind, i.what, i.count) for i in Wmd().read(SAMPLE).issues] == [
        ("dropped", "rows of no known economy: Lemuria", 1),
        ("dropped", "rows of unknown unit 'barrel'", 1),
        ("doubt", "world totals over 0.5 % away from the sum of economies: Gallium 2023...", 1),
    ]


def test_figures_may_not_be_shipped_on() -> None:
    assert not Wmd().read(SAMPLE).origin.licence.redistribution
