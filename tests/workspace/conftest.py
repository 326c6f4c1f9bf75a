"""A workspace on an empty store, at a fixed day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kanmon.workspace.app import create_app
from kanmon.workspace.settings import Settings

DAY = dt.date(2026, 11, 23)
ADDRESS = "http://127.0.0.1:8321"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="session")
def client(folder: Path) -> Iterator[TestClient]:
    app = create_app(Settings(store=folder, day=DAY))
    with TestClient(app, base_url=ADDRESS, raise_server_exceptions=False) as made:
        yield made
