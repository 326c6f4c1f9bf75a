"""Who acts and on whom: parties of a clause by the words around them (English and French)."""

from __future__ import annotations

import re

from kanmon.analysis.reading.lexicon import Hit

_ARTICLE = r"(?:the |la |le |les |l'|mainland |entire )?"
_PLACED = {
    "en": re.compile(
        r"(?:\b(?:to|on|against|from|for|of|in|with|towards?|at|into|outside|between|about|via|"
        r"over|under|including|than|as|near|within|destined for|bound for|targeting|regarding|"
        r"concerning|despite|like)) " + _ARTICLE + "$"
    ),
    "fr": re.compile(
        r"(?:\b(?:vers|contre|de|du|des|aux?|à|en|avec|pour|sur|dans|entre|depuis|envers|chez|"
        r"hors|visant|par|concernant|malgré|comme)|\bd') ?" + _ARTICLE + "$"
    ),
}
_AIMED = {
    "en": re.compile(
        r"\b(?:to|on|against|from|for|towards?|of|targeting|with|than|in) " + _ARTICLE + "$"
    ),
    "fr": re.compile(
        r"(?:\b(?:vers|contre|de|du|des|aux?|à|en|envers|visant|sur|pour|à l'encontre de|"
        r"à l'égard de)|\bd') ?" + _ARTICLE + "$"
    ),
}
_JOINED = re.compile(r"\s*(?:,|,? ?\band\b|,? ?\bet\b|&|,? ?\bou\b|/)\s*" + _ARTICLE + r"$")
_ASIDE = re.compile(r", (?:sans|without|unlike|contrairement|including|y compris)\b[^,]*$")
_OFFICE_AFTER = re.compile(
    r"(?:'s)? (?:[\w-]+ ){0,2}?(?:government|authorities|officials?|customs|ministry|president|"
    r"regulators?|administration|cabinet|commission|lawmakers|parliament|council|minister|"
    r"department|commerce)\b"
)
_OFFICE_BEFORE = re.compile(
    r"(?:gouvernement|autorités|ministère(?: [\wé' ]{1,24})?|douanes|président|parlement|ministre"
    r"|administration|présidente|government|ministry(?: of [\w ]{1,24})?|cabinet|"
    r"régulateurs?|authorities|customs)(?: (?:of|de|du|des|d') ?(?:the |la |les |l')?| )$"
)
_POSSESSED = re.compile(r"(?:'s?)? +(?:[\w/.-]+ +){0,4}$")
_NOT_OWNED = re.compile(
    r"\b(?:on|to|from|of|and|has|have|had|with|for|by|in|is|was|were|are|will|would|said|says|that|"
    r"against|at|may|could|not|its|their|over|the|a|an|after|as|or|under|into|this|these)\b"
)
_BY = {
    "en": re.compile(r"\bby " + _ARTICLE),
    "fr": re.compile(r"\bpar (?:la |le |les |l')?"),
}


def is_party(hit: Hit) -> bool:
    """Tell whether a hit names a party, as a name or an adjective.

    Args:
        hit: what was found.

    Returns:
        True for an economy's or bloc's name or adjective.

    Example:
        >>> from kanmon.analysis.reading.lexicon import Form
        >>> is_party(Hit(0, 5, Form("China", party="CHN")))
        True
    """
    return bool(hit.form.party or hit.form.adjective)


def code(hit: Hit) -> str:
    """Give the code of a party hit.

    Args:
        hit: a name or an adjective.

    Returns:
        The economy's or bloc's code.

    Example:
        >>> from kanmon.analysis.reading.lexicon import Form
        >>> code(Hit(0, 7, Form("Chinese", adjective="CHN")))
        'CHN'
    """
    return hit.form.party or hit.form.adjective


def _placed(folded: str, hit: Hit, lang: str) -> bool:
    return bool(_PLACED[lang].search(folded, max(0, hit.start - 24), hit.start))


def subject(folded: str, hits: tuple[Hit, ...], until: int, lang: str) -> list[Hit]:
    """Find who acts: the nearest party before a verb that no preposition governs.

    Args:
        folded: the folded text.
        hits: hits of the clause.
        until: where the verb begins.
        lang: ``en`` or ``fr``.

    Returns:
        The party and those joined to it, in text order; empty when there is none.

    Example:
        >>> from kanmon.analysis.reading.lexicon import Form
        >>> found = subject("china imposed", (Hit(0, 5, Form("China", party="CHN")),), 6, "en")
        >>> [h.form.party for h in found]
        ['CHN']
    """
    before = [h for h in hits if is_party(h) and h.end <= until]
    for i in range(len(before) - 1, -1, -1):
        hit = before[i]
        near = folded[max(0, hit.start - 40) : hit.start]
        if _ASIDE.search(near):
            continue
        office = bool(_OFFICE_BEFORE.search(near)) or bool(
            _OFFICE_AFTER.match(folded, hit.end, hit.end + 48)
        )
        if hit.form.adjective and not office:
            continue
        if folded.startswith("'s", hit.end) and not office:
            continue
        if _placed(folded, hit, lang) and not office:
            continue
        group = [hit]
        for other in reversed(before[:i]):
            gap = folded[other.end : group[0].start]
            if not _JOINED.fullmatch(gap) or ("," in gap and _placed(folded, other, lang)):
                break
            group.insert(0, other)
        if len(group) > 1 or not _second_of_placed(folded, before[:i], hit, lang):
            if _placed(folded, group[0], lang) and not office:
                continue
            return group
    return []


def _second_of_placed(folded: str, before: list[Hit], hit: Hit, lang: str) -> bool:
    return bool(
        before
        and _JOINED.fullmatch(folded[before[-1].end : hit.start])
        and _placed(folded, before[-1], lang)
    )


def owner(folded: str, hits: tuple[Hit, ...], head: Hit, lang: str) -> list[Hit]:
    """Find whose act a noun names: by-phrase, possessive, adjective or ``de`` right at it.

    Args:
        folded: the folded text.
        hits: hits of the clause.
        head: the noun of the act.
        lang: ``en`` or ``fr``.

    Returns:
        The parties, empty when the noun says none.

    Example:
        >>> from kanmon.analysis.reading.lexicon import Form
        >>> china = Hit(0, 5, Form("China", party="CHN"))
        >>> ban = Hit(8, 11, Form("ban", noun="prohibition"))
        >>> owner("china's ban", (china, ban), ban, "en") == [china]
        True
    """
    stop = hits[-1].end if hits else head.end
    for by in _BY[lang].finditer(folded, head.end, stop + 1):
        for hit in hits:
            if is_party(hit) and by.end() <= hit.start <= by.end() + 28:
                if (
                    hit.start == by.end()
                    or hit.form.adjective
                    or _OFFICE_BEFORE.search(folded[max(0, hit.start - 40) : hit.start])
                ):
                    return _with_joined(folded, hits, hit)
                break
    earlier = [h for h in hits if is_party(h) and h.end <= head.start]
    if earlier:
        hit = earlier[-1]
        gap = folded[hit.end : head.start]
        goods_between = any(h.form.good and hit.end <= h.start < head.start for h in hits)
        possessive = gap.startswith("'")
        if (
            lang == "en"
            and _POSSESSED.fullmatch(gap)
            and not _NOT_OWNED.search(gap.removeprefix("'s"))
            and (possessive or not goods_between or hit.form.party)
        ):
            return [hit]
    if lang == "fr":
        for hit in hits:
            if hit.start < head.end or not is_party(hit):
                continue
            gap = folded[head.end : hit.start]
            if any((h.form.good or h.form.side) and head.end <= h.start < hit.start for h in hits):
                break
            if (
                hit.form.adjective
                and gap.count(" ") <= 3
                and not re.search(r"\b(?:sur|contre|aux?|des?|du|les|la|visant|vers)\b|d'", gap)
            ):
                return [hit]
            if hit.form.party and re.fullmatch(r" (?:de la |du |de l'|des |de |d')", gap):
                return _with_joined(folded, hits, hit)
            break
    return []


def _with_joined(folded: str, hits: tuple[Hit, ...], first: Hit) -> list[Hit]:
    group = [first]
    for hit in hits:
        if hit.start > group[-1].end and is_party(hit):
            if not _JOINED.fullmatch(folded[group[-1].end : hit.start]):
                break
            group.append(hit)
    return group


def targets(
    folded: str, hits: tuple[Hit, ...], head: Hit, imposers: list[Hit], lang: str
) -> list[Hit]:
    """Find whom an act is aimed at: the good's adjective, or the party after a preposition.

    Args:
        folded: the folded text.
        hits: hits of the clause.
        head: the act's noun or verb.
        imposers: who acts.
        lang: ``en`` or ``fr``.

    Returns:
        The parties in text order.

    Example:
        >>> from kanmon.analysis.reading.lexicon import Form
        >>> ban, japan = Hit(0, 3, Form("ban", noun="prohibition")), Hit(9, 14, Form("Japan",
        ...     party="JPN"))
        >>> [code(h) for h in targets("ban from japan", (ban, japan), ban, [], "en")]
        ['JPN']
    """
    taken = {code(h) for h in imposers}
    found: list[Hit] = []
    last: Hit | None = None
    for i, hit in enumerate(hits):
        if not is_party(hit) or code(hit) in taken:
            continue
        joined = last is not None and _JOINED.fullmatch(folded[last.end : hit.start])
        if joined or _aimed(folded, hits, i, head, lang):
            found.append(hit)
            last = hit
    once = {code(h): h for h in reversed(found)}
    return sorted(once.values(), key=lambda h: h.start)


def _aimed(folded: str, hits: tuple[Hit, ...], i: int, head: Hit, lang: str) -> bool:
    hit = hits[i]
    beside = False
    if lang == "en" and i + 1 < len(hits) and (hits[i + 1].form.good or hits[i + 1].form.side):
        gap = folded[hit.end : hits[i + 1].start]
        owned = bool(hit.form.adjective) or gap.startswith("'s") or hit.start > head.start
        beside = owned and gap.count(" ") <= 3 and "," not in gap
    if lang == "fr" and i and (hits[i - 1].form.good or hits[i - 1].form.side):
        gap = folded[hits[i - 1].end : hit.start]
        beside = bool(hit.form.adjective) and gap.count(" ") <= 2 and "," not in gap
    if beside:
        return True
    if hit.form.adjective:
        return hit.start > head.end and not re.match(r" -?based", folded[hit.end : hit.end + 7])
    near = folded[max(0, hit.start - 28) : hit.start]
    if _AIMED[lang].search(near):
        return hit.start > head.end or bool(re.search(r"\b(?:from|to|against|contre|vers) ", near))
    return hit.start > head.end and (
        folded.startswith("'s", hit.end) or bool(head.form.verb and hit.start - head.end <= 2)
    )
