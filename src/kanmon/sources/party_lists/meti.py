"""Japan's End User List, as a table saved from the ministry's file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kanmon.errors import DataError
from kanmon.sources.party_lists.cells import economies_of, economy_of, names_of, tidy
from kanmon.sources.party_lists.party_list import Gathering
from kanmon.sources.party_lists.rows import Row
from kanmon.tables.listed import Listed

LIST_ID = "jp-end-user"
# Headings by what they hold, in Japanese or English, as the ministry's table has them.
_HEADINGS = {
    "number": ("no", "番号"),
    "country": ("country", "国名"),
    "name": ("company", "企業名", "組織名"),
    "alias": ("also known", "別名"),
    "concern": ("wmd", "懸念", "concern"),
}
_BULLET = re.compile(r"(?<![\u30a1-\u30fa\u30fc])\s*[\u30fb\u2022\uff65]\s*")
_LINE = re.compile(r"\s*\n\s*")
_NOT_LATIN = re.compile(r"[^A-Za-z' ,.-]+")


def columns_of(header: Iterable[str]) -> dict[str, str]:
    """Find the columns of the list by their headings.

    Args:
        header: of a table.

    Returns:
        Column by what it holds; without ``name`` and ``concern`` it is not this list.

    Example:
        >>> columns_of(["No.", "国名、地域名", "企業名、組織名", "別名", "懸念区分"])["alias"]
        '別名'
    """
    found: dict[str, str] = {}
    for heading in header:
        low = tidy(heading).lower()
        for what, marks in _HEADINGS.items():
            if what not in found and any(mark in low for mark in marks):
                found[what] = heading
                break
    return found


def read_meti(header: Iterable[str], rows: Iterable[Row], gathering: Gathering) -> None:
    """Read the list's rows.

    Args:
        header: column names.
        rows: by column name.
        gathering: filled with the entries. Aliases stand in one cell, each after a middle dot at
            the beginning of a line.

    Raises:
        DataError: no column of names.

    Example:
        >>> gathering = Gathering("x.csv", "meti")
        >>> row = {"No.": "1", "Company or Organization": "Acme", "Type of WMD": "N"}
        >>> read_meti(row, [row], gathering)
        >>> gathering.entries[0].key, gathering.entries[0].program
        ('jp-end-user:1', 'N')
    """
    columns = columns_of(header)
    if "name" not in columns:
        raise DataError(
            f"columns {', '.join(list(header)[:8])}",
            where=gathering.file,
            remedy="save the ministry's table with its headings",
        )
    for number, row in enumerate(rows, start=1):
        gathering.found += 1
        cell = {what: row.get(column, "") for what, column in columns.items()}
        names = names_of(cell["name"], _aliases(cell.get("alias", "")))
        if not names:
            gathering.leave(f"row {number}", "no name")
            continue
        key = tidy(cell.get("number")) or gathering.free_id(LIST_ID, (names[0].text,))
        gathering.add(
            Listed(
                LIST_ID,
                key,
                names,
                countries=economies_of([_country(cell.get("country", ""))], gathering),
                program=tidy(cell.get("concern")),
            )
        )


def _aliases(cell: str) -> list[str]:
    """Cut a cell of aliases at its dots, or at its lines where it has none.

    A dot between katakana belongs to a name, and a line may break within one.
    """
    return _BULLET.split(cell) if _BULLET.search(cell) else _LINE.split(cell)


def _country(cell: str) -> str:
    """Give the part of a cell in two languages that names an economy."""
    whole = tidy(cell)
    parts = (whole, _NOT_LATIN.sub(" ", whole).strip(), *whole.split(" ", 1))
    return next((part for part in parts if part and economy_of(part)), whole)
