"""Write a word as the consonants that survive a change of script."""

from __future__ import annotations

import re
from functools import lru_cache

# What alphabets confuse on the way through Cyrillic or Arabic is one class here: b with p, f with
# v, g with k, every hiss with every other. Syllabaries mix more: see coarse().
_PAIRS = (
    ("sch", "s"),
    ("shch", "s"),
    ("tch", "s"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ch", "s"),
    ("sh", "s"),
    ("zh", "s"),
    ("ts", "s"),
    ("tz", "s"),
    ("dz", "s"),
    ("dj", "s"),
    ("ck", "k"),
    ("x", "ks"),
)
_SOFT_C = re.compile("c(?=[eiy])")
_CLASSES = str.maketrans(
    dict(zip("bpfv", "ppff", strict=True))
    | dict(zip("gkqc", "kkkk", strict=True))
    | dict(zip("szj", "sss", strict=True))
    | dict.fromkeys("aeiouyhw")
)
_COARSE = str.maketrans("fdlm", "ptrn")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(1 << 16)
def skeleton(word: str) -> str:
    """Reduce a folded word to classes of consonants.

    Args:
        word: lower-case letters and digits.

    Returns:
        Its consonant classes in order, none twice running; empty for a word of vowels.

    Example:
        >>> skeleton("volgograd"), skeleton("vorugogurado")
        ('flkkrd', 'frkkrd')
    """
    for written, heard in _PAIRS:
        if written in word:
            word = word.replace(written, heard)
    word = _SOFT_C.sub("s", word)
    return _TWICE.sub(r"\1", word).translate(_CLASSES)


def coarse(bones: str) -> str:
    """Reduce a skeleton to what syllabaries can tell apart.

    Args:
        bones: a skeleton.

    Returns:
        The skeleton with f as p, d as t, l as r and m as n: kana and hangul mix them.

    Example:
        >>> coarse(skeleton("volgograd")) == coarse(skeleton("vorugogurado"))
        True
    """
    return bones.translate(_COARSE)
