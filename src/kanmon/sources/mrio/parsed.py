"""WIOD and OECD tables as their publishers ship them, parsed by pymrio."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.archive import members, read_member
from kanmon.sources.mrio.cells import Deliveries
from kanmon.sources.source import Issue
from kanmon.sources.text import read_delimited

_FACTORS = ("VALU", "TAX", "TLS", "VA_")
# pymrio adds the subregions of these two up.
_MERGED = frozenset({"CHN", "MEX"})


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
    output = _oecd_output(path) if release == "oecd" else {}
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
    short = _short_of(output, sellers, values)
    if short:
        worst = max(short.values())
        what = f"rows whose deliveries miss their output, by up to {worst:.1f} million US dollars"
        issues += (Issue("doubt", what, len(short), path.name),)
    return Deliveries(sellers, buyers, values), issues


def _oecd_output(path: Path) -> dict[str, float]:
    """Read the output column pymrio passes over, and refuse rows and columns that do not match."""
    if path.suffix.lower() == ".zip":
        (name, *more) = members(path)
        if more:
            raise DataError("several files in it", where=path.name, remedy="hand over one year")
        raw = read_member(path, name)
    else:
        try:
            raw = path.read_bytes()
        except OSError as e:
            raise DataError(
                f"cannot be read ({e.strerror})",
                where=path.name,
                remedy="check the path and its rights",
            ) from e
    first = raw[:200_000].splitlines()[:1] or [b""]
    columns = next(csv.reader([first[0].decode("utf-8-sig", "replace")]), [])[1:]
    table, _ = read_delimited(
        raw, where=path.name, required=(), types=dict.fromkeys(columns, pa.float64())
    )
    total = next((c for c in ("OUT", "TOTAL") if c in columns), None)
    labels = table.column(0).to_pylist()
    own = [label for label in labels if "_" in label and not label.startswith(_FACTORS)]
    if total is None or not own or not set(own) <= set(columns):
        raise DataError(
            "no column of output, or industries that sell and do not buy",
            where=path.name,
            remedy="get the file again: rows and columns of an input-output table are the same",
        )
    amounts = dict(zip(labels, table.column(total).to_pylist(), strict=True))
    return {label: amounts[label] or 0.0 for label in own}


def _short_of(
    output: dict[str, float], sellers: tuple[tuple[str, str], ...], values: npt.NDArray[np.float64]
) -> dict[str, float]:
    """Find the rows that miss their output by more than rounding; merged subregions are left."""
    sums = {"_".join(s): float(v) for s, v in zip(sellers, values.sum(axis=1), strict=True)}
    own = {k: abs(sums[k] - v) for k, v in output.items() if k in sums and k[:3] not in _MERGED}
    return {k: gap for k, gap in own.items() if gap > 1e-6 * abs(output[k]) + 1e-3}


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
