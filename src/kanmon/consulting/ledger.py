"""The one way into a node's tables: every change is a record and an entry of the audit log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from kanmon.analysis.consultation.canonical import canonical, checksum, read_canonical
from kanmon.analysis.consultation.chain import GENESIS, Entry, append
from kanmon.consulting.database.open import transaction
from kanmon.consulting.database.tables import entry, package, record
from kanmon.consulting.proof import prove_all
from kanmon.errors import DataError

Clock = Callable[[], dt.datetime]
_STRIDE = 1000


def stamp(now: dt.datetime) -> str:
    """Write a time as the log and events do: UTC, microseconds.

    Args:
        now: with its time zone.

    Returns:
        ISO 8601 text; texts sort as times do.

    Example:
        >>> stamp(dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
        '2026-11-23T00:00:00.000000Z'
    """
    return now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Reading:
    """Read records within one transaction."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection, self.clock = connection, clock

    def get(self, kind: str, key: str) -> dict[str, Any] | None:
        """Give the newest version of a record; None where there is none."""
        held = self.connection.execute(
            select(record.c.plain).where(
                record.c.kind == kind, record.c.id == key, record.c.current.is_(True)
            )
        ).scalar_one_or_none()
        return None if held is None else _plain(held, kind, key)

    def many(self, kind: str, keys: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
        """Give the newest versions of a kind, or of the keys named, by key."""
        asked = select(record.c.id, record.c.plain).where(
            record.c.kind == kind, record.c.current.is_(True)
        )
        if keys is not None:
            asked = asked.where(record.c.id.in_(list(keys)))
        rows = self.connection.execute(asked.order_by(record.c.id))
        return {key: _plain(text, kind, key) for key, text in rows}

    def last(self) -> Entry | None:
        """Give the last entry of the log; None where it is empty."""
        row = self.connection.execute(
            select(entry).order_by(entry.c.number.desc()).limit(1)
        ).one_or_none()
        return None if row is None else _entry(row)

    def entries(self, numbers: Iterable[int]) -> list[Entry]:
        """Give entries of the log by number."""
        asked = select(entry).where(entry.c.number.in_(list(numbers))).order_by(entry.c.number)
        return [_entry(row) for row in self.connection.execute(asked)]

    def head(self) -> str:
        """Give the hash of the last entry: what partners keep."""
        last = self.last()
        return GENESIS if last is None else last.hash

    def log(self) -> Generator[Entry]:
        """Go through the log from its first entry."""
        asked = select(entry).order_by(entry.c.number)
        with self.connection.execution_options(yield_per=_STRIDE).execute(asked) as found:
            for row in found:
                yield _entry(row)


class Writing(Reading):
    """Write records within one transaction; nothing stays if the block fails."""

    def note(self, actor: str, verb: str, about: Mapping[str, Any]) -> Entry:
        """Add an entry to the log: names and checksums only."""
        last = self.last()
        made = append((last,) if last else (), stamp(self.clock()), actor, verb, about)
        row = made.as_plain() | {"about": canonical(dict(about)).decode("utf-8")}
        self.connection.execute(insert(entry).values(**row))
        return made

    def put(self, kind: str, key: str, plain: Mapping[str, Any], actor: str, verb: str) -> Entry:
        """Write a new version of a record, and note its checksum in the log."""
        newest = self.connection.execute(
            select(record.c.version).where(
                record.c.kind == kind, record.c.id == key, record.c.current.is_(True)
            )
        ).scalar_one_or_none()
        version = (newest or 0) + 1
        text = canonical(dict(plain))
        made = self.note(
            actor,
            verb,
            {"kind": kind, "id": key, "version": version, "sha256": checksum(dict(plain))},
        )
        if newest is not None:
            self.connection.execute(
                update(record)
                .where(record.c.kind == kind, record.c.id == key, record.c.version == newest)
                .values(current=False)
            )
        self.connection.execute(
            insert(record).values(
                kind=kind,
                id=key,
                version=version,
                current=True,
                plain=text.decode("utf-8"),
                number=made.number,
            )
        )
        return made

    def file(self, direction: str, partner: str, number: int, raw: bytes, made: Entry) -> None:
        """Keep a package byte by byte under the entry that names its checksum."""
        self.connection.execute(
            insert(package).values(
                direction=direction, partner=partner, number=number, raw=raw, entry=made.number
            )
        )


class Ledger:
    """Hold a node's database.

    Example:
        >>> from kanmon.consulting.database.open import open_database, upgrade
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     engine = open_database(f"sqlite:///{folder}/a.db"); upgrade(engine)
        ...     held = Ledger(engine, lambda: dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
        ...     with held.writing() as w:
        ...         _ = w.put("figure", "cover", {"days": 47}, "a", "entered")
        ...     held.prove(())[0]
        1
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine, self.clock = engine, clock

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Hold a transaction for writing; writers come one after the other."""
        with transaction(self.engine, writing=True) as connection:
            yield Writing(connection, self.clock)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Hold a transaction for reading."""
        with transaction(self.engine, writing=False) as connection:
            yield Reading(connection, self.clock)

    def prove(self, heads: Iterable[str]) -> tuple[int, str]:
        """Prove log, records and packages: none changed, none added or taken away by the side.

        Args:
            heads: hashes partners kept of this log, oldest first.

        Returns:
            The head: how many entries, and the last hash.

        Raises:
            DataError: something was changed; the error names the first place.
        """
        with self.reading() as r:
            return self.prove_in(r.connection, heads)

    def prove_in(self, connection: Connection, heads: Iterable[str]) -> tuple[int, str]:
        """Prove what a transaction sees, as :meth:`prove` does."""
        log = Reading(connection, self.clock).log()
        return prove_all(connection, log, heads)


def _plain(text: str, kind: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = read_canonical(text.encode("utf-8"), where=f"{kind} {key}")
    return found


def _entry(row: Any) -> Entry:
    try:
        about = read_canonical(row.about.encode("utf-8"), where=f"entry {row.number}")
    except (DataError, AttributeError):
        about = None
    if not isinstance(about, dict):
        raise DataError(
            f"entry {row.number} was changed",
            where="audit log",
            remedy="the log was changed: ask who, and restore from backup",
        )
    return Entry(row.number, row.before, row.at, row.actor, row.verb, about, row.hash)
