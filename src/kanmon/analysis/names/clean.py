"""Take out of a name what the eye does not see, and say that it was there."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from kanmon.catalogue.name_tables import name_tables

LONGEST = 400  # characters of a name that are compared; the rest is told, never lost in silence

# Letters that only mark how the one before is said, and apostrophes inside a word.
_MARKS = frozenset("\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u0640")
_APOSTROPHE = re.compile(r"(?<=\w)['\u2018\u2019`](?=\w)")

# Letters of these scripts have look-alikes among Latin ones.
_ALIKE = frozenset({"Cyrl", "Grek", "Armn", "Latn", "Zyyy"})


class Cleaned(NamedTuple):
    """Hold a name without hidden characters, and what was done to it.

    ``flags`` are ``hidden`` (characters without shape were taken out), ``lookalike`` (letters of
    another script stood among Latin ones), ``long`` (only the beginning is compared),
    ``unencoded`` (broken or unassigned characters were taken out).

    Example:
        >>> clean_name("Ac\\u200bme").flags
        ('hidden',)
    """

    text: str
    flags: tuple[str, ...]


def script_of(letter: str) -> str:
    """Tell the script of one character.

    Args:
        letter: one character.

    Returns:
        An ISO 15924 code: ``Latn``, ``Cyrl``, ``Hani``, ``Kana`` (both kana), ``Hang``...;
        ``Zyyy`` for marks, digits and spaces, ``Zzzz`` for letters of no script named here.

    Example:
        >>> script_of("ж"), script_of("京"), script_of("3")
        ('Cyrl', 'Hani', 'Zyyy')
    """
    return _script(letter)


@cache
def _script(letter: str) -> str:
    code = ord(letter)
    for first, last, script in _BLOCKS:
        if first <= code <= last:
            return script if unicodedata.category(letter)[0] in "LM" else "Zyyy"
    if unicodedata.category(letter)[0] != "L":
        return "Zyyy"
    return "Latn" if unicodedata.name(letter, "").startswith("LATIN") else "Zzzz"


_BLOCKS = (
    (0x41, 0x5A, "Latn"),
    (0x61, 0x7A, "Latn"),
    (0xC0, 0x24F, "Latn"),
    (0x370, 0x3FF, "Grek"),
    (0x400, 0x52F, "Cyrl"),
    (0x531, 0x58F, "Armn"),
    (0x590, 0x5FF, "Hebr"),
    (0x600, 0x6FF, "Arab"),
    (0x750, 0x77F, "Arab"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x1100, 0x11FF, "Hang"),
    (0x3005, 0x3007, "Hani"),
    (0x3040, 0x30FF, "Kana"),
    (0x3400, 0x9FFF, "Hani"),
    (0xAC00, 0xD7A3, "Hang"),
    (0xF900, 0xFAFF, "Hani"),
    (0x20000, 0x323AF, "Hani"),
)


def clean_name(text: str) -> Cleaned:
    """Fold widths and compositions, take out hidden characters, undo look-alike letters.

    Args:
        text: a name as it came.

    Returns:
        The name to compare, and flags for what a reader must know.

    Source:
        Unicode Standard Annex 15 (NFKC) and, for the idea of look-alikes, Technical Standard 39.

    Example:
        >>> clean_name("ＲОSТЕС").text, clean_name("ＲОSТЕС").flags
        ('ROSTEC', ('lookalike',))
    """
    if text.isascii() and text.isprintable() and len(text) <= LONGEST:
        return Cleaned(text, ())
    flags = []
    if len(text) > 4 * LONGEST:
        # Enough is read past the limit that hidden characters in front cannot push a name out.
        kept = "".join(c for c in text if not _hidden(c))
        if len(kept) != len(text):
            flags.append("hidden")
        text = kept[: 4 * LONGEST]
        if len(kept) > len(text):
            flags.append("long")
    text = unicodedata.normalize("NFKC", text)
    shown = []
    for letter in text:
        if _hidden(letter):
            flags.append("hidden")
        elif unicodedata.category(letter) in ("Cs", "Co", "Cn"):
            flags.append("unencoded")
        elif letter in _MARKS:
            continue
        elif letter in "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
            shown.append(" ")
        else:
            shown.append(letter)
    text = "".join(shown)
    if len(text) > LONGEST:
        text = text[:LONGEST]
        flags.append("long")
    if not text.isascii():
        text = _APOSTROPHE.sub("", text)
        words = [_unmixed(word) for word in text.split(" ")]
        if any(changed for _, changed in words):
            flags.append("lookalike")
        text = " ".join(word for word, _ in words)
    return Cleaned(text, tuple(dict.fromkeys(flags)))


@cache
def _hidden(letter: str) -> bool:
    """Tell whether a character has no shape of its own: joiners, direction marks, controls."""
    category = unicodedata.category(letter)
    if category == "Cf":
        return True
    if category == "Cc":
        return letter not in "\t\n\r\v\f\x1c\x1d\x1e\x85"
    code = ord(letter)
    return (
        0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or letter in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u180b\u180c\u180d\u2800"
    )


def _unmixed(word: str) -> tuple[str, bool]:
    """Write in plain Latin letters a word of two look-alike scripts, or of odd Latin shapes."""
    scripts = {script_of(c) for c in word}
    if "Latn" not in scripts or not scripts <= _ALIKE:
        return word, False
    tables = name_tables()
    table = tables.lookalikes
    if scripts <= {"Latn", "Zyyy"}:
        # Letters of real alphabets (dotless i, o with a stroke) are read, not unmasked.
        known = tables.letters["Latn"]
        odd = {c for c in word.lower() if c in table and c not in known and not c.isascii()}
        if not odd:
            return word, False
    out = [table.get(c.lower(), "") or c for c in word]
    return "".join(o.upper() if c.isupper() else o for o, c in zip(out, word, strict=True)), True
