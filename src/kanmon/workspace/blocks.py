"""From a finding to a block: every column and every row, each figure as the finding holds it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.numbers import number
from kanmon.brief.wording import Words
from kanmon.catalogue.load import goods
from kanmon.catalogue.thresholds import threshold
from kanmon.provenance import Origin
from kanmon.workspace.charts import Chart
from kanmon.workspace.model import Block, Cell, Column, Kind, Source, Table
from kanmon.workspace.naming import Namer, namer

_DIGITS = {
    "share": 1,
    "HHI": 3,
    "HHI change": 3,
    "0-1": 3,
    "year": 0,
    "days": 1,
    "day": 0,
    "months": 0,
    "years": 0,
    "points": 0,
    "samples": 0,
    "goods": 0,
}
NAME = "_name"
"""What the column of words is called after the column of codes it stands beside."""


@dataclass(frozen=True, slots=True)
class Look:
    """Say how a finding is shown: chart, columns in order, words of its own.

    ``shown`` are the columns a table draws; the others go along hidden. ``named`` word columns in
    place of the usual; ``extra`` are columns made from a row and not of the finding (names,
    marks, a figure's own value), each with its unit. ``keep`` says which rows are shown. ``units``
    name the unit of a column where the finding says that another column does, and all rows agree.

    Example:
        >>> Look().shown
        ()
    """

    chart: Chart | None = None
    shown: Sequence[str] = ()
    named: Mapping[str, Namer] = field(default_factory=dict)
    extra: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], Cell]]] = field(
        default_factory=dict
    )
    keep: Callable[[Mapping[str, Any]], bool] | None = None
    title: str = ""
    sentence: str | None = None
    empty: str = ""
    unit: str | None = None
    units: Mapping[str, str] = field(default_factory=dict)


def block(finding: Finding, w: Words, name: str, look: Look | None = None) -> Block:
    """Show a finding.

    Args:
        finding: any finding.
        w: words of the language.
        name: id of the block, unique in its view.
        look: how it is shown.

    Returns:
        The block: the finding's columns under their own names with its figures untouched, and
        beside each column of codes one of words, called ``<column>_name``.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_good_findings
        >>> made = block(tiny_good_findings("JPN").suppliers, words("en"), "suppliers")
        >>> [c.name for c in made.table.columns][:2], made.table.rows[0][:2]
        (['supplier', 'supplier_name'], ['CHN', 'China'])
    """
    seen = look or Look()
    rows = finding.table.to_pylist()
    if seen.keep is not None:
        rows = [row for row in rows if seen.keep(row)]
    laid = _laid(finding, w, seen)
    cells = [[_plain(read(row)) for _, read in laid] for row in rows]
    said = seen.empty or _reason(finding, w)
    return Block(
        id=name,
        type=finding.kind,
        title=seen.title or title(finding, w),
        sentence=seen.sentence or None,
        unit=seen.unit,
        as_of=finding.as_of or None,
        sources=sources(finding.sources),
        table=Table(columns=[column for column, _ in laid], rows=cells),
        chart=seen.chart if cells else None,
        empty=None if cells else said,
    )


def title(finding: Finding, w: Words) -> str:
    """Name a finding as the brief does.

    Args:
        finding: any finding.
        w: words of the language.

    Returns:
        The caption of its table.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_good_findings
        >>> title(tiny_good_findings("JPN").trend, words("en"))[:13]
        'Concentration'
    """
    key = f"table.{finding.kind}"
    good = names.good(finding.good, w.lang) if _is_good(finding.good) else finding.good
    said = w.say(key, good=good) if w.has(key) else finding.kind.replace("_", " ")
    return re.sub(r"[\s:：]+$", "", said)


def sources(origins: Sequence[Origin]) -> list[Source]:
    """List what a finding rests on.

    Args:
        origins: in the order they are named.

    Returns:
        Each once.

    Example:
        >>> from kanmon.testing import tiny_origin
        >>> sources([tiny_origin(), tiny_origin()])[0].publisher
        'Kanmon tests'
    """
    return [
        Source(
            id=o.source,
            title=o.title,
            publisher=o.publisher,
            licence=o.licence.name,
            vintage=o.vintage,
            url=o.url if o.url.startswith(("https://", "http://")) else None,
        )
        for o in dict.fromkeys(origins)
    ]


def label(column: str, w: Words) -> str:
    """Word the head of a column.

    Args:
        column: name of a column; that of its words is headed alike.
        w: words of the language.

    Returns:
        The words; a column without any is spelt out.

    Example:
        >>> from kanmon.brief.wording import words
        >>> label("supplier_name", words("fr"))
        'Fournisseur'
    """
    key = f"column.{column.removesuffix(NAME)}"
    if not w.has(key):
        return column.replace("_", " ")
    return w.say(key, years=number(threshold("comparison_years").value, w.lang))


def _laid(
    finding: Finding, w: Words, look: Look
) -> list[tuple[Column, Callable[[Mapping[str, Any]], Any]]]:
    every = finding.table.column_names
    shown = tuple(look.shown) or tuple(every)
    laid: list[tuple[Column, Callable[[Mapping[str, Any]], Any]]] = []
    for name in [*(n for n in shown if n in every), *(n for n in every if n not in shown)]:
        say = look.named.get(name) or namer(finding, name, w)
        hidden = name not in shown
        column = _column(finding, name, w, hidden or say is not None)
        if name in look.units:
            column = column.model_copy(update={"unit": look.units[name]})
        laid.append((column, _reads(name)))
        if say is not None:
            words_of = Column(
                name=name + NAME,
                label=label(name, w),
                type="text",
                unit=None,
                digits=None,
                hidden=hidden,
            )
            laid.append((words_of, say))
    for name, (unit, make) in look.extra.items():
        laid.append((_extra(name, unit, w, name in look.shown), make))
    return laid


def _reads(name: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda row: row[name]


def _extra(name: str, unit: str, w: Words, shown: bool) -> Column:
    kind: Kind = {"text": "text", "flag": "flag"}.get(unit, "number")  # type: ignore[assignment]
    return Column(
        name=name,
        label=label(name, w),
        type=kind,
        unit=unit if kind == "number" and unit else None,
        digits=_DIGITS.get(unit),
        hidden=not shown,
    )


def _column(finding: Finding, name: str, w: Words, hidden: bool) -> Column:
    unit, kept = finding.units[name], str(finding.table.schema.field(name).type)
    kind: Kind = "text"
    if kept.startswith(("int", "uint", "float", "double", "half")):
        kind = "number"
    elif kept == "bool":
        kind = "flag"
    elif kept.startswith(("date", "timestamp")) or unit == "date":
        kind = "date"
    # The same word names an economy that supply rests on, and who said something.
    said = w.say("page.source") if name == "source" and unit != "iso3" else label(name, w)
    return Column(
        name=name,
        label=said,
        type=kind,
        unit=unit if kind == "number" and unit else None,
        digits=_DIGITS.get(unit) if kind == "number" else None,
        hidden=hidden,
    )


def _plain(value: Any) -> Cell:
    """Keep a cell as it is; only what JSON has no word for becomes text or missing."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _reason(finding: Finding, w: Words) -> str:
    missing = [f.missing for f in finding.figures.values() if f.value is None and f.missing]
    return w.not_known(missing[0]) if missing else w.say("workspace.empty")


def _is_good(identifier: str) -> bool:
    return identifier in goods()
