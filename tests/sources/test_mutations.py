"""Broken files: refused with found, where and remedy, or read alike, or the repair is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanmon.errors import KanmonError
from kanmon.sources.registry import source
from kanmon.sources.source import Reading
from source_mutations import Mutation, mutations

MUTATIONS = list(mutations())


def test_there_are_enough_mutations_and_no_two_alike() -> None:
    assert len(MUTATIONS) >= 200
    assert len({str(m) for m in MUTATIONS}) == len(MUTATIONS)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_mutation_is_refused_or_read_alike_or_reported(mutation: Mutation, tmp_path: Path) -> None:
    for part in ("clean", "broken"):
        (tmp_path / part).mkdir()
    clean = source(mutation.source).read(mutation.clean(tmp_path / "clean"))
    path = mutation.broken(tmp_path / "broken")
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
    assert not mutation.must_fail, "a broken file was read"
    same = reading.tables.keys() == clean.tables.keys() and all(
        reading.tables[name].equals(clean.tables[name]) for name in clean.tables
    )
    said = set(reading.issues) - set(clean.issues)
    assert same or said, "other figures and no word of it"
