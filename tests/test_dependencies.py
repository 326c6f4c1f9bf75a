"""What runs is what was reviewed: pinned, none older than a known mend."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distributions, version
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PINNED = dict(
    line.lower().replace("_", "-").split("==")
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)
LEAST = {
    # Oldest versions without the advisory named; from memory, to be checked with pip-audit.
    "cryptography": "43.0.1",  # CVE-2024-6119 (bundled OpenSSL)
    "jinja2": "3.1.6",  # CVE-2025-27516
    "requests": "2.32.4",  # CVE-2024-47081
    "starlette": "0.47.2",  # CVE-2025-54121
    "urllib3": "2.5.0",  # CVE-2025-50181
    "werkzeug": "3.0.6",  # CVE-2024-49767
    "h11": "0.16.0",  # CVE-2025-43859
    "certifi": "2024.7.4",  # CVE-2024-39689
    "tornado": "6.5",  # CVE-2025-47287
    "authlib": "1.6.5",  # CVE-2025-61920
    "brotli": "1.2.0",  # CVE-2025-6176
}
SQUATTED = {"kanmonn", "cryptographyy", "fast-api", "psycopg-2", "open-dp", "python-jose-ext"}


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def test_everything_named_is_pinned_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [
        *project["dependencies"],
        *chain.from_iterable(project["optional-dependencies"].values()),
    ]
    for text in named:
        need = Requirement(text)
        if _name(need.name) in ("kanmon", "pyspark", "sqlglot"):
            continue
        assert _name(need.name) in PINNED, f"{need.name} is not in constraints.txt"
        assert need.specifier.contains(PINNED[_name(need.name)])


def test_what_is_installed_is_what_is_pinned() -> None:
    installed = {_name(d.metadata["Name"]): d.version for d in distributions()}
    strange = {
        name: held
        for name, held in installed.items()
        if name in PINNED and Version(held) != Version(PINNED[name])
    }
    assert strange == {}
    assert version("kanmon")
    assert not set(installed) & SQUATTED


def test_nothing_is_older_than_a_known_mend() -> None:
    for name, least in LEAST.items():
        assert Version(PINNED[name]) >= Version(least), name
