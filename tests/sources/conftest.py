"""Where the shared data is, for the checks that need it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def shared_data() -> Path:
    """Give the shared data folder, or skip the check where there is none."""
    beside = Path(__file__).parents[2].parent / "shared" / "data"
    folder = Path(os.environ.get("KANMON_SHARED", beside))
    if not folder.is_dir():
        pytest.skip("needs the shared data folder beside the checkout or in KANMON_SHARED")
    return folder
