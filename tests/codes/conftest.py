"""Where the shared data lie; tests that ask for it are skipped where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    root = Path(__file__).parents[2]
    folder = Path(os.environ.get("KANMON_SHARED", root.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the shared data folder is not beside the checkout")
    return folder
