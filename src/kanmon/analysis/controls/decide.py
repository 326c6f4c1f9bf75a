"""Decide whether an export needs a licence on a day: classes, place, seat, use, user, owners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kanmon.analysis.controls.ask import NO, Answer, Groups, ask, both
from kanmon.analysis.controls.classify import item_answers
from kanmon.analysis.controls.sheet import Sheet, Told, make_sheet
from kanmon.analysis.controls.worlds import deciding, worlds
from kanmon.catalogue.control_book import ControlBook
from kanmon.catalogue.control_expressions import Is
from kanmon.catalogue.control_rules import REQUIREMENTS, Regime, Rule

OUTCOMES = ("none", "notice", "case_by_case", "presumption_of_denial")
"""From the freest to the strictest; ``undetermined`` where what is known leaves several."""
ASKED = "case_by_case"
"""Where a licence is asked for and no review policy is held."""
UNDETERMINED = "undetermined"
_OTHER = Is("other_rules", ("yes",))
"""Whether rules that are not in the book ask for a licence: only a reader of the law can say."""

Possible = frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """Tell what one requirement asks, and what lifts it or how it is reviewed.

    ``answer`` is True, False or None (not known); ``possible`` what may come of it; ``by`` the
    exceptions and reviews that speak, ``missing`` the facts that would settle it.

    Example:
        >>> Found.__slots__[:2]
        ('rule', 'answer')
    """

    rule: Rule
    answer: bool | None
    possible: Possible
    by: tuple[Rule, ...]
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ruled:
    """Tell what one country's controls ask.

    ``found`` lists requirements that hold or may hold; ``classes`` are those the item surely has
    and ``maybe`` those it may have.

    Example:
        >>> Ruled.__slots__[:2]
        ('regime', 'outcome')
    """

    regime: Regime
    outcome: str
    missing: frozenset[str]
    classes: tuple[str, ...]
    maybe: tuple[str, ...]
    items: tuple[Rule, ...]
    found: tuple[Found, ...]
    friends: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """Tell whether an export needs a licence on a day, and why.

    ``outcome`` is the strictest of all regimes that apply. ``untold`` are facts taken as usual.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> told = {"kind": "chip", "tpp": 15832, "pd": 19.4, "io": 900, "dram": 3350,
        ...     "traffic": 4250, "marketing": "datacenter", "maker": "nvidia",
        ...     "exporter": "USA", "destination": "JPN", "seat": "JPN", "parent": "JPN",
        ...     "use": "datacenter", "us_market": True, "owned_listed": 0, "owned_sdn": 0,
        ...     "listed_entity_list": False, "listed_meu": False, "listed_sdn": False,
        ...     "listed_dpl": False, "listed_uvl": False}
        >>> decide(told, dt.date(2026, 6, 1), control_book()).outcome
        'none'
    """

    day: dt.date
    outcome: str
    missing: frozenset[str]
    regimes: tuple[Ruled, ...]
    untold: tuple[str, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule the decision rests on, once."""
        named = [
            rule
            for one in self.regimes
            for rule in (*one.items, *(r for f in one.found for r in (f.rule, *f.by)))
        ]
        return tuple(dict.fromkeys(named))

    @property
    def doubts(self) -> tuple[Rule, ...]:
        """Rules of which it is not known whether they hold on the day."""
        return tuple(rule for rule in self.rules if rule.doubtful(self.day))


def decide(told: Mapping[str, Told], day: dt.date, book: ControlBook) -> Decision:
    """Decide a case on a day.

    Every way the numbers may fall on the thresholds is decided by itself; in each, a fact that is
    not known counts only where a rule turns on it and a stricter answer could follow. What
    several ways or unknown facts leave open is undetermined, with the facts that would settle it.
    Where the book holds no rules (another exporter, days before it begins, goods in its gap) it
    never says that no licence is needed, until ``other_rules`` is told.

    Args:
        told: facts by name; see ``catalogue/controls/facts.toml``.
        day: the day.
        book: the rules.

    Returns:
        The decision with its path; no legal advice.

    Raises:
        ScenarioError: an unknown fact, or a value of the wrong kind.

    Source:
        Order of steps: 15 CFR part 732; ``docs/methods/controls.md``.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> decide({"kind": "chip", "exporter": "USA"}, dt.date(2024, 1, 1), control_book()).outcome
        'undetermined'
    """
    sheet = make_sheet(told, book.facts)
    groups = book.groups(day)
    ruled = []
    for regime in book.regimes:
        rules = [r for r in book.rules if r.regime == regime.id and r.live(day)]
        one = _regime(regime, rules, sheet, groups, early=day < regime.covered_from)
        if one is not None:
            ruled.append(one)
    homes = Is("exporter", tuple(one.home for one in book.regimes))
    held = ask(homes, sheet, groups).value is True
    outcome, missing = _strictest(ruled, NO if held else ask(_OTHER, sheet, groups))
    return Decision(day, outcome, missing, tuple(ruled), sheet.untold)


def _strictest(ruled: Sequence[Ruled], elsewhere: Answer) -> tuple[str, frozenset[str]]:
    """The strictest answer; open where a regime is, unless denial is presumed by another."""
    sure = [one.outcome for one in ruled if one.outcome != UNDETERMINED]
    unsure = [one.missing for one in ruled if one.outcome == UNDETERMINED]
    if elsewhere.value is True:
        sure.append(ASKED)
    if elsewhere.value is None:
        unsure.append(elsewhere.missing)
    strictest = max(sure, key=OUTCOMES.index, default=OUTCOMES[0])
    if not unsure or strictest == OUTCOMES[-1]:
        return strictest, frozenset()
    return UNDETERMINED, frozenset[str]().union(*unsure)


def _regime(
    regime: Regime, rules: Sequence[Rule], sheet: Sheet, groups: Groups, *, early: bool
) -> Ruled | None:
    items = [r for r in rules if r.step == "item"]
    trees = [r.when for r in rules]
    each = []
    for way in worlds(sheet, [regime.applies, *trees]):
        answers, classed = item_answers(way, items, groups)
        applies = ask(regime.applies, classed, groups)
        found = [_requirement(r, rules, classed, groups) for r in rules if r.step in REQUIREMENTS]
        each.append((way, answers, classed, applies, [f for f in found if f.answer is not False]))
    if all(applies.value is False for _, _, _, applies, _ in each):
        return None
    outcomes = []
    for _, _, classed, applies, found in each:
        other = ask(_OTHER, classed, groups)
        beyond = other if early else both(other, ask(regime.gap, classed, groups))
        outcomes.append(_outcome(applies, found, beyond))
    values = {outcome for outcome, _ in outcomes}
    missing = frozenset[str]().union(*(m for _, m in outcomes))
    if len(values) > 1:
        ways = tuple(way for way, *_ in each)
        missing |= deciding(ways, [outcome for outcome, _ in outcomes])
    outcome = values.pop() if len(values) == 1 else UNDETERMINED
    classes = frozenset.intersection(*(frozenset(c.sure) for _, _, c, _, _ in each))
    maybe = frozenset[str]().union(*(c.sure | set(c.open) for _, _, c, _, _ in each)) - classes
    given = [
        rule
        for place, rule in enumerate(items)
        if any(answers[place].value is not False for _, answers, _, _, _ in each)
    ]
    return Ruled(
        regime,
        outcome,
        missing if outcome == UNDETERMINED else frozenset(),
        tuple(sorted(classes)),
        tuple(sorted(maybe)),
        tuple(given),
        _merged([found for *_, found in each]),
        all(ask(regime.friends, c, groups).value is True for _, _, c, _, _ in each),
        any(ask(regime.gap, c, groups).value is not False for _, _, c, _, _ in each),
    )


def _outcome(applies: Answer, found: Sequence[Found], beyond: Answer) -> tuple[str, frozenset[str]]:
    """The strictest of what requirements, and rules ``beyond`` the book, ask in one way."""
    least = max(
        (min(f.possible, key=OUTCOMES.index) for f in found), key=OUTCOMES.index, default="none"
    )
    most = max(
        (max(f.possible, key=OUTCOMES.index) for f in found), key=OUTCOMES.index, default="none"
    )
    missing = applies.missing
    if beyond.value is True:
        least, most = (max(one, ASKED, key=OUTCOMES.index) for one in (least, most))
    if beyond.value is None:
        most = OUTCOMES[-1]
        missing |= beyond.missing
    if applies.value is None:
        least = "none"
    if least == most:
        return least, frozenset()
    over = OUTCOMES.index(least)
    open_ones = [f.missing for f in found if max(map(OUTCOMES.index, f.possible)) > over]
    return UNDETERMINED, missing.union(*open_ones)


def _requirement(rule: Rule, rules: Sequence[Rule], sheet: Sheet, groups: Groups) -> Found:
    answer = ask(rule.when, sheet, groups)
    if answer.value is False:
        return Found(rule, False, frozenset({"none"}), (), frozenset())
    possible, by, missing = _follows(rule, rules, sheet, groups)
    if answer.value is None:
        possible |= {"none"}
        missing |= answer.missing
    return Found(rule, answer.value, possible, by, missing if len(possible) > 1 else frozenset())


def _follows(
    rule: Rule, rules: Sequence[Rule], sheet: Sheet, groups: Groups
) -> tuple[Possible, tuple[Rule, ...], frozenset[str]]:
    """What follows from a requirement: the first exception or review that holds decides."""
    if rule.gives == "notice":
        return frozenset({"notice"}), (), frozenset()
    possible: Possible = frozenset()
    missing: frozenset[str] = frozenset()
    by: list[Rule] = []
    for step in ("exception", "review"):
        for one in (r for r in rules if r.step == step and rule.id in r.covers):
            answer = ask(one.when, sheet, groups)
            if answer.value is False:
                continue
            possible |= {one.gives}
            by.append(one)
            if answer.value is True:
                return possible, tuple(by), missing
            missing |= answer.missing
    # No policy is held for it: a licence is asked for, and each application looked at.
    return possible | {ASKED}, tuple(by), missing


def _merged(each: Sequence[Sequence[Found]]) -> tuple[Found, ...]:
    """One record a requirement over all ways the numbers may fall."""
    held: dict[str, list[Found]] = {}
    for found in each:
        for one in found:
            held.setdefault(one.rule.id, []).append(one)
    merged = []
    for ones in held.values():
        sure = len(ones) == len(each) and all(one.answer is True for one in ones)
        possible = frozenset[str]().union(*(one.possible for one in ones))
        by = tuple(dict.fromkeys(rule for one in ones for rule in one.by))
        missing = frozenset[str]().union(*(one.missing for one in ones))
        merged.append(Found(ones[0].rule, True if sure else None, possible, by, missing))
    return tuple(merged)
