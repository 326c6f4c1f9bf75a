"""Where the store lies: the path given, the environment, or the platform's data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

STORE_VARIABLE = "KANMON_STORE"


def store_path(given: Path | None = None) -> Path:
    """Choose the folder of the store; nothing is created.

    Args:
        given: what the user named on the command line, if anything.

    Returns:
        ``given``, else ``KANMON_STORE``, else ``kanmon`` in the platform's data folder
        (``XDG_DATA_HOME``, ``~/Library/Application Support`` or ``LOCALAPPDATA``).

    Source:
        XDG Base Directory Specification 0.8: a relative ``XDG_DATA_HOME`` is ignored.

    Example:
        >>> store_path(Path("here")).name
        'here'
    """
    if given is not None:
        return given.expanduser()
    named = os.environ.get(STORE_VARIABLE)
    if named:
        return Path(named).expanduser()
    return _data_folder(sys.platform) / "kanmon"


def _data_folder(platform: str) -> Path:
    home = Path.home()
    if platform == "darwin":
        return home / "Library" / "Application Support"
    if platform == "win32":
        variable, usual = "LOCALAPPDATA", home / "AppData" / "Local"
    else:
        variable, usual = "XDG_DATA_HOME", home / ".local" / "share"
    named = Path(os.environ.get(variable, ""))
    return named if named.is_absolute() else usual
