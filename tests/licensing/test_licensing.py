"""Cases put together, decisions kept and replayed, and the commands."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kanmon.analysis.controls.decide import decide
from kanmon.analysis.controls.ownership import Holding
from kanmon.analysis.controls.plain import case_of, plain_case
from kanmon.analysis.controls.sheet import Span, make_sheet
from kanmon.analysis.controls.worlds import worlds
from kanmon.catalogue.chips import chip, chips
from kanmon.catalogue.control_book import control_book
from kanmon.catalogue.control_expressions import parse_expression
from kanmon.catalogue.control_lists import control_lists
from kanmon.cli.main import app
from kanmon.errors import DataError, KanmonError, ScenarioError, StoreError
from kanmon.licensing.audit import record, replay
from kanmon.licensing.case import Asked, Owners, make_case, said_of
from kanmon.licensing.table import licence_table
from kanmon.licensing.user import look_up
from kanmon.sources.party_lists.read import read_parties
from kanmon.store.decisions import Decisions

_RUN, _DAY = CliRunner(), dt.date(2026, 6, 1)


def _run(*words: str) -> str:
    done = _RUN.invoke(app, list(words), env={"COLUMNS": "120"})
    if done.exception is not None:
        raise done.exception
    return done.output


def test_every_chip_decides_the_same_when_replayed(tmp_path: Path) -> None:
    kept, book = Decisions(tmp_path), control_book()
    ids = []
    for one in chips().values():
        for place in ("CHN", "JPN", "ARE"):
            told = make_case(Asked(place, clear=True, use="datacenter"), one).told
            made = decide(told, _DAY, book)
            ids.append((record(told, made, book, kept, {"sdn": "2026-06-01"}), made.outcome))
    for name, outcome in ids:
        found = replay(name[:12], kept)
        assert found.same
        assert found.record["decision"]["outcome"] == outcome
        assert found.record["lists"] == {"sdn": "2026-06-01"}
    assert len(kept.names("book")) == 1


def test_a_record_that_was_changed_is_refused(tmp_path: Path) -> None:
    kept, book = Decisions(tmp_path), control_book()
    told = {"exporter": "USA"}
    name = record(told, decide(told, _DAY, book), book, kept)
    file = next(kept.folder.glob("decision-*.json"))
    file.write_text(file.read_text("utf-8").replace("USA", "JPN"), "utf-8")
    with pytest.raises(StoreError, match="checksum"):
        replay(name, kept)
    with pytest.raises(StoreError):
        kept.read("decision", "ab")
    kept.keep("decision", "{}")
    broken = next(n for n in kept.names("decision") if n != name)
    with pytest.raises(DataError):
        replay(broken, kept)


def test_rules_changed_later_do_not_change_an_old_decision(tmp_path: Path) -> None:
    from kanmon.catalogue.control_book import parse_book

    kept, book = Decisions(tmp_path), control_book()
    texts = dict(book.texts)
    texts["united_states.toml"] = texts["united_states.toml"].replace(
        "tpp >= 4800 or", "tpp >= 99999 or"
    )
    other = parse_book(texts)
    told = make_case(Asked("CHN", clear=True), chip("A100 80G")).told
    names = {
        record(told, decide(told, dt.date(2024, 1, 1), one), one, kept) for one in (book, other)
    }
    assert len(names) == 2
    assert all(replay(name, kept).same for name in names)


def test_cases_are_put_together_from_what_is_known() -> None:
    made = make_case(
        Asked("CHN", user="A"),
        owners=Owners((Holding("L", "A", 30, 60),), {"sdn": frozenset({"L"})}),
    )
    assert made.told["owned_sdn"] == Span(30.0, 100.0)
    assert "parent" not in made.told
    assert make_case(Asked("CHN", clear=True)).told["parent"] == "CHN"
    listed = make_case(
        Asked("CHN", user="L", clear=True), owners=Owners((), {"sdn": frozenset({"L"})})
    )
    assert listed.told["listed_sdn"] is True
    with pytest.raises(ScenarioError, match="end user"):
        make_case(Asked("CHN"), owners=Owners())
    for wrong in ("x", "pd=a", "pd=1/2/3", "=1", "use="):
        with pytest.raises(ScenarioError):
            said_of([wrong], frozenset({"pd"}))


def test_plain_cases_read_back_and_bad_ones_do_not() -> None:
    told = {"tpp": Span(1.0, 2.0), "use": ("civil", "military"), "pd": 3, "us_market": False}
    again = case_of(plain_case(told))  # type: ignore[arg-type]
    facts = control_book().facts
    assert make_sheet(again, facts) == make_sheet(told, facts)  # type: ignore[arg-type]
    with pytest.raises(DataError):
        case_of({"tpp": "x"})
    for low, high in ((-1.0, 2.0), (3.0, 2.0), (float("nan"), 2.0)):
        with pytest.raises(ScenarioError):
            Span(low, high)


def test_too_many_ways_are_refused() -> None:
    sheet = make_sheet({"tpp": Span(0, 1e6)}, control_book().facts)
    trees = [parse_expression(f"tpp >= {n}") for n in range(1, 20_000)]
    with pytest.raises(ScenarioError, match="ways"):
        worlds(sheet, trees)


def test_the_table_covers_every_destination() -> None:
    found = licence_table(chip("H100"), "USA", _DAY, control_book())
    outcomes = {r["destination"]: r["outcome"] for r in found.table.to_pylist()}
    assert len(outcomes) > 190
    assert outcomes["JPN"] == outcomes["DEU"] == "none"
    assert outcomes["RUS"] == "presumption_of_denial"
    assert outcomes["CHN"] == "undetermined"
    assert sum(int(f.value or 0) for f in found.figures.values()) == len(outcomes)


def test_commands(tmp_path: Path) -> None:
    assert "2,368" in _run("chip", "show", "H20")
    assert len(json.loads(_run("chip", "show", "--all", "--json"))) == len(chips())
    plain = json.loads(_run("chip", "classify", "L4", "--date", "2023-12-01", "--json"))
    assert plain["classes"] == ["3A090.a"]
    assert "performance density" in _run("chip", "classify", "A10", "--date", "2024-01-01")
    words = ["licence", "decide", "--item", "H20", "--to", "CHN", "--clear", "--use", "civil"]
    words += ["--date", "2025-05-01"]
    text = _run(*words, "--what-if", "--keep", "--store", str(tmp_path))
    assert "US-DEST-LETTER-2025" in text
    assert "7 October 2022 to 8 April 2025" in text
    name = _run("licence", "replay", "--store", str(tmp_path)).split()[0]
    assert "same" in _run("licence", "replay", name[:10], "--store", str(tmp_path))
    assert json.loads(_run("licence", "replay", name, "--store", str(tmp_path), "--json"))["same"]
    owners = tmp_path / "o.csv"
    owners.write_text("owner,owned,share,listed\nL,A,30/60,entity_list\nX,A,,\n")
    words = [
        "licence",
        "decide",
        "--item",
        "T4",
        "--to",
        "SGP",
        "--user",
        "A",
        "--owners",
        str(owners),
    ]
    assert "cannot be excluded" in _run(*words, "--clear", "--date", "2025-10-01")
    assert "NVIDIA" not in _run("licence", "rules", "--date", "2023-12-01")
    assert "US-3A090A-2023" in _run("licence", "rules", "--date", "2023-12-01", "--json")
    assert "tpp" in _run("licence", "rules", "--facts")
    assert json.loads(_run("licence", "rules", "--facts", "--json"))
    assert "no licence" in _run("licence", "table", "--item", "H100", "--date", "2026-06-01")
    for lang in ("ja", "fr"):
        said = _run(
            "licence",
            "decide",
            "--item",
            "H100",
            "--to",
            "JPN",
            "--clear",
            "--lang",
            lang,
            "--date",
            "2026-06-01",
        )
        assert "control." not in said


def test_own_parts(tmp_path: Path) -> None:
    parts = tmp_path / "parts.toml"
    parts.write_text(
        '["My part"]\nkind = "chip"\nmaker = "other"\nmarketing = "datacenter"\ndense = "yes"\n'
        'tops = "fp16=400"\nsource = "data sheet"\nstatus = "own"\n'
    )
    text = _run("chip", "classify", "my part", "--file", str(parts), "--date", "2024-01-01")
    assert "3A090.a" in text


@pytest.mark.parametrize(
    "words",
    [
        ["chip", "show"],
        ["chip", "show", "nothing"],
        ["chip", "classify", "H100", "--date", "soon"],
        ["chip", "show", "x", "--file", "nowhere.csv"],
        ["licence", "decide", "--item", "H100", "--to", "XXX"],
        ["licence", "decide", "--item", "H100", "--to", "CHN", "--fact", "x"],
        ["licence", "decide", "--item", "H100", "--to", "CHN", "--owners", "nowhere.csv"],
        ["licence", "decide", "--item", "H100", "--to", "CHN", "--use", "fun"],
        ["licence", "replay", "123456789"],
        ["licence", "table", "--item", "nothing"],
    ],
)
def test_mistakes_are_one_clear_error(words: list[str], tmp_path: Path) -> None:
    more = ["--store", str(tmp_path)] if words[1] in ("replay", "decide") else []
    with pytest.raises(KanmonError) as told:
        _run(*words, *more)
    assert told.value.remedy


def test_an_end_user_is_looked_up_in_lists(tmp_path: Path) -> None:
    lists = tmp_path / "list.csv"
    lists.write_text(
        "list_id,entry_id,name,country\n"
        "us-el,1,Volga Rotor Works Limited,RUS\nus-uvl,2,Harbour Optics Company,SGP\n"
        "other,3,Third Party Trading,SGP\n"
    )
    read = [read_parties(lists)]
    hit = look_up("Volga Rotor Works Ltd", read, "RUS")
    assert hit.told == {"listed_entity_list": True, "listed_uvl": False}
    assert hit.versions["list.csv"]
    assert look_up("Blue Lantern Bakery", read).told["listed_entity_list"] is False
    unread = look_up("\u0e01\u0e32\u0e41\u0e1f", read)
    assert unread.told["listed_entity_list"] == ("yes", "no")
    words = ["licence", "decide", "--item", "T4", "--to", "SGP", "--user", "Volga Rotor Works"]
    words += ["--list", str(lists), "--clear", "--use", "civil", "--date", "2026-06-01"]
    text = _run(*words)
    assert "US-USER-ENTITY" in text
    assert "hit: Volga Rotor Works Limited" in text
    with pytest.raises(DataError, match="end user"):
        _run("licence", "decide", "--to", "SGP", "--list", str(lists))


def test_every_list_the_rules_ask_about_is_a_fact() -> None:
    facts = control_book().facts
    assert {one.fact for one in control_lists().values()} <= set(facts)
