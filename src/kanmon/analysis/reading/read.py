"""Read a text: language, sentences, names, measures, commitments and list changes."""

from __future__ import annotations

from dataclasses import replace

from kanmon.analysis.reading import japanese
from kanmon.analysis.reading.dates import find_dates
from kanmon.analysis.reading.folding import fold
from kanmon.analysis.reading.language import detect
from kanmon.analysis.reading.lexicon import Hit, Lexicon, lexicon
from kanmon.analysis.reading.listings import listings
from kanmon.analysis.reading.measures import measures
from kanmon.analysis.reading.parties import is_party
from kanmon.analysis.reading.promises import Speakers, commitments
from kanmon.analysis.reading.record import Commitment, Listing, Measure, Mention, Reading, Span
from kanmon.analysis.reading.sentences import sentence_ends
from kanmon.analysis.reading.stretch import Stretch, clauses


def read(text: str, lang: str = "", author: str = "") -> Reading:
    """Read what a policy text says.

    Args:
        text: an article or notice.
        lang: ``en``, ``fr`` or ``ja``; found from the text when empty.
        author: economy or bloc whose official notice it is; acts that name no imposer are its.

    Returns:
        Mentions, measures, commitments, list changes and a queue for a person, each with the
        characters of ``text`` it was read from. Nothing is stated that has no span.

    Raises:
        DataError: no language was named and none was found.

    Example:
        >>> found = read("China's ban on imports of Japanese seafood, imposed in response to the "
        ...              "release of treated water, is still in force.").measures[0]
        >>> found.imposer, found.targets, found.side, found.reason
        ('CHN', ('JPN',), 'import', 'the release of treated water')
    """
    folded = fold(text)
    lang = lang or detect(folded)
    words = lexicon(lang)
    hits = list(words.hits(text, folded))
    ends = sentence_ends(text, lang)
    stated: list[Measure] = []
    queued: list[Measure] = []
    promised: list[Commitment] = []
    speakers = Speakers([], [])
    at = start = 0
    for end in ends:
        own = []
        while at < len(hits) and hits[at].start < end:
            own.append(hits[at])
            at += 1
        if own and _worth(own):
            stretch = Stretch(
                text, folded, start, end, lang, tuple(own), tuple(words.turns(folded, start, end))
            )
            if lang == "ja":
                more = japanese.measures(stretch, words)
                promised += japanese.commitments(stretch, speakers)
            else:
                parts = clauses(stretch, words)
                more = measures(stretch, parts, words)
                promised += commitments(stretch, parts, speakers)
            stated += more[0]
            queued += more[1]
        start = end
    if author:
        stated += [_by(author, one) for one in queued]
        queued = []
    listed = listings(folded, ends, hits) if lang == "en" else []
    stated += _of_listings(listed, words, lang)
    return Reading(
        lang,
        _title(text),
        tuple(_mentions(hits, folded, lang)),
        tuple(_distinct(stated)),
        tuple(_once(promised)),
        tuple(listed),
        tuple(_distinct(queued)),
    )


def _by(author: str, one: Measure) -> Measure:
    """Give an act without an imposer to the author of the notice; others keep their doubt."""
    doubts = [d for d in one.review.split("; ") if d and d != "no imposer named"]
    doubts.append("imposer taken from the author of the notice")
    return replace(one, imposer=author, confidence=0.75, review="; ".join(doubts))


def _worth(hits: list[Hit]) -> bool:
    """Let only sentences with a promise, or an act and a party or good, reach the rules."""
    act = named = False
    for hit in hits:
        form = hit.form
        if form.promise:
            return True
        act = act or bool(form.noun or form.verb)
        named = named or bool(form.good or form.party or form.adjective)
    return act and named


def _title(text: str) -> str:
    for line in text[:2_000].splitlines():
        if line.strip():
            return line.strip() if len(line.strip()) <= 300 else ""
    return ""


def _mentions(hits: list[Hit], folded: str, lang: str) -> list[Mention]:
    found = []
    for hit in hits:
        span = Span(hit.start, hit.end)
        if is_party(hit):
            found.append(Mention("party", hit.form.party or hit.form.adjective, span))
        if hit.form.good:
            found.append(Mention("good", hit.form.good, span))
    found += [Mention("date", iso, span) for iso, span in find_dates(folded, lang, 0, len(folded))]
    return sorted(found, key=lambda m: (m.span.start, m.kind))


def _distinct(found: list[Measure]) -> list[Measure]:
    """Keep one record of an act told twice: the one that says more."""
    kept: list[Measure] = []
    for one in found:
        for i, had in enumerate(kept):
            same = (one.imposer, one.kind, one.stage, one.negated) == (
                had.imposer,
                had.kind,
                had.stage,
                had.negated,
            )
            if same and one.side in (had.side, "") and _within(one, had):
                break
            if same and had.side in (one.side, "") and _within(had, one):
                kept[i] = one
                break
        else:
            kept.append(one)
    return kept


def _within(less: Measure, more: Measure) -> bool:
    return set(less.targets) <= set(more.targets) and set(less.goods) <= set(more.goods)


def _once(found: list[Commitment]) -> list[Commitment]:
    kept: dict[tuple[object, ...], Commitment] = {}
    for one in found:
        kept.setdefault((one.owners, one.act, one.about, one.due), one)
    return list(kept.values())


def _of_listings(listed: list[Listing], words: Lexicon, lang: str) -> list[Measure]:
    """State each addition to a United States list as the licence requirement it is."""
    return [
        Measure(
            "USA",
            tuple(place for place, _ in one.destinations),
            (),
            (),
            "export",
            words.mast["licensing"],
            "licensing",
            "in_force",
            "",
            "",
            "",
            False,
            0.95,
            "",
            {"act": one.spans["action"], "targets": one.spans["destinations"]},
            one.sentence,
            lang,
        )
        for one in listed
        if one.action == "add" and one.destinations and one.list in ("entity_list", "meu_list")
    ]
