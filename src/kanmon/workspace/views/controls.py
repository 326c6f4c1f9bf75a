"""Export controls: a guided decision, its path, every destination, what is known of the chip."""

from __future__ import annotations

from kanmon.analysis.controls.decide import decide
from kanmon.analysis.controls.differ import would_differ
from kanmon.brief import names
from kanmon.brief.controls.sentences import missing, notes, outcome
from kanmon.brief.wording import Words, words
from kanmon.catalogue.chips import chip, chips
from kanmon.catalogue.control_book import control_book
from kanmon.catalogue.control_facts import Fact
from kanmon.licensing.case import Asked as CaseAsked
from kanmon.licensing.case import make_case, said_of
from kanmon.workspace import choices
from kanmon.workspace.asked import Asked
from kanmon.workspace.blocks import Look, block
from kanmon.workspace.decided import chip_block, path_block, when_block
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import Control, Option, View
from kanmon.workspace.page import Page, link, view

FACT = "fact_"
_OWN = ("exporter", "destination", "seat", "parent", "use")
_FACTS = tuple(
    FACT + name
    for name, fact in control_book().facts.items()
    if fact.kind in ("flag", "word") and name not in _OWN
)
ALLOWED = ("item", "from", "to", "use", "seat", "parent", "clear", "date", *_FACTS)
_MOST = 8
"""Facts asked for at once beside the usual questions."""


def controls(desk: Desk, asked: Asked) -> View:
    """Decide an export step by step, as `kanmon licence decide` does.

    Args:
        desk: what it is made from.
        asked: item, places, use, the facts that settle it, the day.

    Returns:
        The view; what is not told stays unknown, and the questions that would settle it are
        among the choices.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> state = {"item": "H20", "to": "CHN", "date": "2026-06-01"}
        >>> controls(Desk(Settings()), Asked("controls", "en", state)).blocks[0].chart.kind
        'steps'
    """
    w, book = words(asked.lang), control_book()
    uses = book.facts["use"].words
    item = asked.one("item", tuple(chips()), "H20")
    when = asked.day("date", desk.today)
    use = asked.one("use", ("", *uses), "civil")
    places = {
        name: (asked.party("", name) if asked.text(name) else default)
        for name, default in (("from", "USA"), ("to", "CHN"), ("seat", ""), ("parent", ""))
    }
    told = {name: asked.text(name) for name in _FACTS if asked.text(name)}
    numbers = frozenset(n for n, f in book.facts.items() if f.kind == "number")
    said = said_of([f"{n.removeprefix(FACT)}={v}" for n, v in told.items()], numbers)
    clear = asked.flag("clear")
    part = chip(item)
    case = make_case(
        CaseAsked(
            places["to"],
            places["from"],
            places["seat"],
            places["parent"],
            use,
            clear=clear,
            said=said,
        ),
        part,
    )
    made = decide(case.told, when, book)
    everywhere = desk.licences(item, places["from"], when, use or "civil")
    whole = choices.parties(w, only_economies=True)
    optional = [("", w.say("page.not_known")), *whole]
    open_facts = [n for n in sorted(made.missing) if FACT + n in _FACTS and FACT + n not in told][
        :_MOST
    ]
    title = w.say("control.item_headline", item=item, destination=names.place(places["to"], w.lang))
    return view(
        asked,
        Page(
            headline=f"{title}{w.say('page.colon')}{outcome(made, w)}",
            blocks=[
                path_block(made, book, w),
                chip_block(part, w),
                when_block(would_differ(case.told, book), book, w),
                block(
                    everywhere,
                    w,
                    "destinations",
                    Look(shown=("destination", "outcome", "rules", "missing")),
                ),
            ],
            findings=[everywhere],
            controls=[
                choices.select("item", item, [(n, n) for n in chips()], w),
                choices.select("from", places["from"], whole, w),
                choices.select("to", places["to"], whole, w),
                choices.select(
                    "use",
                    use,
                    [("", w.say("page.not_known")), *((u, u.replace("_", " ")) for u in uses)],
                    w,
                ),
                choices.select("seat", places["seat"], optional, w),
                choices.select("parent", places["parent"], optional, w),
                choices.toggle("clear", clear, w),
                *(_fact(book.facts[n.removeprefix(FACT)], v, w) for n, v in told.items()),
                *(_fact(book.facts[n], "", w) for n in open_facts),
                choices.day("date", when, w),
                choices.file("file", w),
            ],
            links=[link(w, "measures"), link(w, "coercion")],
            caveats=[*filter(None, [missing(made.missing, book, w)]), *notes(made, book, w)],
            as_of=when.isoformat(),
            runs="screening",
        ),
    )


def _fact(fact: Fact, value: str, w: Words) -> Control:
    said = {"yes": w.say("page.yes"), "no": w.say("page.no")}
    options = [Option(value="", label=w.say("page.not_known"))]
    options += [Option(value=v, label=said.get(v, v.replace("_", " "))) for v in fact.words]
    text = str(getattr(fact, w.lang))
    return Control(
        name=FACT + fact.name,
        label=text[:1].upper() + text[1:],
        kind="select",
        value=value,
        options=options,
    )
