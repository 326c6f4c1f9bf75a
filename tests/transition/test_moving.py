"""Whole transitions on the embedded pack: what is told can be checked from what is shown."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kanmon.analysis.finding import Finding
from kanmon.brief.moved import Transition
from kanmon.brief.transition.page import transition_html
from kanmon.brief.transition.sentences import transition_sentences
from kanmon.brief.transition.terminal import transition_terminal
from kanmon.brief.wording import words
from kanmon.catalogue.intensities import intensity
from kanmon.catalogue.material_losses import loss
from kanmon.catalogue.transition_materials import transition_materials
from kanmon.cli.main import app
from kanmon.codes.tiers import make_tiers
from kanmon.errors import CodeError, DataError, KanmonError
from kanmon.moving.make import Asked, make_transition

DAY = dt.date(2026, 11, 23)
HEAD = "party,technology,year,capacity,unit,measure,status,source,date"
OWN = f"""{HEAD}
JPN,solar_perovskite,2024,0,GW,installed,found,s,2026-01-01
JPN,solar_perovskite,2025,2,GW,installed,found,s,2026-01-01
"""
_RUN = CliRunner()


@cache
def made(party: str, draws: int = 50) -> Transition:
    return make_transition(party, Asked(draws=draws, made_on=DAY))


def _got(one: Transition, kind: str) -> Finding:
    found = one.get(kind)
    assert found is not None, kind
    return found


@pytest.mark.parametrize("party", ["JPN", "USA", "EPCC"])
def test_worked_paths_say_what_is_tightest(party: str) -> None:
    one = made(party)
    assert one.supply.figures["tightest"].value is not None
    assert _got(one, "deployment").figures["added_power"].value > 100  # type: ignore[operator]
    for lang in ("en", "ja", "fr"):
        said = transition_sentences(one, words(lang))
        assert len(said) >= 6
        assert all("{" not in sentence for sentence in said)
        assert transition_html(one, lang).startswith("<!doctype html>")
        assert transition_terminal(one, lang) is not None


def test_the_headline_can_be_checked_from_the_shown_figures() -> None:
    one = made("JPN")
    name, year = (one.supply.figures[n].value for n in ("tightest", "year"))
    (row,) = (r for r in one.supply.table.to_pylist() if r["material"] == name)
    needed = _got(one, "material_demand").table.to_pylist()
    (of_year,) = (r for r in needed if (r["material"], r["year"]) == (name, year))
    assert row["need"] == pytest.approx(of_year["input"] - of_year["recycled"])
    assert row["share_of_output"] == pytest.approx(row["need"] / row["output"])
    assert row["ratio_without_top"] == pytest.approx(row["need"] / row["obtainable_without_top"])
    totals = _got(one, "material_by_technology").table.to_pylist()
    whole = sum(r["total"] for r in totals if r["material"] == name)
    assert whole == pytest.approx(sum(r["input"] for r in needed if r["material"] == name))


def test_output_is_the_publishers_times_content() -> None:
    row = next(r for r in made("JPN").supply.table.to_pylist() if r["material"] == "dysprosium")
    # Mineral Commodity Summaries 2026: 380,000 t of rare-earth oxides in 2024, to three digits.
    content = transition_materials()["dysprosium"].contained.best
    assert row["output"] / content == pytest.approx(380_000, rel=0.05)
    assert row["top_maker"] == "CHN"


def test_a_bloc_adds_up_to_its_members() -> None:
    both = made("EPCC")
    parts = [made(p) for p in ("JPN", "USA")]

    def iodine(one: Transition) -> float:
        rows = _got(one, "material_demand").table.to_pylist()
        held = [r for r in rows if r["material"] == "iodine" and r["year"] <= 2040]
        return float(sum(r["input"] for r in held))

    assert iodine(both) == pytest.approx(sum(map(iodine, parts)), rel=1e-9)
    partial = {c.code for c in _got(both, "deployment").caveats}
    assert "path_partial" in partial


def test_two_gigawatts_of_perovskite_by_hand() -> None:
    one = make_transition("JPN", Asked(OWN, "own.csv", draws=0, made_on=DAY))
    lead = intensity("solar_perovskite", "lead").amount.best
    fall = 1.0 - loss("decline", "solar_perovskite", "lead").amount.best
    part = loss("yield", "solar_perovskite", "lead").amount.best
    back = loss("scrap_recycled", "solar_perovskite", "lead").amount.best
    held = 2.0 * lead * fall
    wanted = held / part - (held / part - held) * back
    (row,) = (r for r in one.supply.table.to_pylist() if r["material"] == "lead")
    assert row["need"] == pytest.approx(wanted, rel=1e-9)
    assert one.path == "own.csv"
    assert one.get("fuel_chain") is None


def test_trust_is_the_readers() -> None:
    entry = {"party": "AUS", "tier": "trusted"}
    raw = {"as_of": DAY, "default": "neutral", "entry": [entry]}
    one = make_transition("JPN", Asked(draws=0, made_on=DAY), tiers=make_tiers(raw, where="t"))
    assert one.supply.figures["among"].value == "trusted"
    assert "obtainable_trusted" in one.supply.table.column_names
    assert "obtainable_trusted" not in made("JPN").supply.table.column_names


def test_the_same_question_has_the_same_answer() -> None:
    again = make_transition("JPN", Asked(draws=50, made_on=DAY))
    assert json.dumps(again.as_json()) == json.dumps(made("JPN").as_json())


def test_more_draws_leave_the_best_values() -> None:
    few, many = (made("JPN", n).supply.table for n in (0, 50))
    by = {r["material"]: r["need"] for r in few.to_pylist()}
    assert {r["material"]: r["need"] for r in many.to_pylist()} == pytest.approx(by)


def test_a_stop_of_russian_enrichment_runs_through_the_engine() -> None:
    found = _got(made("USA"), "enrichment_stop")
    assert found.figures["days_lost"].value > 10  # type: ignore[operator]
    assert found.figures["good"].value == "nuclear_fuel_elements"


def test_a_party_without_targets_is_told_what_to_do() -> None:
    with pytest.raises(CodeError, match="no targets of FRA"):
        make_transition("FRA", Asked(draws=0, made_on=DAY))


def test_a_file_without_the_party_is_told_what_to_do() -> None:
    with pytest.raises(DataError, match="paths of JPN"):
        make_transition("USA", Asked(OWN, "own.csv", draws=0, made_on=DAY))
    with pytest.raises(DataError, match="-1 draws"):
        make_transition("JPN", Asked(draws=-1, made_on=DAY))


def _typed(*asked: str) -> str:
    result = _RUN.invoke(app, list(asked), env={"COLUMNS": "110"})
    if result.exception is not None:
        raise result.exception
    return result.output


def test_the_verb_writes_terminal_page_and_table(tmp_path: Path) -> None:
    path, page, table = (tmp_path / n for n in ("own.csv", "p.html", "t.csv"))
    path.write_text(OWN, "utf-8")
    common = ("transition", "jpn", "--path", str(path), "--draws", "5", "--store", str(tmp_path))
    assert "own.csv" in _typed(*common, "--out", str(page))
    assert "perovskite" in page.read_text("utf-8")
    _typed(*common, "--out", str(table), "--lang", "ja")
    assert table.read_text("utf-8").startswith('"year"')
    plain = json.loads(_typed(*common, "--json"))
    assert plain["path"] == "own.csv"
    assert {f["kind"] for f in plain["findings"]} >= {"material_supply", "path_rows"}


def test_a_file_that_cannot_be_read_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(KanmonError):
        _typed("transition", "JPN", "--path", str(tmp_path / "none.csv"))
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KanmonError):
        _typed("transition", "JPN", "--path", str(tmp_path / "bad.csv"))
