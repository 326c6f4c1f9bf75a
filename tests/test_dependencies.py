"""What runs is what was reviewed: pinned, none older than a known mend."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions, packages_distributions, requires, version
from itertools import chain
from pathlib import Path

import pytest
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


def _installed_with(extras: tuple[str, ...]) -> set[str]:
    """Name every distribution that `pip install kanmon[extras]` brings."""
    found: set[str] = set()
    waiting = [("kanmon", extras)]
    while waiting:
        name, chosen = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for text in requires(name) or []:
            need = Requirement(text)
            if need.marker is None or any(
                need.marker.evaluate({"extra": e}) for e in ("", *chosen)
            ):
                waiting.append((_name(need.name), tuple(need.extras)))
    return found


def _run(extras: tuple[str, ...], work: str) -> subprocess.CompletedProcess[str]:
    """Run Python where nothing else than those extras could be imported."""
    kept = _installed_with(extras)
    others = {
        module
        for module, owners in packages_distributions().items()
        if not {_name(owner) for owner in owners} & kept
    }
    gate = (
        "import sys\n"
        f"others = {others!r}\n"
        "class Gate:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in others:\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Gate())\n"
    )
    command = [sys.executable, "-c", gate + work]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


COMMAND = "from kanmon.cli.main import run\nsys.argv = ['kanmon', *{!r}]\nrun()\n"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--help"], "dependency"),
        (["show", "rare_earth_metals", "--party", "JPN", "--year", "2022"], "HHI 0.46"),
        (["licence", "--help"], "decide"),
        (["commitments", "--help"], "add"),
    ],
)
def test_the_core_alone_runs_the_command_line(asked: list[str], said: str) -> None:
    done = _run((), COMMAND.format(asked))
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


@pytest.mark.parametrize(
    ("asked", "extra"),
    [
        (["audit", "verify", "folder"], "node"),
        (["release", "make", "--help"], "node"),
        (["node", "init", "folder", "--party", "JPN"], "node"),
        (["serve", "--no-open"], "serve"),
        (["serve", "folder"], "server"),
    ],
)
def test_what_needs_an_extra_names_it(asked: list[str], extra: str) -> None:
    done = _run((), COMMAND.format(asked))
    assert done.returncode not in (0, 1), done.stderr
    assert f"kanmon[{extra}]" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_workspace_needs_its_extra_only() -> None:
    work = (
        "from kanmon.workspace.app import create_app\n"
        "from kanmon.workspace.asked import Asked\n"
        "from kanmon.workspace.desk import Desk\n"
        "from kanmon.workspace.settings import Settings\n"
        "from kanmon.workspace.shelf import KINDS\n"
        "import kanmon.workspace.listen\n"
        "create_app()\n"
        "desk = Desk(Settings())\n"
        "print([one.id for one in KINDS if one.make(desk, Asked(one.id, 'en'))])\n"
    )
    done = _run(("serve",), work)
    assert done.returncode == 0, done.stderr
    assert "overview" in done.stdout
