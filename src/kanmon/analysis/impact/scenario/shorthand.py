"""A restriction in one line: what `kanmon impact --restrict gallium --by CHN` means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kanmon.analysis.impact.scenario.amount import Amount, Range
from kanmon.analysis.impact.scenario.meaning import check_meaning
from kanmon.analysis.impact.scenario.names import (
    INDUSTRY,
    check_crowd,
    check_party,
    goods_meant,
)
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import Restriction
from kanmon.catalogue.load import good
from kanmon.codes.blocs import party_name
from kanmon.errors import ScenarioError

AMOUNTS = ("cut", "licence_delay_days", "ramp_days", "duration_days", "ease_days")

_TITLES = {
    "en": "{by} cuts off {goods}",
    "ja": "{by}による{goods}の供給制限",
    "fr": "{by} coupe l'approvisionnement : {goods}",
}
_JOINS = {"en": ", ", "ja": "・", "fr": ", "}


def restriction_of(
    goods: Sequence[str],
    by: Sequence[str],
    start: dt.date,
    days: int,
    *,
    on: Sequence[str] = (),
    all_but: Sequence[str] = (),
    amounts: Mapping[str, Amount] | None = None,
) -> Scenario:
    """Make a scenario of one restriction, in force from its first day.

    Args:
        goods: ids, names or materials; ``industry:CODE`` for an industry of the engine's table.
        by: who cuts, economies or blocs.
        start: first day.
        days: length; the restriction lasts to the end unless ``duration_days`` is given.
        on: whom it hits; everyone else when empty.
        all_but: whom it spares; not with ``on``.
        amounts: any of ``cut`` (share, default 1), ``licence_delay_days``, ``ramp_days``,
            ``duration_days``, ``ease_days``; numbers or ranges.

    Returns:
        The scenario, titled in three languages, standing ``invented``; its part is ``restriction``.

    Raises:
        ScenarioError: an amount is unknown or out of bounds, or it hits nobody.
        CodeError: a good or party is not known.

    Example:
        >>> s = restriction_of(["gallium"], ["CHN"], dt.date(2027, 1, 1), 365)
        >>> s.id, s.title, s.shocks[0].cut
        ('CHN-gallium_metal', 'China cuts off gallium metal', 1.0)
    """
    given: dict[str, Any] = dict(amounts or {})
    unknown = sorted(set(given) - set(AMOUNTS))
    if unknown:
        raise ScenarioError(
            f"amount {unknown[0]!r}", where="restriction", remedy=f"use {', '.join(AMOUNTS)}"
        )
    meant = tuple(dict.fromkeys(g for word in goods for g in goods_meant(word, "--restrict")))
    who, hit, spared = (
        check_crowd(tuple(dict.fromkeys(check_party(c, name) for c in codes)), name)
        for codes, name in ((by, "--by"), (on, "--on"), (all_but, "--all-but"))
    )
    if not meant or not who:
        raise ScenarioError(
            "no good" if not meant else "nobody who cuts",
            where="restriction",
            remedy="say --restrict GOOD --by WHO",
        )
    act = Restriction("restriction", who, meant, start, on=hit, all_but=spared, **given)
    scenario = Scenario(
        re.sub(r"[^A-Za-z0-9_]+", "-", "-".join((*who, *meant)))[:64].rstrip("-_"),
        _title(who, meant, "en"),
        start,
        days,
        shocks=(act,),
        title_ja=_title(who, meant, "ja"),
        title_fr=_title(who, meant, "fr"),
    )
    check_meaning(scenario)
    return scenario


def amount_of(text: str, name: str) -> Amount:
    """Read an amount from a command line: ``0.8``, or ``LOW:BEST:HIGH``.

    Args:
        text: as typed.
        name: of the option, named in an error.

    Returns:
        A number, or a range.

    Raises:
        ScenarioError: it is neither.

    Example:
        >>> amount_of("0.8", "--cut"), amount_of("0.5:0.8:1", "--cut")
        (0.8, Range(low=0.5, best=0.8, high=1.0))
    """
    try:
        ends = [float(end) for end in text.split(":")]
        if len(ends) == 1:
            return ends[0]
        low, best, high = ends
    except ValueError as e:
        raise ScenarioError(
            f"{text[:80]!r}", where=name, remedy="write a number, or LOW:BEST:HIGH"
        ) from e
    try:
        return Range(low, best, high)
    except ScenarioError as e:
        raise ScenarioError(e.found, where=name, remedy=e.remedy) from e


def _title(who: tuple[str, ...], goods: tuple[str, ...], lang: str) -> str:
    join = _JOINS[lang]
    names = [g if g.startswith(INDUSTRY) else good(g).name(lang) for g in goods]
    shown = names if len(names) <= 4 else [*names[:3], f"+{len(names) - 3}"]
    return _TITLES[lang].format(
        by=join.join(party_name(c, lang) for c in who), goods=join.join(shown)
    )
