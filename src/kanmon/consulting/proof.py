"""Prove log, records and packages against each other: nothing changed, added or taken away."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, select

from kanmon.analysis.consultation.canonical import checksum, read_canonical
from kanmon.analysis.consultation.chain import Entry, verify
from kanmon.consulting.database.tables import package, record
from kanmon.errors import DataError

_STRIDE = 1000


def prove_all(
    connection: Connection, log: Generator[Entry], heads: Iterable[str]
) -> tuple[int, str]:
    """Prove what a transaction sees of a node.

    Args:
        connection: of the transaction.
        log: entries, from the first on.
        heads: hashes partners kept of this log, oldest first.

    Returns:
        The head: how many entries, and the last hash.

    Raises:
        DataError: something was changed; the error names the first place.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.reading() as r:
        ...     prove_all(r.connection, r.log(), ())[0]
        1
    """
    promised: dict[tuple[str, str, int], tuple[str, int]] = {}
    filed: dict[int, str] = {}

    def watched(log: Iterable[Entry]) -> Generator[Entry]:
        for one in log:
            # What an entry promises counts once it was found to follow from the one before.
            yield one
            about = one.about
            if "version" in about:
                key = (str(about["kind"]), str(about["id"]), int(about["version"]))
                promised[key] = (str(about["sha256"]), one.number)
            if "package" in about:
                filed[one.number] = str(about["package"])

    with closing(log), closing(watched(log)) as held:
        found = verify(held, heads)
    _hold_records(connection, promised)
    _hold_packages(connection, filed)
    return found


def _hold_records(
    connection: Connection, promised: dict[tuple[str, str, int], tuple[str, int]]
) -> None:
    newest: dict[tuple[str, str], int] = {}
    for kind, key, version in promised:
        newest[kind, key] = max(version, newest.get((kind, key), 0))
    with connection.execution_options(yield_per=_STRIDE).execute(select(record)) as rows:
        count = _count_records(rows, promised, newest)
    if count != len(promised):
        raise _changed("a record the log names is gone")


def _count_records(
    rows: Iterable[Any],
    promised: Mapping[tuple[str, str, int], tuple[str, int]],
    newest: Mapping[tuple[str, str], int],
) -> int:
    count = 0
    for row in rows:
        count += 1
        name = (row.kind, row.id, row.version)
        told = promised.get(name)
        # The text is hashed as it stands: another spelling of the same value is a change too.
        held = checksum_of(row.plain)
        current = newest.get((row.kind, row.id)) == row.version
        if told is None or told != (held, row.number) or bool(row.current) != current:
            raise _changed(f"{row.kind} {row.id}, version {row.version}")
    return count


def _hold_packages(connection: Connection, filed: dict[int, str]) -> None:
    with connection.execution_options(yield_per=100).execute(select(package)) as rows:
        seen = _seen_packages(rows, filed)
    if seen != set(filed):
        raise _changed("a package the log names is gone")


def _seen_packages(rows: Iterable[Any], filed: Mapping[int, str]) -> set[int]:
    seen: set[int] = set()
    for row in rows:
        where = f"package {row.number}, {row.direction}, {row.partner}"
        try:
            held = checksum(read_canonical(bytes(row.raw), where=where))
        except DataError:
            held = ""
        named = f"{row.direction} {row.partner} {row.number} {held}"
        if filed.get(row.entry) != named:
            raise _changed(where)
        seen.add(row.entry)
    return seen


def checksum_of(text: str) -> str:
    """Hash the text of a record as it stands.

    Args:
        text: canonical JSON.

    Returns:
        SHA-256, 64 hexadecimal digits.

    Example:
        >>> checksum_of("{}") == checksum({})
        True
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _changed(what: str) -> DataError:
    return DataError(
        f"{what}: was changed outside Kanmon",
        where="node's database",
        remedy="ask who, and restore from backup",
    )
