"""Sources by name, found through the ``kanmon.sources`` entry points."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from kanmon.errors import CodeError, DataError
from kanmon.sources.source import Source

GROUP = "kanmon.sources"


def sources() -> tuple[str, ...]:
    """List the names of the sources installed.

    Returns:
        Names in alphabetical order.

    Example:
        >>> "baci" in sources()
        True
    """
    return tuple(sorted(_found()))


def source(name: str, **options: Any) -> Source:
    """Give the source of a name.

    Args:
        name: one of :func:`sources`.
        options: what the source's own reader takes, such as ``edition`` for ``baci``.

    Returns:
        A reader with its card.

    Raises:
        CodeError: no source has that name, or it does not take that option.
        DataError: the source is installed but cannot be loaded.

    Example:
        >>> source("baci").card.publisher
        'CEPII'
    """
    found = _found()
    if name not in found:
        near = difflib.get_close_matches(name, found, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}" if near else f"use one of {', '.join(found)}"
        raise CodeError(f"no source {name!r}", where="sources", remedy=hint)
    try:
        reader = found[name].load()
    except (ImportError, AttributeError) as e:
        raise DataError(
            f"source {name!r} cannot be loaded ({e})",
            where=found[name].value,
            remedy="install the package that provides it again",
        ) from e
    try:
        made = reader(**options)
    except TypeError as e:
        raise CodeError(
            f"options {sorted(options)} ({e})", where=f"source {name}", remedy="see its card"
        ) from e
    assert isinstance(made, Source)
    return made


@cache
def _found() -> dict[str, EntryPoint]:
    points = {p.value: p for p in entry_points(group=GROUP)}.values()
    names = [p.name for p in points]
    doubled = sorted({n for n in names if names.count(n) > 1})
    if doubled:
        raise DataError(
            f"source {doubled[0]!r} is provided twice",
            where=f"entry points {GROUP}",
            remedy="uninstall one of the two packages",
        )
    return {p.name: p for p in points}
