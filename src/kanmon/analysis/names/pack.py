"""Lay folded names out as arrays: each distinct word once, then the places it stands at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from kanmon.analysis.names.forms import INITIAL, NUMBER, READ, UNREAD, Folded, Form, Word
from kanmon.analysis.names.skeleton import skeleton
from kanmon.catalogue.name_tables import name_tables

_COMMON = 500.0  # names from which on a list's own word counts are trusted
_OWN = {"Hani": 1, "Hang": 2}


@dataclass(frozen=True, slots=True)
class Counts:
    """Hold how many of a list's names a word stands in, which makes it common or rare.

    Example:
        >>> Counts({}, 0).rarity("acme")
        1.0
    """

    names: Mapping[str, int]
    total: int

    def rarity(self, word: str) -> float:
        """Give 1 for a word of no name, falling towards 0 for a word of every name."""
        found = self.names.get(word, 0)
        if not found:
            return 1.0
        trust = self.total / (self.total + _COMMON)
        return 1.0 - 0.65 * trust * log(1 + found) / log(2 + self.total)


@dataclass(frozen=True, slots=True)
class Packed:
    """Hold folded names as the arrays both engines read.

    ``name`` tells for each form which name it is a form of.

    Example:
        >>> from kanmon.analysis.names.fold import fold
        >>> pack([fold("Acme Rotor Works"), fold("Acme Ltd")]).name.tolist()
        [0, 1]
    """

    texts: tuple[bytes, ...]
    bones: tuple[bytes, ...]
    concept: NDArray[np.int32]
    kind: NDArray[np.uint8]
    start: NDArray[np.int64]
    at: NDArray[np.int32]
    weight: NDArray[np.float64]
    legal: NDArray[np.uint32]
    scripts: NDArray[np.uint32]
    own: NDArray[np.uint8]
    turned: NDArray[np.uint8]
    name: NDArray[np.int32]

    def words(self) -> tuple[NDArray[np.generic], ...]:
        """Give the words as the compiled engine takes them."""
        return (*_bytes(self.texts), *_bytes(self.bones), self.concept, self.kind)

    def forms(self) -> tuple[NDArray[np.generic], ...]:
        """Give the forms as the compiled engine takes them."""
        return (self.start, self.at, self.weight, self.legal, self.scripts, self.own, self.turned)


def _bytes(texts: tuple[bytes, ...]) -> tuple[NDArray[np.generic], NDArray[np.generic]]:
    start = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(t) for t in texts], out=start[1:])
    return np.frombuffer(b"".join(texts), np.uint8).copy(), start


def count_words(names: Sequence[Folded]) -> Counts:
    """Count in how many names each word stands.

    Args:
        names: folded names of the lists.

    Returns:
        The counts.

    Example:
        >>> from kanmon.analysis.names.fold import fold
        >>> count_words([fold("Acme Rotor"), fold("Acme Motor")]).names["acme"]
        2
    """
    found: dict[str, int] = {}
    for name in names:
        words = {w.text for form in name.forms for w in form.words}
        for word in words:
            found[word] = found.get(word, 0) + 1
    return Counts(found, len(names))


def pack(names: Sequence[Folded], counts: Counts | None = None) -> Packed:
    """Lay names out as arrays.

    Args:
        names: folded names.
        counts: word counts of the lists compared with; None weighs every word as rare.

    Returns:
        The arrays.

    Example:
        >>> from kanmon.analysis.names.fold import fold
        >>> pack([fold("Acme Ltd")]).texts
        (b'acme',)
    """
    counts = counts or Counts({}, 0)
    known: dict[Word, int] = {}
    weights: list[float] = []
    families = name_tables().families
    # The first bit is the family that contradicts no other.
    bit = {f: 0 if f == "company" else i + 1 for i, f in enumerate(families)}
    start, at, weight = [0], [], []
    legal, scripts, own, turned, of = [], [], [], [], []
    for number, name in enumerate(names):
        mask = sum([_OWN.get(s, 0) for s in name.scripts])
        for form in name.forms:
            short = _acronyms(form)
            for place, word in enumerate(form.words):
                found = known.get(word)
                if found is None:
                    found = known[word] = len(weights)
                    weights.append(_weight(word) * counts.rarity(word.text))
                at.append(found)
                weight.append(0.1 if place in short else weights[found])
            start.append(len(at))
            legal.append(sum([1 << bit[f] for f in form.legal]) if form.legal else 0)
            scripts.append(mask)
            own.append(form.own)
            turned.append(form.turned)
            of.append(number)
    concepts = name_tables().concepts
    return Packed(
        tuple(text.encode("utf-8", "replace") for text, _ in known),
        tuple(b"" if kind & UNREAD else skeleton(text).encode() for text, kind in known),
        np.array([concepts.get(text, -1) for text, _ in known], np.int32),
        np.array([kind for _, kind in known], np.uint8),
        np.array(start, np.int64),
        np.array(at, np.int32),
        np.array(weight, np.float64),
        np.array(legal, np.uint32),
        np.array(scripts, np.uint32),
        np.array(own, np.uint8),
        np.array(turned, np.uint8),
        np.array(of, np.int32),
    )


def _weight(word: Word) -> float:
    """Weigh a word by what it tells of the party, before counting."""
    weight = name_tables().weights.get(word.text, 1.0)
    if word.kind & UNREAD:
        return weight
    if word.kind & NUMBER:
        return 0.7
    if word.kind & INITIAL:
        return min(weight, 0.4)
    if word.kind & READ and word.text not in name_tables().weights:
        return 1.0
    return weight * 0.75 if len(word.text) == 2 else weight


def _acronyms(form: Form) -> frozenset[int]:
    """Find words that only repeat the first letters of the words around them."""
    words = form.words
    if len(words) < 4:
        return frozenset()
    light = {i for i, w in enumerate(words) if w.kind & NUMBER or w.text in ("of", "and", "the")}
    found = set()
    for place, word in enumerate(words):
        size = len(word.text)
        if word.kind or not 3 <= size <= 6:
            continue
        initials = "".join(w.text[0] for i, w in enumerate(words) if i != place and i not in light)
        if word.text in initials:
            found.add(place)
    return frozenset(found)
