"""A dossier on a terminal: verdict, grades, evidence, timeline, changes, gaps."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from kanmon.analysis.coercion.assess.assess import Assessed
from kanmon.analysis.coercion.assess.weigh import LIMBS
from kanmon.analysis.coercion.dossier import dossier
from kanmon.brief.caveats import caveat_text
from kanmon.brief.coercion.sentences import changes, grade, meta, verdict
from kanmon.brief.numbers import as_of
from kanmon.brief.wording import Words, words
from kanmon.catalogue.coercion_rules import criteria


def dossier_terminal(made: Assessed, lang: str) -> RenderableType:
    """Lay a dossier out for a terminal of 80 columns or more; it reads without colour.

    Args:
        made: the case assessed.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        A rich renderable.

    Example:
        >>> from kanmon.analysis.coercion.assess.assess import assess_case
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> len(dossier_terminal(assess_case(example_case()), "en").renderables) > 5
        True
    """
    w, case = words(lang), made.case
    title = Text.assemble(("関門 ", "bold red"), (case.name(lang), "bold"))
    joiner = "" if lang == "ja" else " "
    parts: list[RenderableType] = [
        Rule(title, align="left", style="blue"),
        Text(meta(made, w), "dim"),
        Padding(Text(joiner.join(verdict(made, w)), style="bold"), (1, 0)),
        Text(w.say("coercion.reason", reason=case.stated_reason)),
        Text(f"  {case.reason_source}", "dim"),
        _grades(made, w),
        _titled("section.coercion_timeline", w),
    ]
    for one in case.events:
        text = (lang != "en" and getattr(one, lang)) or one.text
        kind = w.say(f"coercion.event_{one.kind}")
        parts.append(
            Text.assemble((f"{as_of(one.day.isoformat(), lang)} ", "blue"), kind, " · ", text)
        )
        parts.append(Text(f"  {one.source}", "dim"))
    parts.append(_titled("section.coercion_evidence", w))
    parts += _evidence(made, w)
    parts.append(_titled("section.coercion_changes", w))
    parts += [Text(f"· {one}") for one in changes(made, w)]
    gaps = next(f for f in dossier(made) if f.kind == "coercion_missing").table.to_pylist()
    if gaps:
        parts.append(_titled("section.coercion_missing", w))
        parts += [
            Text(f"· {w.say('coercion.missing_' + row['kind'])}{w.say('page.colon')}{row['what']}")
            for row in gaps
        ]
    notes = dict.fromkeys(caveat_text(c, lang)[0] for f in dossier(made) for c in f.caveats)
    parts.append(Padding(Group(*(Text(f"! {note}", "yellow") for note in notes)), (1, 0, 0, 0)))
    return Group(*parts)


def _titled(key: str, w: Words) -> RenderableType:
    return Padding(Text(w.say(key), "bold"), (1, 0, 0, 0))


def _grades(made: Assessed, w: Words) -> RenderableType:
    drawn = Table(box=None, pad_edge=False, header_style="dim")
    found = made.verdicts
    for what in ("science", *LIMBS):
        drawn.add_column(w.say(f"coercion.limb_{what}"))
    drawn.add_row(
        *(
            grade(what, found.science if what == "science" else found.limbs[what], w)
            for what in ("science", *LIMBS)
        )
    )
    return Padding(drawn, (1, 0, 0, 0))


def _evidence(made: Assessed, w: Words) -> list[RenderableType]:
    rules, found = criteria(), []
    for name, one in made.weighed.items():
        if one.points is None:
            continue
        sign = f"+{one.points}" if one.points > 0 else str(one.points).replace("-", "−")
        found.append(Text.assemble((f"{sign:>3} ", "bold"), rules[name].text(w.lang)))
        for piece in (*one.supports, *one.opposes):
            text = (w.lang != "en" and getattr(piece, w.lang)) or piece.text
            speaks = w.say(f"coercion.speaks_{piece.speaks}")
            strength = w.say(f"coercion.strength_{piece.strength}")
            found.append(Text(f"    {speaks}, {strength}{w.say('page.colon')}{text}"))
            found.append(Text(f"      {piece.source}", "dim"))
    return list(found)
