"""Records that are no finding (alerts, acts, snapshots) as a block with a table."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kanmon.brief.wording import Words
from kanmon.workspace.blocks import label
from kanmon.workspace.charts import Chart
from kanmon.workspace.model import Block, Cell, Column, Kind, Opens, Source, Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """Describe a block of records: its columns by name with kind and unit, and how it is shown.

    ``hidden`` columns go into the CSV and can be drawn from, but are no part of the table shown.

    Example:
        >>> Sheet("acts", {"id": ("text", "")}).hidden
        ()
    """

    name: str
    columns: Mapping[str, tuple[Kind, str]]
    title: str = ""
    sentence: str = ""
    as_of: str = ""
    sources: Sequence[Source] = ()
    chart: Chart | None = None
    hidden: Sequence[str] = ()
    empty: str = ""
    unit: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    opens: Mapping[str, Opens] = field(default_factory=dict)


def listing(sheet: Sheet, rows: Sequence[Mapping[str, Any]], w: Words) -> Block:
    """Show records.

    Args:
        sheet: how.
        rows: by column; a column a row does not have is missing.
        w: words of the language.

    Returns:
        The block.

    Example:
        >>> from kanmon.brief.wording import words
        >>> sheet = Sheet("acts", {"id": ("text", "")}, title="Acts", empty="none")
        >>> listing(sheet, [{"id": "m1"}], words("en")).table.rows
        [['m1']]
    """
    columns = [
        Column(
            name=name,
            label=sheet.labels.get(name) or label(name, w),
            type=kind,
            unit=unit or None,
            digits=None,
            hidden=name in sheet.hidden,
        )
        for name, (kind, unit) in sheet.columns.items()
    ]
    columns = [_leading(one, sheet.opens.get(one.name)) for one in columns]
    cells = [[_plain(row.get(name)) for name in sheet.columns] for row in rows]
    return Block(
        id=sheet.name,
        type=sheet.kind or sheet.name,
        title=sheet.title or w.say(f"workspace.block_{sheet.name}"),
        sentence=sheet.sentence or None,
        unit=sheet.unit or None,
        as_of=sheet.as_of or None,
        sources=list(sheet.sources),
        table=Table(columns=columns, rows=cells),
        chart=sheet.chart if cells else None,
        empty=None if cells else sheet.empty or w.say("workspace.empty"),
    )


def _leading(column: Column, to: Opens | None) -> Column:
    return column if to is None else column.model_copy(update={"opens": to})


def _plain(value: Any) -> Cell:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value if value is None or isinstance(value, bool | int | float) else str(value)
