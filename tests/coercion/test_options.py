"""Other buyers, exposure, clocks, and the command line."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pytest
from typer.testing import CliRunner

from kanmon.analysis.coercion.assess.assess import assess_case
from kanmon.analysis.coercion.case.library import case_of
from kanmon.analysis.coercion.case.read import parse_case
from kanmon.analysis.coercion.clock.state import stands
from kanmon.analysis.coercion.options.buyers import Sought, buyers
from kanmon.answering.cases import find_case
from kanmon.answering.draft import draft
from kanmon.answering.flows import flows_of_case, flows_of_file
from kanmon.catalogue.procedures import parse_procedures, procedure
from kanmon.cli.main import app
from kanmon.errors import DataError, KanmonError
from kanmon.store.register import MeasureRegister
from kanmon.tables.measure import Act
from shared_data import SHARED, needs_shared

_RUN = CliRunner()


def _flows(rows: list[tuple[int, str, str, float]]) -> pa.Table:
    return pa.table(
        {
            "year": [r[0] for r in rows],
            "exporter": [r[1] for r in rows],
            "importer": [r[2] for r in rows],
            "good": ["scallops"] * len(rows),
            "value": [r[3] for r in rows],
            "quantity": [r[3] / 10 for r in rows],
        }
    )


def test_buyers_exclude_the_parties_and_the_last_year_counts() -> None:
    table = _flows(
        [
            (2022, "CHL", "USA", 9_999.0),
            (2023, "JPN", "CHN", 100.0),
            (2023, "CHL", "USA", 300.0),
            (2023, "CHN", "USA", 500.0),
            (2023, "JPN", "USA", 100.0),
            (2023, "CHL", "VNM", 50.0),
        ]
    )
    found = buyers(table, ["scallops"], Sought("JPN", frozenset({"CHN"}), frozenset({"USA"})))
    rows = {r["economy"]: r for r in found.table.to_pylist()}
    assert set(rows) == {"USA", "VNM"}
    assert rows["USA"]["from_others"] == 300.0
    assert rows["USA"]["target_share"] == pytest.approx(100 / 900)
    assert rows["USA"]["room_low"] <= rows["USA"]["room"] <= rows["USA"]["room_high"]
    assert found.figures["lost"].value == 100.0
    assert found.figures["covered"].value == pytest.approx(0.7)
    assert found.figures["covered_by_partners"].value == pytest.approx(0.6)
    assert found.as_of == "2023"
    with pytest.raises(DataError):
        buyers(table, ["tuna"], Sought("JPN", frozenset({"CHN"})))
    with pytest.raises(DataError, match="no column"):
        buyers(table.drop_columns(["value"]), [], Sought("JPN", frozenset({"CHN"})))


def test_clock_counts_days_and_refuses_what_cannot_be() -> None:
    rules, day = procedure("EU-ACI"), dt.date(2026, 1, 5)
    found = {s.step.id: s for s in stands(rules, {"request": day}, dt.date(2026, 5, 7))}
    assert found["examination"].state == "open"
    assert found["examination"].normal == dt.date(2026, 5, 7)
    done = {"request": day, "examination": dt.date(2026, 4, 1)}
    later = {s.step.id: s for s in stands(rules, done, dt.date(2026, 6, 5))}
    assert later["determination"].state == "due"
    assert later["determination"].latest == dt.date(2026, 6, 10)
    assert later["response"].state == "waiting"
    for wrong in (
        {"nothing": day},
        {"request": dt.date(2020, 1, 1)},
        {"examination": day},
        {"request": dt.date(2026, 4, 2), "examination": dt.date(2026, 4, 1)},
    ):
        with pytest.raises(DataError):
            stands(rules, wrong, dt.date(2026, 6, 5))


def test_procedures_are_held_to_a_layout() -> None:
    with pytest.raises(DataError):
        parse_procedures('[A]\nen = "a"\n', where="x")
    with pytest.raises(KanmonError):
        procedure("nothing")


def test_flows_of_a_file_are_strict(tmp_path: Path) -> None:
    good = tmp_path / "a.csv"
    pa.csv.write_csv(_flows([(2023, "JPN", "CHN", 100.0)]), good)
    assert flows_of_file(good).goods == ("scallops",)
    bad = tmp_path / "b.csv"
    bad.write_text("year,exporter\n2023,JPN\n")
    with pytest.raises(DataError, match="no column"):
        flows_of_file(bad)
    low = tmp_path / "c.csv"
    pa.csv.write_csv(_flows([(2023, "JPN", "CHN", -1.0)]), low)
    with pytest.raises(DataError, match="-1"):
        flows_of_file(low)
    (tmp_path / "d.parquet").write_bytes(b"junk")
    with pytest.raises(DataError):
        flows_of_file(tmp_path / "d.parquet")
    with pytest.raises(DataError, match="--flows"):
        flows_of_case(case_of("seafood_japan_2023"))


class TestShared:
    pytestmark = needs_shared

    def test_shrimp_of_2018_is_read_as_it_is(self) -> None:
        folder = SHARED / "baci_seafood_shrimp_2018"
        held = flows_of_file(next(folder.glob("*.csv")), ["030617"])
        found = buyers(held.table, ["030617"], Sought("JPN", frozenset({"CHN"})))
        assert found.as_of == "2018"
        assert found.table.num_rows > 100
        assert found.table.to_pylist()[0]["economy"] == "USA"
        assert any(c.code == "alternatives_year" for c in found.caveats)


def _run(*words: str) -> str:
    done = _RUN.invoke(app, ["coercion", *words], env={"COLUMNS": "110"})
    if done.exception is not None:
        raise done.exception
    return done.output


def test_list_and_assess(tmp_path: Path) -> None:
    assert "seafood_japan_2025" in _run("list")
    rows = {r["id"]: r for r in json.loads(_run("list", "--json"))}
    assert rows["seafood_japan_2023"]["purpose"] == "possible"
    page = tmp_path / "d.html"
    text = _run("assess", "seafood_japan_2023", "-o", str(page))
    assert "motive is not proven" in text
    html = page.read_text("utf-8")
    assert html.startswith("<!doctype html>")
    assert "<script" not in html
    plain = json.loads(_run("assess", "seafood_japan_2025", "--json"))
    assert plain["findings"][0]["kind"] == "coercion_grades"
    for lang in ("ja", "fr"):
        _run("assess", "seafood_japan_2025", "--lang", lang, "-o", str(page))
        assert "coercion." not in page.read_text("utf-8").replace("docs/methods/coercion.md", "")


def test_own_files_alternatives_exposure_and_clock(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    library = Path(__file__).parents[2] / "src/kanmon/catalogue/coercion/cases"
    own.write_text((library / "nickel_ore_indonesia_2014.toml").read_text("utf-8"), "utf-8")
    assert find_case(str(own)).id == "nickel_ore_indonesia_2014"
    flows = tmp_path / "f.csv"
    pa.csv.write_csv(_flows([(2023, "JPN", "CHN", 100.0), (2023, "CHL", "USA", 300.0)]), flows)
    said = " ".join(_run("alternatives", "seafood_japan_2023", "--flows", str(flows)).split())
    assert "covers 60%" in said
    assert "Goods of which the imposer buys" in " ".join(
        _run("exposure", "seafood_japan_2025").split()
    )
    said = _run("clock", "EU-ACI", "--done", "request=2026-01-05", "--today", "2026-06-01")
    assert "late" in said
    assert "WTO-DSU" in _run("clock")


@pytest.mark.parametrize(
    "words",
    [
        ["assess", "nothing"],
        ["assess", "nowhere.toml"],
        ["alternatives", "nickel_ore_indonesia_2014"],
        ["alternatives", "seafood_japan_2023"],
        ["clock", "EU-ACI", "--done", "request"],
        ["clock", "EU-ACI", "--today", "soon"],
        ["assess", "seafood_japan_2023", "--lang", "de"],
    ],
)
def test_mistakes_are_one_clear_error(words: list[str], tmp_path: Path) -> None:
    more = ["--store", str(tmp_path)] if words[0] == "alternatives" else []
    with pytest.raises(KanmonError) as told:
        _run(*words, *more)
    assert told.value.remedy


def test_a_draft_of_an_act_reads_as_a_case(tmp_path: Path) -> None:
    act = Act(
        "CHN",
        ("JPN",),
        "import",
        "in_force",
        "https://example.org/a",
        goods=("scallops",),
        announced=dt.date(2025, 11, 18),
        in_force=dt.date(2025, 11, 19),
        instrument='Notice "7" of 2025',
        quote="imports\nare suspended",
        reason="papers missing",
    )
    MeasureRegister(tmp_path).add([act])
    held = MeasureRegister(tmp_path).list()[0]
    text = _run("draft", held.id, "--target", "JPN", "--store", str(tmp_path))
    case = parse_case(text)
    assert (case.imposer, case.target, case.stage) == ("CHN", "JPN", "in force")
    assert [e.kind for e in case.events] == ["notice", "measure"]
    assert assess_case(case).verdicts.limbs["purpose"] == "none"
    with pytest.raises(KanmonError):
        _run("draft", "nothing", "--target", "JPN", "--store", str(tmp_path))
    with pytest.raises(DataError):
        draft(Act("CHN", ("JPN",), "import", "in_force", "x"), "JPN")


def test_support_and_agreements_and_coverage(tmp_path: Path) -> None:
    table = _flows(
        [
            (2024, "JPN", "CHN", 100.0),
            (2024, "CHL", "USA", 300.0),
            (2024, "CHL", "FRA", 100.0),
        ]
    )
    weights = pa.array([10.0, 60.0, None])
    table = table.set_column(table.schema.get_field_index("quantity"), "quantity", weights)
    sought = Sought("JPN", frozenset({"CHN"}), agreements={"USA": ("USJTA",)})
    found = buyers(table, [], sought)
    # 60 goes to the United States at half the price; France has no known price; 40 is unsold.
    assert found.figures["support"].value == pytest.approx(60.0 * 0.5 + 40.0)
    assert found.figures["covered_by_agreements"].value == pytest.approx(0.6)
    assert found.table.to_pylist()[0]["agreements"] == "USJTA"
    told = next(c for c in found.caveats if c.code == "alternatives_coverage")
    assert told.values == {"sellers": 2, "buyers": 3, "share": 0.8}
    unpriced = buyers(table.filter(pa.array([True, True, True])), [], Sought("JPN", frozenset()))
    assert unpriced.figures["support"].value is None
    assert unpriced.figures["covered_by_agreements"].value is None
    flows, file = tmp_path / "flows.csv", tmp_path / "agreements.csv"
    pyarrow.csv.write_csv(table, flows)
    file.write_text(
        "agreement,economy,from_date,to_date,source\n"
        "USJTA,JPN,2020-01-01,,memory\nUSJTA,USA,2020-01-01,,memory\n"
    )
    asked = ["alternatives", "seafood_japan_2023", "--flows", str(flows)]
    said = " ".join(_run(*asked, "--agreements", str(file)).split())
    assert "USJTA" in said
    assert "US$70,000 a year" in said
    file.write_text("agreement,economy\nUSJTA,JPN\n")
    wrong = _RUN.invoke(app, ["coercion", *asked, "--agreements", str(file)])
    assert wrong.exit_code != 0
