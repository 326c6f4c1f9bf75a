"""A node: a folder with settings and keys, and a database, SQLite beside them or PostgreSQL."""

from __future__ import annotations

import datetime as dt
import re
import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kanmon.analysis.consultation.chain import Entry
from kanmon.consulting.certificates import make_certificate
from kanmon.consulting.database.open import open_database, up_to_date, upgrade
from kanmon.consulting.keys import make_key, verifier
from kanmon.consulting.ledger import Clock, Ledger, Reading, Writing
from kanmon.consulting.settings import Settings, check_name, read_settings, write_settings
from kanmon.errors import DataError, StoreError
from kanmon.store.disk import disk_errors

_KEY = re.compile(r"[0-9a-f]{64}")
NODE = "node"
"""Who did what the node did by itself."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """Hold a partner: its key, certificate and address, numbers sent to and accepted of it.

    Example:
        >>> Known("00" * 32).sent
        0
    """

    key: str
    certificate: str = ""
    address: str = ""
    sent: int = 0
    accepted: int = 0
    heads: int = 0

    def as_plain(self) -> dict[str, Any]:
        """Return the partner as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


class Node:
    """Hold a node: whatever is acknowledged is in its database, and its log.

    The folder has ``node.toml``, ``key`` (signs releases), ``tls.crt`` and ``tls.key`` (proves
    the node to partners) and, with SQLite, ``node.db``.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     node = Node.begin(Path(folder) / "jpn", "JPN")
        ...     node.name, len(list(node.log()))
        ('JPN', 1)
    """

    def __init__(self, folder: Path, clock: Clock = _now) -> None:
        self.folder, self.clock = folder, clock
        self.settings: Settings = read_settings(folder)
        self.ledger = Ledger(open_database(self.settings.url(folder)), clock)
        # Connections are given back when nobody holds the node any more.
        weakref.finalize(self, self.ledger.engine.dispose)
        if not up_to_date(self.ledger.engine):
            raise StoreError(
                "its tables are of another version",
                where=self.settings.name,
                remedy=f"kanmon node upgrade {folder}",
            )

    @classmethod
    def begin(
        cls, folder: Path, name: str, clock: Clock = _now, *, database: str = "", address: str = ""
    ) -> Node:
        """Make a node in an empty or new folder, with keys and tables of its own."""
        check_name(name)
        with disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise DataError("the folder is not empty", where=str(folder), remedy="name another")
        # The database first: an address that leads nowhere leaves no half-made node.
        url = Settings(name, "", database).url(folder)
        engine = open_database(url)
        try:
            upgrade(engine)
            with Ledger(engine, clock).reading() as r:
                used = r.last() is not None
        finally:
            engine.dispose()
        if used:
            raise DataError(
                "the database holds a node", where=name, remedy="name an empty database"
            )
        public = make_key(folder / "key").hex()
        make_certificate(folder, name, clock())
        write_settings(folder, Settings(name, public, database, address))
        node = cls(folder, clock)
        with node.writing() as w:
            w.put("self", name, {"name": name, "key": public}, NODE, "began")
        return node

    @property
    def name(self) -> str:
        """Its name."""
        return self.settings.name

    @property
    def key(self) -> str:
        """Its public key, 64 hexadecimal digits."""
        return self.settings.key

    @property
    def store(self) -> Path | None:
        """Where its data lie beside the embedded pack; None where the settings name no store."""
        named = self.settings.parts.get("store", {}).get("path")
        return None if named is None else self.folder / str(named)

    def writing(self) -> Any:
        """Hold a transaction for writing."""
        return self.ledger.writing()

    def reading(self) -> Any:
        """Hold a transaction for reading."""
        return self.ledger.reading()

    def close(self) -> None:
        """Let go of the database."""
        self.ledger.engine.dispose()

    def card(self) -> dict[str, str]:
        """Give what a partner needs to know of this node, to be handed over by another way."""
        with disk_errors(self.folder / "tls.crt"):
            certificate = (self.folder / "tls.crt").read_text("ascii")
        return {
            "name": self.name,
            "key": self.key,
            "certificate": certificate,
            "address": self.settings.address,
        }

    def partners(self) -> Mapping[str, Known]:
        """Give the partners by name."""
        with self.reading() as r:
            return known(r)

    def meet(
        self, name: str, key: str, certificate: str = "", address: str = "", actor: str = "person"
    ) -> None:
        """Enter a partner with the public key it gave by another way."""
        check_name(name)
        if not _KEY.fullmatch(key):
            raise DataError(f"key {key!r}"[:80], where=name, remedy="give 64 hexadecimal digits")
        verifier(bytes.fromhex(key))
        with self.writing() as w:
            held = known(w)
            if name in held or name == self.name:
                raise DataError(
                    f"{name} is known already", where="partners", remedy="keys are not replaced"
                )
            keep(w, name, Known(key, certificate, address), actor, "met")

    def log(self) -> Iterator[Entry]:
        """Read the audit log as it stands."""
        with self.reading() as r:
            yield from r.log()

    def prove(self, heads: Iterable[str] = ()) -> tuple[int, str]:
        """Prove log, records and packages, against heads that partners hold; give the head."""
        return self.ledger.prove(heads)

    def heads_of(self, partner: str) -> list[dict[str, str]]:
        """Give the heads this node keeps of a partner's log, oldest first."""
        with self.reading() as r:
            count = known(r)[partner].heads if partner in known(r) else 0
            rows = r.many("head", [f"{partner}/{n}" for n in range(1, count + 1)])
        return [rows[f"{partner}/{n}"] for n in range(1, count + 1)]


def known(r: Reading) -> dict[str, Known]:
    """Read the partners.

    Args:
        r: transaction.

    Returns:
        Partners by name.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with Node.begin(Path(folder) / "jpn", "JPN").reading() as r:
        ...         known(r)
        {}
    """
    return {name: Known(**plain) for name, plain in r.many("partner").items()}


def keep(w: Writing, name: str, partner: Known, actor: str, verb: str) -> None:
    """Write a partner's state.

    Args:
        w: transaction.
        name: partner.
        partner: its state.
        actor: who changed it.
        verb: how.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     node = Node.begin(Path(folder) / "jpn", "JPN")
        ...     with node.writing() as w:
        ...         keep(w, "USA", Known("00" * 32), "person", "met")
        ...     list(node.partners())
        ['USA']
    """
    w.put("partner", name, partner.as_plain(), actor, verb)


def keep_head(w: Writing, name: str, partner: Known, head: dict[str, str]) -> Known:
    """Keep a head a partner gave of its log.

    Args:
        w: transaction.
        name: partner.
        partner: its state.
        head: hash, day it came, and, where given, the signature.

    Returns:
        The partner's state, still to be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     node = Node.begin(Path(folder) / "jpn", "JPN")
        ...     with node.writing() as w:
        ...         keep_head(w, "USA", Known("00" * 32), {"hash": "11" * 32}).heads
        1
    """
    count = partner.heads + 1
    w.put("head", f"{name}/{count}", head, NODE, "kept head")
    return replace(partner, heads=count)
