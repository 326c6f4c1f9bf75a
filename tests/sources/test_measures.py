"""Measures from three layouts: what each row means, and what is counted and left out."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from pathlib import Path

import pytest

from kanmon.errors import DataError, KanmonError
from kanmon.sources.gta.read import Gta
from kanmon.sources.measures.read import Measures
from kanmon.sources.oecd_restrictions.read import OecdRestrictions
from kanmon.sources.source import Source, hold_to_card
from kanmon.tables.measure import STAGES

SAMPLES: dict[str, tuple[Source, str]] = {
    "gta": (Gta(), "master.csv"),
    "oecd_restrictions": (OecdRestrictions(), "inventory.csv"),
    "measures": (Measures(), "acts.csv"),
}


def sample(name: str) -> Path:
    file = SAMPLES[name][1]
    return Path(str(resources.files(f"kanmon.sources.{name}") / "sample" / file))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_what_its_card_promises(name: str) -> None:
    source = SAMPLES[name][0]
    reading = hold_to_card(source.read(sample(name)), source.card, where=name)
    rows = reading.tables["measures"].to_pylist()
    assert {row["stage"] for row in rows} <= set(STAGES)
    assert reading.origin.source == source.card.name


def test_gta_rows_become_acts() -> None:
    reading = Gta().read(sample("gta"))
    rows = reading.tables["measures"].to_pylist()
    first = [r for r in rows if r["id"] == "gta:900001:CHN"]
    assert {(r["target"], r["product"]) for r in first} == {
        (t, p) for t in ("JPN", "USA") for p in ("811292", "280461")
    }
    assert {(r["side"], r["mast"], r["oecd"], r["hs"]) for r in first} == {
        ("export", "P", "licensing", "HS2012")
    }
    assert {r["announced"] for r in first} == {dt.date(2023, 7, 3)}
    stages = {r["id"].split(":")[1]: (r["side"], r["stage"], r["ended"]) for r in rows}
    assert stages["900002"] == ("import", "ended", dt.date(2023, 1, 1))
    assert stages["900004"] == ("export", "eased", None)
    # The day it is implemented is later than anything else in the file: not yet in force.
    assert stages["900001"][1] == "announced"
    assert {(i.what, i.count) for i in reading.issues} == {
        ("affected jurisdictions not known", 1),
        ("interventions without known implementer, flow or affected jurisdiction", 1),
    }


def test_oecd_years_of_one_measure_are_one_act() -> None:
    reading = OecdRestrictions().read(sample("oecd_restrictions"))
    rows = reading.tables["measures"].to_pylist()
    told = {(r["imposer"], r["oecd"], r["stage"], r["in_force"], r["ended"]) for r in rows}
    assert told == {
        ("IDN", "prohibition", "in_force", dt.date(2014, 1, 12), None),
        ("CHN", "export_tax", "ended", dt.date(2008, 1, 1), dt.date(2014, 12, 31)),
        ("VNM", "licensing", "in_force", None, None),
    }
    assert len(rows) == 3
    assert [(i.what, i.count) for i in reading.issues] == [
        ("measures of an unknown country or product", 1)
    ]


@pytest.mark.parametrize(
    ("name", "find", "put"),
    [
        ("gta", "date.announced", "announced"),
        ("gta", "2023-07-03", "3 July 2023"),
        ("gta", "900001,90001,", "900001,"),
        ("oecd_restrictions", "2014-01-12", "12.1.2014"),
        ("oecd_restrictions", ",2014,", ",MMXIV,"),
        ("oecd_restrictions", "Country", "Land"),
        ("measures", "in_force", "inforce"),
        ("measures", "CHN", "XQQ"),
        ("measures", "2023-07-03", "2023-13-03"),
    ],
)
def test_a_broken_file_is_refused_with_a_remedy(
    name: str, find: str, put: str, tmp_path: Path
) -> None:
    path = tmp_path / "broken.csv"
    text = sample(name).read_text("utf-8")
    assert find in text
    path.write_text(text.replace(find, put), "utf-8")
    with pytest.raises(DataError) as found:
        SAMPLES[name][0].read(path)
    assert found.value.remedy


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"PAR1", b"[{}]"])
def test_no_such_layout_is_a_clear_error(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(KanmonError):
        SAMPLES[name][0].read(path)
