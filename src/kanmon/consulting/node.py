"""A node in a folder: its name and key, its partners, its log, what waits to be taken in."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kanmon.analysis.consultation.canonical import canonical, read_canonical
from kanmon.analysis.consultation.chain import Entry, append, head, read_log, verify, write_log
from kanmon.consulting.keys import make_key, verifier
from kanmon.errors import DataError
from kanmon.store.disk import disk_errors, put_in_place, sync, temporary
from kanmon.store.lock import write_lock

_NAME = re.compile(r"[A-Z][A-Z0-9-]{1,30}")
_KEY = re.compile(r"[0-9a-f]{64}")
Clock = Callable[[], dt.datetime]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """Hold a partner: its public key, numbers sent to and accepted of it, its last heads.

    Example:
        >>> Known("00" * 32).sent
        0
    """

    key: str
    sent: int = 0
    accepted: int = 0
    heads: tuple[tuple[int, str], ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """Return the partner as plain data."""
        heads = [list(one) for one in self.heads]
        return {"key": self.key, "sent": self.sent, "accepted": self.accepted, "heads": heads}


class Node:
    """Keep a node's folder: whatever is acknowledged is on the disk and in the log.

    ``log.jsonl`` is the audit log, ``state.json`` name, key and partners, ``key`` the private
    key, ``quarantine/`` what was received and not yet taken in, ``taken/`` what was.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     node = Node.begin(Path(folder) / "jpn", "JPN")
        ...     node.name, head(node.log())[0]
        ('JPN', 1)
    """

    def __init__(self, folder: Path, clock: Clock = _now) -> None:
        self.folder, self.clock = folder, clock
        if not (folder / "state.json").is_file():
            raise DataError(
                "no node here", where=str(folder), remedy="make one: kanmon node init FOLDER NAME"
            )

    @classmethod
    def begin(cls, folder: Path, name: str, clock: Clock = _now) -> Node:
        """Make a node in an empty or new folder, with a key of its own."""
        _check_name(name)
        with disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise DataError("the folder is not empty", where=str(folder), remedy="name another")
            for part in ("quarantine", "taken"):
                (folder / part).mkdir()
        public = make_key(folder / "key").hex()
        put(folder / "state.json", canonical({"name": name, "key": public, "partners": {}}))
        node = cls(folder, clock)
        with node.writing():
            node.record("node", "began", {"name": name, "key": public})
        return node

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._state()["name"])

    @property
    def key(self) -> str:
        """Its public key, 64 hexadecimal digits."""
        return str(self._state()["key"])

    def partners(self) -> Mapping[str, Known]:
        """Give the partners by name."""
        return {
            name: Known(
                raw["key"], raw["sent"], raw["accepted"], tuple((n, h) for n, h in raw["heads"])
            )
            for name, raw in self._state()["partners"].items()
        }

    def writing(self) -> Any:
        """Hold the node for writing until the block ends."""
        return write_lock(self.folder / "lock")

    def meet(self, name: str, key: str) -> None:
        """Enter a partner with the public key it gave by another way."""
        _check_name(name)
        if not _KEY.fullmatch(key):
            raise DataError(f"key {key!r}", where=name, remedy="give 64 hexadecimal digits")
        verifier(bytes.fromhex(key))
        with self.writing():
            held = self.partners()
            if name in held or name == self.name:
                raise DataError(
                    f"{name} is known already", where="partners", remedy="keys are not replaced"
                )
            self.keep(name, Known(key))
            self.record("person", "met", {"partner": name, "key": key})

    def keep(self, name: str, partner: Known) -> None:
        """Put a partner's state on the disk; for use inside :meth:`writing`."""
        state = self._state()
        state["partners"][name] = partner.as_plain()
        put(self.folder / "state.json", canonical(state))

    def log(self) -> tuple[Entry, ...]:
        """Read the audit log as it stands."""
        path = self.folder / "log.jsonl"
        with disk_errors(path):
            raw = path.read_bytes() if path.exists() else b""
        return read_log(raw, where=path.name)

    def record(self, actor: str, verb: str, about: Mapping[str, Any]) -> Entry:
        """Add an entry and wait until it is on the disk; for use inside :meth:`writing`."""
        path = self.folder / "log.jsonl"
        self._mend(path)
        at = self.clock().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        entry = append(self.log(), at, actor, verb, about)
        with disk_errors(path):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, write_log((entry,)))
                os.fsync(handle)
            finally:
                os.close(handle)
        return entry

    def prove(self) -> tuple[int, str]:
        """Verify the log against itself and the heads partners hold of it; give its head."""
        log = self.log()
        verify(log, self._own_heads())
        return head(log)

    def _own_heads(self) -> list[tuple[int, str]]:
        """Heads this node gave away, as its own packages told them."""
        return [
            (int(e.about["head"][0]), str(e.about["head"][1]))
            for e in self.log()
            if e.verb == "released" and "head" in e.about
        ]

    def _mend(self, path: Path) -> None:
        """Cut a last line that a crash left half-written: it was never acknowledged."""
        with disk_errors(path):
            raw = path.read_bytes() if path.exists() else b""
            if raw and not raw.endswith(b"\n"):
                with path.open("r+b") as stream:
                    stream.truncate(raw.rfind(b"\n") + 1)
                    stream.flush()
                    os.fsync(stream.fileno())

    def _state(self) -> dict[str, Any]:
        path = self.folder / "state.json"
        with disk_errors(path):
            raw = path.read_bytes()
        found: dict[str, Any] = read_canonical(raw, where=path.name)
        return found


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise DataError(
            f"name {name!r}",
            where="node",
            remedy="use capital letters, digits and hyphens, such as JPN or USA-BIS",
        )


def put(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all, and wait until it is on the disk.

    Args:
        path: file.
        raw: its bytes.

    Raises:
        StoreError: it cannot be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     put(Path(folder) / "a", b"1")
        ...     (Path(folder) / "a").read_bytes()
        b'1'
    """
    with disk_errors(path):
        partial = temporary(path.parent, path.suffix)
        partial.write_bytes(raw)
        sync(partial)
        put_in_place(partial, path)


def plain_content(path: Path) -> Any:
    """Read what is to be released: a JSON file.

    Args:
        path: file.

    Returns:
        Plain data.

    Raises:
        DataError: it is no JSON in UTF-8.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "a.json"
        ...     _ = file.write_text('{"a": 1}')
        ...     plain_content(file)
        {'a': 1}
    """
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as e:
        raise DataError(str(e), where=path.name, remedy="give a JSON file in UTF-8") from e
