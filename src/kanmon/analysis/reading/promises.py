"""What parties say they will do: commitments, with owners, deed and what it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kanmon.analysis.reading.dates import find_dates
from kanmon.analysis.reading.lexicon import Cue, Hit
from kanmon.analysis.reading.parties import code, subject
from kanmon.analysis.reading.record import Commitment, Span
from kanmon.analysis.reading.stretch import Clause, Stretch

_NEXT = 16


@dataclass(slots=True)
class Speakers:
    """Remember who spoke last, so that "both sides", "we" and "they" have owners.

    Example:
        >>> Speakers([], []).pair
        []
    """

    pair: list[Hit]
    last: list[Hit]


def commitments(stretch: Stretch, parts: list[Clause], speakers: Speakers) -> list[Commitment]:
    """Read what a sentence commits its subject to.

    Args:
        stretch: the sentence.
        parts: its clauses.
        speakers: who spoke before; brought up to date here.

    Returns:
        Commitments in text order, one for each deed.

    Example:
        >>> from kanmon.analysis.reading.read import read
        >>> found = read("Japan and Australia agreed to diversify supply chains.").commitments[0]
        >>> found.owners, found.act, found.about
        (('JPN', 'AUS'), 'diversify', ('topic:supply_chains',))
    """
    made: list[Commitment] = []
    for part in parts:
        promises = [h for h in part.hits if h.form.promise]
        for i, promise in enumerate(promises):
            following = promises[i + 1].start if i + 1 < len(promises) else part.end
            if (
                following - promise.end < _NEXT
                and following < part.end
                and not _weighty(stretch, part, promise, following)
            ):
                continue
            if any("negate" in c.kinds and 0 <= promise.start - c.end < 12 for c in part.cues):
                continue
            who, why = _owners(stretch, part, promise, speakers)
            if not who:
                continue
            made.extend(_deeds(stretch, part, promise, (promise.end, following), (who, why)))
        named = subject(stretch.folded, part.hits, _first_verb(part), stretch.lang)
        if named:
            speakers.last = named
            if len(named) > 1:
                speakers.pair = named
    return _merged(made)


def _weighty(stretch: Stretch, part: Clause, promise: Hit, until: int) -> bool:
    return any(promise.end <= h.start < until and h.form.good for h in part.hits) or stretch.folded[
        promise.end : until
    ].strip() in ("et", "and")


def _first_verb(part: Clause) -> int:
    places = [c.start for c in part.cues if not c.kinds <= _QUIET]
    places += [h.start for h in part.hits if h.form.promise]
    return min(places, default=part.end)


_QUIET = frozenset(("hypothetical", "past", "negate", "reason", "both", "we"))


def _owners(
    stretch: Stretch, part: Clause, promise: Hit, speakers: Speakers
) -> tuple[list[Hit], Cue | None]:
    for cue in part.cues:
        if cue.end <= promise.start and cue.kinds & {"both", "we"}:
            return (speakers.pair or speakers.last), cue
    opens = min(_first_verb(part), promise.start)
    named = subject(stretch.folded, part.hits, opens, stretch.lang) or subject(
        stretch.folded, part.hits, promise.start, stretch.lang
    )
    if named:
        speakers.last = named
        if len(named) > 1:
            speakers.pair = named
        return named, None
    before = tuple(h for h in stretch.hits if h.start < promise.start)
    verbs = [c.start for c in stretch.cues if not c.kinds <= _QUIET]
    named = subject(stretch.folded, before, min([*verbs, promise.start]), stretch.lang)
    if named:
        return named, None
    carried = any(h.form.promise for h in before)
    return (speakers.last if carried else []), None


def _deeds(
    stretch: Stretch,
    part: Clause,
    promise: Hit,
    room: tuple[int, int],
    by: tuple[list[Hit], Cue | None],
) -> list[Commitment]:
    who, why = by
    start, end = room
    goods = [h for h in part.hits if h.form.good and start <= h.start < end]
    deeds = [
        (c, k[5:])
        for c in part.cues
        if start <= c.start < end
        for k in c.kinds
        if k.startswith("deed:")
    ]
    act = promise.form.promise
    spans = {
        "act": Span(promise.start, promise.end),
        "owners": Span(why.start, why.end) if why else Span(who[0].start, who[-1].end),
    }
    if act in ("agree", "intend") and deeds:
        act = deeds[0][1]
        spans["deed"] = Span(deeds[0][0].start, deeds[0][0].end)
    if act in ("agree", "intend") and not goods:
        return []
    due = [
        (iso, span)
        for iso, span in find_dates(stretch.folded, stretch.lang, start, end)
        if stretch.folded[max(0, span.start - 14) : span.start]
        .rstrip()
        .endswith(
            (
                "by",
                "before",
                "until",
                "d'ici",
                "d'ici à",
                "avant",
                "end of",
                "d'ici fin",
                "d'ici le",
            )
        )
    ]
    if due:
        spans["due"] = due[0][1]
    if goods:
        spans["about"] = Span(goods[0].start, goods[-1].end)
    return [
        Commitment(
            tuple(dict.fromkeys(code(h) for h in who)),
            act,
            tuple(dict.fromkeys(h.form.good for h in goods)),
            due[0][0] if due else "",
            stretch.span,
            spans,
            stretch.lang,
        )
    ]


def _merged(made: list[Commitment]) -> list[Commitment]:
    """Join commitments of one sentence that say the same deed of the same owners."""
    kept: dict[tuple[tuple[str, ...], str], Commitment] = {}
    for one in made:
        key = (one.owners, one.act)
        had = kept.get(key)
        if had is None or (one.about and not had.about):
            kept[key] = one
        else:
            about = tuple(dict.fromkeys((*had.about, *one.about)))
            kept[key] = replace(had, about=about, due=had.due or one.due)
    return list(kept.values())
