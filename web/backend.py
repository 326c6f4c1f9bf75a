"""The build backend: scikit-build-core with the workspace pages built first and looked for after.

Editable installs and source archives go straight through. A wheel is refused when the pages are
not in it: a package that serves a blank page looks installed and is not.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pages
from scikit_build_core import build as native
from scikit_build_core.build import (  # noqa: F401 - the hooks that stay as they are
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

INSIDE = "kanmon/workspace/static/"

Settings = dict[str, Any] | None


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    """Ask for Node as a package only where the machine has none."""
    asked = list(native.get_requires_for_build_wheel(config_settings))
    built = pages.STAMP.is_file() and pages.STAMP.read_text("utf-8").strip() == pages.fingerprint()
    return asked if built or pages.system_node() else [*asked, pages.NODE]


def build_wheel(
    wheel_directory: str,
    config_settings: Settings = None,
    metadata_directory: str | None = None,
) -> str:
    """Build the pages, then the wheel, and refuse one that came without them."""
    pages.build()
    name = native.build_wheel(wheel_directory, config_settings, metadata_directory)
    wheel = Path(wheel_directory) / name
    with zipfile.ZipFile(wheel) as opened:
        names = {n.removeprefix(INSIDE) for n in opened.namelist() if n.startswith(INSIDE)}
        index = opened.read(INSIDE + "index.html").decode() if "index.html" in names else ""
    if missing := pages.whole(names, index):
        wheel.unlink()
        raise SystemExit(f"The wheel came without the workspace's pages: {missing} missing.")
    return name
