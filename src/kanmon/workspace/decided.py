"""An export decision as blocks: the path step by step, what is missing, when it would differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kanmon.analysis.controls.decide import Decision, Ruled
from kanmon.analysis.controls.differ import Period
from kanmon.brief.controls.sentences import missing, outcome, periods
from kanmon.brief.numbers import day
from kanmon.brief.wording import Words
from kanmon.catalogue.chips import Chip
from kanmon.catalogue.control_book import ControlBook
from kanmon.catalogue.control_rules import Rule
from kanmon.workspace.charts import Steps
from kanmon.workspace.listing import Sheet, listing
from kanmon.workspace.model import Block, Kind, Source

_PATH: dict[str, tuple[Kind, str]] = {
    "question": ("text", ""),
    "answer": ("text", ""),
    "basis": ("text", ""),
    "rule": ("text", ""),
    "regime": ("text", ""),
}
_FIGURES: dict[str, tuple[Kind, str]] = {
    "figure": ("text", ""),
    "low": ("number", ""),
    "best": ("number", ""),
    "high": ("number", ""),
    "unit": ("text", ""),
}


def path_block(made: Decision, book: ControlBook, w: Words) -> Block:
    """Show the steps of a decision in the order they are asked.

    Args:
        made: the decision.
        book: the rules it was made with.
        w: words of the language.

    Returns:
        The block: question, answer, basis, one row a rule that holds or may hold.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.controls.decide import decide
        >>> from kanmon.brief.wording import words
        >>> from kanmon.catalogue.control_book import control_book
        >>> book = control_book()
        >>> told = {"exporter": "JPN", "use": "wmd", "destination": "CHN", "kind": "chip"}
        >>> made = decide(told, dt.date(2024, 1, 1), book)
        >>> [c.name for c in path_block(made, book, words("en")).table.columns][:3]
        ['question', 'answer', 'basis']
    """
    rows = [row for one in made.regimes for row in _rows(one, w)]
    wanting = missing(made.missing, book, w)
    sheet = Sheet(
        "path",
        _PATH,
        sentence=f"{outcome(made, w)} {wanting}".strip(),
        as_of=made.day.isoformat(),
        sources=[_book(book)],
        chart=Steps(kind="steps"),
        hidden=("rule", "regime"),
        empty=w.say("control.nothing") if made.regimes else w.say("control.not_applied"),
    )
    return listing(sheet, rows, w)


def when_block(found: Sequence[Period], book: ControlBook, w: Words) -> Block:
    """Show when the decision would have been another.

    Args:
        found: periods in order of time.
        book: the rules.
        w: words of the language.

    Returns:
        The block, one row a period.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.catalogue.control_book import control_book
        >>> when_block((), control_book(), words("en")).title
        'When it would have been different'
    """
    sheet = Sheet(
        "when", {"period": ("text", "")}, title=w.say("control.when"), sources=[_book(book)]
    )
    return listing(sheet, [{"period": line} for line in periods(found, w)], w)


def chip_block(chip: Chip, w: Words) -> Block:
    """Show what is known of a chip: best value and bounds.

    Args:
        chip: any.
        w: words of the language.

    Returns:
        The block, one row a figure.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.catalogue.chips import chip
        >>> chip_block(chip("H20"), words("en")).table.rows[0][4]
        'TOPS x bits'
    """
    units = {"tpp": "TOPS x bits", "pd": "1/mm2", "io": "GB/s", "dram": "GB/s", "die": "mm2"}
    rows: list[dict[str, Any]] = [
        {
            "figure": name,
            "low": value.low,
            "best": value.best,
            "high": value.high,
            "unit": units.get(name),
        }
        for name, value in chip.figures().items()
        if value is not None
    ]
    named = Source(
        id=chip.name,
        title=chip.source,
        publisher=chip.maker,
        licence="",
        vintage=chip.status,
        url=None,
    )
    sheet = Sheet(
        "chip",
        _FIGURES,
        title=w.say("workspace.block_chip", name=chip.name),
        sentence=" ".join(chip.said),
        sources=[named],
    )
    return listing(sheet, rows, w)


def _rows(one: Ruled, w: Words) -> list[dict[str, Any]]:
    rows = [
        _row(
            one,
            rule,
            w.say("control.holds" if rule.gives in one.classes else "control.may_hold"),
            w,
        )
        for rule in one.items
    ]
    for found in one.found:
        rows.append(
            _row(
                one,
                found.rule,
                w.say("control.holds" if found.answer else "control.may_hold"),
                w,
            )
        )
        rows += [_row(one, rule, w.say(f"control.{rule.gives}"), w) for rule in found.by]
    return rows


def _row(one: Ruled, rule: Rule, answer: str, w: Words) -> dict[str, Any]:
    step = w.say(f"control.step_{rule.step}")
    return {
        "question": f"{step}{w.say('page.colon')}{getattr(rule, w.lang)}",
        "answer": answer,
        "basis": f"{rule.id}, {rule.source} ({day(rule.valid_from, w.lang)})",
        "rule": rule.id,
        "regime": one.regime.id,
    }


def _book(book: ControlBook) -> Source:
    return Source(
        id="control_rules",
        title="Control rules as dated rows",
        publisher="Kanmon and the sources of each rule",
        licence="facts of law with their sources",
        vintage=book.checksum[:12],
        url=None,
    )
