"""The pages' build: a wheel without them is refused, and nothing of one machine is locked in."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import zipfile
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


@pytest.fixture
def backend(pages: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build backend over a builder that packs the files named in its settings, and no more."""

    def build_wheel(folder: str, settings: dict[str, Any], metadata: str | None = None) -> str:
        with zipfile.ZipFile(Path(folder) / "kanmon.whl", "w") as made:
            for name, text in settings.items():
                made.writestr(name, text)
        return "kanmon.whl"

    native = ModuleType("scikit_build_core.build")
    for name in (
        *("build_editable", "build_sdist", "prepare_metadata_for_build_editable"),
        *("get_requires_for_build_editable", "get_requires_for_build_sdist"),
        *("get_requires_for_build_wheel", "prepare_metadata_for_build_wheel"),
    ):
        setattr(native, name, lambda *_: ["builder"])
    native.build_wheel = build_wheel  # type: ignore[attr-defined]
    package = ModuleType("scikit_build_core")
    package.build = native  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scikit_build_core", package)
    monkeypatch.setitem(sys.modules, "scikit_build_core.build", native)
    monkeypatch.setitem(sys.modules, "pages", pages)
    monkeypatch.setattr(pages, "build", lambda: None)
    spec = importlib.util.spec_from_file_location("backend", WEB / "backend.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_wheel_with_its_pages_is_kept(backend: ModuleType, tmp_path: Path) -> None:
    files = {
        backend.INSIDE + "index.html": INDEX,
        backend.INSIDE + "seal.svg": "",
        backend.INSIDE + "assets/a.js": "",
    }
    assert backend.build_wheel(str(tmp_path), files) == "kanmon.whl"
    assert (tmp_path / "kanmon.whl").is_file()


@pytest.mark.parametrize("named", [[], ["index.html"], ["seal.svg", "assets/a.js"]])
def test_a_wheel_without_its_pages_is_refused_and_removed(
    backend: ModuleType, tmp_path: Path, named: list[str]
) -> None:
    files = {"kanmon/__init__.py": ""} | {backend.INSIDE + name: INDEX for name in named}
    with pytest.raises(SystemExit, match="without the workspace's pages"):
        backend.build_wheel(str(tmp_path), files)
    assert not list(tmp_path.iterdir())


def test_node_is_asked_for_only_where_there_is_none(
    backend: ModuleType, pages: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pages, "STAMP", tmp_path / "built-from.txt")
    monkeypatch.setattr(pages, "system_node", lambda: Path("node"))
    assert backend.get_requires_for_build_wheel() == ["builder"]
    monkeypatch.setattr(pages, "system_node", lambda: None)
    assert backend.get_requires_for_build_wheel() == ["builder", pages.NODE]
    pages.STAMP.write_text(pages.fingerprint(), "utf-8")
    assert backend.get_requires_for_build_wheel() == ["builder"]


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
