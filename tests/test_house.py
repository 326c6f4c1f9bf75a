"""House rules no linter holds: names, sizes, documentation, and nothing of one machine."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "kanmon"
MODULES = sorted(PACKAGE.rglob("*.py"))
DUMPING = {"utils", "util", "common", "helpers", "helper", "misc", "base", "core"}


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def in_command_line(path: Path) -> bool:
    return path.is_relative_to(PACKAGE / "cli")


def answers_requests(function: ast.FunctionDef) -> bool:
    """Whether it is a route: its words are those of the interface's description."""
    return any(ast.unparse(one).startswith("router.") for one in function.decorator_list)


def public_functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_module_keeps_the_house(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = text.count("\n")
    assert path.stem not in DUMPING, "a dumping ground by name"
    assert lines <= 500, f"{lines} lines: split it, one idea a file"
    assert ast.get_docstring(ast.parse(text)), "say in one line what the file is for"


def test_few_files_are_over_the_soft_limit() -> None:
    long = [p.name for p in MODULES if p.read_text("utf-8").count("\n") > 300]
    assert len(long) <= 3, f"over 300 lines: {long}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_public_functions_are_documented_in_the_agreed_form(path: Path) -> None:
    for function in public_functions(path):
        doc = ast.get_docstring(function) or ""
        name = f"{path.name}:{function.name}"
        assert doc, f"{name} has no docstring"
        if in_command_line(path) or answers_requests(function) or "migrations" in path.parts:
            continue
        arguments = [*function.args.args, *function.args.kwonlyargs]
        if arguments:
            assert "Args:" in doc, f"{name}: no Args"
            for argument in arguments:
                assert re.search(rf"^\s+{argument.arg}:", doc, re.M), f"{name}: {argument.arg}?"
        returns = ast.unparse(function.returns) if function.returns else "None"
        if returns not in ("None", "NoReturn"):
            assert "Returns:" in doc or "Yields:" in doc, f"{name}: no Returns"
        if any(isinstance(n, ast.Raise) and n.exc is not None for n in ast.walk(function)):
            assert "Raises:" in doc, f"{name}: no Raises"
        assert ">>>" in doc, f"{name}: no example that runs"
        assert len(function.args.posonlyargs) + len(arguments) <= 7, f"{name}: over 7 parameters"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_public_classes_and_methods_have_a_verb_line(path: Path) -> None:
    for node in ast.parse(path.read_text("utf-8")).body:
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
            continue
        assert ast.get_docstring(node), f"{path.name}:{node.name} has no docstring"
        for method in node.body:
            if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                assert ast.get_docstring(method), f"{path.name}:{node.name}.{method.name}"


def test_examples_prove_something() -> None:
    empty = re.compile(r">>> (\w+)\.__name__\s*\n\s*'\1'")
    for path in MODULES:
        assert not empty.search(path.read_text("utf-8")), f"{path.name}: an example of nothing"


def test_every_source_has_card_reader_sample_and_assertions() -> None:
    folders = [p for p in (PACKAGE / "sources").iterdir() if (p / "card.toml").is_file()]
    assert len(folders) >= 10
    for folder in folders:
        card = tomllib.loads((folder / "card.toml").read_text("utf-8"))
        assert card["assertions"], folder.name
        assert card["gaps"], folder.name
        assert (folder / "read.py").is_file(), folder.name
        assert any((folder / "sample").iterdir()), folder.name
        assert (ROOT / "docs" / "sources" / f"{folder.name}.md").is_file(), (
            f"{folder.name}: no page"
        )


def test_every_schema_column_has_a_meaning() -> None:
    for path in sorted((PACKAGE / "tables" / "schema").glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                assert row["meaning"], f"{path.name}:{row['name']}"
                assert row["nullable"] in ("yes", "no"), f"{path.name}:{row['name']}"
                if row["type"] == "float64":
                    assert row["unit"], f"{path.name}:{row['name']} has no unit"


def test_nothing_names_this_machine_or_a_registry() -> None:
    # Spelled in pieces so that this file does not trip over itself.
    private = re.compile(
        "|".join(
            [
                "/" + "root/",
                "/" + "work/",
                "/" + "tmp/scratch",
                "pypi" + r"\.org",
                "registry" + r"\.npmjs",
            ]
        )
    )
    for path in tracked():
        if path.suffix in {".parquet", ".png", ".zip", ".xlsx", ".gz"}:
            continue
        found = private.search(path.read_text("utf-8", errors="ignore"))
        assert not found, f"{path.relative_to(ROOT)}: {found and found.group()}"


def test_every_verb_is_documented() -> None:
    pages = "\n".join(p.read_text("utf-8") for p in (ROOT / "docs").rglob("*.md"))
    from kanmon.cli.main import app

    verbs = [c.name for c in app.registered_commands] + [g.name for g in app.registered_groups]
    assert verbs
    for verb in verbs:
        assert f"kanmon {verb}" in pages, f"`kanmon {verb}` is not in docs/"


def test_nothing_unfinished_is_shipped() -> None:
    marks = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error"]))
    for path in MODULES:
        assert not marks.search(path.read_text("utf-8")), path.name


def test_large_files_are_meant() -> None:
    meant = {"good_flows.parquet"}
    for path in tracked():
        if path.stat().st_size > 1_000_000:
            assert path.name in meant, f"{path.relative_to(ROOT)} is {path.stat().st_size:,} bytes"


def test_the_pack_ships_open_licences_only() -> None:
    import json

    manifest = json.loads((PACKAGE / "reference" / "data" / "manifest.json").read_text("utf-8"))
    allowed = {"etalab-2.0", "US-PD", "CC-BY-4.0"}
    for name, entry in manifest["tables"].items():
        for origin in entry["origins"]:
            assert origin["licence"]["id"] in allowed, f"{name}: {origin['licence']['id']}"
            assert origin["publisher"], name
            assert origin["vintage"], name
