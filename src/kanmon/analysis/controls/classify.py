"""Tell which classes an item has on a day, and which facts are missing where that is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kanmon.analysis.controls.ask import YES, Answer, Groups, ask
from kanmon.analysis.controls.sheet import Sheet, Told, make_sheet
from kanmon.analysis.controls.worlds import deciding, worlds
from kanmon.catalogue.control_book import ControlBook
from kanmon.catalogue.control_rules import Rule


@dataclass(frozen=True, slots=True)
class Classified:
    """Say what every item rule in force on a day answers, in the order of the book.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> found = classify({"tpp": 5000, "marketing": "datacenter"}, dt.date(2024, 1, 1),
        ...                  control_book())
        >>> found.sure
        frozenset({'3A090.a'})
    """

    day: dt.date
    answers: tuple[tuple[Rule, Answer], ...]

    @property
    def sure(self) -> frozenset[str]:
        """Classes the item certainly has."""
        return frozenset(rule.gives for rule, answer in self.answers if answer.value)

    @property
    def open(self) -> Mapping[str, frozenset[str]]:
        """Classes it may have, each with the facts that would settle it."""
        found: dict[str, frozenset[str]] = {}
        for rule, answer in self.answers:
            if answer.value is None:
                found[rule.gives] = found.get(rule.gives, frozenset()) | answer.missing
        return {c: missing for c, missing in found.items() if c not in self.sure}

    @property
    def missing(self) -> frozenset[str]:
        """Facts that would settle every class."""
        return frozenset[str]().union(*self.open.values())

    def among(self, classes: Iterable[str]) -> bool | None:
        """Say whether the item has one of some classes; None where that is open."""
        wanted = set(classes)
        if self.sure & wanted:
            return True
        return None if wanted & set(self.open) else False


def classify(told: Mapping[str, Told], day: dt.date, book: ControlBook) -> Classified:
    """Classify an item on a day.

    Args:
        told: facts about the item by name; see `kanmon licence rules --facts`.
        day: the day.
        book: the rules.

    Returns:
        What every item rule answers.

    Example:
        >>> from kanmon.analysis.controls.sheet import Span
        >>> from kanmon.catalogue.control_book import control_book
        >>> found = classify({"kind": "chip", "tpp": 2000, "pd": Span(3.17, 3.23), "io": 64,
        ...     "dram": 600, "traffic": 664, "maker": "nvidia", "marketing": "datacenter"},
        ...     dt.date(2026, 6, 1), control_book())
        >>> found.sure, dict(found.open)["3A090.b"]
        (frozenset(), frozenset({'pd'}))
    """
    sheet = make_sheet(told, book.facts)
    rules = [r for r in book.rules if r.step == "item" and r.live(day)]
    groups = book.groups(day)
    ways = worlds(sheet, [r.when for r in rules])
    each = [item_answers(way, rules, groups)[0] for way in ways]
    answers = []
    for place, rule in enumerate(rules):
        given = [one[place] for one in each]
        answers.append((rule, _joined(given, deciding(ways, [a.value for a in given]))))
    return Classified(day, tuple(answers))


def item_answers(
    sheet: Sheet, rules: Iterable[Rule], groups: Groups
) -> tuple[tuple[Answer, ...], Sheet]:
    """Ask item rules in the order of the book; later ones may ask about classes given before.

    Args:
        sheet: what is known.
        rules: item rules in force.
        groups: members of each country group on the day.

    Returns:
        An answer a rule, and the sheet with the classes they give.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> sheet = make_sheet({"tpp": 5000, "io": 600}, control_book().facts)
        >>> answers, classed = item_answers(sheet, [control_book().rule("US-3A090-2022")], {})
        >>> classed.sure
        frozenset({'3A090'})
    """
    answers: list[Answer] = []
    sure: frozenset[str] = frozenset()
    open: dict[str, frozenset[str]] = {}
    classed = sheet
    for rule in rules:
        answer = ask(rule.when, classed, groups)
        answers.append(answer)
        if answer.value:
            sure |= {rule.gives}
        elif answer.value is None:
            open[rule.gives] = open.get(rule.gives, frozenset()) | answer.missing
        classed = sheet.classed(sure, open)
    return tuple(answers), classed


def _joined(given: list[Answer], deciding: frozenset[str]) -> Answer:
    values = {a.value for a in given}
    if len(values) == 1 and None not in values:
        return given[0] if given[0].value is False else YES
    return Answer(None, deciding.union(*(a.missing for a in given)))
