"""Changes to lists of restricted parties, as official notices count them (English)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from kanmon.analysis.reading.lexicon import Hit
from kanmon.analysis.reading.parties import code, is_party
from kanmon.analysis.reading.record import Listing, Span

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORD = "|".join((*_UNITS, *_TENS, "hundred", "thousand"))
_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|an?\b|(?:{_WORD})(?:(?:[ -]|,? and )(?:{_WORD})){{0,8}})"
)
_THING = r"entit(?:y|ies)|persons?|compan(?:y|ies)|parties|party|individuals?|organi[sz]ations?"
_ACTION = re.compile(
    r"\b(?P<verb>add(?:s|ed|ing)?|addition of|remov(?:e|es|ed|ing|al of)"
    r"|(?:revis|modif|correct|amend|chang)(?:e|es|ed|ing|y|ies|ied|ying|s)?)\b"
)
_COUNT = re.compile(
    rf"\b(?P<n>(?!a total|an? (?:total|number) of){_NUMBER}) (?:(?!entr|entit)[\w'-]+ ){{0,3}}"
    rf"(?P<what>{_THING}|entry|entries)\b"
)
_INNER = re.compile(rf"\s*\(\s*(?P<n>{_NUMBER}) (?:{_THING})\b")
_ENTRIES = re.compile(
    rf"\s*(?:\([^)]{{0,80}}\)\s*)?(?:under|in|with|through) "
    rf"(?:a total of )?(?P<n>{_NUMBER}) (?:\w+ )?entr(?:y|ies)"
)
_LISTS = (
    (
        "uflpa_entity_list",
        re.compile(
            r"uflpa entity list|forced labor prevention act(?: \(uflpa\))? entity list"
            r"|\bsection 2\(d\)\(2\)\(b\)"
        ),
    ),
    ("meu_list", re.compile(r"military end[- ]users?(?:'? ?\(meu\))? list|\bmeu list")),
    ("unverified_list", re.compile(r"unverified list|\buvl\b")),
    ("validated_end_user", re.compile(r"validated end[- ]users?")),
    ("entity_list", re.compile(r"entity list")),
)
_PLACE = re.compile(r"\bdestinations?(?: of| for|:|,)?")
_PLACE_STOP = re.compile(
    r"(?<!\));|\bbecause\b|\bthese (?:entities|entries)\b|\bconsisting\b|\bto (?:correct|remove)\b"
    r"|\bha(?:s|ve) been\b"
)
_EACH = re.compile(
    r"[^()]{0,60}?(?:\([^()\d]{1,40}\))?[\s,]*\((\d{1,4}|"
    + _WORD
    + r")(?: entit(?:y|ies)| entr(?:y|ies))?\)"
)
_LATER = re.compile(
    r"\W*(?:(?:all|each|both) (?:of )?)?(?:these|the|those|this)\b"
    r"(?! rule)(?! final)(?! interim).{0,600}?\b(?:listed|added|located|under)\b",
    re.DOTALL,
)
_PAST = re.compile(r"\W*(?:however, )?that (?:final |interim final |interim )?(?:rule|notice)\b")
_EACH_BEFORE = re.compile(
    rf"(?P<n>{_NUMBER}) (?:(?:{_THING}|entry|entries) )?(?:is |are )?under the destination of "
    r"(?:the )?$"
)


def number(text: str) -> int:
    """Read a whole number written in figures or English words.

    Args:
        text: such as ``71``, ``one hundred and fourteen`` or ``a``.

    Returns:
        The number.

    Example:
        >>> number("one hundred and fourteen"), number("seventy-one"), number("1,024")
        (114, 71, 1024)
    """
    plain = text.replace(",", "")
    if plain.isdigit():
        return int(plain)
    if plain in ("a", "an"):
        return 1
    total = part = 0
    for word in re.split(r"[ -]+", plain):
        if word in _UNITS:
            part += _UNITS.index(word)
        elif word in _TENS:
            part += 20 + 10 * _TENS.index(word)
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word == "thousand":
            total, part = total + max(part, 1) * 1000, 0
    return total + part


def listings(folded: str, ends: list[int], hits: list[Hit]) -> list[Listing]:
    """Read additions to, removals from and revisions of lists of restricted parties.

    Args:
        folded: the folded text.
        ends: where its sentences end.
        hits: names found in the text.

    Returns:
        Changes in text order: list, action, count of entities and entries, destinations with
        the count of each where the text gives one.

    Example:
        >>> from kanmon.analysis.reading.read import read
        >>> found = read("BIS is adding 13 entities to the Entity List under the destinations of "
        ...              "Russia (12) and Uzbekistan (1).").listings[0]
        >>> found.count, found.destinations
        (13, (('RUS', 12), ('UZB', 1)))
    """
    if "list" not in folded or not any(p.search(folded) for _, p in _LISTS[:3] + _LISTS[4:]):
        return []
    whole = _list_named(folded, 0, len(folded)) or "entity_list"
    made: list[Listing] = []
    start = 0
    for end in ends:
        made = _sentence(folded, (start, end), hits, made, whole)
        start = end
    return made


def _list_named(folded: str, start: int, end: int) -> str:
    best, where = "", end
    for name, pattern in _LISTS:
        match = pattern.search(folded, start, min(end, where + 40))
        if match and (match.start() < where):
            best, where = name, match.start()
    return best


def _start(hit: Hit) -> int:
    return hit.start


def _sentence(
    folded: str, bounds: tuple[int, int], hits: list[Hit], made: list[Listing], whole: str
) -> list[Listing]:
    start, end = bounds
    if _PAST.match(folded, start, end):
        return made
    actions = list(_ACTION.finditer(folded, start, end))
    own: list[Listing] = []
    for i, action in enumerate(actions):
        until = actions[i + 1].start() if i + 1 < len(actions) else end
        one = _change(folded, action, until, (start, end), whole)
        if one is None:
            continue
        places, span = _places(folded, (action.end(), until), hits, before=_COUNT)
        own.append(_placed(one, places, span))
    if own:
        return _told_twice(made, own)
    if made and _LATER.match(folded, start, end) and _PLACE.search(folded, start, end):
        bare = next(
            (n for n, m in enumerate(made) if m.action == "add" and not m.destinations), None
        )
        if bare is not None:
            places, span = _places(folded, (start, end), hits, before=None)
            made = [*made[:bare], _placed(made[bare], places, span), *made[bare + 1 :]]
    return made


def _told_twice(made: list[Listing], own: list[Listing]) -> list[Listing]:
    """Add what is new; the title often says without a count what the text then counts."""
    kept = list(made)
    for one in own:
        i = next(
            (
                i
                for i, m in enumerate(kept)
                if (m.list, m.action, m.count) == (one.list, one.action, one.count)
                and not m.destinations
            ),
            None,
        )
        if i is None:
            kept.append(one)
        else:
            kept[i] = one
    return kept


def _change(
    folded: str, action: re.Match[str], until: int, sentence: tuple[int, int], whole: str
) -> Listing | None:
    verb = action["verb"]
    kind = "add" if verb.startswith("add") else "remove" if verb.startswith("remov") else "revise"
    if folded[max(0, action.start() - 8) : action.start()].endswith(("not be ", "not ")):
        return None
    count = _COUNT.search(folded, action.end(), min(until, action.end() + 60))
    if count is None or (" of" in verb and count["n"] in ("a", "an")):
        return None
    entries = entities = None
    spans = {"action": Span(*action.span()), "count": Span(*count.span("n"))}
    if count["what"].startswith("entr"):
        entries = number(count["n"])
        inner = _INNER.match(folded, count.end(), until)
        if inner:
            entities = number(inner["n"])
            spans["count"] = Span(*inner.span("n"))
        elif kind == "add":
            entities = entries
    else:
        entities = number(count["n"])
        more = _ENTRIES.match(folded, count.end(), until)
        if more:
            entries = number(more["n"])
            spans["entries"] = Span(*more.span("n"))
    name = (
        _list_named(folded, action.end(), until)
        or _list_named(folded, action.end(), sentence[1])
        or whole
    )
    return Listing(name, kind, entities, entries, (), spans, Span(*sentence))


def _placed(one: Listing, places: Iterable[tuple[str, int | None]], span: Span | None) -> Listing:
    found = tuple(places)
    if not found or span is None:
        return one
    if len(found) == 1 and found[0][1] is None:
        found = ((found[0][0], one.count),)
    return Listing(
        one.list,
        one.action,
        one.count,
        one.entries,
        found,
        {**one.spans, "destinations": span},
        one.sentence,
    )


def _places(
    folded: str, bounds: tuple[int, int], hits: list[Hit], *, before: re.Pattern[str] | None
) -> tuple[list[tuple[str, int | None]], Span | None]:
    start, end = bounds
    place = _PLACE.search(folded, start, end)
    first = place.end() if place else start
    stop = _PLACE_STOP.search(folded, first, end) if place else None
    last = stop.start() if stop else end
    if place is None:
        # "two new Belarusian entities": the adjective is the destination.
        count = before.search(folded, start, min(end, start + 60)) if before else None
        if count is None:
            return [], None
        first, last = count.span()
    found: list[tuple[str, int | None]] = []
    inside = [
        h
        for h in hits[bisect_left(hits, first, key=_start) : bisect_left(hits, last, key=_start)]
        if is_party(h)
    ]
    for i, hit in enumerate(inside):
        following = next((h.start for h in inside[i + 1 :] if code(h) != code(hit)), last)
        each = _EACH.match(folded, hit.end, following)
        ahead = _EACH_BEFORE.search(folded, max(start, hit.start - 70), hit.start)
        count_here = number(each[1]) if each else number(ahead["n"]) if ahead else None
        if found and found[-1][0] == code(hit):
            if count_here is not None:
                found[-1] = (code(hit), count_here)
            continue
        if any(c == code(hit) for c, _ in found):
            continue
        found.append((code(hit), count_here))
    if not found:
        return [], None
    return found, Span(inside[0].start, inside[-1].end)
