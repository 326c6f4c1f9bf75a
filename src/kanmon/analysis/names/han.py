"""Cut names in Chinese characters and kana into words and read them in Latin letters."""

from __future__ import annotations

from functools import cache

from kanmon.analysis.names.clean import script_of
from kanmon.catalogue.name_tables import name_tables

# Nouns of one character that stand beside a number: 159 factory, third bureau.
_ALONE = "厂廠院局部庁所社省府隊"
_HIRAGANA = {c: c + 0x60 for c in range(0x3041, 0x3097)}


def cut(run: str, *, split: bool = True, nth: int = 0) -> list[tuple[str, str]]:
    """Cut a run of Chinese characters and kana into known words and the rest.

    Args:
        run: characters of the scripts Hani and Kana only.
        split: whether a known kana word may be cut out of a longer run of kana.
        nth: which reading of a word that has several; the last one where there are fewer.

    Returns:
        Pairs of a kind and a text: ``word`` with its Latin word, ``legal`` with its family,
        ``kana`` with its romanisation, ``han`` with characters no table knows.

    Example:
        >>> cut("株式会社カザン航空機工場")
        [('legal', 'stock'), ('kana', 'kazan'), ('word', 'aircraft'), ('word', 'plant')]
    """
    t = name_tables()
    run = run.translate(_HIRAGANA)
    pieces: list[tuple[str, str]] = []
    rest = ""
    at = 0
    while at < len(run):
        for size in range(min(_longest(), len(run) - at), 0, -1):
            word = run[at : at + size]
            known = t.legal_han.get(word)
            if known is None:
                said = t.han.get(word)
                known = said[min(nth, len(said) - 1)] if said else None
                # A single character is a word only beside other words, never inside a name.
                if size == 1 and not _beside(run, at, not rest):
                    known = None
                if known is not None and script_of(word[0]) == "Kana":
                    inside = (at > 0 and _kana(run[at - 1])) or _kana(
                        run[at + size : at + size + 1]
                    )
                    if inside and (size < 3 or not split):
                        known = None
            if known is not None:
                if rest:
                    pieces += _remainder(rest)
                    rest = ""
                pieces.append(("legal" if word in t.legal_han else "word", known))
                at += size
                break
        else:
            rest += run[at]
            at += 1
    if rest:
        pieces += _remainder(rest)
    return [p for p in pieces if p[1]]


def _kana(letter: str) -> bool:
    return bool(letter) and (script_of(letter) == "Kana" or letter == "ー")


@cache
def _longest() -> int:
    t = name_tables()
    return max(map(len, (*t.han, *t.legal_han)))


def _beside(run: str, at: int, after_word: bool) -> bool:
    """Tell whether one character stands alone between kana, ends or known words."""
    t = name_tables()
    if len(run) == 1:
        return run in _ALONE
    before, after = run[:at], run[at + 1 :]
    left = after_word or not before or _kana(before[-1])
    right = not after or _kana(after[0])
    return left and (right or any(after[:size] in t.han for size in range(2, _longest() + 1)))


def _remainder(rest: str) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    part = ""
    kind = ""
    for letter in rest:
        now = "kana" if script_of(letter) == "Kana" or letter == "ー" else "han"
        if part and now != kind:
            pieces.append((kind, part))
            part = ""
        kind = now
        part += letter
    if part:
        pieces.append((kind, part))
    return [(k, romaji(p) if k == "kana" else p) for k, p in pieces]


def romaji(kana: str) -> str:
    """Write katakana in Latin letters, the way loan words are heard.

    Args:
        kana: katakana; the long mark and the small tsu leave no letter.

    Returns:
        Lower-case Latin letters.

    Source:
        Hepburn romanisation, with the kana of loan words (Cabinet notice no. 2 of 28 June 1991).

    Example:
        >>> romaji("ヴォルガ"), romaji("シャルティエ")
        ('voruga', 'sharutie')
    """
    table = name_tables().letters["Kana"]
    out = []
    at = 0
    while at < len(kana):
        two = kana[at : at + 2]
        if len(two) == 2 and two in table:
            out.append(table[two])
            at += 2
        else:
            out.append(table.get(kana[at], ""))
            at += 1
    return "".join(out)


def pinyin(han: str) -> tuple[str, ...]:
    """Read Chinese characters as Mandarin syllables without tones.

    Args:
        han: Chinese characters.

    Returns:
        One syllable a character, each by its commonest reading (``v`` for u with two dots);
        nothing where a character has no reading in the table.

    Source:
        Han-Latin transform of the Unicode CLDR (from Unihan), as ICU 72 gives it.

    Example:
        >>> pinyin("北京"), pinyin("北𠀀")
        (('bei', 'jing'), ())
    """
    table = name_tables().syllables
    # The iteration mark repeats the character before it.
    plain = "".join(han[at - 1] if c == "々" and at else c for at, c in enumerate(han))
    said = tuple(table.get(c, "") for c in plain)
    return said if all(said) else ()
