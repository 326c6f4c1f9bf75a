"""A list of exports decided row by row; a row that cannot be decided says why."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Mapping
from typing import Any

from kanmon.analysis.controls.decide import decide
from kanmon.assessment.runs import Told
from kanmon.brief import names
from kanmon.brief.numbers import number
from kanmon.brief.wording import words
from kanmon.catalogue.chips import chip
from kanmon.catalogue.control_book import control_book
from kanmon.errors import DataError, KanmonError
from kanmon.licensing.case import Asked as CaseAsked
from kanmon.licensing.case import make_case
from kanmon.workspace.asked import Asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.listing import Sheet, listing
from kanmon.workspace.model import Kind, View
from kanmon.workspace.page import Page, link, view

COLUMNS = ("item", "to", "from", "use", "seat", "parent", "clear")
_MOST = 5000
_TABLE: dict[str, tuple[Kind, str]] = {
    "line": ("number", ""),
    "item": ("text", ""),
    "destination": ("text", ""),
    "destination_name": ("text", ""),
    "outcome": ("text", ""),
    "outcome_name": ("text", ""),
    "rules": ("text", ""),
    "wanting": ("text", ""),
    "problem": ("text", ""),
}


def screen_list(desk: Desk, asked: Asked, file: Mapping[str, str], told: Told) -> View:
    """Decide every row of a list, as `kanmon licence decide` decides one.

    Args:
        desk: whose day stands for today.
        asked: the day, and what holds where a row does not say.
        file: ``name`` and ``text`` of a CSV with the columns ``item`` and ``to``, and any of
            ``from``, ``use``, ``seat``, ``parent``, ``clear``.
        told: called with what is being done and the share of it that is done.

    Returns:
        The view: one row a line.

    Raises:
        DataError: no CSV with these columns, or too many rows.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> text = {"name": "a.csv", "text": "item,to,clear\\nH100 SXM,JPN,1\\nnothing,JPN,1"}
        >>> made = screen_list(Desk(Settings()), Asked("controls", "en"), text, lambda *_: None)
        >>> [row[4] for row in made.blocks[0].table.rows]
        ['none', None]
    """
    w, book = words(asked.lang), control_book()
    when = asked.day("date", desk.today)
    lines = _lines(file)
    rows: list[dict[str, Any]] = []
    for place, line in enumerate(lines, start=2):
        rows.append({"line": place, "item": line["item"], **_decided(line, asked, when)})
        if place % 20 == 0:
            told(f"{place - 1} / {len(lines)}", (place - 1) / len(lines))
    for row in rows:
        code, result = row.get("destination"), row.get("outcome")
        row["destination_name"] = None if code is None else names.place(str(code), w.lang)
        row["outcome_name"] = None if result is None else w.say(f"control.{result}")
    counts = Counter(row["outcome"] for row in rows if row.get("outcome"))
    said = [
        w.say("control.count", outcome=w.say(f"control.{outcome}"), count=number(count, w.lang))
        for outcome, count in counts.most_common()
    ]
    wrong = sum(1 for row in rows if row.get("problem"))
    told("", 1.0)
    sheet = Sheet(
        "batch", _TABLE, as_of=when.isoformat(), hidden=("destination", "outcome"), kind="batch"
    )
    return view(
        asked,
        Page(
            headline=w.say(
                "workspace.batch_headline",
                count=number(len(rows), w.lang),
                outcomes=w.say("page.list").join(said) or w.say("page.none"),
                wrong=number(wrong, w.lang),
            ),
            blocks=[listing(sheet, rows, w)],
            links=[link(w, "controls")],
            caveats=[w.say("control.no_advice")],
            as_of=when.isoformat(),
            title=w.say("workspace.title_screening", name=file.get("name", "")[:80] or "–"),
            extra=[f"Control rules {book.checksum[:12]}"],
        ),
    )


def _lines(file: Mapping[str, str]) -> list[dict[str, str]]:
    where, text = file.get("name", "file"), file.get("text", "").lstrip("﻿")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        heads = [name.strip() for name in reader.fieldnames or ()]
        rows = [
            {k.strip(): (v or "").strip() for k, v in row.items() if isinstance(k, str)}
            for row in reader
        ]
    except csv.Error as e:
        raise DataError(f"no CSV ({e})", where=where, remedy="save it as CSV in UTF-8") from e
    if not {"item", "to"} <= set(heads) <= set(COLUMNS):
        raise DataError(
            f"columns {', '.join(heads)[:120] or 'none'}",
            where=where,
            remedy=f"give item and to, and any of {', '.join(COLUMNS[2:])}",
        )
    if not 0 < len(rows) <= _MOST:
        raise DataError(f"{len(rows)} rows", where=where, remedy=f"give 1 to {_MOST:,}; split it")
    return rows


def _decided(line: Mapping[str, str], asked: Asked, when: dt.date) -> dict[str, Any]:
    def told(name: str, default: str = "") -> str:
        return line.get(name) or asked.text(name, default)

    try:
        case = CaseAsked(
            told("to").upper(),
            told("from", "USA").upper(),
            told("seat").upper(),
            told("parent").upper(),
            told("use", "civil"),
            clear=told("clear").lower() in ("1", "true", "yes"),
        )
        names.place(case.destination, "en")
        made = decide(make_case(case, chip(line["item"])).told, when, control_book())
    except KanmonError as error:
        # One bad row must not hide the answers of the others: it says what is wrong instead.
        return {"problem": str(error)[:300]}
    return {
        "destination": case.destination,
        "outcome": made.outcome,
        "rules": ", ".join(f.rule.id for one in made.regimes for f in one.found),
        "wanting": ", ".join(sorted(made.missing)),
    }
