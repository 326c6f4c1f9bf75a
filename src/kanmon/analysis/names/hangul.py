"""Write Korean syllables in Latin letters."""

from __future__ import annotations

_FIRST = [
    "g",
    "kk",
    "n",
    "d",
    "tt",
    "r",
    "m",
    "b",
    "pp",
    "s",
    "ss",
    "",
    "j",
    "jj",
    "ch",
    "k",
    "t",
    "p",
    "h",
]
_MIDDLE = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_LAST = [
    "",
    "k",
    "kk",
    "ks",
    "n",
    "nj",
    "nh",
    "t",
    "l",
    "lk",
    "lm",
    "lb",
    "ls",
    "lt",
    "lp",
    "lh",
    "m",
    "p",
    "ps",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
_FAMILY = {
    "이": "lee",
    "김": "kim",
    "박": "park",
    "최": "choi",
    "정": "jung",
    "임": "lim",
    "유": "yoo",
    "노": "roh",
    "조": "cho",
    "강": "kang",
    "리": "ri",
    "백": "paek",
}


def romanised(run: str) -> tuple[str, ...]:
    """Romanise a run of Korean syllables.

    Args:
        run: Hangul syllables; other characters are left out.

    Returns:
        For a run of two to four syllables that begins with a common family name, the family
        name as its bearers write it and the rest syllable by syllable; else one word.

    Source:
        Revised Romanisation of Korean (Ministry of Culture and Tourism, 7 July 2000), letter by
        letter without the sound changes between syllables.

    Example:
        >>> romanised("김정은"), romanised("삼성전자")
        (('kim', 'jeong', 'eun'), ('samseongjeonja',))
    """
    said = []
    for c in run:
        code = ord(c) - 0xAC00
        if 0 <= code < 11172:
            said.append(_FIRST[code // 588] + _MIDDLE[code % 588 // 28] + _LAST[code % 28])
    if 2 <= len(run) <= 4 and len(said) == len(run) and run[0] in _FAMILY:
        return (_FAMILY[run[0]], *said[1:])
    return ("".join(said),) if said else ()
