"""Tables of consultation pages: plain rows, worded, with their CSV."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from kanmon.brief.cells import Cell
from kanmon.brief.numbers import number, percent
from kanmon.brief.twin import Column, Twin
from kanmon.brief.wording import Words

SHARES = frozenset({"top_share", "producer_share"})
NUMERIC = SHARES | {"hhi"}


def plain_twin(
    name: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], w: Words, cite: str = ""
) -> Twin:
    """Make a table of plain rows.

    Args:
        name: of the section, also its id.
        rows: values by column; None where not known.
        columns: in order.
        w: words of the language.
        cite: line under the table.

    Returns:
        The table, with a CSV of what is printed.

    Example:
        >>> from kanmon.brief.wording import words
        >>> plain_twin("cases", [{"title": "Gallium"}], ["title"], words("en")).rows[0][0].text
        'Gallium'
    """
    heads = tuple(
        Column(
            w.say(f"consultation.{c}"),
            w.say(f"consultation.unit_{c}") if c in SHARES else "",
            c in NUMERIC,
        )
        for c in columns
    )
    return Twin(
        id=name,
        caption=w.say(f"consultation.{name}"),
        columns=heads,
        rows=tuple(tuple(_cell(row[c], c, w) for c in columns) for row in rows),
        filename=f"kanmon-{name}.csv",
        csv_href=_csv(rows, columns),
        citation=cite,
    )


def _cell(value: Any, column: str, w: Words) -> Cell:
    if value is None:
        return Cell(w.say("consultation.not_known"), missing=True)
    if column in SHARES:
        return Cell(percent(value, w.lang, 1), value)
    if column == "hhi":
        return Cell(number(value, w.lang, 2), value)
    return Cell(str(value))


def _csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_safe(row[c]) for c in columns] for row in rows)
    coded = base64.b64encode(out.getvalue().encode("utf-8-sig")).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{coded}"


def _safe(value: Any) -> Any:
    """Keep a partner's text from being read as a formula by a spreadsheet."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value
