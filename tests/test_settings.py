"""Where the store lies on each platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanmon.settings import _data_folder, store_path


def test_what_is_given_wins_then_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANMON_STORE", "/somewhere")
    assert store_path(Path("given")) == Path("given")
    assert store_path() == Path("/somewhere")
    monkeypatch.delenv("KANMON_STORE")
    assert store_path().name == "kanmon"


@pytest.mark.parametrize(
    ("platform", "variable", "named", "expected"),
    [
        ("linux", "XDG_DATA_HOME", "/data", "/data"),
        ("linux", "XDG_DATA_HOME", "relative", ".local/share"),
        ("linux", "XDG_DATA_HOME", "", ".local/share"),
        ("darwin", "XDG_DATA_HOME", "/data", "Library/Application Support"),
        ("win32", "LOCALAPPDATA", "", "AppData/Local"),
    ],
)
def test_each_platform_has_its_folder(
    platform: str, variable: str, named: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, named)
    assert _data_folder(platform) == Path.home() / expected
