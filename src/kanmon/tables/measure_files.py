"""Acts as files: CSV and JSON in one documented layout, read strictly and written the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from kanmon.errors import DataError
from kanmon.tables.measure import DAYS, Act, hold

LISTS = ("targets", "goods", "products")
COLUMNS = (
    "id",
    "imposer",
    "targets",
    "side",
    "goods",
    "products",
    "hs",
    "mast",
    "oecd",
    "stage",
    "announced",
    "in_force",
    "eased",
    "ended",
    "reason",
    "instrument",
    "source",
    "lang",
    "quote",
    "span",
    "standing",
    "review",
)
NEEDED = ("imposer", "targets", "side", "stage", "source")
_SPAN = re.compile(r"\d{1,9}-\d{1,9}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_measures(text: str, *, where: str) -> tuple[Act, ...]:
    """Read acts from CSV or JSON; JSON is told by its first character.

    CSV has one act a line; lists are separated by semicolons; columns may be left out except
    ``imposer``, ``targets``, ``side``, ``stage`` and ``source``. JSON is a list of objects with
    the same names, lists as lists.

    Args:
        text: of the file.
        where: file named in an error.

    Returns:
        Acts in file order, each held to what an act must be.

    Raises:
        DataError: the layout is another, or a value is not what it must be.

    Example:
        >>> text = "imposer,targets,side,stage,source\\nCHN,JPN;USA,export,announced,x\\n"
        >>> parse_measures(text, where="x.csv")[0].targets
        ('JPN', 'USA')
    """
    plain = text.lstrip("\ufeff")
    rows = _json(plain, where) if plain.lstrip()[:1] in ("[", "{") else _csv(plain, where)
    if not rows:
        raise DataError("no act", where=where, remedy="give one act a line")
    found = []
    for place, row in rows:
        strange = sorted(set(row) - set(COLUMNS))
        missing = [name for name in NEEDED if name not in row]
        if strange or missing:
            raise DataError(
                f"unknown {', '.join(s[:40] for s in strange[:5])}"
                if strange
                else f"no {', '.join(missing)}",
                where=place,
                remedy=f"use {', '.join(COLUMNS)}",
            )
        found.append(hold(_act(row, place), where=place))
    return tuple(found)


def write_csv(acts: Iterable[Act]) -> str:
    """Write acts as CSV that :func:`parse_measures` reads back alike.

    Args:
        acts: any acts.

    Returns:
        The text.

    Example:
        >>> write_csv([]).splitlines()[0][:10]
        'id,imposer'
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for act in acts:
        row = plain_act(act)
        writer.writerow({k: ";".join(v) if isinstance(v, list) else v for k, v in row.items()})
    return out.getvalue()


def write_json(acts: Iterable[Act]) -> str:
    """Write acts as JSON that :func:`parse_measures` reads back alike.

    Args:
        acts: any acts.

    Returns:
        The text.

    Example:
        >>> write_json([])
        '[]\\n'
    """
    return json.dumps([plain_act(a) for a in acts], ensure_ascii=False, indent=1) + "\n"


def plain_act(act: Act) -> dict[str, Any]:
    """Write an act as plain data.

    Args:
        act: any act.

    Returns:
        Its fields in the order of the layout: days as ISO text, lists as lists, empty as ``""``.

    Example:
        >>> plain_act(Act("CHN", ("JPN",), "export", "announced", "x"))["targets"]
        ['JPN']
    """
    row: dict[str, Any] = {}
    for name in COLUMNS:
        value = getattr(act, name)
        if name in LISTS:
            row[name] = list(value)
        elif name in DAYS:
            row[name] = "" if value is None else value.isoformat()
        elif name == "span":
            row[name] = "" if value is None else f"{value[0]}-{value[1]}"
        else:
            row[name] = value
    return row


def act_of(row: Mapping[str, Any], *, where: str) -> Act:
    """Read an act back from plain data.

    Args:
        row: as :func:`plain_act` writes it.
        where: what is named in an error.

    Returns:
        The act.

    Raises:
        DataError: a value is not what it must be.

    Example:
        >>> act = hold(Act("CHN", ("JPN",), "export", "announced", "x"), where="x")
        >>> act_of(plain_act(act), where="x") == act
        True
    """
    return hold(_act(row, where), where=where)


def _act(row: Mapping[str, Any], where: str) -> Act:
    values: dict[str, Any] = {}
    known = {f.name for f in fields(Act)}
    for name, value in row.items():
        if name not in known:
            continue
        if name in LISTS:
            values[name] = _list(value, name, where)
        elif value is None and name not in NEEDED:
            continue
        elif not isinstance(value, str):
            raise DataError(
                f"{name} is no text but {type(value).__name__}",
                where=where,
                remedy="write text in quotes",
            )
        elif name in DAYS:
            values[name] = _day(value.strip(), name, where)
        elif name == "span":
            values[name] = _span(value.strip(), where)
        else:
            values[name] = value.strip()
    if not values.get("standing"):
        values.pop("standing", None)
    return Act(**values)


def _list(value: Any, name: str, where: str) -> tuple[str, ...]:
    parts = value.split(";") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(p, str) for p in parts):
        raise DataError(
            f"{name} is no list of texts", where=where, remedy="separate codes by semicolons"
        )
    return tuple(p.strip() for p in parts if p.strip())


def _day(text: str, name: str, where: str) -> dt.date | None:
    if not text:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DataError(
            f"{name} {text[:40]!r} is no day", where=where, remedy="write days as 2023-08-01"
        ) from None


def _span(text: str, where: str) -> tuple[int, int] | None:
    if not text:
        return None
    if not _SPAN.fullmatch(text):
        raise DataError(f"span {text[:40]!r}", where=where, remedy="write it as 120-164")
    start, _, end = text.partition("-")
    return int(start), int(end)


def _csv(text: str, where: str) -> list[tuple[str, dict[str, Any]]]:
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as e:
        raise DataError(
            f"it is no CSV ({e})", where=where, remedy="quote cells that hold a comma or quote"
        ) from e
    lines = [line for line in lines if line]
    if not lines:
        return []
    head = [name.strip() for name in lines[0]]
    if len(set(head)) < len(head):
        raise DataError("a column stands twice", where=where, remedy="remove one of the two")
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(head):
            raise DataError(
                f"{len(line)} cells, not {len(head)}",
                where=f"{where}, act {number - 1}",
                remedy="quote cells that hold a comma",
            )
    return [
        (f"{where}, act {n}", dict(zip(head, line, strict=True)))
        for n, line in enumerate(lines[1:], start=1)
    ]


def _json(text: str, where: str) -> list[tuple[str, dict[str, Any]]]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise DataError(f"it is no JSON ({str(e)[:120]})", where=where, remedy="mend it") from e
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataError("it is no list of objects", where=where, remedy="give a list of acts")
    return [(f"{where}, act {n}", row) for n, row in enumerate(rows, start=1)]
