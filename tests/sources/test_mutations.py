"""Broken files: refused with found, where and remedy, or read alike, or the repair is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanmon.errors import KanmonError
from kanmon.sources.registry import source
from kanmon.sources.source import Reading
from packed_mutations import Mutation, shared_mutations
from source_mutations import mutations

MUTATIONS = list(mutations())


def test_there_are_enough_mutations_and_no_two_alike() -> None:
    assert len(MUTATIONS) >= 200
    assert len({str(m) for m in MUTATIONS}) == len(MUTATIONS)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_mutation_is_refused_or_read_alike_or_reported(mutation: Mutation, tmp_path: Path) -> None:
    _try(mutation, tmp_path)


@pytest.mark.shared
def test_mutations_of_real_files(shared_data: Path, tmp_path: Path) -> None:
    for n, mutation in enumerate(shared_mutations(shared_data)):
        folder = tmp_path / str(n)
        folder.mkdir()
        _try(mutation, folder)


def _try(mutation: Mutation, folder: Path) -> None:
    for part in ("clean", "broken"):
        (folder / part).mkdir()
    clean = source(mutation.source).read(mutation.clean(folder / "clean"))
    path = mutation.broken(folder / "broken")
    try:
        reading = source(mutation.source).read(path)
    except KanmonError as e:
        refusal = e
    else:
        _hold(mutation, clean, reading)
        return
    assert refusal.found
    assert refusal.where
    assert refusal.remedy


def _hold(mutation: Mutation, clean: Reading, reading: Reading) -> None:
    assert not mutation.must_fail, f"{mutation}: a broken file was read"
    same = reading.tables.keys() == clean.tables.keys() and all(
        reading.tables[name].equals(clean.tables[name]) for name in clean.tables
    )
    said = set(reading.issues) - set(clean.issues)
    assert same or said, f"{mutation}: other figures and no word of it"
