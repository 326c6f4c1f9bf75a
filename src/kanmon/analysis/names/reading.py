"""Read a run of letters of one script as Latin words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from kanmon.analysis.names.clean import script_of
from kanmon.analysis.names.forms import READ, SYLLABIC, UNREAD
from kanmon.analysis.names.han import cut, pinyin
from kanmon.analysis.names.hangul import romanised
from kanmon.catalogue.name_tables import name_tables

_DOTTED = re.compile(r"(?<![a-z0-9])(?:[a-z]\.\s?){1,}[a-z]?(?![a-z0-9])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_BREAKS = ' ,;:()[]"!?/\\|'
_ITERATION = "ー々〆ヶ"

# Words with their kinds, legal families, whether something stayed unread.
Read = tuple[list[tuple[str, int]], set[str], bool]


def latin(text: str) -> list[str]:
    """Cut plain Latin text into lower-case words.

    Args:
        text: letters, digits and marks of ASCII.

    Returns:
        The words; letters with dots run together, an ampersand is a word.

    Example:
        >>> latin("J.S.C. Rotor & Sons")
        ['jsc', 'rotor', 'and', 'sons']
    """
    text = text.lower()
    if "." in text:
        text = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", text)
    if "&" in text:
        text = text.replace("&", " and ")
    if "'" in text:
        text = text.replace("'", "")
    return _NOT_WORD.sub(" ", text).split()


def runs(text: str) -> list[tuple[str, str]]:
    """Cut text into runs of one script; kana and Chinese characters stay together.

    Args:
        text: a cleaned name.

    Returns:
        Pairs of a script and its letters, in order.

    Example:
        >>> runs("中芯 SMIC")
        [('Hani', '中芯'), ('Latn', 'SMIC')]
    """
    found: list[tuple[str, str]] = []
    for letter in text:
        script = script_of(letter)
        if letter in _ITERATION:
            script = "Hani"
        group = "Hani" if script == "Kana" else script
        if script == "Zyyy":
            if letter.isascii() and letter not in _BREAKS:
                group = "Latn"
            elif unicodedata.combining(letter) and found:
                group = found[-1][0]
            else:
                found.append(("", ""))
                continue
        if found and found[-1][0] == group:
            found[-1] = (group, found[-1][1] + letter)
        else:
            found.append((group, letter))
    return [run for run in found if run[1]]


def read(script: str, run: str, way: tuple[bool, int]) -> Read:
    """Read one run.

    Args:
        script: of the run.
        run: its letters.
        way: whether kana words may be cut out of longer runs, and which reading to take.

    Returns:
        Words with their kinds, the legal families found, and whether letters stayed unread.

    Example:
        >>> read("Cyrl", "Волга", (True, 0))
        ([('volga', 1)], set(), False)
    """
    tables = name_tables().letters
    if script == "Latn":
        said = plain(run)
        return [(w, 0) for w in latin(said)], set(), _strange(said)
    if script == "Hani":
        return _han(run, way)
    if script == "Hang":
        return _hangul(run)
    if script in tables:
        table = tables[script]
        letters = plain(run.lower())
        said = "".join(table.get(c, "") for c in letters)
        return [(w, READ) for w in latin(said)], set(), any(_lost(c, table) for c in letters)
    return [(run, UNREAD)], set(), True


def _strange(said: str) -> bool:
    """Tell whether letters are left that are not plain ones, and so would be dropped."""
    return not said.isascii() and any(c.isalpha() and not c.isascii() for c in said)


def _lost(letter: str, table: Mapping[str, str]) -> bool:
    return letter.isalpha() and letter not in table


def plain(text: str) -> str:
    """Take marks off letters and spell out letters that are not ASCII.

    Args:
        text: letters of any alphabet.

    Returns:
        The same in plain letters; letters of other scripts stay.

    Example:
        >>> plain("Ørsted Łódź")
        'orsted lodz'
    """
    table = name_tables().letters["Latn"]
    out = []
    for c in unicodedata.normalize("NFD", text):
        if c.lower() in table:
            out.append(table[c.lower()])
        elif not unicodedata.combining(c):
            out.append(c.lower())
    return unicodedata.normalize("NFC", "".join(out))


def seen(text: str) -> str:
    """Write a name the way it looks in Latin letters.

    Args:
        text: a cleaned name.

    Returns:
        Latin letters; empty where a letter looks like none.

    Example:
        >>> seen("РОТОР"), seen("Жук")
        ('potop', '')
    """
    table = name_tables().lookalikes
    out = []
    for c in text.lower():
        if script_of(c) in ("Cyrl", "Grek", "Armn"):
            if c not in table:
                return ""
            out.append(table[c])
        else:
            out.append(c)
    return plain("".join(out))


def _hangul(run: str) -> Read:
    families: set[str] = set()
    for form, family in name_tables().legal_han.items():
        if len(run) > len(form) and (run.startswith(form) or run.endswith(form)):
            run = run.removeprefix(form).removesuffix(form)
            families.add(family)
            break
    return [(w, READ | SYLLABIC) for w in romanised(run) if w], families, False


def _han(run: str, way: tuple[bool, int]) -> Read:
    words: list[tuple[str, int]] = []
    families: set[str] = set()
    unread = False
    for kind, text in cut(run, split=way[0], nth=way[1]):
        if kind == "legal":
            families.add(text)
        elif kind == "word":
            words += [(word, 0) for word in text.split()]
        elif kind == "kana":
            words.append((text, READ | SYLLABIC))
        else:
            said = pinyin(text)
            if said:
                words.append(("".join(said), READ))
            else:
                words.append((text, UNREAD))
                unread = True
    return words, families, unread
