"""Equal work has one checksum in every process; any other work has another."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import os
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy import sparse

from kanmon.errors import DataError
from kanmon.sweep.fingerprint import fingerprint, versions
from sweep_work import Slow, waves
from toy_engine import ban

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_process_finds_the_same(seed: str) -> None:
    code = (
        "from kanmon.sweep.fingerprint import fingerprint\n"
        "from toy_engine import ToyEngine, ban\n"
        "from sweep_work import waves\n"
        "print(fingerprint((ToyEngine(), ban(0.3), waves, set('abcdefgh'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=True,
    )
    from toy_engine import ToyEngine

    here = fingerprint((ToyEngine(), ban(0.3), waves, set("abcdefgh")))
    assert done.stdout.strip() == here


class Plain:
    """An object with a state, some of it only remembered."""

    def __init__(self, size: int) -> None:
        self.size = size

    @cached_property
    def squares(self) -> list[int]:
        """Remember."""
        return [one * one for one in range(self.size)]


@dataclasses.dataclass(frozen=True, slots=True)
class Slotted:
    """A record with slots."""

    array: Any


DIFFERENT: list[Any] = [
    None, True, 1, 1.0, "1", b"1", (1,), ("1",), ((1,),), (), {}, {1: 2}, {2: 1}, {1, 2},
    (1, 2), (12,), ("a", "b"), ("ab",), ("a", "", "b"), 0.0, -0.0,
    dt.date(2027, 1, 1), dt.datetime(2027, 1, 1),
    np.zeros(2), np.zeros(2, np.float32), np.zeros((2, 1)), np.zeros((1, 2)), np.array([0.0, -0.0]),
    pa.table({"a": [1]}), pa.table({"b": [1]}), pa.table({"a": [2]}),
    sparse.csr_array(np.eye(2)), sparse.csr_array(2.0 * np.eye(2)),
    ban(0.3), ban(0.4), ban(0.3, days=13), Slow(0.1), Slow(0.2), Slotted(1), Slotted(2),
    waves, functools.partial(waves, 1), functools.partial(waves, 2), Slow(0.1).__call__,
    Plain(2), Plain(3),
]  # fmt: skip


def test_different_work_is_told_apart() -> None:
    found = [fingerprint(one) for one in DIFFERENT]
    assert len(set(found)) == len(found)
    assert found == [fingerprint(one) for one in DIFFERENT]


def test_what_is_only_remembered_or_laid_out_otherwise_does_not_count() -> None:
    fresh, used = Plain(4), Plain(4)
    assert used.squares[-1] == 9
    assert fingerprint(fresh) == fingerprint(used)
    grid = np.arange(6.0).reshape(2, 3)
    assert fingerprint(grid) == fingerprint(np.asfortranarray(grid))
    assert fingerprint(grid[:, ::2]) == fingerprint(grid[:, ::2].copy())


def test_what_has_no_name_or_state_is_refused(tmp_path: Path) -> None:
    looped: list[Any] = []
    looped.append(looped)
    with (tmp_path / "x").open("w") as file:
        for bad in (lambda: 1, file, iter([1]), looped, object()):
            with pytest.raises(DataError) as caught:
                fingerprint((1, bad))
            assert caught.value.remedy


def test_versions_name_the_code_and_the_compiled_module() -> None:
    found = dict(versions())
    assert set(found) == {"kanmon", "numpy", "python", "code", "compiled"}
    assert found["numpy"] == np.__version__
    assert all(found.values())
