"""Where the shared data lie, and the mark that skips a test without them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("KANMON_SHARED", ROOT.parent / "shared" / "data"))

needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared data at {SHARED.name}"),
]
