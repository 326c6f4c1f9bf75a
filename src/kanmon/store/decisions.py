"""Decisions kept for years: texts under their own checksums, never changed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from kanmon.errors import StoreError
from kanmon.store.disk import disk_errors, put_in_place, sync, temporary
from kanmon.store.folder import Folder

_SHORTEST = 6
_NAME = re.compile(r"[0-9a-f]{64}")


class Decisions:
    """Keep texts by checksum: decisions, and the books of rules they were made from.

    A text is written beside its place and renamed, so that a crash leaves all of it or nothing.
    Reading checks the text against its name: one that was changed is refused.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     kept = Decisions(Path(folder))
        ...     name = kept.keep("decision", "{}")
        ...     kept.read("decision", name[:8])
        '{}'
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path / "decisions"

    def keep(self, kind: str, text: str) -> str:
        """Keep a text and return its checksum; one that is there already is left alone."""
        Folder(self.path).hold()
        name = hashlib.sha256(text.encode("utf-8")).hexdigest()
        target = self._file(kind, name)
        with disk_errors(target):
            self.folder.mkdir(parents=True, exist_ok=True)
            if target.exists():
                return name
            partial = temporary(self.folder, ".json")
            partial.write_bytes(text.encode("utf-8"))
            sync(partial)
            put_in_place(partial, target)
        return name

    def read(self, kind: str, name: str) -> str:
        """Read a text by its checksum or the start of it; refuse one that was changed."""
        target = self._find(kind, name)
        with disk_errors(target):
            held = target.read_bytes()
        found = hashlib.sha256(held).hexdigest()
        if found != target.stem.partition("-")[2]:
            raise StoreError(
                f"its checksum is {found[:12]}, not what it was",
                where=str(target.name),
                remedy="restore it from a copy: the file was changed after it was written",
            )
        return held.decode("utf-8")

    def names(self, kind: str) -> tuple[str, ...]:
        """List the checksums of a kind."""
        if not self.folder.is_dir():
            return ()
        with disk_errors(self.folder):
            files = [p.stem for p in self.folder.glob(f"{kind}-*.json")]
        return tuple(
            sorted(s.partition("-")[2] for s in files if _NAME.fullmatch(s.partition("-")[2]))
        )

    def _find(self, kind: str, name: str) -> Path:
        wanted = name.strip().lower()
        near = [one for one in self.names(kind) if one.startswith(wanted)]
        if len(wanted) < _SHORTEST or len(near) != 1:
            raise StoreError(
                f"{'several' if len(near) > 1 else 'no'} {kind} {name!r}"[:100],
                where=str(self.folder),
                remedy=f"give {_SHORTEST} or more characters of its id",
            )
        return self._file(kind, near[0])

    def _file(self, kind: str, name: str) -> Path:
        return self.folder / f"{kind}-{name}.json"
