"""A block's table as CSV: the same digits as the JSON, units in the header, sources in columns."""

from __future__ import annotations

import csv
import io

from kanmon.workspace.model import Block, Cell, Column

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def spreadsheet(block: Block) -> str:
    """Write a block's whole table.

    Args:
        block: any block.

    Returns:
        CSV text that begins with a byte-order mark, so that spreadsheets read it as UTF-8. The
        first line names each column with its unit in brackets; the last two columns say as of
        when and from which sources. A missing figure is an empty cell, never a zero.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_good_findings
        >>> from kanmon.workspace.blocks import block
        >>> made = block(tiny_good_findings("JPN").suppliers, words("en"), "suppliers")
        >>> spreadsheet(made).splitlines()[1][:14]
        'CHN,China,60.0'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*map(_head, block.table.columns), "as_of", "sources"])
    cited = "; ".join(
        dict.fromkeys(f"{s.publisher}, {s.title}, {s.vintage}" for s in block.sources)
    )
    for row in block.table.rows:
        writer.writerow([*map(_text, row), block.as_of or "", _text(cited)])
    return "﻿" + out.getvalue()


def _head(column: Column) -> str:
    return f"{column.name} [{column.unit}]" if column.unit else column.name


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    # A spreadsheet would run a text that begins like a formula.
    return f"'{value}" if value.startswith(_FORMULA) else value
