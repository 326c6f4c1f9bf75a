"""Write a scenario as TOML that reads back the same."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.responses import Response
from kanmon.analysis.impact.scenario.scenario import Scenario, Shock

_HEAD = ("id", "title", "title_ja", "title_fr", "standing", "start", "days", "note", "sources")


def write_scenario(scenario: Scenario) -> str:
    """Write a scenario as TOML.

    Args:
        scenario: any scenario.

    Returns:
        Text from which ``parse_scenario`` makes an equal scenario; what has its default value is
        left out.

    Example:
        >>> print(write_scenario(Scenario("calm", "Calm", dt.date(2027, 1, 1), 30)), end="")
        id = "calm"
        title = "Calm"
        start = 2027-01-01
        days = 30
    """
    lines = [*_pairs(scenario, _HEAD)]
    for table, parts in (("shock", scenario.shocks), ("response", scenario.responses)):
        for part in parts:
            lines += ["", f"[[{table}]]", f'kind = "{_kind(part)}"']
            lines += _pairs(part, tuple(f.name for f in fields(part) if f.name != "exempt"))
            for one in getattr(part, "exempt", ()):
                lines += ["", f"[[{table}.exempt]]", *_pairs(one, ("parties", "share"))]
    return "\n".join(lines) + "\n"


def _kind(part: Shock | Response) -> str:
    name = type(part).__name__
    return name[0].lower() + "".join(f"_{c.lower()}" if c.isupper() else c for c in name[1:])


def _pairs(record: Any, names: tuple[str, ...]) -> Iterator[str]:
    known = {f.name: f for f in fields(record)}
    for name in names:
        value = getattr(record, name)
        default = known[name].default
        if default is MISSING or value != default:
            yield f"{name} = {_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, Range):
        ends = (f"{end} = {_toml(getattr(value, end))}" for end in ("low", "best", "high"))
        return f"{{ {', '.join(ends)} }}"
    if isinstance(value, str):
        # JSON escapes all that TOML wants escaped but the delete character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if isinstance(value, dt.date):
        return value.isoformat()
    return repr(int(value)) if isinstance(value, int) else repr(float(value))
