"""The store's folder: where each file lies, how one is put there, what is swept away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kanmon.errors import StoreError
from kanmon.store.disk import OURS, disk_errors, put_in_place, sync, temporary
from kanmon.store.records import Snapshot

_ADDING = ".adding"


class Folder:
    """Know the files of one store: ``snapshots/``, ``incoming/`` and ``lock``.

    A file that is about to enter ``snapshots/`` is first announced by an empty marker in
    ``incoming/`` that carries its name. So a writer that died leaves files that are known to
    be unfinished, and nothing else is ever deleted.

    Example:
        >>> Folder(Path("store")).lock.name
        'lock'
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.snapshots = path / "snapshots"
        self.incoming = path / "incoming"
        self.lock = path / "lock"

    def make(self) -> None:
        """Create the folders that are not there."""
        with disk_errors(self.path):
            for folder in (self.path, self.snapshots, self.incoming):
                folder.mkdir(parents=True, exist_ok=True)

    def hold(self) -> None:
        """Raise StoreError when the folder is a file or has a name DuckDB cannot handle."""
        if "?" in str(self.path):
            raise StoreError(
                "DuckDB loses a file whose path has a question mark",
                where=str(self.path),
                remedy="name another folder with --store or KANMON_STORE",
            )
        with disk_errors(self.path):
            misplaced = self.path.exists() and not self.path.is_dir()
        if misplaced:
            raise StoreError(
                "a file stands where the store's folder should be",
                where=str(self.path),
                remedy="name another folder with --store or KANMON_STORE",
            )

    def file(self, snapshot: Snapshot) -> Path:
        """Return where a snapshot's file lies."""
        return self.snapshots / snapshot.file_name

    def new_file(self) -> Path:
        """Name a Parquet file to be written."""
        return temporary(self.incoming, ".parquet")

    def install(self, made: Path, snapshot: Snapshot) -> None:
        """Move a finished file among the snapshots, announced until the catalogue knows it."""
        with disk_errors(self.snapshots):
            (self.incoming / f"{OURS}{snapshot.sha256}{_ADDING}").touch()
            sync(self.incoming)
            put_in_place(made, self.file(snapshot))

    def announced(self) -> frozenset[str]:
        """List the checksums of files a writer has begun to put in place."""
        return frozenset(
            name.removeprefix(OURS).removesuffix(_ADDING)
            for name in names(self.incoming)
            if name.startswith(OURS) and name.endswith(_ADDING)
        )

    def strangers(self, rows: Sequence[Snapshot], files: Sequence[str]) -> tuple[str, ...]:
        """Pick those of some snapshot files that no row and no marker knows."""
        known = {s.sha256 for s in rows} | self.announced()
        return tuple(n for n in files if n.removesuffix(".parquet") not in known)

    def sweep(self, rows: Sequence[Snapshot]) -> None:
        """Clear what a dead writer left and what was removed; only ever under the lock."""
        live = {s.sha256 for s in rows if s.removed_at is None}
        dead = ({s.sha256 for s in rows} | self.announced()) - live
        with disk_errors(self.path):
            for sha in dead:
                (self.snapshots / f"{sha}.parquet").unlink(missing_ok=True)
            left = [n for n in names(self.incoming) if n.startswith(OURS)]
            if left:
                # The markers go last, and only once the files are gone for good.
                sync(self.snapshots)
            for name in left:
                (self.incoming / name).unlink(missing_ok=True)


def names(folder: Path) -> list[str]:
    """List the names in a folder.

    Args:
        folder: it need not exist.

    Returns:
        Names in alphabetical order; none where there is no folder.

    Raises:
        StoreError: the folder is there and cannot be read.

    Example:
        >>> names(Path("no such folder"))
        []
    """
    with disk_errors(folder):
        try:
            return sorted(p.name for p in folder.iterdir())
        except FileNotFoundError:
            return []
