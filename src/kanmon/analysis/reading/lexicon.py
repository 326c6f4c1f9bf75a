"""The lexicon of one language, compiled once: what each form may be in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from kanmon.analysis.reading.folding import fold
from kanmon.analysis.reading.trie import trie_pattern
from kanmon.catalogue.load import goods
from kanmon.catalogue.reading_words import reading_words
from kanmon.codes.register import economies

# Names that in running text mostly mean something else.
_SHY = {"en": {"Georgia", "Jersey"}, "fr": set(), "ja": {"米"}}
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]")


@dataclass(frozen=True, slots=True)
class Form:
    """Say what a form of words may be; a form can be several things at once.

    ``capital`` is the case rule: 0 any case, 1 must begin with a capital, 2 must stand exactly
    as ``exact``. ``noun`` and ``verb`` are OECD-style kinds of an act, ``promise`` a class of
    commitment, ``side`` import or export. A ``bare`` verb (to restrict) states an act only where
    a turn of phrase says how far it has come (threatens to restrict).

    Example:
        >>> Form("ban", noun="prohibition").noun
        'prohibition'
    """

    exact: str
    capital: int = 0
    party: str = ""
    adjective: str = ""
    good: str = ""
    noun: str = ""
    verb: str = ""
    promise: str = ""
    side: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Point at a form found in the text.

    Example:
        >>> Hit(2, 5, Form("ban", noun="prohibition")).form.noun
        'prohibition'
    """

    start: int
    end: int
    form: Form


@dataclass(frozen=True, slots=True)
class Cue:
    """Point at a turn of phrase; ``kinds`` are its classes (impose, lift, negate...).

    Example:
        >>> Cue(0, 6, frozenset({"lift"})).kinds
        frozenset({'lift'})
    """

    start: int
    end: int
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Hold the forms and patterns of one language.

    Example:
        >>> [h.form.party for h in lexicon("en").hits("China bans it", "china bans it")][0]
        'CHN'
    """

    lang: str
    forms: Mapping[str, Form]
    pattern: re.Pattern[str]
    cues: Mapping[str, frozenset[str]]
    cue_pattern: re.Pattern[str]
    clause_pattern: re.Pattern[str]
    mast: Mapping[str, str]

    def hits(self, text: str, folded: str) -> Iterator[Hit]:
        """Find every form, longest first, by the case rule."""
        forms, japanese = self.forms, self.lang == "ja"
        for match in self.pattern.finditer(folded):
            start, end = match.span()
            form = forms[match.group()]
            if form.capital and not (
                text[start].isupper() if form.capital == 1 else text[start:end] == form.exact
            ):
                continue
            if japanese and _inside_katakana(text, start, end):
                continue
            yield Hit(start, end, form)

    def turns(self, folded: str, start: int, end: int) -> list[Cue]:
        """Find the turns of phrase between two places."""
        return [
            Cue(m.start(), m.end(), self.cues[m.group()])
            for m in self.cue_pattern.finditer(folded, start, end)
        ]


def _inside_katakana(text: str, start: int, end: int) -> bool:
    """Tell whether a form is only part of a longer loan word."""
    return bool(
        (start and _KATAKANA.match(text[start]) and _KATAKANA.match(text[start - 1]))
        or (end < len(text) and _KATAKANA.match(text[end - 1]) and _KATAKANA.match(text[end]))
    )


@cache
def lexicon(lang: str) -> Lexicon:
    """Compile the lexicon of a language.

    Args:
        lang: ``en``, ``fr`` or ``ja``.

    Returns:
        The lexicon, with the names of all economies and goods of the register and catalogue.

    Example:
        >>> lexicon("fr").forms["coquilles saint-jacques"].good
        'scallops'
    """
    words = reading_words(lang)
    forms: dict[str, Form] = {}

    def add(text: str, **what: Any) -> None:
        key = fold(text)
        had = forms.get(key)
        if had is None:
            bare = text.replace(".", "")
            capital = 2 if bare.isupper() and lang != "ja" else int(text[0].isupper())
            forms[key] = replace(Form(text, capital), **what)
        else:
            forms[key] = replace(had, **{k: v for k, v in what.items() if not getattr(had, k)})

    for code, several in words["names"].items():
        for one in several:
            add(one, party=code)
    for code, several in words["adjectives"].items():
        for one in several:
            add(one, adjective=code)
    for place in economies():
        if place.kind == "economy" and place.name(lang) not in _SHY[lang]:
            add(place.name(lang), party=place.iso3)
            if lang == "ja":
                add(place.name(lang) + "産", adjective=place.iso3)
                add(place.name(lang) + "製", adjective=place.iso3)
    for table in ("topics", "goods"):
        for code, several in words[table].items():
            for one in several:
                add(one, good=code)
                if lang == "en" and one[-1] not in "s" and not one.endswith(("y", "h")):
                    add(one + "s", good=code)
    for one_good in goods().values():
        add(one_good.name(lang), good=one_good.id)
    trade = {s: words["cues"][s + "s"] for s in ("import", "export")}
    for side, several in trade.items():
        for one in several:
            add(one, side=side)
    mast = {}
    for act in words["acts"]:
        mast[act["kind"]] = act["mast"]
        for role in ("noun", "verb"):
            for one in act[role + "s"]:
                side = act.get("side", "") or next(
                    (s for s, several in trade.items() if any(w in one for w in several)), ""
                )
                add(one, **{role: act["kind"], "side": side})
        for one in act.get("bare", ()):
            side = next((s for s, several in trade.items() if any(w in one for w in several)), "")
            add(one, verb=act["kind"], side=side, bare=True)
    for promise in words["commitments"]:
        for one in promise["forms"]:
            add(one, promise=promise["act"])

    cues: dict[str, set[str]] = {}
    for kind, several in words["cues"].items():
        if kind not in ("clause", "imports", "exports", "by", "target"):
            for one in several:
                cues.setdefault(fold(one), set()).add(kind)
    for deed in words["deeds"]:
        for one in deed["forms"]:
            cues.setdefault(fold(one), set()).add("deed:" + deed["act"])
    bounded = lang != "ja"
    return Lexicon(
        lang,
        forms,
        trie_pattern(forms, bounded=bounded),
        {form: frozenset(kinds) for form, kinds in cues.items()},
        trie_pattern(cues, bounded=bounded),
        trie_pattern((fold(c) for c in words["cues"]["clause"]), bounded=False),
        mast,
    )
