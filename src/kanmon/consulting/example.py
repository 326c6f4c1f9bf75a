"""A node in a folder of its own that goes when the block ends: for examples and tests."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from kanmon.consulting.desk import Desk
from kanmon.consulting.node import Node
from kanmon.consulting.people import local_person
from kanmon.consulting.policy import Policy


@contextmanager
def example_node(name: str = "JPN") -> Iterator[Node]:
    """Make a node on SQLite; it goes when the block ends.

    Args:
        name: of the node.

    Yields:
        The node.

    Example:
        >>> with example_node() as node:
        ...     node.name
        'JPN'
    """
    with tempfile.TemporaryDirectory() as folder:
        node = Node.begin(Path(folder) / name.lower(), name)
        try:
            yield node
        finally:
            node.close()


def desk_of(node: Node) -> Desk:
    """Give the desk of the person at the keyboard.

    Args:
        node: whose.

    Returns:
        A desk with every role.

    Example:
        >>> with example_node() as node:
        ...     desk_of(node).node
        'JPN'
    """
    return Desk(node.name, local_person(node.name), _policy())


@cache
def _policy() -> Policy:
    return Policy()
