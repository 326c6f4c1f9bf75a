"""The measures register: who restricts what, how far it has come, on which source."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from kanmon.analysis.impact.scenario.library import library
from kanmon.brief import names
from kanmon.brief.impact.acts import thing
from kanmon.brief.numbers import number
from kanmon.brief.wording import Words, words
from kanmon.store.register import MeasureRegister
from kanmon.tables.measure import STAGES, Act
from kanmon.tables.measure_files import plain_act
from kanmon.workspace import choices
from kanmon.workspace.asked import Asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.listing import Sheet, listing
from kanmon.workspace.model import Act as Step
from kanmon.workspace.model import Block, Kind, Source, View
from kanmon.workspace.page import Page, link, view

ALLOWED = ("imposer", "target", "stage", "queue")
_TEXTS = ("side", "mast", "oecd", "instrument", "reason", "source", "standing", "review", "quote")
_COLUMNS: dict[str, tuple[Kind, str]] = {
    "id": ("text", ""),
    "imposer": ("text", ""),
    "imposer_name": ("text", ""),
    "targets": ("text", ""),
    "targets_name": ("text", ""),
    "goods": ("text", ""),
    "goods_name": ("text", ""),
    "products": ("text", ""),
    "stage": ("text", ""),
    "stage_name": ("text", ""),
    **dict.fromkeys(("announced", "in_force", "eased", "ended"), ("date", "")),
    **dict.fromkeys(_TEXTS, ("text", "")),
}
_HIDDEN = ("id", "imposer", "targets", "goods", "stage", "mast", "oecd", "quote")
_MOST = 20
_LIBRARY: dict[str, tuple[Kind, str]] = {
    "id": ("text", ""),
    "title": ("text", ""),
    "standing": ("text", ""),
    "standing_name": ("text", ""),
    "start": ("date", ""),
    "length": ("number", "days"),
    "sources": ("text", ""),
}


def measures(desk: Desk, asked: Asked) -> View:
    """Show the register, and the dated scenarios of the library beside it.

    Args:
        desk: what it is made from.
        asked: who imposes, on whom, which good, how far; whether only what waits for review.

    Returns:
        The view.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> made = measures(Desk(Settings()), Asked("measures", "en"))
        >>> [b.id for b in made.blocks]
        ['acts', 'library']
    """
    w = words(asked.lang)
    imposer = asked.party("", "imposer") if asked.text("imposer") else ""
    target = asked.party("", "target") if asked.text("target") else ""
    good, stage = asked.good() or "", asked.one("stage", ("", *STAGES), "")
    queue = asked.flag("queue")
    register = MeasureRegister(desk.store.path)
    found = register.find(imposer=imposer, target=target, good=good, stage=stage)
    shown = [one for one in found if one.review or not queue]
    whom = [("", w.say("workspace.anyone")), *choices.parties(w)]
    stages = [
        ("", w.say("workspace.any_stage")),
        *((s, w.say(f"coercion.stage_{s}")) for s in STAGES),
    ]
    return view(
        asked,
        Page(
            headline=w.say(
                "workspace.measures_headline",
                count=number(len(shown), w.lang),
                waiting=number(sum(bool(one.review) for one in found), w.lang),
            ),
            blocks=[_acts(shown, w), library_block(w)],
            controls=[
                choices.select("imposer", imposer, whom, w),
                choices.select("target", target, whom, w),
                choices.select("stage", stage, stages, w),
                choices.toggle("queue", queue, w),
            ],
            links=[link(w, "coercion"), link(w, "scenario")],
            good=good or None,
            as_of=desk.today.isoformat(),
            acts=[
                Step(
                    name="confirm",
                    label=w.say("workspace.act_confirm"),
                    block="acts",
                    key="id",
                )
            ]
            if any(one.review for one in shown)
            else [],
        ),
    )


def confirm(desk: Desk, asked: Asked, fields: dict[str, str]) -> View:
    """Confirm an act that waits for review.

    Args:
        desk: where the register is.
        asked: state of the view.
        fields: ``key``, the act's id.

    Returns:
        The view as it stands after.

    Raises:
        CodeError: the register holds no such act.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from kanmon.workspace.settings import Settings
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     confirm(Desk(Settings(store=Path(folder))), Asked("measures", "en"), {"key": "m0"})
        Traceback (most recent call last):
            ...
        kanmon.errors.CodeError: measures register: no measure 'm0'. To mend: see `kanmon \
measures list` for the ids there are.
    """
    MeasureRegister(desk.store.path).review(fields.get("key", ""))
    return measures(desk, asked)


def library_block(w: Words) -> Block:
    """List the dated scenarios of the library with their sources.

    Args:
        w: words of the language.

    Returns:
        The block, one row a scenario.

    Example:
        >>> from kanmon.brief.wording import words
        >>> len(library_block(words("en")).table.rows)
        22
    """
    rows = [
        {
            "id": one.id,
            "title": one.name(w.lang),
            "standing": one.standing,
            "standing_name": w.say(f"standing.{one.standing}"),
            "start": one.start,
            "length": one.days,
            "sources": "; ".join(one.sources),
        }
        for one in library().values()
    ]
    named = Source(
        id="library",
        title="Dated scenarios",
        publisher="Kanmon and the sources of each row",
        licence="facts with their sources",
        vintage="",
        url=None,
    )
    sheet = Sheet("library", _LIBRARY, sources=[named], hidden=("id", "standing"))
    return listing(sheet, rows, w)


def _acts(shown: list[Act], w: Words) -> Block:
    return listing(
        Sheet(
            "acts",
            _COLUMNS,
            hidden=_HIDDEN,
            sources=[_source(one) for one in dict.fromkeys(a.source for a in shown)][:_MOST],
            empty=w.say("workspace.acts_empty"),
            labels={"stage_name": w.say("column.progress"), "source": w.say("page.source")},
        ),
        [_row(one, w) for one in shown],
        w,
    )


def _source(text: str) -> Source:
    url = text if text.startswith(("https://", "http://")) else None
    publisher = (urlsplit(text).hostname if url else None) or text
    return Source(id=text, title=text, publisher=publisher, licence="", vintage="", url=url)


def _row(one: Act, w: Words) -> dict[str, Any]:
    plain = plain_act(one)
    return {
        **{name: plain.get(name) or None for name in _COLUMNS if name in plain},
        "imposer_name": thing(one.imposer, w) if one.imposer else None,
        "targets_name": w.say("page.list").join(thing(t, w) for t in one.targets),
        "goods_name": w.say("page.list").join(names.good(g, w.lang) for g in one.goods),
        "stage_name": w.say(f"coercion.stage_{one.stage}"),
    }
