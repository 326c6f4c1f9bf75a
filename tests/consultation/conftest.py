"""Nodes for tests, each on SQLite and on PostgreSQL: one suite for both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kanmon.consulting.node import Node
from postgres import Cluster, why_not

Begin = Callable[[str], Node]


class Clock:
    """A clock the test sets; every look takes a second."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if why_not():
        pytest.skip(why_not())
    held = Cluster()
    yield held
    held.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Callable[[], str]:
    if request.param == "sqlite":
        return str
    held: Cluster = request.getfixturevalue("cluster")
    return held.database


@pytest.fixture
def begin(tmp_path: Path, database: Callable[[], str]) -> Iterator[Begin]:
    made: list[Node] = []

    def one(name: str) -> Node:
        folder = tmp_path / f"{name}-{len(made)}"
        made.append(Node.begin(folder, name, Clock(), database=database()))
        return made[-1]

    yield one
    for node in made:
        node.close()


@pytest.fixture
def nodes(begin: Begin) -> tuple[Node, Node]:
    japan, usa = begin("JPN"), begin("USA")
    japan.meet("USA", usa.key)
    usa.meet("JPN", japan.key)
    return japan, usa
