"""The scenario a command is about: from a file, or written on the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kanmon.analysis.impact.scenario.amount import Amount, Range
from kanmon.analysis.impact.scenario.read import parse_scenario
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import Restriction
from kanmon.catalogue.load import good
from kanmon.errors import ScenarioError

_INDUSTRY = "industry:"


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
    """Read a scenario's TOML file."""
    path = Path(name)
    if not path.is_file():
        raise ScenarioError(
            f"no scenario file {name!r}",
            where="kanmon impact",
            remedy="name a TOML file, or write the restriction: --restrict GOOD --by WHO",
        )
    return parse_scenario(path.read_bytes(), str(path))


def restriction(asked: Written, today: dt.date) -> Scenario:
    """Make the scenario of one restriction that starts on a day, tomorrow when none is given."""
    where = "kanmon impact --restrict"
    if not asked.by:
        raise ScenarioError("nobody who cuts", where=where, remedy="say --by, such as --by CHN")
    try:
        start = dt.date.fromisoformat(asked.start) if asked.start else today + dt.timedelta(days=1)
    except ValueError as e:
        raise ScenarioError(
            f"start {asked.start!r}", where=where, remedy="write it as 2027-01-31"
        ) from e
    goods = tuple(g if g.startswith(_INDUSTRY) else good(g).id for g in asked.goods)
    by, on, all_but = (_upper(codes) for codes in (asked.by, asked.on, asked.all_but))
    act = Restriction(
        "restriction",
        by,
        goods,
        start,
        on=on,
        all_but=all_but,
        cut=amount(asked.cut, "--cut"),
        licence_delay_days=amount(asked.delay, "--delay"),
    )
    title = ", ".join(g.replace("_", " ") for g in goods)
    return Scenario("restriction", f"{', '.join(by)}: {title}", start, asked.days, shocks=(act,))


def amount(text: str, option: str) -> Amount:
    """Read a number, or LOW:BEST:HIGH."""
    try:
        parts = [float(part) for part in text.split(":")]
    except ValueError:
        parts = []
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 3:
        return Range(parts[0], parts[1], parts[2])
    raise ScenarioError(
        f"{option} {text!r}", where="kanmon impact", remedy="write a number, or LOW:BEST:HIGH"
    )


def _upper(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.upper() for code in codes)
