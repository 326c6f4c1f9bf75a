"""Pages of an Excel workbook as rows of values; needs the optional reader of such files."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path
from typing import Any

from kanmon.errors import DataError


def read_page(path: Path, page: str | None = None) -> list[tuple[Any, ...]]:
    """Read one page of an Excel workbook.

    Args:
        path: an ``.xlsx`` file.
        page: the page's name; the first one when not given.

    Returns:
        Rows of cell values; ``None`` where a cell is empty.

    Raises:
        DataError: the optional reader is not installed, the file is not a workbook, or it has
            no such page.

    Example:
        >>> read_page(Path("no such file.xlsx"), "Monthly Prices")
        Traceback (most recent call last):
        ...
        kanmon.errors.DataError: no such file.xlsx: cannot be read as a workbook \
([Errno 2] No such file or directory: 'no such file.xlsx'). To mend: get the file again.
    """
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as e:
        raise DataError(
            "an Excel workbook, and nothing installed to read it",
            where=path.name,
            remedy="install kanmon[excel], or save the page as CSV",
        ) from e
    try:
        # openpyxl warns of styles and extensions it does not keep; we read values only.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True)
            try:
                page = page or book.sheetnames[0]
                if page not in book.sheetnames:
                    raise DataError(
                        f"no page {page!r}; pages are {', '.join(book.sheetnames)}",
                        where=path.name,
                        remedy="check that it is the workbook this source reads",
                    )
                return list(book[page].iter_rows(values_only=True))
            finally:
                book.close()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, InvalidFileException) as e:
        raise DataError(
            f"cannot be read as a workbook ({e})", where=path.name, remedy="get the file again"
        ) from e
