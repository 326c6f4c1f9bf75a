"""From what was read out of a text to acts for the register, each with its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kanmon.analysis.reading.record import Measure, Reading
from kanmon.catalogue.load import goods
from kanmon.tables.measure import Act, hold

_SURE = 0.7
"""Readings below this confidence wait for a person."""
_TOPIC = "topic:"
_CHIPS = {
    "semiconductors": ["logic_chips", "memory_chips", "amplifier_chips", "other_chips"],
    "advanced_chips": ["logic_chips", "memory_chips"],
}
_OECD = {"prohibition", "quota", "licensing", "export_tax", "minimum_price"}


def acts_of(reading: Reading, text: str, *, source: str, published: dt.date) -> tuple[Act, ...]:
    """Turn the measures read out of a text into acts.

    What the text says did not happen becomes no act. Chips and a group that is a sector of the
    catalogue (seafood) stand for their goods; another group waits for review. An act that names
    no target is aimed at all; one whose imposer or side is not said, that is hearsay or unsure,
    waits for review.

    Args:
        reading: of the text.
        text: the text itself.
        source: where it can be read.
        published: day it was published; the act's day where it states none.

    Returns:
        Acts with quotation, span and standing ``read``.

    Example:
        >>> acts_of(Reading("en", "", (), (), ()), "", source="x", published=dt.date(2024, 1, 1))
        ()
    """
    waiting = {id(m) for m in reading.queue}
    found = []
    for measure in (*reading.measures, *reading.queue):
        if measure.negated:
            continue
        act = _act(measure, text, source, published)
        if id(measure) in waiting and not act.review:
            act = replace(act, review="the reader was not sure")
        found.append(hold(act, where=source))
    return tuple(found)


def _goods(told: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """Spell groups out as the goods of their sector; give back those that are no sector."""
    named, loose = [], []
    for one in told:
        group = one.removeprefix(_TOPIC)
        members = _CHIPS.get(group) or [g.id for g in goods().values() if g.sector == group]
        if not one.startswith(_TOPIC):
            named.append(one)
        elif members:
            named += members
        else:
            loose.append(group.replace("_", " "))
    return tuple(dict.fromkeys(named)), loose


def _act(m: Measure, text: str, source: str, published: dt.date) -> Act:
    doubts = [m.review] if m.review else []
    doubts += ["the text names no imposer"] if not m.imposer else []
    doubts += ["the text does not say imports or exports"] if not m.side else []
    named, loose = _goods(m.goods)
    doubts += [f"no good of the catalogue is named: {', '.join(loose)}"] if loose else []
    doubts += ["unsure reading"] if m.confidence < _SURE and not doubts else []
    try:
        said = dt.date.fromisoformat(m.date)
    except ValueError:
        said = None
    day = said or published
    return Act(
        imposer=m.imposer,
        targets=m.targets or ("WLD",),
        side=m.side or "export",
        stage=m.stage,
        source=source,
        goods=named,
        mast=m.mast,
        oecd=m.kind if m.kind in _OECD and m.side == "export" else "",
        announced=published,
        in_force=day if m.stage == "in_force" and said else None,
        eased=day if m.stage == "eased" else None,
        ended=day if m.stage == "ended" else None,
        reason=m.reason,
        instrument=m.instrument,
        lang=m.lang if m.lang in ("en", "ja", "fr") else "other",
        quote=" ".join(m.sentence.of(text).split()),
        span=(m.sentence.start, m.sentence.end),
        standing="read",
        review="; ".join(doubts),
    )
