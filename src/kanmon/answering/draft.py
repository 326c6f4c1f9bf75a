"""A case file begun from an act of the register: what is known filled in, the rest named."""

from __future__ import annotations

import datetime as dt
import json

from kanmon.catalogue.coercion_rules import criteria
from kanmon.errors import DataError
from kanmon.tables.measure import Act

_STAGES = {"in_force": "in force"}


def draft(act: Act, target: str) -> str:
    """Write the beginning of a case file.

    Args:
        act: of the register.
        target: economy or bloc the case is told for.

    Returns:
        TOML that reads as a case; criteria stand in it as remarks, to be filled in with evidence.

    Raises:
        DataError: the act has no imposer, or no day at all.

    Example:
        >>> import datetime as dt
        >>> act = Act("CHN", ("JPN",), "import", "in_force", "https://example.org",
        ...           goods=("scallops",), in_force=dt.date(2025, 11, 19), id="m1")
        >>> draft(act, "JPN").splitlines()[0]
        'id = "m1"'
    """
    days = [d for d in (act.in_force, act.announced, act.eased, act.ended) if d is not None]
    if not act.imposer or not days:
        raise DataError(
            "no imposer or no day",
            where=f"act {act.id}",
            remedy="complete the act first (`kanmon measures review`)",
        )
    start = act.in_force or min(days)
    reason = act.reason or "not stated"
    source = _text(act.source)
    lines = [
        f"id = {_text(act.id or 'draft')}",
        f"title = {_text(act.instrument or f'Measure of {act.imposer} against {target}')}",
        f"imposer = {_text(act.imposer)}",
        f"target = {_text(target)}",
        f"side = {_text(act.side)}",
        f"goods = {json.dumps([*act.goods, *act.products] or ['not named'], ensure_ascii=False)}",
        f"start = {start.isoformat()}",
    ]
    if act.ended is not None and act.ended >= start:
        lines.append(f"end = {act.ended.isoformat()}")
    lines += [
        f"stage = {_text(_STAGES.get(act.stage, act.stage))}",
        f"scope = {_text(', '.join(act.targets) or target)}",
        f"stated_reason = {_text(reason)}",
        f"reason_source = {source}",
        'reason_status = "found"',
        f"instrument = {_text(act.instrument)}",
        'missing = ["trigger", "what was asked for", "measurements"]',
        "",
    ]
    for kind, name, day in (
        ("notice", "announced", act.announced),
        ("measure", "in force", act.in_force),
        ("easing", "eased", act.eased),
        ("end", "ended", act.ended),
    ):
        if day is not None:
            lines += _event(
                day, kind, f"{name}: {act.quote[:200] or act.instrument or 'the act'}", source
            )
    lines += ["# Evidence: one table a piece; every piece needs its source.", "#"]
    for one in criteria().values():
        lines.append(f"# {one.id}: {one.en}")
    return "\n".join(lines) + "\n"


def _event(day: dt.date, kind: str, text: str, source: str) -> list[str]:
    return [
        "[[event]]",
        f"day = {day.isoformat()}",
        f"kind = {_text(kind)}",
        f"text = {_text(text)}",
        f"source = {source}",
        'status = "found"',
        "",
    ]


def _text(text: str) -> str:
    """Write a TOML string: JSON's escapes are TOML's; control characters become spaces."""
    clean = "".join(" " if ord(c) < 32 or ord(c) == 127 else c for c in text)
    return json.dumps(clean, ensure_ascii=False)
