"""Delimited data files of this package, held to their columns."""

from __future__ import annotations

import csv
from importlib import resources

from kanmon.errors import DataError


def read_text(name: str) -> str:
    """Read a data file of this package.

    Args:
        name: file name inside ``catalogue``.

    Returns:
        Its text.

    Example:
        >>> read_text("stages.csv").splitlines()[0]
        'key,en,ja,fr'
    """
    return (resources.files("kanmon.catalogue") / name).read_text("utf-8")


def read_csv(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Read a data file of this package whose columns must be exactly those named.

    Args:
        name: file name inside ``catalogue``.
        columns: columns in order.

    Returns:
        Rows in file order, every value as text.

    Raises:
        DataError: the columns are others, or a row has too many or too few cells.

    Example:
        >>> read_csv("stages.csv", ("key", "en", "ja", "fr"))[0]["key"]
        'ore'
    """
    return parse_csv(read_text(name), columns, where=f"catalogue/{name}")


def parse_csv(text: str, columns: tuple[str, ...], *, where: str) -> list[dict[str, str]]:
    """Read delimited text whose columns must be exactly those named.

    Args:
        text: comma-separated values with a header.
        columns: columns in order.
        where: file named in an error.

    Returns:
        Rows in file order, every value as text.

    Raises:
        DataError: the columns are others, or a row has too many or too few cells.

    Example:
        >>> parse_csv("a,b\\n1,2\\n", ("a", "b"), where="x.csv")
        [{'a': '1', 'b': '2'}]
    """
    lines = list(csv.reader(text.splitlines()))
    if not lines or tuple(lines[0]) != columns:
        raise DataError(
            f"columns {', '.join(lines[0]) if lines else 'none'}",
            where=where,
            remedy=f"make them {', '.join(columns)}",
        )
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(columns):
            raise DataError(
                f"{len(line)} cells, not {len(columns)}",
                where=f"{where}, line {number}",
                remedy="quote cells that hold a comma",
            )
    return [dict(zip(columns, line, strict=True)) for line in lines[1:]]
