"""WIOD and OECD tables as their publishers ship them, parsed by pymrio."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import numpy as np

from kanmon.errors import DataError
from kanmon.sources.mrio.cells import Deliveries
from kanmon.sources.source import Issue


def read_parsed(path: Path, release: str) -> tuple[Deliveries, tuple[Issue, ...]]:
    """Read a publisher's own file through pymrio.

    Args:
        path: the file.
        release: ``wiod`` or ``oecd``.

    Returns:
        The deliveries, and what was left out.

    Raises:
        DataError: pymrio is not installed or cannot read the file.

    Example:
        >>> read_parsed(Path("no such file.xlsx"), "wiod")
        Traceback (most recent call last):
        ...
        kanmon.errors.DataError: no such file.xlsx: pymrio cannot read it \
(WIOD file not found in the specified folder.). To mend: get the file again, \
or check that it is of a release named on the card.
    """
    pymrio = _pymrio(path)
    with _as_data_error(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if release == "wiod":
            system = pymrio.parse_wiod(path, names="c_codes")
        else:
            system = pymrio.parse_oecd(path)
    sellers = tuple((str(r), str(s)) for r, s in system.Z.index)
    inside = tuple((str(r), str(s)) for r, s in system.Z.columns)
    final = tuple((str(r), str(c)) for r, c in system.Y.columns)
    own = np.array([region != "ALL" for region, _ in final])
    values = np.hstack([system.Z.to_numpy(float), system.Y.to_numpy(float)[:, own]])
    buyers = inside + tuple(b for b, keep in zip(final, own, strict=True) if keep)
    issues: tuple[Issue, ...] = ()
    if not own.all():
        left = system.Y.to_numpy(float)[:, ~own]
        what = f"statistical discrepancy of no economy, {left.sum():.0f} million US dollars in all"
        issues = (Issue("dropped", what, int(np.count_nonzero(left)), path.name),)
    return Deliveries(sellers, buyers, values), issues


def _pymrio(path: Path) -> ModuleType:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pymrio
    except ImportError as e:
        raise DataError(
            "a publisher's own input-output file, and nothing installed to read it",
            where=path.name,
            remedy="install kanmon[mrio]",
        ) from e
    assert isinstance(pymrio, ModuleType)
    return pymrio


@contextmanager
def _as_data_error(path: Path) -> Iterator[None]:
    """Turn whatever pymrio and pandas raise on a file they cannot read into our error."""
    try:
        yield
    # A foreign parser raises anything at all: passed on with our words, not hidden.
    except Exception as e:
        raise DataError(
            f"pymrio cannot read it ({str(e)[:160]})",
            where=path.name,
            remedy="get the file again, or check that it is of a release named on the card",
        ) from e
