"""The library of scenarios: real and plausible cases, ready to run."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kanmon.analysis.impact.scenario.read import parse_scenario
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.catalogue.scenarios import scenario_texts
from kanmon.errors import CodeError, DataError


@cache
def library() -> Mapping[str, Scenario]:
    """Load every scenario of the library.

    Returns:
        Scenarios by id, oldest start first.

    Raises:
        DataError: a scenario's id is not the name of its file.
        ScenarioError: a file of the library is not a scenario.

    Example:
        >>> library()["gallium_germanium_us_ban_2024"].name("ja")
        '中国、ガリウム・ゲルマニウムの対米輸出を禁止(2024年)'
    """
    found: list[Scenario] = []
    for name, text in scenario_texts().items():
        where = f"catalogue/scenarios/{name}.toml"
        one = parse_scenario(text, where)
        if one.id != name:
            raise DataError(f"id {one.id!r}", where=where, remedy=f"name it {name!r}")
        found.append(one)
    return MappingProxyType({s.id: s for s in sorted(found, key=lambda s: (s.start, s.id))})


def scenario(name: str) -> Scenario:
    """Give a scenario of the library.

    Args:
        name: its id.

    Returns:
        The scenario, with its ranges.

    Raises:
        CodeError: the library has no such scenario.

    Example:
        >>> scenario("neon_ukraine_2022").start.isoformat()
        '2022-02-24'
    """
    if name not in library():
        near = difflib.get_close_matches(name[:80].casefold(), library(), n=3, cutoff=0.3)
        raise CodeError(
            f"no scenario {name[:80]!r}",
            where="library",
            remedy=f"perhaps {', '.join(near)}" if near else f"use one of {', '.join(library())}",
        )
    return library()[name]
