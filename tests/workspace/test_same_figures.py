"""A figure is one figure: in the view, in its CSV, on the command line, in Python."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from kanmon.brief.atlas import exposure_finding
from kanmon.cli.main import app
from kanmon.moving.make import Asked, make_transition
from kanmon.sources import baci
from kanmon.store.store import Store
from kanmon.study import Study
from kanmon.workspace.app import create_app
from kanmon.workspace.settings import Settings
from workspace.conftest import ADDRESS, ALERT_DAY
from workspace.figures import VIEWS, block, command, rows, same, same_csv, view
from workspace.test_runs import ended, start

GOOD, PARTY = "rare_earth_metals", "JPN"


def csv_of(client: TestClient, name: str, one: str, **state: str) -> bytes:
    answer = client.get(f"{VIEWS}/{name}/table/{one}.csv", params=state)
    assert answer.status_code == 200, answer.text
    return answer.content


def every_csv(client: TestClient, name: str, **state: str) -> dict[str, Any]:
    plain = view(client, name, **state)
    for one in plain["blocks"]:
        same_csv(csv_of(client, name, one["id"], **state), one)
    return plain


def test_overview(client: TestClient, folder: Path) -> None:
    plain = every_csv(client, "overview", party=PARTY)
    told = command(folder, "brief", PARTY)
    same(rows(plain, "ranking"), told["chokepoints"]["rows"])
    same(rows(plain, "coverage"), told["coverage"]["rows"])
    made = Study().brief(PARTY)
    same(rows(plain, "ranking"), made.chokepoints.table.to_pylist())
    assert made.fuels is not None
    same(rows(plain, "fuels"), made.fuels.table.to_pylist())


def test_good(client: TestClient, folder: Path) -> None:
    plain = every_csv(client, "good", party=PARTY, good=GOOD, lang="ja")
    told = command(folder, "show", GOOD, "--party", PARTY)
    for name in ("suppliers", "trend", "dependents", "customers"):
        same(rows(plain, name), told[name]["rows"])
    made = Study().show(GOOD, PARTY)
    same(rows(plain, "suppliers"), made.findings.suppliers.table.to_pylist())
    lines = {(r["year"], r["line"]): r["hhi"] for r in rows(plain, "concentration")}
    assert lines == {
        (row["year"], line): row[line]
        for row in told["trend"]["rows"]
        for line in ("hhi", "world_export_hhi")
    }
    origins = command(folder, "dependency", PARTY, "--good", GOOD, "-i", "origins")
    same(rows(plain, "origins"), origins[0]["rows"])
    own = [
        {k: v for k, v in row.items() if k in told["suppliers"]["units"]}
        for row in rows(plain, "stages")
        if row["good"] == GOOD
    ]
    same(own, [r for r in told["suppliers"]["rows"] if r["value"]])


def test_good_with_production(client: TestClient, folder: Path) -> None:
    plain = every_csv(client, "good", party=PARTY, good="gallium_metal", lang="fr")
    told = command(folder, "show", "gallium_metal", "--party", PARTY)
    assert len(told["production"]) > 1
    for place, count in enumerate(told["production"], start=1):
        same(rows(plain, f"makers_{place}"), count["rows"])


def test_explorer(client: TestClient, folder: Path) -> None:
    plain = every_csv(client, "explorer", party=PARTY)
    same(rows(plain, "screen"), command(folder, "dependency", PARTY)[0]["rows"])
    axes = command(folder, "dependency", PARTY, "-i", "three_axes")[0]
    same(rows(plain, "axes"), axes["rows"])
    ranking = command(folder, "brief", PARTY)["chokepoints"]["rows"]
    same(rows(plain, "goods"), ranking)
    why = every_csv(client, "explorer", party=PARTY, good=GOOD, block="why")
    screen = command(folder, "dependency", PARTY, "--good", GOOD, "-i", "screen")[0]
    same(rows(why, "criteria"), screen["rows"])
    row = next(r for r in ranking if r["good"] == GOOD)
    names = ["import_hhi", "production_hhi", "world_export_hhi", "own_share", "score"]
    assert [r["value"] for r in rows(why, "why")] == [row[n] for n in names]


def test_explorer_of_every_product(tmp_path: Path) -> None:
    sample = next(iter((Path(baci.__file__).parent / "sample").iterdir()))
    store = tmp_path / "store"
    Store(store).add("baci", sample, partial=True)
    own = TestClient(create_app(Settings(store=store)), base_url=ADDRESS)
    plain = every_csv(own, "explorer", party=PARTY, level="hs6")
    assert plain["headline"].startswith(f"{sum(r['flagged'] for r in rows(plain, 'goods'))} of ")
    told = command(store, "dependency", PARTY, "--all")[0]
    same(rows(plain, "goods"), told["rows"])
    code = told["rows"][0]["product"]
    why = every_csv(own, "explorer", party=PARTY, level="hs6", code=code, block="why")
    explained = command(store, "dependency", PARTY, "--why", code)[0]["rows"][0]
    shown = {row["part"]: row for row in rows(why, "why")}
    assert set(shown) == set(explained)
    for name, value in explained.items():
        if isinstance(value, bool):
            assert shown[name]["text"] == ("yes" if value else "no"), name
        else:
            told_as = "text" if isinstance(value, str) else "value"
            assert shown[name][told_as] == value, name


def test_the_flagged_only(client: TestClient) -> None:
    whole = rows(view(client, "explorer", party=PARTY), "screen")
    plain = view(client, "explorer", party=PARTY, flagged="1")
    wanted = {r["good"] for r in whole if r["ec2021"] or r["geodep"]}
    assert 0 < len(wanted) < len(whole)
    assert {r["good"] for r in rows(plain, "screen")} == wanted
    assert {r["good"] for r in rows(plain, "goods")} == wanted


def test_map(client: TestClient, folder: Path) -> None:
    plain = every_csv(client, "map", party=PARTY)
    same(rows(plain, "map"), exposure_finding(Study().brief(PARTY)).table.to_pylist())
    one = every_csv(client, "map", party=PARTY, good=GOOD)
    same(rows(one, "map"), command(folder, "show", GOOD, "-p", PARTY)["suppliers"]["rows"])


def test_alerts(today: TestClient, held: Path) -> None:
    plain = every_csv(today, "alerts", party=PARTY, as_of=ALERT_DAY)
    told = command(held, "alerts", PARTY, "--as-of", ALERT_DAY)["alerts"]
    shown = rows(plain, "alerts")
    assert [r["id"] for r in shown] == [a["id"] for a in told]
    assert shown
    for row, alert in zip(shown, told, strict=True):
        for name in ("severity", "rank", "state", "latest"):
            assert row[name] == alert[name], name
        assert row["exposed_share"] == (alert["exposed"] or {}).get("share")
        assert row["explanation"] == " ".join(alert["explanation"])
    first = told[0]["evidence"][0]
    course = {r["period"]: r for r in rows(plain, "series-1")}
    assert course[first["period"]]["value"] == first["value"]
    assert course[first["period"]]["low"] == first["low"]
    assert course[first["period"]]["fired"] is True


def test_measures(today: TestClient, held: Path) -> None:
    plain = every_csv(today, "measures")
    told = command(held, "measures", "list")
    shown = rows(plain, "acts")
    assert [r["id"] for r in shown] == [a["id"] for a in told]
    assert [r["in_force"] for r in shown] == [a["in_force"] or None for a in told]
    # A text that begins like a formula is not handed to a spreadsheet as one.
    assert b"'=HYPERLINK" in csv_of(today, "measures", "acts")
    waiting = rows(view(today, "measures", queue="1"), "acts")
    assert len(waiting) == len(command(held, "measures", "list", "--queue")) == 1


def test_scenario(today: TestClient, held: Path) -> None:
    body = {"party": PARTY, "scenario": "cobalt_congo_2025", "draws": 16}
    found = ended(today, start(today, {"kind": "scenario", "body": body}))
    assert found["state"] == "done", found["error"]
    assert found["result"]["title"].startswith("Scenario: ")
    assert found["result"]["title"].endswith(", Japan (Draws: 16)")
    told = command(held, "impact", "cobalt_congo_2025", "-p", PARTY, "--draws", "16")
    _every_finding(today, found, told["findings"], "impact_")


def test_plan(today: TestClient, held: Path) -> None:
    body = {"party": "EPCC", "good": "palladium", "max_share": 0.5, "draws": 10}
    found = ended(today, start(today, {"kind": "plan", "body": body}))
    assert found["state"] == "done", found["error"]
    named = "Plan: Palladium, Japan-US Economic Policy Consultative Committee"
    assert found["result"]["title"] == f"{named} (Most from one economy: 0.5, Draws: 10)"
    limits = ["--max-share", "0.5", "--draws", "10"]
    told = command(held, "plan", "EPCC", "--good", "palladium", *limits)
    _every_finding(today, found, told["findings"], "sourcing_")


def _every_finding(
    client: TestClient, run: dict[str, Any], findings: list[dict[str, Any]], prefix: str
) -> None:
    compared = 0
    for one in findings:
        name = one["kind"].removeprefix(prefix)
        if not one["rows"]:
            assert block(run["result"], name)["empty"]
            continue
        same(rows(run["result"], name), one["rows"])
        answer = client.get(f"/api/workspace/runs/{run['id']}/table/{name}.csv")
        same_csv(answer.content, block(run["result"], name))
        compared += 1
    assert compared >= 4


def test_controls(client: TestClient, folder: Path) -> None:
    state = {"item": "H20", "to": "CHN", "clear": "1", "date": "2026-06-01"}
    plain = every_csv(client, "controls", **state)
    said = ["--item", "H20", "--date", "2026-06-01"]
    decided = command(
        folder, "licence", "decide", *said, "--to", "CHN", "--clear", "--use", "civil"
    )
    asked = [f["rule"] for one in decided["regimes"] for f in one["found"]]
    assert set(asked) <= {row["rule"] for row in rows(plain, "path")}
    by_place = {r["destination"]: r["outcome"] for r in rows(plain, "destinations")}
    assert by_place["CHN"] == decided["outcome"]


def test_controls_for_every_destination(client: TestClient) -> None:
    plain = view(client, "controls", item="H20", date="2026-06-01")
    done = CliRunner().invoke(
        app, ["licence", "table", "--item", "H20", "--date", "2026-06-01", "--json"]
    )
    same(rows(plain, "destinations"), json.loads(done.stdout)["rows"])
    shown = CliRunner().invoke(app, ["chip", "show", "H20", "--json"])
    figures = json.loads(shown.stdout)[0]["figures"]
    assert {r["figure"]: [r["low"], r["best"], r["high"]] for r in rows(plain, "chip")} == figures


def test_coercion(client: TestClient) -> None:
    plain = every_csv(client, "coercion", case="seafood_japan_2023")
    done = CliRunner().invoke(app, ["coercion", "assess", "seafood_japan_2023", "--json"])
    told = json.loads(done.stdout)
    for one in told["findings"]:
        same(rows(plain, one["kind"].removeprefix("coercion_")), one["rows"])
    assert plain["headline"] == " ".join(told["verdict"])


def test_transition(today: TestClient, held: Path) -> None:
    plain = every_csv(today, "transition", party=PARTY)
    told = command(held, "transition", PARTY, "--draws", "200")
    made = make_transition(PARTY, Asked(draws=200)).ordered()
    for one, finding in zip(told["findings"], made, strict=True):
        names = [
            b["id"]
            for b in plain["blocks"]
            if b["id"].rstrip("0123456789").rstrip("_") == one["kind"]
        ]
        shown = [row for name in names for row in rows(plain, name)]
        if one["kind"] in ("material_demand", "deployment", "fuel_need", "fuel_displaced"):
            # Split by unit or fuel, or narrowed to some materials: the rows are among them.
            true = [tuple(r.values()) for r in one["rows"]]
            held_rows = [tuple(row[k] for k in one["units"]) for row in shown]
            assert held_rows
            assert set(held_rows) <= set(true)
            continue
        same(shown, one["rows"])
        same(shown, finding.table.to_pylist())


def test_data(today: TestClient, held: Path) -> None:
    plain = every_csv(today, "data")
    told = command(held, "data", "list")
    shown = rows(plain, "store")
    assert [r["id"] for r in shown] == [s["id"] for s in told]
    for row, snapshot in zip(shown, told, strict=True):
        for name in ("rows", "bytes", "first_year", "last_year", "sha256", "vintage"):
            assert row[name] == snapshot[name], name


def test_data_is_checked_byte_by_byte(tmp_path: Path) -> None:
    sample = next(iter((Path(baci.__file__).parent / "sample").iterdir()))
    store = tmp_path / "store"
    Store(store).add("baci", sample, partial=True)
    own = TestClient(create_app(Settings(store=store)), base_url=ADDRESS)
    assert "Every byte" in block(view(own, "data", check="1"), "checks")["empty"]
    kept = next(path for path in store.rglob("*.parquet"))
    kept.chmod(0o644)
    kept.write_bytes(kept.read_bytes()[:-1])
    found = rows(view(own, "data", check="1"), "checks")
    assert [r["kind"] for r in found] == ["checksum"]


@pytest.mark.parametrize("lang", ["en", "ja", "fr"])
def test_the_language_changes_no_figure(client: TestClient, lang: str) -> None:
    base = view(client, "good", good=GOOD, party=PARTY)
    other = view(client, "good", good=GOOD, party=PARTY, lang=lang)
    for mine, his in zip(base["blocks"], other["blocks"], strict=True):
        numbers = [
            n for n, c in enumerate(mine["table"]["columns"]) if c["type"] in ("number", "date")
        ]
        for left, right in zip(mine["table"]["rows"], his["table"]["rows"], strict=True):
            assert [left[n] for n in numbers] == [right[n] for n in numbers]
