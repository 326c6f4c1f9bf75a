"""Workspaces: one on an empty store at a fixed day, one today on a store with series and acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kanmon.workspace.app import create_app
from kanmon.workspace.settings import Settings
from workspace.filled import watched

DAY = dt.date(2026, 11, 23)
ADDRESS = "http://127.0.0.1:8321"
ALERT_DAY = "2025-03-01"


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
    return watched(tmp_path_factory.mktemp("held"))


@pytest.fixture(scope="session")
def today(held: Path) -> Iterator[TestClient]:
    app = create_app(Settings(store=held))
    with TestClient(app, base_url=ADDRESS, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> TestClient:
    """A workspace on such a store, for a test that writes."""
    app = create_app(Settings(store=watched(tmp_path)))
    return TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)
