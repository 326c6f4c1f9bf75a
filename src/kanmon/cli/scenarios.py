"""The scenario a command is about: of the library, from a file, or written on the command line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kanmon.analysis.impact.scenario.library import library, scenario
from kanmon.analysis.impact.scenario.read import read_scenario
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shorthand import amount_of, restriction_of
from kanmon.brief.numbers import day
from kanmon.brief.wording import words
from kanmon.errors import ScenarioError


@dataclass(frozen=True, slots=True)
class Written:
    """Carry a restriction as it was written on the command line.

    Example:
        >>> Written(("gallium_metal",), ("CHN",)).cut
        '1.0'
    """

    goods: tuple[str, ...]
    by: tuple[str, ...]
    on: tuple[str, ...] = ()
    all_but: tuple[str, ...] = ()
    cut: str = "1.0"
    delay: str = "0"
    start: str = ""
    days: int = 365


def find_scenario(name: str) -> Scenario:
    """Give a scenario of the library, or read a TOML file and say how it was understood."""
    path = Path(name)
    if path.suffix != ".toml":
        return scenario(name)
    if not path.is_file():
        raise ScenarioError(
            "no such file", where=name, remedy="check the path, or see `kanmon impact --list`"
        )
    reading = read_scenario(path.read_bytes(), name)
    for remark in reading.remarks:
        Console(stderr=True).print(f"[yellow]{escape(name)}:[/] {escape(remark)}", soft_wrap=True)
    return reading.scenario


def restriction(asked: Written, today: dt.date) -> Scenario:
    """Make the scenario of one restriction that starts on a day, tomorrow when none is given."""
    try:
        start = dt.date.fromisoformat(asked.start) if asked.start else today + dt.timedelta(days=1)
    except ValueError as e:
        raise ScenarioError(
            f"start {asked.start!r}", where="--start", remedy="write it as 2027-01-31"
        ) from e
    return restriction_of(
        asked.goods,
        [code.upper() for code in asked.by],
        start,
        asked.days,
        on=[code.upper() for code in asked.on],
        all_but=[code.upper() for code in asked.all_but],
        amounts={
            "cut": amount_of(asked.cut, "--cut"),
            "licence_delay_days": amount_of(asked.delay, "--delay"),
        },
    )


def listed(lang: str) -> Table:
    """Lay out the library for a terminal of 80 columns."""
    w = words(lang)
    drawn = Table(box=None, pad_edge=False, header_style="dim")
    drawn.add_column(w.say("column.scenario"), overflow="fold", ratio=1)
    drawn.add_column(w.say("column.standing"), overflow="fold", max_width=12)
    drawn.add_column(w.say("column.date"), overflow="fold", max_width=16)
    drawn.add_column(w.say("unit.days"), justify="right")
    for one in library().values():
        drawn.add_row(
            f"[bold]{one.id}[/]\n{one.name(lang)}",
            w.say(f"standing.{one.standing}"),
            day(one.start, lang),
            str(one.days),
        )
    return drawn


def plain() -> list[dict[str, object]]:
    """Give the library as plain data."""
    return [
        {
            "id": one.id,
            "title": one.title,
            "standing": one.standing,
            "start": one.start.isoformat(),
            "days": one.days,
            "note": one.note,
            "sources": list(one.sources),
        }
        for one in library().values()
    ]
