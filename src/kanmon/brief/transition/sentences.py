"""What a transition says: what it adds, what is tightest, what it saves, what fuel it leans on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.impact.acts import days
from kanmon.brief.moved import Transition
from kanmon.brief.numbers import money, number, percent, tonnes
from kanmon.brief.transition.tables import small
from kanmon.brief.wording import Words

_MILLION = 1e6
_FUELS = ("steam_coal", "lng", "natural_gas", "crude_oil")


def value_of(finding: Finding | None, name: str) -> Any:
    """Read a figure's value.

    Args:
        finding: any, or None.
        name: of the figure.

    Returns:
        The value; None where there is none.

    Example:
        >>> value_of(None, "x") is None
        True
    """
    figure = None if finding is None else finding.figures.get(name)
    return None if figure is None else figure.value


def mass(amount: float, w: Words) -> str:
    """Write tonnes with their unit.

    Args:
        amount: tonnes.
        w: words of the language.

    Returns:
        Such as ``117,000 t``.

    Example:
        >>> from kanmon.brief.wording import words
        >>> mass(86.6, words("en"))
        '86.6\\xa0t'
    """
    if amount >= _MILLION:
        return f"{number(amount / _MILLION, w.lang, 1)}\u00a0{w.say('unit.Mt')}"
    return f"{tonnes(amount, w.lang)}\u00a0{w.say('unit.t')}"


def within(name: str) -> str:
    """Write a name as it stands inside a sentence.

    Args:
        name: as it stands in a table.

    Returns:
        Its first letter small, unless the word is an acronym.

    Example:
        >>> within("Steam coal"), within("LNG")
        ('steam coal', 'LNG')
    """
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def meta(made: Transition, w: Words) -> str:
    """Write the years, whose path it is, and how many draws were made.

    Args:
        made: the transition.
        w: words of the language.

    Returns:
        One line.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> from kanmon.brief.wording import words
        >>> meta(example_transition(), words("en"))[:9]
        '2024–2030'
    """
    whose = "catalogue" if made.path == "catalogue" else "own"
    return w.say(
        "transition.meta",
        first=made.first_year,
        last=made.last_year,
        path=w.say(f"transition.path_{whose}", name=made.path),
        draws=made.asked.get("draws", 0),
    )


def transition_sentences(made: Transition, w: Words) -> tuple[str, ...]:
    """Write what a reader must take away, the most important first.

    Args:
        made: the transition.
        w: words of the language.

    Returns:
        Sentences, each from the figures of a finding.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> from kanmon.brief.wording import words
        >>> len(transition_sentences(example_transition(), words("ja"))) > 2
        True
    """
    said = [_added(made, w), *_tightest(made, w), *_binding(made, w), *_compared(made, w)]
    said += [*_saved(made, w), *_enriched(made, w), *_stopped(made, w), *_haleu(made, w)]
    return tuple(one for one in said if one)


def _added(made: Transition, w: Words) -> str:
    power = value_of(made.get("deployment"), "added_power")
    if power is None:
        return ""
    return w.say(
        "transition.added",
        party=names.party(made.party, w.lang),
        power=number(power, w.lang, 0 if power >= 10 else 1),
        first=made.first_year + 1,
        last=made.last_year,
    )


def _tightest(made: Transition, w: Words) -> list[str]:
    row = tightest(made)
    if row is None:
        return []
    among = str(value_of(made.supply, "among"))
    ratio = row[f"ratio_{among}"]
    said = w.say(
        "transition.tightest",
        material=names.material(row["material"], w.lang),
        need=mass(row["need"], w),
        year=row["year"],
        share=small(row["share_of_output"], w.lang),
    )
    had = row[f"obtainable_{among}"]
    return [
        said,
        w.say(
            "transition.had",
            among=w.say(f"transition.from_{among}"),
            had=mass(had, w),
            ratio=number(ratio, w.lang, 1 if ratio >= 1.0 else 2),
        ),
    ]


def tightest(made: Transition) -> Mapping[str, Any] | None:
    """Give the row of the tightest material.

    Args:
        made: the transition.

    Returns:
        The row; None where no material has output on record.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> tightest(example_transition())["material"]
        'indium'
    """
    name = value_of(made.supply, "tightest")
    row: Mapping[str, Any] | None = next(
        (r for r in made.supply.table.to_pylist() if r["material"] == name), None
    )
    return row


def _binding(made: Transition, w: Words) -> list[str]:
    found = made.get("binding_materials")
    if found is None:
        return []
    among = w.say(f"transition.from_{value_of(made.supply, 'among')}")
    first = value_of(found, "first_year")
    if first is None:
        return [w.say("transition.never_binds", among=among)]
    ratio = f"ratio_{value_of(made.supply, 'among')}"
    over = [r["material"] for r in made.supply.table.to_pylist() if (r[ratio] or 0.0) > 1.0]
    keys = dict.fromkeys(over)
    return [
        w.say(
            "transition.binds",
            among=among,
            year=first,
            materials=w.say("page.list").join(names.material(k, w.lang) for k in keys),
        )
    ]


def _compared(made: Transition, w: Words) -> list[str]:
    found = made.get("technology_risk")
    least, most = value_of(found, "least"), value_of(found, "most")
    if least is None or most is None or least == most:
        return []
    return [
        w.say(
            "transition.compared",
            least=names.technology(least, w.lang),
            most=names.technology(most, w.lang),
            ratio=number(value_of(found, "ratio"), w.lang),
        )
    ]


def _saved(made: Transition, w: Words) -> list[str]:
    found = made.get("fuel_displaced")
    parts = [
        w.say("transition.fuel", fuel=within(names.good(fuel, w.lang)), amount=mass(amount, w))
        for fuel in _FUELS
        if (amount := value_of(found, f"{fuel}_last")) is not None and amount > 0
    ]
    if not parts:
        return []
    said = [
        w.say("transition.saved", year=made.last_year, fuels=w.say("page.list").join(parts)),
    ]
    value = value_of(found, "imports_value")
    if value:
        said.append(w.say("transition.saved_value", money=money(value, w.lang)))
    russia = value_of(found, "russia_share")
    if russia is not None:
        said.append(w.say("transition.saved_russia", share=percent(russia, w.lang)))
    return said


def _enriched(made: Transition, w: Words) -> list[str]:
    share = value_of(made.get("fuel_chain"), "russia_enrichment")
    return [] if share is None else [w.say("transition.enriched", share=percent(share, w.lang))]


def _stopped(made: Transition, w: Words) -> list[str]:
    found = made.get("enrichment_stop")
    lost, good = value_of(found, "days_lost"), value_of(found, "good")
    if lost is None or good is None:
        return []
    return [w.say("transition.stopped", days=days(lost, w), good=within(names.good(good, w.lang)))]


def _haleu(made: Transition, w: Words) -> list[str]:
    found = made.get("fuel_need")
    amount, ratio = value_of(found, "haleu_last"), value_of(found, "haleu_ratio")
    if not amount or ratio is None:
        return []
    return [
        w.say(
            "transition.haleu",
            year=made.last_year,
            amount=mass(amount, w),
            ratio=number(ratio, w.lang),
        )
    ]
