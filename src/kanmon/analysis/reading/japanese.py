"""Measures and commitments in a sentence of Japanese, whose verb and negation come last."""

from __future__ import annotations

import itertools
import re

from kanmon.analysis.reading.dates import find_dates
from kanmon.analysis.reading.lexicon import Cue, Hit, Lexicon
from kanmon.analysis.reading.measures import NOT_GOODS, Doubt, Found, finish
from kanmon.analysis.reading.parties import code, is_party
from kanmon.analysis.reading.promises import Speakers
from kanmon.analysis.reading.record import Commitment, Measure, Span
from kanmon.analysis.reading.stretch import Clause, Stretch

_TOPIC = re.compile(r"(?:[一-龥ァ-ヶー]{0,8}?)(?:は|が|も|では|側は|当局は|当局が)[、 ]?")
_OWN = re.compile(r"(?:政府|当局|側)?(?:による|の)(?:[一-龥ァ-ヶー]{1,6}(?:な|の))?")
_JOINED = re.compile(r"(?:政府|両)?(?:と|、|や|・|および|及び|ならびに|並びに)")
_AIMED = re.compile(
    r"(?:政府|側)?(?:から|へ|に対|向け|産|製|に経済|に制裁|との(?:貿易|間)|を対象|を念頭|に追加)"
)
_STAGE = (
    ("lift", "ended"),
    ("ease", "eased"),
    ("threaten", "threatened"),
    ("announce", "announced"),
)


def measures(stretch: Stretch, lexicon: Lexicon) -> tuple[list[Measure], list[Measure]]:
    """Read the measures a Japanese sentence states.

    Args:
        stretch: the sentence.
        lexicon: the Japanese lexicon.

    Returns:
        Measures with an imposer, and those for a person to look at because none is named.

    Example:
        >>> from kanmon.analysis.reading.read import read
        >>> one = read("中国政府は日本産水産物の輸入を全面的に停止した。").measures[0]
        >>> one.imposer, one.targets, one.goods, one.side
        ('CHN', ('JPN',), ('topic:seafood',), 'import')
    """
    stated: list[Measure] = []
    queued: list[Measure] = []
    carried: list[Hit] = []
    for part in _parts(stretch, lexicon):
        heads = [h for h in part.hits if h.form.noun or h.form.verb]
        for i, head in enumerate(heads):
            follow = heads[i + 1].start if i + 1 < len(heads) else part.end
            if i and head.start - heads[i - 1].end < 2:
                continue
            tail = [c for c in part.cues if head.start <= c.start < max(follow, head.end)]
            every = [c for c in part.cues if c.start >= head.start]
            kinds = {k for c in (tail or every) for k in c.kinds}
            wide = {k for c in every for k in c.kinds}
            if "request" in wide or "hypothetical" in kinds:
                continue
            who = _imposer(stretch, part, head)
            doubts = []
            if not who and carried:
                who, doubts = carried, [Doubt("imposer taken from the clause before", 0.2)]
            if not who:
                doubts.append(Doubt("no imposer named", 0.5))
            found = _found(
                stretch, part, (head, kinds | (wide & {"announce", "lift"})), who, doubts
            )
            if found is not None:
                (stated if who else queued).extend(finish(stretch, part, lexicon, found))
        carried = _subject(stretch, part.hits, part.end) or carried
    return stated, queued


def _parts(stretch: Stretch, lexicon: Lexicon) -> list[Clause]:
    cuts = [
        m.end() for m in lexicon.clause_pattern.finditer(stretch.folded, stretch.start, stretch.end)
    ]
    edges = [stretch.start, *(c for c in cuts if stretch.start < c < stretch.end), stretch.end]
    made = []
    for start, end in itertools.pairwise(edges):
        reason = _reason(stretch, start, end)
        room = (reason.start, reason.end) if reason else (end, end)
        keep = [x for x in stretch.hits if start <= x.start < end]
        turns = [x for x in stretch.cues if start <= x.start < end]
        made.append(
            Clause(
                start,
                end,
                tuple(h for h in keep if not room[0] <= h.start < room[1]),
                tuple(c for c in turns if not room[0] <= c.start < room[1]),
                reason,
            )
        )
    return made


def _reason(stretch: Stretch, start: int, end: int) -> Span | None:
    """Take the phrase that ends at a reason's connector: from the last comma or topic mark."""
    for cue in stretch.cues:
        if not (start <= cue.start < end and "reason" in cue.kinds):
            continue
        opens = start
        for mark in re.finditer(r"[、。]|は(?=[^じな])", stretch.folded[start : cue.start]):
            opens = start + mark.end()
        if cue.start - opens >= 2:
            return Span(opens, cue.start)
    return None


def _subject(stretch: Stretch, hits: tuple[Hit, ...], until: int) -> list[Hit]:
    for i in range(len(hits) - 1, -1, -1):
        hit = hits[i]
        if not hit.form.party or hit.end > until:
            continue
        if _TOPIC.match(stretch.folded, hit.end, min(stretch.end, hit.end + 14)):
            group = [hit]
            for other in reversed(hits[:i]):
                if not other.form.party or not _JOINED.fullmatch(
                    stretch.folded[other.end : group[0].start]
                ):
                    break
                group.insert(0, other)
            return group
    return []


def _imposer(stretch: Stretch, part: Clause, head: Hit) -> list[Hit]:
    folded = stretch.folded
    for hit in reversed(part.hits):
        if hit.form.party and hit.end <= head.start:
            owned = _OWN.match(folded, hit.end, head.start)
            if owned:
                between = [h for h in part.hits if hit.end <= h.start < head.start and h is not hit]
                by = "による" in owned.group()
                if (
                    by
                    or owned.end() == head.start
                    or (between and between[0].start == owned.end() and between[0].form.adjective)
                ):
                    return [hit]
            if hit.end == head.start and head.form.noun:
                return [hit]
    return _subject(stretch, part.hits, head.start) or _subject(stretch, stretch.hits, head.start)


def _found(
    stretch: Stretch,
    part: Clause,
    act: tuple[Hit, set[str]],
    who: list[Hit],
    doubts: list[Doubt],
) -> Found | None:
    head, kinds = act
    folded = stretch.folded
    kind = head.form.verb or head.form.noun
    taken = {code(h) for h in who}
    aimed = [
        h
        for h in part.hits
        if is_party(h)
        and code(h) not in taken
        and (h.form.adjective or _AIMED.match(folded, h.end, min(stretch.end, h.end + 8)))
    ]
    goods = [h for h in part.hits if h.form.good and h.form.good not in NOT_GOODS]
    side, span = head.form.side, Span(head.start, head.end)
    if not side:
        near = [h for h in part.hits if h.form.side]
        if near:
            side, span = near[-1].form.side, Span(near[-1].start, near[-1].end)
        elif kind in ("tariff", "trade_remedy"):
            side = "import"
    if not goods and not aimed and not side:
        return None
    if kind == "sanctions" and not aimed:
        return None
    spans = {"act": Span(head.start, head.end)}
    if (
        side
        and span.end > span.start
        and side in (head.form.side, *(h.form.side for h in part.hits))
    ):
        spans["side"] = span
    if aimed:
        spans["targets"] = Span(aimed[0].start, aimed[-1].end)
    if goods:
        spans["goods"] = Span(goods[0].start, goods[-1].end)
    stage = next((s for k, s in _STAGE if k in kinds), "in_force")
    if "lift" in kinds and "threaten" in kinds:
        stage = "in_force"
    negated = [c for c in part.cues if "negate" in c.kinds and 0 <= c.start - head.end < 12]
    if negated:
        spans["negated"] = Span(negated[0].start, negated[0].end)
    if any("past" in c.kinds and 0 <= head.start - c.end < 12 for c in part.cues):
        stage = "ended"
        doubts = [*doubts, Doubt("told as past", 0.2)]
    if not side and kind != "sanctions":
        doubts = [*doubts, Doubt("import or export side not stated", 0.1)]
    return Found(kind, side, stage, bool(negated), who, aimed, goods, doubts, spans)


def commitments(stretch: Stretch, speakers: Speakers) -> list[Commitment]:
    """Read what a Japanese sentence commits its subject to.

    Args:
        stretch: the sentence.
        speakers: who spoke before; brought up to date here.

    Returns:
        Commitments in text order.

    Example:
        >>> from kanmon.analysis.reading.read import read
        >>> one = read("日本と米国は半導体の供給網を構築することで合意した。").commitments[0]
        >>> one.owners, one.act, one.about
        (('JPN', 'USA'), 'develop', ('topic:semiconductors', 'topic:supply_chains'))
    """
    made: list[Commitment] = []
    promises = [h for h in stretch.hits if h.form.promise]
    named = _subject(stretch, stretch.hits, stretch.end)
    if named:
        speakers.last = named
        if len(named) > 1:
            speakers.pair = named
    since = stretch.start
    for promise in promises:
        why: Cue | None = None
        who = _subject(stretch, stretch.hits, promise.start)
        if not who:
            why = next(
                (c for c in stretch.cues if c.end <= promise.start and c.kinds & {"both", "we"}),
                None,
            )
            who = (speakers.pair or speakers.last) if why else []
        if not who:
            continue
        goods = [h for h in stretch.hits if h.form.good and since <= h.start < promise.end]
        deeds = [
            (c, k[5:])
            for c in stretch.cues
            if since <= c.start < promise.end
            for k in c.kinds
            if k.startswith("deed:")
        ]
        since = promise.end
        act = promise.form.promise
        spans = {
            "act": Span(promise.start, promise.end),
            "owners": Span(why.start, why.end) if why else Span(who[0].start, who[-1].end),
        }
        if act in ("agree", "intend") and deeds:
            act = deeds[-1][1]
            spans["deed"] = Span(deeds[-1][0].start, deeds[-1][0].end)
        if act in ("agree", "intend") and not goods:
            continue
        if goods:
            spans["about"] = Span(goods[0].start, goods[-1].end)
        due = [
            (iso, span)
            for iso, span in find_dates(stretch.folded, "ja", stretch.start, promise.start)
            if stretch.folded[span.end : span.end + 4].startswith(("まで", "末まで", "度まで"))
        ]
        if due:
            spans["due"] = due[0][1]
        made.append(
            Commitment(
                tuple(dict.fromkeys(code(h) for h in who)),
                act,
                tuple(dict.fromkeys(h.form.good for h in goods)),
                due[0][0] if due else "",
                stretch.span,
                spans,
                "ja",
            )
        )
    return made
