"""How alike two folded words are: the readable twin of the kernel's comparison of words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kanmon.analysis.names.forms import INITIAL, NUMBER, READ, SYLLABIC
from kanmon.analysis.names.skeleton import coarse

_TRUST = (0.0, 0.6, 0.8, 0.95)  # by how many consonants there are to compare


@dataclass(frozen=True, slots=True)
class Spelt:
    """Hold a word as both engines compare it: letters, consonants, meaning, kind.

    Example:
        >>> Spelt("acme", "kn", -1, 0).text
        'acme'
    """

    text: str
    bones: str
    concept: int
    kind: int


@lru_cache(1 << 16)
def edits(a: str, b: str) -> int:
    """Count the edits between two words.

    Args:
        a: one word.
        b: the other.

    Returns:
        Letters put in, left out, changed, or swapped with their neighbour; no letter is edited
        twice.

    Source:
        Damerau (1964), in the restricted form (optimal string alignment).

    Example:
        >>> edits("volga", "vloga"), edits("rekord", "record")
        (1, 1)
    """
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            best = min(above[j - 1] + (x != y), above[j] + 1, row[j - 1] + 1)
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, above = above, row
    return above[-1]


def closeness(a: str, b: str) -> float:
    """Give 1 less the edits a letter of the longer word.

    Args:
        a: one word, a character a byte.
        b: the other.

    Returns:
        Between 0 (or two empty words) and 1.

    Example:
        >>> closeness("acme", "acne")
        0.75
    """
    longest = max(len(a), len(b))
    return 0.0 if longest == 0 else 1.0 - edits(a, b) / longest


def alike(a: Spelt, b: Spelt) -> tuple[float, bool, bool, bool]:
    """Compare two words.

    Args:
        a: one word.
        b: the other.

    Returns:
        How alike they are between 0 and 1; whether only by an initial, by meaning, or by ear.

    Example:
        >>> alike(Spelt("volga", "flk", -1, 0), Spelt("voruga", "frk", -1, 17))
        (0.95, False, False, True)
    """
    if a.text == b.text:
        return 1.0, False, False, False
    meant = a.concept >= 0 and a.concept == b.concept
    kinds = a.kind | b.kind
    if kinds & NUMBER:
        return (0.95 if meant else 0.0), False, meant, False
    if kinds & INITIAL:
        same = a.text[0] == b.text[0]
        return (0.75 if same else 0.0), same, False, False
    if meant:
        return 0.93, False, True, False
    heard = kinds & READ
    least, most = sorted((len(a.text), len(b.text)))
    if not heard and 2 * least < most:
        return 0.0, False, False, False
    value = closeness(a.text, b.text)
    if heard:
        one, two = a.bones, b.bones
        if kinds & SYLLABIC:
            one, two = coarse(one), coarse(two)
        least = min(len(one), len(two))
        ear = closeness(one, two) * _TRUST[min(least, 3)] if least else 0.0
        if ear > value:
            return ear, False, False, True
    elif len(a.bones) >= 2 and a.bones == b.bones:
        value += 0.3 * (1.0 - value)
    return value, False, False, False
