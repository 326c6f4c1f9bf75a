"""Workspaces: one on an empty store at a fixed day, one today on a store with series and acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from kanmon.sources.series.read import Series
from kanmon.store.register import MeasureRegister
from kanmon.store.store import Store
from kanmon.tables.measure import Act
from kanmon.tables.schema import schema
from kanmon.workspace.app import create_app
from kanmon.workspace.settings import Settings

DAY = dt.date(2026, 11, 23)
ADDRESS = "http://127.0.0.1:8321"
ALERT_DAY = "2025-03-01"
ECONOMIES = ["CHN", "JPN", "DEU", "USA", "KOR", "RUS", "CAN", "FRA", "ITA", "ESP", "BRA", "IND"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="session")
def client(folder: Path) -> Iterator[TestClient]:
    app = create_app(Settings(store=folder, day=DAY))
    with TestClient(app, base_url=ADDRESS, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Monthly exports of a good by twelve economies, one of which stops; two acts."""
    return filled(tmp_path_factory.mktemp("held"))


@pytest.fixture(scope="session")
def today(held: Path) -> Iterator[TestClient]:
    app = create_app(Settings(store=held))
    with TestClient(app, base_url=ADDRESS, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> TestClient:
    """A workspace on such a store, for a test that writes."""
    app = create_app(Settings(store=filled(tmp_path)))
    return TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)


def filled(folder: Path) -> Path:
    path = folder / "series.csv"
    path.write_text(_series(), "utf-8")
    store = folder / "store"
    Store(store).add(Series(), path)
    MeasureRegister(store).add(
        [
            Act(
                "CHN",
                ("WLD",),
                "export",
                "in_force",
                "https://example.org/23",
                goods=("gallium_metal",),
                in_force=dt.date(2023, 8, 1),
                instrument="Announcement 23 of 2023",
            ),
            Act(
                "USA",
                ("CHN",),
                "export",
                "announced",
                "https://example.org/x",
                goods=("memory_chips",),
                announced=dt.date(2024, 12, 2),
                instrument="=HYPERLINK(1)",
                standing="read",
                review="the day is not certain",
            ),
        ]
    )
    return store


def _series() -> str:
    draw = np.random.default_rng(11)
    names = schema("series").names
    lines = [",".join(names)]
    for economy in ECONOMIES:
        for month in range(72):
            period = dt.date(2019 + month // 12, month % 12 + 1, 1)
            value = float(draw.lognormal(5.0, 0.1))
            if economy == "CHN" and month == 71:
                value = 2.0
            row = {
                "series": f"exports {economy}",
                "indicator": "export_value",
                "good": "rare_earth_metals",
                "economy": economy,
                "freq": "monthly",
                "period": period.isoformat(),
                "value": f"{value:.3f}",
                "unit": "kUSD",
                "published": (period + dt.timedelta(days=62)).isoformat(),
            }
            lines.append(",".join(row.get(name, "") for name in names))
    return "\n".join(lines) + "\n"
