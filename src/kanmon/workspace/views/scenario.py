"""The scenario workbench: build a restriction or take one of the library, run it, compare."""

from __future__ import annotations

import datetime as dt

from kanmon.analysis.impact.scenario.library import library
from kanmon.analysis.impact.scenario.library import scenario as find
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shorthand import amount_of, restriction_of
from kanmon.assessment.chained import on_chain
from kanmon.assessment.runs import Options, Told
from kanmon.brief import names
from kanmon.brief.impact.acts import acts
from kanmon.brief.wording import Words, words
from kanmon.workspace import choices
from kanmon.workspace.asked import Asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.losses import loss_blocks, loss_headline, loss_notes
from kanmon.workspace.model import Control, View
from kanmon.workspace.page import Page, link, view
from kanmon.workspace.problems import RequestError
from kanmon.workspace.titled import run_title
from kanmon.workspace.views.measures import library_block

OWN = ""
ALLOWED = (
    "scenario",
    "goods",
    "by",
    "on",
    "all_but",
    "cut",
    "delay",
    "days",
    "start",
    "draws",
    "seed",
    "compare",
)
_NAMED = ("goods", "by")
"""Choices that the name of a scenario tells."""
_MOST_COMPARED, _MOST_DRAWS, _MOST_DAYS = 4, 2000, 1825


def scenario(desk: Desk, asked: Asked) -> View:
    """Show the workbench before a run: the choices, what the scenario says, the library.

    Args:
        desk: what it is made from.
        asked: the scenario, or a restriction of the reader's own.

    Returns:
        The view.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> state = {"scenario": "palladium_russia"}
        >>> made = scenario(Desk(Settings()), Asked("scenario", "en", state))
        >>> made.runs, made.blocks[0].id
        ('scenario', 'library')
    """
    w = words(asked.lang)
    party = asked.party(desk.settings.party)
    said = w.say("workspace.scenario_choose")
    caveats: tuple[str, ...] = ()
    if asked.text("scenario") or _goods(asked):
        given = stated(desk, asked)
        said, caveats = given.name(w.lang), acts(given, w)
    return view(
        asked,
        Page(
            headline=said,
            blocks=[library_block(w)],
            controls=_controls(desk, asked, w),
            links=[link(w, "measures"), link(w, "overview", party=party)],
            caveats=caveats,
            party=party,
            good=asked.good(),
            as_of=desk.today.isoformat(),
            runs="scenario",
        ),
    )


def run_scenario(desk: Desk, asked: Asked, told: Told) -> View:
    """Run the scenario, as `kanmon impact` does on the product chain.

    Args:
        desk: what it is made from.
        asked: the scenario, draws, what it is compared with.
        told: called with what is being done and the share of it that is done.

    Returns:
        The view of what it does to the party.

    Raises:
        RequestError: no scenario is chosen.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> state = {"goods": "palladium", "by": "RUS", "start": "2027-01-01"}
        >>> made = run_scenario(Desk(Settings()), Asked("scenario", "en", state), lambda *_: None)
        >>> made.blocks[0].type
        'impact_losses'
    """
    w = words(asked.lang)
    party = asked.party(desk.settings.party)
    given = stated(desk, asked)
    named = w.say(
        "workspace.title_scenario", name=given.name(w.lang), party=names.party(party, w.lang)
    )
    usual = _controls(desk, Asked(asked.view, asked.lang), w)
    made = on_chain(
        given,
        party,
        options=Options(
            draws=asked.whole("draws", 0, _MOST_DRAWS, 0) or 0,
            seed=asked.whole("seed", 0, 2**31 - 1, 1) or 0,
            others=tuple(find(one) for one in _compared(asked)),
            made_on=desk.today,
        ),
        store=desk.store,
        told=told,
    )
    return view(
        asked,
        Page(
            headline=loss_headline(made, w),
            blocks=loss_blocks(made, w),
            findings=made.ordered(),
            controls=_controls(desk, asked, w),
            links=[link(w, "plan", party=party), link(w, "overview", party=party)],
            caveats=loss_notes(made, w),
            party=party,
            good=asked.good(),
            as_of=made.losses.as_of or made.made_on.isoformat(),
            extra=made.scenario.sources,
            title=run_title(named, _controls(desk, asked, w), usual, w, ("scenario", *_NAMED)),
        ),
    )


def stated(desk: Desk, asked: Asked) -> Scenario:
    """Give the scenario of the library that is named, or the restriction that is built.

    Args:
        desk: whose day and store it is made with.
        asked: the state.

    Returns:
        The scenario.

    Raises:
        RequestError: neither is there.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> state = {"goods": "palladium", "by": "RUS", "start": "2027-01-01"}
        >>> stated(Desk(Settings()), Asked("scenario", "en", state)).id
        'RUS-palladium'
    """
    name = asked.one("scenario", (OWN, *library()), OWN)
    if name:
        return find(name)
    goods, by = _goods(asked), asked.many("by")
    if not goods:
        raise RequestError(
            "no scenario", where="view scenario", remedy="choose one, or name goods and who cuts"
        )
    if not by:
        by = _largest(desk, asked, goods[0])
    return restriction_of(
        goods,
        [code.upper() for code in by],
        asked.day("start", desk.today + dt.timedelta(days=1)),
        asked.whole("days", 1, _MOST_DAYS, 365) or 365,
        on=[code.upper() for code in asked.many("on")],
        all_but=[code.upper() for code in asked.many("all_but")],
        amounts={
            "cut": amount_of(asked.text("cut", "1.0"), "cut"),
            "licence_delay_days": amount_of(asked.text("delay", "0"), "delay"),
        },
    )


def _goods(asked: Asked) -> tuple[str, ...]:
    """Goods named, or the good the address is about."""
    named = asked.many("goods")
    if named:
        return named
    one = asked.good()
    return () if one is None else (one,)


def _largest(desk: Desk, asked: Asked, word: str) -> tuple[str, ...]:
    """Who sells most of the good to the party: what a reader asks about first."""
    one = Asked(asked.view, asked.lang, {"good": word}).good() or word
    party = asked.party(desk.settings.party)
    top = desk.show(one, party, None).findings.suppliers.figures["top_supplier"]
    if top.value is None:
        raise RequestError(
            f"nobody is named who cuts {word}", where="view scenario, by", remedy="name who cuts"
        )
    return (str(top.value),)


def _compared(asked: Asked) -> tuple[str, ...]:
    named = asked.many("compare", tuple(library()))
    if len(named) > _MOST_COMPARED:
        raise RequestError(
            f"{len(named)} scenarios to compare with",
            where="view scenario, compare",
            remedy=f"name at most {_MOST_COMPARED}",
        )
    return named


def _controls(desk: Desk, asked: Asked, w: Words) -> list[Control]:
    known = [(one.id, one.name(w.lang)) for one in library().values()]
    who = choices.parties(w)
    return [
        choices.select(
            "scenario",
            asked.one("scenario", (OWN, *library()), OWN),
            [(OWN, w.say("workspace.scenario_own")), *known],
            w,
        ),
        choices.multi("goods", _goods(asked), choices.every_good(w), w),
        *(choices.multi(name, asked.many(name), who, w) for name in ("by", "on", "all_but")),
        choices.text("cut", asked.text("cut", "1.0"), w),
        choices.text("delay", asked.text("delay", "0"), w),
        choices.amount("days", asked.whole("days", 1, _MOST_DAYS, 365), (1, _MOST_DAYS), w, 1),
        choices.day("start", asked.day("start", desk.today + dt.timedelta(days=1)), w),
        choices.amount("draws", asked.whole("draws", 0, _MOST_DRAWS, 0), (0, _MOST_DRAWS), w, 1),
        choices.amount("seed", asked.whole("seed", 0, 2**31 - 1, 1), (0, 2**31 - 1), w, 1),
        choices.multi("compare", _compared(asked), known, w),
    ]
