"""What a decision says: outcome, path, missing facts, doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kanmon.analysis.controls.decide import Decision, Found, Ruled
from kanmon.analysis.controls.differ import Period
from kanmon.analysis.controls.memory import from_memory
from kanmon.analysis.controls.ownership import Owned
from kanmon.brief.numbers import day, number
from kanmon.brief.wording import Words
from kanmon.catalogue.control_book import ControlBook
from kanmon.catalogue.control_rules import Rule


def outcome(decision: Decision, w: Words) -> str:
    """Write the outcome with its day.

    Args:
        decision: any.
        w: words of the language.

    Returns:
        One sentence.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.controls.decide import decide
        >>> from kanmon.brief.wording import words
        >>> from kanmon.catalogue.control_book import control_book
        >>> made = decide({"exporter": "FRA"}, dt.date(2024, 1, 1), control_book())
        >>> outcome(made, words("en"))
        'Undetermined on 1 January 2024.'
    """
    said = w.say(
        "control.headline",
        outcome=w.say(f"control.{decision.outcome}"),
        day=day(decision.day, w.lang),
    )
    return said[:1].upper() + said[1:]


def missing(facts: Sequence[str] | frozenset[str], book: ControlBook, w: Words) -> str:
    """Write which facts would settle a decision.

    Args:
        facts: by name.
        book: names them in words.
        w: words of the language.

    Returns:
        One sentence; empty without facts.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.catalogue.control_book import control_book
        >>> missing(["use"], control_book(), words("en"))
        'Missing: end use (use).'
    """
    if not facts:
        return ""
    return w.say("control.missing", facts=_facts(facts, book, w))


def path(ruled: Ruled, w: Words) -> tuple[str, ...]:
    """Write the steps of one country's decision, in the order they are asked.

    Args:
        ruled: of one regime.
        w: words of the language.

    Returns:
        One line a rule that holds or may hold, with its id.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.controls.decide import decide
        >>> from kanmon.brief.wording import words
        >>> from kanmon.catalogue.control_book import control_book
        >>> made = decide({"exporter": "JPN", "use": "wmd", "destination": "CHN",
        ...               "kind": "chip"}, dt.date(2024, 1, 1), control_book())
        >>> path(made.regimes[-1], words("en"))[0]
        'End use: WMD catch-all: end use – holds [JP-USE-WMD]'
    """
    lines = [
        _line(
            rule, w.say("control.holds" if rule.gives in ruled.classes else "control.may_hold"), w
        )
        for rule in ruled.items
    ]
    for one in ruled.found:
        lines.append(_line(one.rule, _standing(one, w), w))
        lines += [f"  {_line(rule, w.say(f'control.{rule.gives}'), w)}" for rule in one.by]
    return tuple(lines)


def notes(decision: Decision, book: ControlBook, w: Words) -> tuple[str, ...]:
    """Write what a reader must know before using a decision.

    Args:
        decision: any.
        book: the rules it was made with.
        w: words of the language.

    Returns:
        Sentences: doubts, rules from memory, days not covered, what is not held, no advice.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.controls.decide import decide
        >>> from kanmon.brief.wording import words
        >>> from kanmon.catalogue.control_book import control_book
        >>> book = control_book()
        >>> made = decide({"exporter": "USA"}, dt.date(2026, 11, 23), book)
        >>> notes(made, book, words("en"))[-1]
        'No legal advice; the law’s own text decides.'
    """
    said = [rule.doubt for rule in decision.doubts]
    memory = from_memory(decision, book)
    if memory:
        said.append(w.say("control.memory", rules=w.say("page.list").join(memory)))
    for one in decision.regimes:
        if decision.day < one.regime.covered_from:
            said.append(w.say("control.before", day=day(one.regime.covered_from, w.lang)))
        if decision.day > one.regime.checked_to:
            said.append(w.say("control.after", day=day(one.regime.checked_to, w.lang)))
        if one.gap:
            scope = getattr(one.regime, f"scope_{w.lang}")
            said.append(w.say("control.gap", scope=scope))
    if decision.untold:
        said.append(w.say("control.untold", facts=_facts(decision.untold, book, w)))
    return (*dict.fromkeys(said), w.say("control.no_advice"))


def periods(found: Sequence[Period], w: Words) -> tuple[str, ...]:
    """Write when the decision would have been another.

    Args:
        found: periods in order of time.
        w: words of the language.

    Returns:
        One line a period in which the outcome is the same.

    Example:
        >>> from kanmon.brief.wording import words
        >>> periods((), words("en"))
        ()
    """
    lines: list[str] = []
    k = 0
    while k < len(found):
        last = k
        while last + 1 < len(found) and (
            found[last + 1].decision.outcome == found[k].decision.outcome
        ):
            last += 1
        start, end = day(found[k].start, w.lang), found[last].end
        when = (
            w.say("control.since", start=start)
            if end is None
            else w.say("control.until", start=start, end=day(end, w.lang))
        )
        rules = dict.fromkeys(
            f.rule.id
            for one in found[k : last + 1]
            for regime in one.decision.regimes
            for f in regime.found
        )
        said = w.say(f"control.{found[k].decision.outcome}")
        named = f" ({w.say('page.list').join(rules)})" if rules else ""
        lines.append(f"{when}{w.say('page.colon')}{said}{named}")
        k = last + 1
    return tuple(lines)


def owners(found: Mapping[str, Owned], w: Words) -> tuple[str, ...]:
    """Write what listed parties own of the end user.

    Args:
        found: by fact.
        w: words of the language.

    Returns:
        Sentences.

    Example:
        >>> from kanmon.analysis.controls.ownership import Holding, owned
        >>> from kanmon.brief.wording import words
        >>> made = owned("A", [Holding("L", "A", 60, 60)], {"L"})
        >>> owners({"owned_listed": made}, words("en"))[0]
        'A: listed parties own 60–100 %; half or more.'
    """
    lines = []
    one = found.get("owned_listed")
    if one is None:
        return ()
    key = {"yes": "owned_yes", "no": "owned_no"}.get(one.answer, "owned_open")
    lines.append(
        w.say(f"control.{key}", party=one.party, share=_percent(one.share.low, one.share.high, w))
    )
    for held in one.counted:
        through = [name for name in held.through if name != held.owner]
        share = _percent(held.share.low, held.share.high, w)
        names = w.say("page.list").join(through)
        lines.append(
            w.say("control.through", owner=held.owner, share=share, names=names)
            if through
            else f"{held.owner} {share}"
        )
    if one.ends:
        lines.append(w.say("control.ends", names=w.say("page.list").join(one.ends)))
    return tuple(lines)


def _percent(low: float, high: float, w: Words) -> str:
    ends = [number(value, w.lang) for value in dict.fromkeys((low, high))]
    return f"{'–'.join(ends)} %"


def _facts(facts: Sequence[str] | frozenset[str], book: ControlBook, w: Words) -> str:
    named = [f"{getattr(book.facts[name], w.lang)} ({name})" for name in sorted(facts)]
    return w.say("page.separator").join(named)


def _line(rule: Rule, standing: str, w: Words) -> str:
    step = w.say(f"control.step_{rule.step}")
    text = getattr(rule, w.lang)
    return f"{step}{w.say('page.colon')}{text} – {standing} [{rule.id}]"


def _standing(one: Found, w: Words) -> str:
    return w.say("control.holds" if one.answer else "control.may_hold")
