"""A decision on a terminal: outcome, path by country, what is missing, when it would differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from kanmon.analysis.controls.decide import Decision
from kanmon.analysis.controls.differ import Period
from kanmon.analysis.controls.ownership import Owned
from kanmon.brief.controls.sentences import missing, notes, outcome, owners, path, periods
from kanmon.brief.wording import words
from kanmon.catalogue.control_book import ControlBook

_COLOURS = {
    "none": "bold green",
    "notice": "bold",
    "case_by_case": "bold yellow",
    "presumption_of_denial": "bold red",
    "undetermined": "bold magenta",
}


def decision_terminal(
    decision: Decision,
    book: ControlBook,
    lang: str,
    *,
    title: str = "",
    owned: Mapping[str, Owned] | None = None,
    when: Sequence[Period] = (),
) -> RenderableType:
    """Lay a decision out for a terminal; it reads without colour.

    Args:
        decision: any.
        book: the rules it was made with.
        lang: ``en``, ``ja`` or ``fr``.
        title: what is exported where.
        owned: what listed parties own of the end user.
        when: periods in which the decision is another.

    Returns:
        A rich renderable.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.controls.decide import decide
        >>> from kanmon.catalogue.control_book import control_book
        >>> book = control_book()
        >>> made = decide({"exporter": "USA"}, dt.date(2024, 1, 1), book)
        >>> len(decision_terminal(made, book, "en").renderables) > 3
        True
    """
    w = words(lang)
    head = Text.assemble(("関門 ", "bold red"), (title or w.say("control.section"), "bold"))
    parts: list[RenderableType] = [
        Rule(head, align="left", style="blue"),
        Padding(Text(outcome(decision, w), _COLOURS[decision.outcome]), (1, 0, 0, 0)),
    ]
    wanted = missing(decision.missing, book, w)
    parts += [Text(wanted)] if wanted else []
    if not decision.regimes:
        parts.append(Text(w.say("control.not_applied")))
    for one in decision.regimes:
        said = w.say(f"control.{one.outcome}")
        name = getattr(one.regime, lang)
        parts.append(Padding(Text(f"{name}{w.say('page.colon')}{said}", "bold"), (1, 0, 0, 0)))
        classes = w.say("page.list").join(one.classes) or w.say("control.no_class")
        parts.append(Text(w.say("control.classes", classes=classes)))
        if one.maybe:
            maybe = w.say("page.list").join(one.maybe)
            parts.append(Text(w.say("control.maybe", classes=maybe)))
        parts += [Text(f"· {line}") for line in path(one, w)]
        if not one.found:
            parts.append(Text(f"· {w.say('control.nothing')}"))
        if one.friends and one.outcome == "none":
            parts.append(Text(w.say("control.friends"), "green"))
    parts += [Text(one) for one in owners(owned or {}, w)]
    if when:
        parts.append(Padding(Text(w.say("control.when"), "bold"), (1, 0, 0, 0)))
        parts += [Text(f"· {line}") for line in periods(when, w)]
    told = Group(*(Text(f"! {line}", "yellow") for line in notes(decision, book, w)))
    parts.append(Padding(told, (1, 0, 0, 0)))
    sources = dict.fromkeys(f"{r.id}: {r.source}" for r in decision.rules)
    parts += [Text(line, "dim") for line in sources]
    return Group(*parts)
