"""The pages' build: a wheel without them is refused, and nothing of one machine is locked in."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

WEB = Path(__file__).parents[2] / "web"


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pages", WEB / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


INDEX = '<link href="./seal.svg"><script src="./assets/a.js"></script>'


def test_whole_pages_are_let_through(pages: ModuleType) -> None:
    assert pages.whole({"seal.svg", "assets/a.js", "index.html"}, INDEX) == []


@pytest.mark.parametrize(
    ("names", "index"), [({"seal.svg"}, INDEX), (set(), ""), ({"index.html"}, "<p>")]
)
def test_pages_that_lack_a_file_are_refused(pages: ModuleType, names: set[str], index: str) -> None:
    assert pages.whole(names, index)


def test_the_lock_holds_no_addresses_and_every_version_is_exact() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if "integrity" not in entry]
    asked = json.loads((WEB / "package.json").read_text("utf-8"))
    for version in [*asked["dependencies"].values(), *asked["devDependencies"].values()]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


def test_every_file_has_one_idea() -> None:
    for folder in ("src", "e2e", "fixtures"):
        for path in (WEB / folder).rglob("*.*"):
            if path.suffix in {".ts", ".tsx", ".mjs", ".css"}:
                assert path.read_text("utf-8").count("\n") <= 320, path.name
                assert path.stem not in {"utils", "util", "common", "helpers", "misc", "base"}


def bare(value: Any) -> Any:
    if isinstance(value, list):
        return [bare(one) for one in value]
    if not isinstance(value, dict):
        return value
    spoken = ("title", "description")
    return {k: bare(v) for k, v in value.items() if not (k in spoken and isinstance(v, str))}


def test_the_pages_know_the_answers_of_this_server() -> None:
    pytest.importorskip("fastapi")
    app = pytest.importorskip("kanmon.workspace.app")
    settings = pytest.importorskip("kanmon.workspace.settings")
    schemas = app.create_app(settings.Settings()).openapi()["components"]["schemas"]
    known = json.loads((WEB / "contract" / "schemas.json").read_text("utf-8"))
    assert known == {name: bare(schema) for name, schema in schemas.items()}, (
        "run `node contract/types.mjs ADDRESS` in web/ against a running server"
    )
