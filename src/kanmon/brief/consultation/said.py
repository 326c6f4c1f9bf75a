"""What an event says, in words of the reader's language: fields by name, no reference codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanmon.analysis.consultation.event import Event
from kanmon.analysis.consultation.thread import Thread
from kanmon.brief import names
from kanmon.brief.numbers import number
from kanmon.brief.wording import Words
from kanmon.catalogue.load import goods
from kanmon.catalogue.machines import machines

_SHOWN = 12
"""Digits of a checksum that are enough to tell one from another by eye."""


def said(event: Event, held: Thread, w: Words) -> str:
    """Write what an event says as one line of fields.

    Args:
        event: as the reader may see it.
        held: its thread, for what it refers to.
        w: words of the language.

    Returns:
        Named fields; those that say nothing are left out.

    Example:
        >>> from kanmon.analysis.consultation.label import Label
        >>> from kanmon.brief.wording import words
        >>> one = Event("0" * 32, "1" * 32, "watch", "JPN", "2026-11-23T00:00:00.000000Z", ("JPN",),
        ...             Label("GREEN"), {}, {"goods": ["gallium_metal"], "reason": ""})
        >>> said(one, Thread("1" * 32, "watch", "JPN", one.at, ("JPN",)), words("en"))
        'Goods: Gallium metal'
    """
    parts = [
        (name, _told(name, value, held, w))
        for name, value in event.body.items()
        if value not in ("", None, [])
    ]
    colon = w.say("page.colon")
    return w.say("page.separator").join(
        f"{w.say(f'consultation.field_{name}')}{colon}{text}" for name, text in parts if text
    )


def _told(name: str, value: Any, held: Thread, w: Words) -> str:
    if name == "commitment":
        return str(held.commitments.get(value, {}).get("words", ""))
    if name == "proposal":
        known = {} if held.case is None else held.case.proposals
        return _word(w, f"verb_{known.get(value, {}).get('verb', '')}", "")
    if name == "verb":
        return _word(w, f"verb_{value}", value)
    if name == "choice":
        return _word(w, f"choice_{value}", value)
    if name == "standing":
        return w.say(f"commitment.is_{value}")
    if name == "machine":
        return machines()[value].names[w.lang] if value in machines() else str(value)
    if name == "good" or name == "goods":
        listed = [value] if isinstance(value, str) else value
        return w.say("page.list").join(
            names.good(g, w.lang) if g in goods() else str(g) for g in listed
        )
    if name == "duration_days":
        return f"{number(value['low'], w.lang)}–{number(value['high'], w.lang)}"
    if name == "evidence" and isinstance(value, list):
        return w.say("page.list").join(f"{e['kind']} ({e['sha256'][:_SHOWN]}…)" for e in value)
    return _plain(value, w)


def _word(w: Words, key: str, otherwise: str) -> str:
    return w.say(f"consultation.{key}") if w.has(f"consultation.{key}") else otherwise


def _plain(value: Any, w: Words) -> str:
    if isinstance(value, list):
        return w.say("page.list").join(_plain(one, w) for one in value)
    if isinstance(value, Mapping):
        return " ".join(f"{key} {_plain(one, w)}" for key, one in value.items())
    return str(value)
