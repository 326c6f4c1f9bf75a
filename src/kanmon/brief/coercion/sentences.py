"""What a dossier says: its verdict in words, what would change it, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from kanmon.analysis.coercion.assess.assess import Assessed, Change
from kanmon.brief import names
from kanmon.brief.impact.acts import thing
from kanmon.brief.numbers import day
from kanmon.brief.wording import Words
from kanmon.catalogue.coercion_rules import criteria

_MOST = 8


def verdict(made: Assessed, w: Words) -> tuple[str, ...]:
    """Write what the evidence comes to: science first, then purpose.

    Args:
        made: the case assessed.
        w: words of the language.

    Returns:
        Sentences.

    Example:
        >>> from kanmon.analysis.coercion.assess.assess import assess_case
        >>> from kanmon.analysis.coercion.case.library import case_of
        >>> from kanmon.brief.wording import words
        >>> verdict(assess_case(case_of("seafood_japan_2023")), words("en"))
        ('The science test fails.', 'A coercive purpose is possible; motive is not proven.')
    """
    found = made.verdicts
    said = [
        w.say(f"headline.coercion_science_{found.science.replace(' ', '_')}"),
        w.say(f"headline.coercion_purpose_{found.limbs['purpose']}"),
    ]
    if found.innocent:
        rules = criteria()
        listed = w.say("page.separator").join(rules[n].text(w.lang) for n in found.innocent)
        said.append(w.say("headline.coercion_innocent", names=listed))
    return tuple(said)


def meta(made: Assessed, w: Words) -> str:
    """Write who, whom, which side, since when, and how it stands.

    Args:
        made: the case assessed.
        w: words of the language.

    Returns:
        One line.

    Example:
        >>> from kanmon.analysis.coercion.assess.assess import assess_case
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> from kanmon.brief.wording import words
        >>> meta(assess_case(example_case()), words("en"))
        'China → Japan · import measure · from 19 November 2025 · in force'
    """
    case = made.case
    return w.say(
        "coercion.meta",
        imposer=names.party(case.imposer, w.lang),
        target=names.party(case.target, w.lang),
        side=w.say(f"coercion.side_{case.side}"),
        start=day(case.start, w.lang),
        stage=w.say(f"coercion.stage_{case.stage.replace(' ', '_')}"),
    )


def grade(what: str, value: str, w: Words) -> str:
    """Word a grade of a limb, or what the science test says.

    Args:
        what: limb, or ``science``.
        value: the grade.
        w: words of the language.

    Returns:
        The word.

    Example:
        >>> from kanmon.brief.wording import words
        >>> grade("science", "fails", words("fr"))
        'échoue'
    """
    family = "science" if what == "science" else "grade"
    return w.say(f"coercion.{family}_{value.replace(' ', '_')}")


def changes(made: Assessed, w: Words) -> tuple[str, ...]:
    """Write what would change the purpose or the science test, what is held first.

    Args:
        made: the case assessed.
        w: words of the language.

    Returns:
        Sentences; one that says so where nothing alone would.

    Example:
        >>> from kanmon.analysis.coercion.assess.assess import assess_case
        >>> from kanmon.analysis.coercion.case.library import case_of
        >>> from kanmon.brief.wording import words
        >>> changes(assess_case(case_of("seafood_japan_2023")), words("en"))[0][:54]
        'Without this, Purpose would be likely instead of possi'
    """
    kept = [one for one in made.changes if one.what in ("purpose", "science")]
    kept.sort(key=lambda one: one.kind != "without")
    said = tuple(_change(one, w) for one in kept[:_MOST])
    return said or (w.say("coercion.no_change"),)


def _change(one: Change, w: Words) -> str:
    key = "without" if one.kind == "without" else "if_met" if one.supports else "if_not"
    text = one.text if one.kind == "without" else criteria()[one.criterion].text(w.lang)
    return w.say(
        f"coercion.{key}",
        what=w.say(f"coercion.limb_{one.what}"),
        before=grade(one.what, one.before, w),
        after=grade(one.what, one.after, w),
        text=text,
    )


def goods(words_of: Sequence[str], w: Words) -> str:
    """Name the goods of a case: those of the catalogue in the language, others as written.

    Args:
        words_of: ids or words.
        w: words of the language.

    Returns:
        The names in a list.

    Example:
        >>> from kanmon.brief.wording import words
        >>> goods(["scallops", "sesame seed"], words("ja"))
        'ほたて貝、sesame seed'
    """
    return w.say("page.list").join(thing(one, w) for one in words_of)
