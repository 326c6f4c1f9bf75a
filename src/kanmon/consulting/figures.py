"""Figures that stay at home: partners ask whether they reach a threshold, and learn a band."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from kanmon.analysis.consultation.disclosure import Gate, band
from kanmon.catalogue.consultation_rules import rule
from kanmon.consulting.database.tables import asked
from kanmon.consulting.ledger import Reading, Writing
from kanmon.errors import AccessError, DataError

_NAME = re.compile(r"[a-z][a-z0-9_.-]{0,99}")
_REF = re.compile(r"[0-9a-f]{32}")


def enter_figure(
    w: Writing,
    name: str,
    value: float,
    unit: str,
    edges: Sequence[float],
    partners: Sequence[str],
    *,
    actor: str,
) -> None:
    """Enter a protected figure, the edges it may be told in, and the partners that may ask.

    Args:
        w: transaction.
        name: of the figure, as partners ask for it.
        value: the figure.
        unit: its unit.
        edges: fixed beforehand, rising; a figure keeps the edges it was first told in.
        partners: nodes that may ask.
        actor: who enters it.

    Raises:
        DataError: a value is not finite, edges do not rise, or they would change.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.writing() as w:
        ...     enter_figure(w, "cover_days", 47.0, "days", [0, 30, 60, 90], ["USA"], actor="a")
        ...     answer_question(w, {"ref": "0" * 32, "figure": "cover_days", "least": 55.0}, "USA")
        {'ref': '00000000000000000000000000000000', 'edge': 60.0, 'reached': False, 'unit': 'days'}
    """
    held = w.get("figure", name)
    told = [float(e) for e in edges]
    if not _NAME.fullmatch(name) or not isinstance(unit, str) or not unit.strip():
        raise DataError("name or unit", where="figure", remedy="use a short name and a unit")
    band(value, told)
    if not all(map(math.isfinite, told)):
        raise DataError("edges", where="figure", remedy="give finite edges")
    if held is not None and held["edges"] != told:
        raise DataError(
            "its edges would change",
            where=f"figure {name}",
            remedy="new edges beside old ones would say more than a band: enter another figure",
        )
    plain = {"value": value, "unit": unit, "edges": told, "partners": sorted(set(partners))}
    w.put("figure", name, plain, actor, "entered figure")


def ask(w: Writing, partner: str, figure: str, least: float, actor: str) -> dict[str, Any]:
    """Note a question to a partner; it is to be sent by the caller.

    Args:
        w: transaction.
        partner: whose figure.
        figure: its name.
        least: threshold, in the figure's unit.
        actor: who asks.

    Returns:
        The question's content.

    Raises:
        DataError: the threshold is not finite, or the name none.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.writing() as w:
        ...     ask(w, "USA", "cover_days", 60.0, "a")["least"]
        60.0
    """
    content = {"ref": secrets.token_hex(16), "figure": figure, "least": float(least)}
    hold_question(content)
    w.put("question", f"{partner}/{content['ref']}", content, actor, "asked")
    return content


def hold_question(content: Any) -> None:
    """Hold a question to its form.

    Args:
        content: plain data.

    Raises:
        DataError: a field is missing, unknown or not what it must be.

    Example:
        >>> hold_question({"ref": "0" * 32, "figure": "cover_days", "least": 60.0})
    """
    held = (
        content if isinstance(content, dict) and set(content) == {"ref", "figure", "least"} else {}
    )
    least = held.get("least")
    number = isinstance(least, int | float) and not isinstance(least, bool) and math.isfinite(least)
    if not (number and _is(held.get("ref"), _REF) and _is(held.get("figure"), _NAME)):
        raise DataError("no question", where="package", remedy="give ref, figure and least")


def hold_answer(content: Any) -> None:
    """Hold an answer to its form.

    Args:
        content: plain data.

    Raises:
        DataError: a field is missing, unknown or not what it must be.

    Example:
        >>> hold_answer({"ref": "0" * 32, "edge": None, "reached": None, "unit": ""})
    """
    fields = {"ref", "edge", "reached", "unit"}
    held = content if isinstance(content, dict) and set(content) == fields else {}
    edge, reached = held.get("edge"), held.get("reached")
    number = isinstance(edge, int | float) and not isinstance(edge, bool)
    told = number and isinstance(reached, bool)
    silent = edge is None and reached is None
    if not (held and (told or silent) and _is(held["ref"], _REF) and isinstance(held["unit"], str)):
        raise DataError("no answer", where="package", remedy="give ref, edge, reached and unit")


def answer_question(w: Writing, content: Any, asker: str) -> dict[str, Any]:
    """Answer a partner's question: the nearest edge, and whether the figure reaches it.

    Args:
        w: transaction; the question is counted whatever the answer.
        content: a question that was held.
        asker: partner.

    Returns:
        The answer's content. Unknown figure, no right and too many questions look the same:
        nothing is said.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.writing() as w:
        ...     answer_question(w, {"ref": "0" * 32, "figure": "x", "least": 1.0}, "USA")["edge"]
    """
    name = str(content["figure"])
    used = _count(w, name, asker)
    held = w.get("figure", name)
    silent = {"ref": content["ref"], "edge": None, "reached": None, "unit": ""}
    if held is None or asker not in held["partners"]:
        return silent
    gate = Gate(
        {name: held["value"]},
        {name: tuple(held["edges"])},
        int(rule("questions", "most")),
        {(name, asker): used},
    )
    try:
        edge, reached = gate.at_least(name, float(content["least"]), asker)
    except AccessError:
        return silent
    return {"ref": content["ref"], "edge": edge, "reached": reached, "unit": held["unit"]}


def _count(w: Writing, figure: str, asker: str) -> int:
    here = (asked.c.figure == figure, asked.c.asker == asker)
    used = w.connection.execute(select(asked.c.times).where(*here)).scalar_one_or_none()
    if used is None:
        w.connection.execute(insert(asked).values(figure=figure, asker=asker, times=1))
    else:
        w.connection.execute(update(asked).where(*here).values(times=used + 1))
    return used or 0


def bands_known(r: Reading, partner: str, figure: str) -> tuple[float, float]:
    """Tell what answers so far say of a partner's figure.

    Args:
        r: transaction.
        partner: whose.
        figure: its name.

    Returns:
        Lower and upper bound; infinite where nothing is known.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.reading() as r:
        ...     bands_known(r, "USA", "cover_days")
        (-inf, inf)
    """
    low, high = -math.inf, math.inf
    for key, one in r.many("question").items():
        if not key.startswith(f"{partner}/") or one["figure"] != figure:
            continue
        if one.get("reached") is True:
            low = max(low, one["edge"])
        elif one.get("reached") is False:
            high = min(high, one["edge"])
    return low, high


def _is(value: Any, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
