"""Back a node up into one file, and restore it into an empty database of either kind."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from kanmon.consulting.database.tables import metadata, session
from kanmon.consulting.files import put
from kanmon.consulting.node import Node
from kanmon.errors import DataError
from kanmon.store.disk import disk_errors

SCHEMA = "kanmon-backup/1"
_STRIDE = 1000


def back_up(node: Node, out: Path) -> int:
    """Write all of a node's tables into one file; its keys and open sessions are not in it.

    Args:
        node: to back up; it may be in use.
        out: file.

    Returns:
        How many rows.

    Raises:
        DataError: the node fails its own proof: a broken log is not backed up over a good one.
        StoreError: it cannot be written.

    Example:
        >>> import tempfile
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, tempfile.TemporaryDirectory() as folder:
        ...     back_up(node, Path(folder) / "a.zip")
        2
    """
    node.prove()
    whole, count = io.BytesIO(), 0
    sums: dict[str, str] = {}
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as box, node.reading() as r:
        for table in metadata.sorted_tables:
            if table is session:
                continue
            text = hashlib.sha256()
            with box.open(f"{table.name}.jsonl", "w", force_zip64=True) as stream:
                for line in _lines(r.connection, table):
                    stream.write(line)
                    text.update(line)
                    count += 1
            sums[table.name] = text.hexdigest()
        head = r.last()
        about = {
            "schema": SCHEMA,
            "node": node.name,
            "key": node.key,
            "entries": 0 if head is None else head.number,
            "tables": sums,
        }
        box.writestr("about.json", json.dumps(about, indent=1))
    put(out, whole.getvalue())
    with disk_errors(out):
        out.chmod(0o600)
    return count


def _lines(connection: Connection, table: Any) -> Iterator[bytes]:
    keys = list(table.primary_key.columns)
    rows = connection.execution_options(yield_per=_STRIDE).execute(select(table).order_by(*keys))
    for row in rows:
        plain = {
            name: {"base64": base64.b64encode(value).decode()}
            if isinstance(value, bytes)
            else value
            for name, value in row._mapping.items()
        }
        yield (json.dumps(plain, ensure_ascii=False) + "\n").encode()


def restore(node: Node, source: Path) -> int:
    """Put a backup into a node that has just been made with the same name and key file.

    Args:
        node: new, with nothing but its beginning in the log.
        source: file :func:`back_up` wrote.

    Returns:
        How many rows.

    Raises:
        DataError: it is no backup, was changed, is of another node, or the node is not empty;
            nothing is kept then.

    Example:
        >>> import tempfile
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, tempfile.TemporaryDirectory() as folder:
        ...     _ = back_up(node, Path(folder) / "a.zip")
        ...     restore(node, Path(folder) / "a.zip")
        2
    """
    where, count = source.name, 0
    try:
        with zipfile.ZipFile(source) as box, node.writing() as w:
            about = json.loads(box.read("about.json"))
            if about.get("schema") != SCHEMA or about.get("node") != node.name:
                raise DataError(
                    "no backup of this node", where=where, remedy=f"make a node {about.get('node')}"
                )
            if len(list(w.log())) > 1:
                raise DataError(
                    "the node is in use", where=node.name, remedy="restore into a new one"
                )
            for table in reversed(metadata.sorted_tables):
                w.connection.execute(table.delete())
            for table in metadata.sorted_tables:
                if table is session:
                    continue
                raw = box.read(f"{table.name}.jsonl")
                if hashlib.sha256(raw).hexdigest() != about["tables"].get(table.name):
                    raise DataError(f"{table.name} was changed", where=where, remedy="use another")
                rows = [_row(json.loads(line)) for line in raw.splitlines()]
                for at in range(0, len(rows), _STRIDE):
                    w.connection.execute(insert(table), rows[at : at + _STRIDE])
                count += len(rows)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, KeyError, ValueError) as e:
        raise DataError("no backup", where=where, remedy="name a file of node backup") from e
    node.prove()
    return count


def _row(plain: dict[str, Any]) -> dict[str, Any]:
    return {
        name: base64.b64decode(value["base64"]) if isinstance(value, dict) else value
        for name, value in plain.items()
    }
