"""Fold a name in any script into the word forms that are compared."""

from __future__ import annotations

import re
from functools import lru_cache

from kanmon.analysis.names.clean import clean_name, script_of
from kanmon.analysis.names.forms import INITIAL, NUMBER, READ, UNREAD, Folded, Form, Word
from kanmon.analysis.names.han import cut, pinyin
from kanmon.analysis.names.legal import split_legal
from kanmon.analysis.names.reading import latin, read, runs, seen

MOST_WORDS = 24

_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_NTH = re.compile("第\\s*([0-9一二三四五六七八九十]+)")
_HAN_DIGIT = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_LATIN = frozenset({"Latn"})
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


@lru_cache(1 << 16)
def fold(name: str) -> Folded:
    """Fold a name into forms to compare.

    Args:
        name: as it came, in any script.

    Returns:
        One or more forms, best reading first; none where nothing is left to compare. Flags:
        those of :func:`clean_name`, ``mixed`` (letters of several scripts), ``unread`` (a script
        or characters that cannot be read here), ``cut`` (only the first words are compared) and
        ``empty``.

    Example:
        >>> [w.text for w in fold("ООО «Волга-Рекорд»").forms[0].words]
        ['volga', 'rekord']
        >>> fold("ООО «Волга-Рекорд»").forms[0].legal
        frozenset({'limited'})
        >>> [w.text for w in fold("株式会社カザンヘリコプター工場").forms[0].words]
        ['kazan', 'helicopter', 'plant']
    """
    cleaned = clean_name(name)
    flags = list(cleaned.flags)
    found: list[tuple[Form, bool]] = []
    whole: frozenset[str] = _LATIN
    for text in _texts(cleaned.text):
        if text.isascii():
            found.append(_form([(w, 0) for w in latin(text)], frozenset(), "," in text))
            continue
        scripts = frozenset([script_of(c) for c in text]) - {"Zyyy"}
        forms, unread = _forms(text, scripts)
        found += forms
        if text == cleaned.text:
            whole = scripts
            if len(scripts) > 1 and not scripts <= {"Hani", "Kana", "Latn", "Hang"}:
                flags.append("mixed")
            if unread:
                flags.append("unread")
    for _, cut_short in found:
        if cut_short and "cut" not in flags:
            flags.append("cut")
    made = [form for form, _ in found if form.words]
    if len(made) > 1:
        made = list(dict.fromkeys(made))
    if not made:
        flags.append("empty")
    return Folded(tuple(made), whole, tuple(dict.fromkeys(flags)))


def _texts(text: str) -> tuple[str, ...]:
    """Give the whole name and, where it has brackets, the name without them and what they hold.

    What stands in brackets is often the same name again in another script. In Latin letters it
    is as often a place or a remark, so there it makes no name of its own.
    """
    if "(" not in text and "[" not in text:
        return (text,)
    inside = [held for held in _BRACKETS.findall(text) if not held.isascii()]
    without = _BRACKETS.sub(" ", text)
    return tuple(dict.fromkeys([text, *(part for part in (without, *inside) if part.strip())]))


def _form(found: list[tuple[str, int]], legal: frozenset[str], turned: bool) -> tuple[Form, bool]:
    """Take the legal forms off the words and mark numbers and initials."""
    kept, families = split_legal(tuple([w for w, _ in found]))
    words = [
        Word(*found[at]) if found[at][0].isalpha() and len(found[at][0]) > 1 else _word(*found[at])
        for at in kept[:MOST_WORDS]
    ]
    return Form(tuple(words), legal | families, False, turned), len(kept) > MOST_WORDS


def _word(text: str, kind: int) -> Word:
    if text[0].isdigit():
        ordinal = _ORDINAL.match(text)
        if ordinal:
            text = ordinal.group(1)
        if text.isdigit():
            kind |= NUMBER
            text = text.lstrip("0") or "0"
    elif len(text) == 1 and text.isascii():
        kind |= INITIAL
    return Word(text, kind)


def _forms(text: str, scripts: frozenset[str]) -> tuple[list[tuple[Form, bool]], bool]:
    """Read a name that is not plain ASCII."""
    turned = "," in text
    unread = False
    text = _NTH.sub(lambda m: f" {_number(m.group(1))} ", text)
    parts = runs(text)
    readings = []
    for way in _ways(scripts):
        found: list[tuple[str, int]] = []
        legal: set[str] = set()
        for script, run in parts:
            words, families, lost = read(script, run, way)
            found += words
            legal |= families
            unread |= lost
        readings.append(_form(found, frozenset(legal), turned))
    alone = "".join(run for script, run in parts if script == "Hani")
    if scripts == {"Hani"} and 2 <= len(alone) <= 4:
        readings = _person(alone, turned) or readings
    if scripts & {"Hani", "Hang"}:
        raw = [Word(run, UNREAD) for script, run in parts if script in ("Hani", "Hang", "Kana")]
        readings.append((Form(tuple(raw), frozenset(), True, turned), False))
    if (scripts & {"Cyrl", "Grek", "Armn"} and "Latn" not in scripts) or scripts >= {
        "Latn",
        "Cyrl",
    }:
        look = seen(text)
        if look:
            readings.append(_form([(w, 0) for w in latin(look)], frozenset(), turned))
    return readings, unread


def _person(han: str, turned: bool) -> list[tuple[Form, bool]]:
    """Read two to four characters no table knows as a family name and a given name."""
    said = pinyin(han)
    if not said or any(kind != "han" for kind, _ in cut(han)):
        return []
    return [
        _form(
            [(p, READ) for p in ("".join(said[:split]), "".join(said[split:])) if p],
            frozenset(),
            turned,
        )
        for split in ((1, 2) if len(said) == 4 else (1,))
    ]


def _ways(scripts: frozenset[str]) -> tuple[tuple[bool, int], ...]:
    """List the ways to cut and read: kana words cut out or not, first to third reading."""
    ways = [(True, 0)]
    if "Kana" in scripts:
        ways.append((False, 0))
    if "Hani" in scripts:
        ways += [(True, 1), (True, 2)]
    return tuple(ways)


def _number(digits: str) -> str:
    if digits.isdigit():
        return digits
    value = 0
    ten, _, unit = digits.partition("十")
    if "十" in digits:
        value = _HAN_DIGIT.get(ten, 1) * 10 + _HAN_DIGIT.get(unit, 0)
    else:
        for c in digits:
            value = value * 10 + _HAN_DIGIT.get(c, 0)
    return str(value)
