"""What folding makes of a name: words, and the forms a name can be read in."""

from __future__ import annotations

from typing import NamedTuple

READ, NUMBER, INITIAL, UNREAD, SYLLABIC = 1, 2, 4, 8, 16


class Word(NamedTuple):
    """Hold one folded word: its letters, and whether it was read from another script.

    ``kind`` adds up READ (heard through another script), NUMBER, INITIAL, UNREAD (characters
    nothing here can read, compared as they stand) and SYLLABIC (read from kana or hangul).

    Example:
        >>> Word("kazan", READ).kind
        1
    """

    text: str
    kind: int = 0


class Form(NamedTuple):
    """Hold one way to read a name: its words without the legal form, and the legal families.

    ``own`` says that the words are in the name's own Chinese or Korean characters. ``turned``
    says that a comma allowed the order of the words to be turned.

    Example:
        >>> Form((Word("acme"),), frozenset({"limited"})).own
        False
    """

    words: tuple[Word, ...]
    legal: frozenset[str] = frozenset()
    own: bool = False
    turned: bool = False


class Folded(NamedTuple):
    """Hold the forms of a name, the scripts it is written in and what must be told of it.

    Example:
        >>> Folded((), frozenset({"Latn"}), ("empty",)).flags
        ('empty',)
    """

    forms: tuple[Form, ...]
    scripts: frozenset[str]
    flags: tuple[str, ...] = ()
