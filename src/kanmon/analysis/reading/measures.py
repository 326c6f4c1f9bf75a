"""Measures in a sentence of English or French: act, imposer, targets, goods, stage, reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kanmon.analysis.reading.dates import find_dates, find_instrument
from kanmon.analysis.reading.lexicon import Cue, Hit, Lexicon
from kanmon.analysis.reading.parties import code, is_party, owner, subject, targets
from kanmon.analysis.reading.record import Measure, Span
from kanmon.analysis.reading.stretch import Clause, Stretch

NOT_GOODS = frozenset(("topic:economic_coercion", "topic:supply_chains"))
_LIGHT = ("lift", "ease", "threaten", "announce", "impose")
_STAGE = {
    "lift": "ended",
    "ease": "eased",
    "threaten": "threatened",
    "announce": "announced",
    "impose": "in_force",
}
_IMPORT_KINDS = frozenset(("tariff", "trade_remedy"))


@dataclass(frozen=True, slots=True)
class Doubt:
    """Name a doubt about a record and what it costs its confidence.

    Example:
        >>> Doubt("side not stated", 0.1).cost
        0.1
    """

    why: str
    cost: float


def measures(
    stretch: Stretch, parts: list[Clause], lexicon: Lexicon
) -> tuple[list[Measure], list[Measure]]:
    """Read the measures a sentence states.

    Args:
        stretch: the sentence.
        parts: its clauses.
        lexicon: the lexicon of its language.

    Returns:
        Measures with an imposer, and those for a person to look at because none is named.

    Example:
        >>> from kanmon.analysis.reading.read import read
        >>> found = read("China banned imports of seafood from Japan.").measures[0]
        >>> found.imposer, found.targets, found.side, found.goods
        ('CHN', ('JPN',), 'import', ('topic:seafood',))
    """
    stated: list[Measure] = []
    queued: list[Measure] = []
    carried: list[Hit] = []
    for part in parts:
        heads = _heads(stretch.folded, part)
        for head, as_verb in heads:
            light = _light(stretch, part, head, as_verb)
            if light is None:
                continue
            verb, kinds = light
            who, doubt = _imposers(stretch, part, head, verb, carried)
            made = _make(stretch, part, lexicon, (head, as_verb), kinds, (who, doubt))
            if not made:
                continue
            (stated if who else queued).extend(made)
        first_verb = next((c.start for c in part.cues if c.kinds & _ACTIVE), part.end)
        carried = subject(stretch.folded, part.hits, first_verb, stretch.lang) or carried
    return stated, queued


# The Tariff Act is a statute, a duty investigation no duty.
_NAME_OR_INQUIRY = re.compile(
    r" act\b|(?: and [a-z-]+)?(?: dut(?:y|ies))?(?: administrative)? "
    r"(?:investigations?|reviews?|inquir(?:y|ies)|section|schedule|polic(?:y|ies))\b"
)
_ACTIVE = frozenset((*_LIGHT, "request", "attribute"))


def _heads(folded: str, part: Clause) -> list[tuple[Hit, bool]]:
    """Pick the acts of a clause; a verb that governs an act's noun is its verb, not an act."""
    acts = [h for h in part.hits if h.form.noun or h.form.verb]
    found: list[tuple[Hit, bool]] = []
    for i, hit in enumerate(acts):
        as_verb = bool(hit.form.verb)
        if hit.form.noun and hit.form.verb:
            before = part.hits[part.hits.index(hit) - 1] if part.hits.index(hit) else None
            as_verb = bool(before and before.form.party and folded[before.end : hit.start] == " ")
        if as_verb and i + 1 < len(acts) and acts[i + 1].form.noun:
            between = any(h.form.good and hit.end <= h.start < acts[i + 1].start for h in part.hits)
            if acts[i + 1].start - hit.end <= 40 and not between:
                continue
        if found and not found[-1][1] and not as_verb and hit.form.noun == found[-1][0].form.noun:
            continue
        found.append((hit, as_verb))
    return found


def _light(
    stretch: Stretch, part: Clause, head: Hit, as_verb: bool
) -> tuple[Cue | Hit | None, frozenset[str]] | None:
    """Find the verb that carries an act and its classes; None when the act is not a fact."""
    before = [c for c in part.cues if c.end <= head.start]
    if _NAME_OR_INQUIRY.match(stretch.folded, head.end):
        return None
    if any("request" in c.kinds for c in before):
        return None
    if any("hypothetical" in c.kinds and head.start - c.end < 60 for c in before):
        return None
    carrying = [c for c in before if c.kinds & _ACTIVE]
    after = [
        c
        for c in part.cues
        if c.start >= head.end and c.kinds & set(_LIGHT) and _passive(stretch.folded, c)
    ]
    kinds: set[str] = set()
    for cue in [*carrying, *after[:1]]:
        kinds |= cue.kinds & set(_LIGHT)
    if "lift" in kinds and kinds & {"threaten"}:
        kinds = {"impose"}
    if as_verb:
        return head, frozenset(kinds)
    lights = [c for c in carrying if c.kinds & set(_LIGHT)]
    return (lights[0] if lights else None), frozenset(kinds)


def _passive(folded: str, cue: Cue) -> bool:
    near = folded[max(0, cue.start - 12) : cue.start]
    return near.rstrip().endswith(
        ("was", "were", "been", "being", "be", "is", "are", "est", "sont", "été", "être", ",")
    ) or folded[cue.start : cue.end].endswith(("ée", "ées", "és", "posed"))


def _imposers(
    stretch: Stretch, part: Clause, head: Hit, verb: Cue | Hit | None, carried: list[Hit]
) -> tuple[list[Hit], Doubt | None]:
    folded, lang = stretch.folded, stretch.lang
    acting = isinstance(verb, Hit) and not _passive_before(folded, verb)
    who = [] if acting else owner(folded, part.hits, head, lang)
    if who:
        return who, None
    if verb is None or (isinstance(verb, Hit) and not acting):
        return [], None
    who = subject(folded, part.hits, verb.start, lang)
    if who:
        return who, None
    return (carried, Doubt("imposer taken from the clause before", 0.2)) if carried else ([], None)


def _passive_before(folded: str, verb: Hit) -> bool:
    return (
        folded[max(0, verb.start - 8) : verb.start]
        .rstrip()
        .endswith((" was", " were", " been", " be", " is", " are"))
    )


def _make(
    stretch: Stretch,
    part: Clause,
    lexicon: Lexicon,
    act: tuple[Hit, bool],
    kinds: frozenset[str],
    by: tuple[list[Hit], Doubt | None],
) -> list[Measure]:
    head, as_verb = act
    who, doubt = by
    folded = stretch.folded
    kind = head.form.verb if as_verb else head.form.noun
    aimed = targets(folded, part.hits, head, who, stretch.lang)
    goods = [h for h in part.hits if h.form.good and h.form.good not in NOT_GOODS]
    side, side_span = _side(part, head, kind)
    if not goods and not aimed and not side:
        return []
    if as_verb and not goods and not side and kind != "sanctions":
        return []
    if as_verb and head.form.bare and not kinds & {"threaten", "announce"}:
        return []
    doubts = [doubt] if doubt else []
    if not side and kind != "sanctions":
        doubts.append(Doubt("import or export side not stated", 0.1))
    if not who:
        doubts.append(Doubt("no imposer named", 0.5))
    stage = next((_STAGE[k] for k in _LIGHT if k in kinds), "in_force")
    spans = {"act": Span(head.start, head.end)}
    if any("past" in c.kinds and 0 <= head.start - c.end < 20 for c in part.cues):
        stage = "ended"
        doubts.append(Doubt("told as past", 0.2))
    negation = [c for c in part.cues if "negate" in c.kinds and c.start < head.start]
    negated = any(head.start - c.end < 40 for c in negation)
    if negated:
        spans["negated"] = Span(negation[-1].start, negation[-1].end)
    if aimed:
        spans["targets"] = Span(aimed[0].start, aimed[-1].end)
    if goods:
        spans["goods"] = Span(min(h.start for h in goods), max(h.end for h in goods))
    if side_span:
        spans["side"] = side_span
    return finish(
        stretch, part, lexicon, Found(kind, side, stage, negated, who, aimed, goods, doubts, spans)
    )


@dataclass(frozen=True, slots=True)
class Found:
    """Gather what a language's rules found for one act, before it becomes records.

    Example:
        >>> Found("tariff", "import", "in_force", False, [], [], [], [], {}).kind
        'tariff'
    """

    kind: str
    side: str
    stage: str
    negated: bool
    who: list[Hit]
    aimed: list[Hit]
    goods: list[Hit]
    doubts: list[Doubt]
    spans: dict[str, Span]


def finish(stretch: Stretch, part: Clause, lexicon: Lexicon, found: Found) -> list[Measure]:
    """Turn what was found into records, one for each imposer.

    Args:
        stretch: the sentence.
        part: the clause.
        lexicon: the lexicon of its language.
        found: what the rules found.

    Returns:
        The measures; one without imposer when none was found.

    Example:
        >>> from kanmon.analysis.reading.read import read
        >>> len(read("Japan and the Netherlands restricted exports of lithography equipment.")
        ...     .measures)
        2
    """
    spans = dict(found.spans)
    text, folded = stretch.text, stretch.folded
    if part.reason:
        spans["reason"] = part.reason
    instrument = find_instrument(folded, stretch.lang, stretch.start, stretch.end)
    if instrument:
        spans["instrument"] = instrument
    dates = [
        (iso, span)
        for iso, span in find_dates(folded, stretch.lang, part.start, part.end)
        if not part.reason or not part.reason.start <= span.start < part.reason.end
    ]
    if dates:
        spans["date"] = dates[0][1]
    for cue in stretch.cues:
        if "attribute" in cue.kinds:
            spans["attributed"] = Span(cue.start, cue.end)
            break
    sure = max(0.05, 0.95 - sum(d.cost for d in found.doubts))
    made = []
    several: list[Hit | None] = [*found.who] or [None]
    for hit in several:
        own = dict(spans)
        if hit is not None:
            own["imposer"] = Span(hit.start, hit.end)
        made.append(
            Measure(
                code(hit) if hit is not None else "",
                _codes(found.aimed),
                tuple(dict.fromkeys(h.form.good for h in found.goods)),
                (),
                found.side,
                lexicon.mast[found.kind],
                found.kind,
                found.stage,
                part.reason.of(text) if part.reason else "",
                instrument.of(text) if instrument else "",
                dates[0][0] if dates else "",
                found.negated,
                round(sure, 2),
                "; ".join(d.why for d in found.doubts),
                own,
                stretch.span,
                stretch.lang,
            )
        )
    return made


def _codes(hits: Iterable[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code(h) for h in hits if is_party(h)))


def _side(part: Clause, head: Hit, kind: str) -> tuple[str, Span | None]:
    if head.form.side:
        return head.form.side, Span(head.start, head.end)
    near = sorted(
        (h for h in part.hits if h.form.side and h is not head),
        key=lambda h: min(abs(h.start - head.end), abs(head.start - h.end)),
    )
    if near:
        return near[0].form.side, Span(near[0].start, near[0].end)
    return ("import" if kind in _IMPORT_KINDS else "export" if kind == "export_tax" else ""), None
