"""Look over a whole store: every file there, unchanged, and known to the catalogue."""

from __future__ import annotations

from collections.abc import Callable

from kanmon.sources.source import Progress
from kanmon.store.folder import Folder, names
from kanmon.store.records import Problem, Snapshot
from kanmon.store.snapshots import verify_snapshot

Rows = Callable[[], tuple[Snapshot, ...]]


def check_files(
    folder: Folder, rows: Rows, progress: Progress | None = None
) -> tuple[Problem, ...]:
    """Read every byte kept and report what is missing, damaged or belongs to nothing.

    What a writer is adding or a dead one left unfinished is no problem: it is announced as
    such, no reader sees it, and the next writer clears it.

    Args:
        folder: the store's folder.
        rows: gives the catalogue's rows as they are at the moment of asking.
        progress: told the snapshot being read.

    Returns:
        Problems, those of snapshots first.

    Raises:
        StoreError: the folder or the catalogue cannot be read at all.

    Example:
        >>> from pathlib import Path
        >>> check_files(Folder(Path("nowhere")), lambda: ())
        ()
    """
    tell = progress or (lambda _what, _done: None)
    # Files are listed first, markers next, rows last: what a writer finishes meanwhile is
    # then found in the rows, never taken for an orphan.
    unannounced = folder.strangers((), names(folder.snapshots))
    orphans = folder.strangers(rows(), unannounced)
    live = _live(rows)
    problems = []
    for n, s in enumerate(live):
        tell(s.id, n / len(live))
        found = verify_snapshot(s, folder.file(s))
        # Asked again, because it may have been removed while it was being read.
        if found is not None and s in _live(rows):
            remedy = f"`kanmon data remove {s.id}`, then add {s.source} again"
            problems.append(Problem(found[0], s.id, found[1], remedy))
    problems += [
        Problem("orphan", f"snapshots/{n}", "no row of the catalogue knows it", "move it away")
        for n in orphans
    ]
    tell("checked", 1.0)
    return tuple(problems)


def _live(rows: Rows) -> tuple[Snapshot, ...]:
    return tuple(s for s in rows() if s.removed_at is None)
