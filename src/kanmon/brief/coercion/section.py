"""One dossier as a section: verdict, evidence weighed, timeline, science, changes, gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.analysis.coercion.assess.assess import Assessed
from kanmon.analysis.coercion.assess.weigh import LIMBS
from kanmon.analysis.coercion.dossier import dossier
from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.assemble import KeyFigure
from kanmon.brief.caveats import caveat_text
from kanmon.brief.charts.balance import Weight, balance
from kanmon.brief.coercion.losses import chart_title, loss_chart, loss_sentences
from kanmon.brief.coercion.sentences import changes, goods, grade, meta, verdict
from kanmon.brief.coercion.tables import dossier_twin
from kanmon.brief.numbers import as_of
from kanmon.brief.twin import Twin
from kanmon.brief.wording import Words
from kanmon.catalogue.coercion_rules import criteria

_PRINTED = ("coercion_evidence", "coercion_science", "coercion_trade", "coercion_missing")


@dataclass(frozen=True, slots=True)
class Dated:
    """Carry one event: its day, kind, text, source, and whether the text is in the language.

    Example:
        >>> Dated("24 August 2023", "measure", "Ban", "RIETI", "found", True).own
        True
    """

    day: str
    kind: str
    text: str
    source: str
    status: str
    own: bool


@dataclass(frozen=True, slots=True)
class CaseSection:
    """Carry everything the page says of one measure.

    Example:
        >>> from kanmon.analysis.coercion.assess.assess import assess_case
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> from kanmon.brief.wording import words
        >>> case_section(assess_case(example_case()), words("en"), "case-1").title
        'Invented ban'
    """

    anchor: str
    title: str
    party: str
    meta: str
    verdict: tuple[str, ...]
    reason: str
    reason_source: str
    scope: str
    goods: str
    figures: tuple[KeyFigure, ...]
    balance: str
    timeline: tuple[Dated, ...]
    tables: tuple[Twin, ...]
    more: tuple[Twin, ...]
    losses: tuple[str, ...]
    course: str
    course_title: str
    changes: tuple[str, ...]
    caveats: tuple[tuple[str, bool], ...]


def case_section(
    made: Assessed, w: Words, anchor: str, more: Sequence[Finding] = ()
) -> CaseSection:
    """Lay a dossier out.

    Args:
        made: the case assessed.
        w: words of the language.
        anchor: start of every id of the section.
        more: findings on trade to print with it.

    Returns:
        Its parts, worded and drawn.

    Example:
        >>> from kanmon.analysis.coercion.assess.assess import assess_case
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> from kanmon.brief.wording import words
        >>> len(case_section(assess_case(example_case()), words("ja"), "case-1").figures)
        4
    """
    case, found = made.case, dossier(made)
    caveats = dict.fromkeys(caveat_text(c, w.lang) for f in (*found, *more) for c in f.caveats)
    events = [
        Dated(
            as_of(one.day.isoformat(), w.lang),
            w.say(f"coercion.event_{one.kind}"),
            (w.lang != "en" and getattr(one, w.lang)) or one.text,
            one.source,
            w.say(f"coercion.status_{one.status}"),
            w.lang == "en" or bool(getattr(one, w.lang)),
        )
        for one in case.events
    ]
    return CaseSection(
        anchor=anchor,
        title=case.name(w.lang),
        party=names.party(case.target, w.lang),
        meta=meta(made, w),
        verdict=verdict(made, w),
        reason=w.say("coercion.reason", reason=case.stated_reason),
        reason_source=case.reason_source,
        scope=w.say("coercion.scope", scope=case.scope),
        goods=goods(case.goods, w),
        figures=_figures(made, w),
        balance=_balance(made, w, anchor),
        timeline=tuple(events),
        tables=tuple(
            dossier_twin(f, w, anchor) for f in found if f.kind in _PRINTED and f.table.num_rows
        ),
        more=tuple(dossier_twin(f, w, anchor) for f in more if f.table.num_rows),
        losses=loss_sentences(more, w),
        course=loss_chart(more, w, anchor),
        course_title=chart_title(more, w),
        changes=changes(made, w),
        caveats=tuple(caveats),
    )


def _figures(made: Assessed, w: Words) -> tuple[KeyFigure, ...]:
    found = made.verdicts
    rows = [("science", found.science), *((limb, found.limbs[limb]) for limb in LIMBS)]
    return tuple(
        KeyFigure(w.say(f"coercion.limb_{what}"), grade(what, value, w), None, "", what)
        for what, value in rows
    )


def _balance(made: Assessed, w: Words, anchor: str) -> str:
    rules = criteria()
    rows: list[Weight] = []
    seen: set[str] = set()
    for name, one in made.weighed.items():
        rule = rules[name]
        if rule.test == "science":
            heading = w.say("coercion.limb_science")
        elif rule.test == "innocent":
            heading = w.say("coercion.innocent")
        else:
            heading = w.say(f"coercion.limb_{rule.limb}")
        rows.append(Weight(rule.text(w.lang), one.points, "" if heading in seen else heading))
        seen.add(heading)
    title = w.say("chart.coercion_balance")
    none = w.say("coercion.no_evidence")
    items = w.say("page.separator").join(
        w.say(
            "chart.coercion_balance_item",
            criterion=row.name,
            points=none if row.points is None else row.points,
        )
        for row in rows
    )
    desc = w.say("chart.coercion_balance_desc", items=items)
    return balance(rows, (title, none, "0"), f"{anchor}-balance", desc)
