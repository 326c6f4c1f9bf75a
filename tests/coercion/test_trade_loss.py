"""Losses of a case from the command line: the pack's nickel, a reader's months, blocs, dossiers."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pytest
from typer.testing import CliRunner

from kanmon.analysis.coercion.assess.assess import assess_case
from kanmon.analysis.coercion.case.library import case_of
from kanmon.analysis.coercion.case.read import parse_case
from kanmon.analysis.coercion.trade.effect import effect
from kanmon.answering.flows import flows_between, flows_of_file
from kanmon.answering.losses import Ask, count_losses, trade_findings
from kanmon.brief.coercion.losses import KINDS, loss_chart, loss_sentences
from kanmon.brief.wording import words
from kanmon.catalogue.coercion_rules import grades
from kanmon.cli.main import app
from kanmon.errors import DataError

_RUN = CliRunner()
_NICKEL = "nickel_ore_indonesia_2014"
_CASE = """
id = "mine"
title = "A ban"
imposer = "CHN"
target = "JPN"
side = "import"
goods = ["scallops", "tuna"]
start = 2023-08-24
stage = "in force"
scope = "all"
stated_reason = "none"
reason_source = "made up"
reason_status = "memory"
"""


def _monthly(path: Path, cut: float, goods: tuple[str, ...] = ("scallops",)) -> Path:
    """Write 48 months of steady flows; JPN to CHN falls to ``cut`` from August 2023."""
    rows = []
    sellers = {"JPN": 50.0, "CAN": 40.0, "CHL": 30.0, "NOR": 25.0, "USA": 20.0}
    buyers = {"CHN": 1.0, "KOR": 0.5, "THA": 0.4, "VNM": 0.3, "FRA": 0.2}
    for n in range(48):
        period = (2020 + (n + 7) // 12) * 100 + (n + 7) % 12 + 1
        for s, size in sellers.items():
            for k, (b, part) in enumerate(buyers.items()):
                for good in goods:
                    value = size * part * (1.0 + 0.02 * ((7 * n + 3 * k + ord(s[0])) % 5))
                    hit = s == "JPN" and b == "CHN" and period >= 202308
                    rows.append((period, s, b, good, value * (cut if hit else 1.0)))
    names = ("period", "exporter", "importer", "good", "value")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    table = pa.table({k: list(v) for k, v in columns.items()} | {"quantity": [1.0] * len(rows)})
    pyarrow.csv.write_csv(table, path)
    return path


def test_nickel_of_the_pack_is_not_compared_with_other_buyers() -> None:
    case = case_of(_NICKEL)
    flows = flows_between(case)
    found = count_losses(case, flows, Ask(also_hit=("bauxite",), last=2015))
    assert found.measure.every_buyer
    # Trade just begun tells nothing of how much it varies: 2004 to 2006 are left out.
    assert found.panel.periods[0] == 2007
    assert all(one.missing or one.loss > 0.0 for one in found.direct)
    made = trade_findings(found, flows)
    assert tuple(one.kind for one in made) == KINDS
    assert made[2].figures["first"].value == "PHL"
    assert all(one.sources for one in made)
    broke = effect(found, grades(), "BACI")
    assert broke is not None
    assert broke.supports


def test_months_of_a_reader_and_several_goods(tmp_path: Path) -> None:
    flows = flows_of_file(_monthly(tmp_path / "a.csv", 0.1, ("scallops", "tuna")), months=True)
    case = parse_case(_CASE, where="mine", kind="toml")
    found = count_losses(case, flows, Ask(first=202008))
    assert found.measure.start == 202308
    assert found.measure.good == "scallops, tuna"
    own = next(one for one in found.direct if one.method == "own_past")
    seen = 12 * 2 * 50.0 * 1.04
    assert own.total[0] == pytest.approx(0.1 * seen, rel=0.05)
    assert own.loss == pytest.approx(0.9 * seen, rel=0.08)
    one = effect(found, grades(), "made up")
    assert one is not None
    assert (one.speaks, one.strength) == ("for", "strong")
    findings = trade_findings(found, flows)
    for lang in ("en", "ja", "fr"):
        said = loss_sentences(findings, words(lang))
        assert len(said) >= 2
        assert loss_chart(findings, words(lang), "x").startswith("<svg")


def test_trade_that_did_not_break_speaks_against_or_not_at_all(tmp_path: Path) -> None:
    case = parse_case(_CASE, where="mine", kind="toml")
    grown = flows_of_file(_monthly(tmp_path / "up.csv", 2.0), months=True)
    one = effect(count_losses(case, grown, Ask(first=202008)), grades(), "made up")
    assert one is not None
    assert not one.supports
    flat = flows_of_file(_monthly(tmp_path / "flat.csv", 1.0), months=True)
    none = effect(count_losses(case, flat, Ask(first=202008)), grades(), "made up")
    assert none is None or not none.supports
    before = assess_case(case).weighed["trade_effect"].points
    after = assess_case(case, (one,)).weighed["trade_effect"].points
    assert before is None
    assert after is not None
    assert after < 0


def test_a_bloc_at_an_end_counts_as_one(tmp_path: Path) -> None:
    text = _CASE.replace('target = "JPN"', 'target = "G7"')
    case = parse_case(text, where="mine", kind="toml")
    flows = flows_of_file(_monthly(tmp_path / "a.csv", 0.1), months=True)
    found = count_losses(case, flows, Ask(first=202008))
    own = next(one for one in found.direct if one.method == "own_past")
    assert own.observed[0] == pytest.approx((50.0 + 40.0 + 20.0) * 1.02, rel=0.05)


def test_goods_without_flows_are_told(tmp_path: Path) -> None:
    case = case_of("seafood_japan_2023")
    with pytest.raises(DataError, match="no trade figures of scallops"):
        flows_between(case)
    flows = flows_of_file(_monthly(tmp_path / "a.csv", 0.1), months=True)
    with pytest.raises(DataError, match="no flows of salmon"):
        count_losses(case, flows, Ask(goods=("salmon",)))


def test_the_command_prints_writes_and_keeps_nothing_half(tmp_path: Path) -> None:
    page = tmp_path / "dossier.html"
    asked = ["coercion", "trade-loss", _NICKEL, "--also-hit", "bauxite", "--last", "2015"]
    store = ["--store", str(tmp_path / "store")]
    done = _RUN.invoke(app, [*asked, *store, "--out", str(page), "--lang", "ja"])
    assert done.exit_code == 0, done.output
    text = page.read_text("utf-8")
    assert "措置がなかった場合の貿易" in text
    assert 'id="case-1-course' in text
    assert "BACI" in text
    told = _RUN.invoke(app, [*asked, *store, "--json"])
    assert [one["kind"] for one in json.loads(told.output)] == list(KINDS)
    table = tmp_path / "loss.csv"
    assert _RUN.invoke(app, [*asked, *store, "--out", str(table)]).exit_code == 0
    assert "elsewhere_last" in table.read_text("utf-8")
    wrong = _RUN.invoke(app, [*asked[:3], *store, "--start", "1990"])
    assert wrong.exit_code != 0
