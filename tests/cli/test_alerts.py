"""`kanmon alerts` and `kanmon measures`: what a person and a program see."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from kanmon.cli.main import app
from kanmon.errors import AccessError, CodeError, DataError, ScenarioError
from kanmon.sources.series.read import Series
from kanmon.store.store import Store
from kanmon.tables.schema import schema

MONTHS = 72
LAST = dt.date(2024, 12, 1)


def run(store: Path, *said: str) -> Result:
    done = CliRunner().invoke(app, [*said, "--store", str(store)], env={"COLUMNS": "160"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done


def run_json(store: Path, *said: str) -> Any:
    return json.loads(run(store, *said, "--json").stdout)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve exporters of a good over six years; one stops in the last month."""
    folder = tmp_path_factory.mktemp("store")
    draw = np.random.default_rng(11)
    names = schema("series").names
    lines = [",".join(names)]
    economies = ["CHN", "JPN", "DEU", "USA", "KOR", "RUS", "CAN", "FRA", "ITA", "ESP", "BRA", "IND"]
    for economy in economies:
        for t in range(MONTHS):
            period = dt.date(2019 + t // 12, t % 12 + 1, 1)
            value = float(draw.lognormal(5.0, 0.1))
            if economy == "CHN" and period == LAST:
                value = 2.0
            published = (period + dt.timedelta(days=62)).isoformat()
            row = {
                "series": f"exports {economy}",
                "indicator": "export_value",
                "good": "rare_earth_metals",
                "economy": economy,
                "freq": "monthly",
                "period": period.isoformat(),
                "value": f"{value:.3f}",
                "unit": "kUSD",
                "published": published,
            }
            lines.append(",".join(row.get(n, "") for n in names))
    path = folder / "own.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    Store(folder / "kept").add(Series(), path)
    return folder / "kept"


def test_an_alert_lives_from_first_telling_to_the_record(store: Path, tmp_path: Path) -> None:
    before = run_json(store, "alerts", "JPN", "--as-of", "2025-01-31")
    assert [a for a in before["alerts"] if a["economy"] == "CHN"] == []
    feed = tmp_path / "alerts.xml"
    told = run_json(store, "alerts", "JPN", "--as-of", "2025-02-01", "--atom", str(feed))
    (one,) = [a for a in told["alerts"] if a["economy"] == "CHN"]
    assert one["told"]
    assert one["evidence"][0]["value"] == 2.0
    assert one["evidence"][0]["published"] == "2025-02-01"
    assert one["exposed"]["share"] is not None
    assert any("2.000 kUSD" in line for line in one["explanation"])
    entries = ET.parse(feed).getroot().findall("{http://www.w3.org/2005/Atom}entry")
    assert any(str(e[0].text).endswith(one["id"]) for e in entries)
    again = run_json(store, "alerts", "JPN", "--as-of", "2025-02-01")
    assert not any(a["told"] for a in again["alerts"])
    assert run_json(store, "alerts", "JPN", "--ack", one["id"], "--by", "Sato")["state"] == (
        "acknowledged"
    )
    assert (
        "nouvelle"
        not in run(store, "alerts", "JPN", "--as-of", "2025-02-01", "--lang", "fr")
        .stdout.split(one["id"])[1]
        .splitlines()[0]
    )
    run(store, "alerts", "JPN", "--escalate", one["id"], "--by", "Sato")
    closing = ("--outcome", "disruption", "--onset", "2025-03-01", "--by", "Sato")
    run(store, "alerts", "JPN", "--close", one["id"], *closing)
    record = run_json(store, "alerts", "JPN", "--record")
    assert (record["disruptions"], record["precision"]) == (1, 1.0)
    assert record["outcomes"][0]["lead_days"] == 28
    assert "100 % (1 of 1 decided)" in run(store, "alerts", "JPN", "--record").stdout
    after = run_json(store, "alerts", "JPN", "--as-of", "2025-02-01")
    assert one["id"] not in [a["id"] for a in after["alerts"]]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (("XQQ",), CodeError),
        (("JPN", "--lang", "de"), CodeError),
        (("JPN", "--as-of", "yesterday"), ScenarioError),
        (("JPN", "--ack", "a0", "--by", "S"), CodeError),
        (("JPN", "--ack", "a0", "--close", "a1", "--by", "S"), ScenarioError),
        (("JPN", "--by", "S"), ScenarioError),
    ],
)
def test_what_cannot_be_done_is_said(
    said: tuple[str, ...], error: type[Exception], tmp_path: Path
) -> None:
    with pytest.raises(error):
        run(tmp_path, "alerts", *said)


def test_a_store_without_series_says_so(tmp_path: Path) -> None:
    assert "holds no series" in run(tmp_path, "alerts", "JPN").stdout
    assert run_json(tmp_path, "alerts", "JPN")["alerts"] == []


def test_an_unsafe_webhook_is_refused(store: Path, tmp_path: Path) -> None:
    with pytest.raises(AccessError, match="not HTTPS"):
        run(store, "alerts", "USA", "--as-of", "2025-02-01", "--webhook", "http://example.org/")


def test_measures_in_and_out(tmp_path: Path) -> None:
    acts = tmp_path / "acts.csv"
    acts.write_text(
        "imposer,targets,side,goods,stage,announced,source,instrument\n"
        "CHN,WLD,export,gallium_metal,announced,2023-07-03,x,Notice 23\n",
        "utf-8",
    )
    assert len(run_json(tmp_path / "s", "measures", "add", str(acts))["added"]) == 1
    assert "1 known already" in run(tmp_path / "s", "measures", "add", str(acts)).stdout
    (one,) = run_json(tmp_path / "s", "measures", "list", "--imposer", "chn")
    assert one["goods"] == ["gallium_metal"]
    assert one["id"] in run(tmp_path / "s", "measures", "list").stdout
    assert run_json(tmp_path / "s", "measures", "list", "--queue") == []
    for name in ("out.csv", "out.json"):
        run(tmp_path / "s", "measures", "export", str(tmp_path / name))
        run(tmp_path / name[4:], "measures", "add", str(tmp_path / name))
        assert run_json(tmp_path / name[4:], "measures", "list") == [one]
    with pytest.raises(DataError, match="neither CSV nor JSON"):
        run(tmp_path / "s", "measures", "export", str(tmp_path / "out.txt"))
    with pytest.raises(DataError, match="no such file"):
        run(tmp_path / "s", "measures", "add", str(tmp_path / "none.csv"))
