"""Reading a view three ways: its JSON, its CSV, and the command line's own JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from typer.testing import CliRunner

from kanmon.cli.main import app

VIEWS = "/api/workspace/views"
Rows = list[dict[str, Any]]


def view(client: TestClient, name: str, **state: str) -> dict[str, Any]:
    answer = client.get(f"{VIEWS}/{name}", params=state)
    assert answer.status_code == 200, answer.text
    plain: dict[str, Any] = answer.json()
    return plain


def block(plain: Mapping[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(b for b in plain["blocks"] if b["id"] == name)
    return found


def rows(plain: Mapping[str, Any], name: str) -> Rows:
    table = block(plain, name)["table"]
    heads = [column["name"] for column in table["columns"]]
    return [dict(zip(heads, row, strict=True)) for row in table["rows"]]


def command(store: Path, *said: str) -> Any:
    done = CliRunner().invoke(app, [*said, "--store", str(store), "--json"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def same(shown: Rows, true: Sequence[Mapping[str, Any]]) -> None:
    """Every column of the finding stands in the view with every digit; others are words."""
    assert len(shown) == len(true)
    assert true, "nothing was compared"
    for mine, his in zip(shown, true, strict=True):
        for name, value in his.items():
            assert mine[name] == _plain(value), name
            assert isinstance(mine[name], bool) == isinstance(value, bool), name


def same_csv(text: bytes, plain_block: Mapping[str, Any]) -> None:
    """The CSV has the view's rows, each figure to the last digit, and nothing for what misses."""
    assert text.startswith(b"\xef\xbb\xbf"), "no byte-order mark"
    read = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    columns = plain_block["table"]["columns"]
    heads = [c["name"] + (f" [{c['unit']}]" if c["unit"] else "") for c in columns]
    assert read[0] == [*heads, "as_of", "sources"]
    assert len(read) - 1 == len(plain_block["table"]["rows"])
    for line, row in zip(read[1:], plain_block["table"]["rows"], strict=True):
        for cell, value in zip(line, row, strict=False):
            if value is None:
                assert cell == ""
            elif isinstance(value, bool):
                assert cell == ("true" if value else "false")
            elif isinstance(value, int | float):
                assert float(cell) == value
                assert cell == repr(value)
            else:
                assert cell.removeprefix("'") == value


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value != value:
        return None
    return value
