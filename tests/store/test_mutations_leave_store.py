"""Every broken file that is refused leaves the store's listing and every byte as they were."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kanmon.errors import KanmonError
from kanmon.sources.registry import sources
from kanmon.store.store import Snapshot, Store
from source_mutations import mutations

BY_SOURCE = {name: [m for m in mutations() if m.source == name] for name in sources()}


def state(store: Store) -> tuple[tuple[Snapshot, ...], dict[str, str]]:
    files = {
        str(p.relative_to(store.path)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(store.path.rglob("*"))
        if p.is_file() and p.name != "lock"
    }
    return store.snapshots(all_versions=True), files


@pytest.mark.parametrize("name", [name for name, found in BY_SOURCE.items() if found])
def test_refused_files_leave_the_store_as_it_was(name: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    clean = tmp_path / "clean"
    clean.mkdir()
    store.add(name, BY_SOURCE[name][0].clean(clean), partial=True)
    before = state(store)
    refused = 0
    for n, mutation in enumerate(BY_SOURCE[name]):
        folder = tmp_path / str(n)
        folder.mkdir()
        path = mutation.broken(folder)
        try:
            store.add(name, path, partial=True)
        except KanmonError:
            refused += 1
            assert state(store) == before, str(mutation)
        else:
            assert not mutation.must_fail, str(mutation)
            before = state(store)
    assert refused >= sum(m.must_fail for m in BY_SOURCE[name]) > 0
    assert store.check() == ()
