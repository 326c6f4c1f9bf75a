"""Ten thousand hostile names: no crash, and nothing is cleared because characters hide."""

from __future__ import annotations

import random

from kanmon.analysis.names.fold import fold
from kanmon.analysis.names.index import check, index_names
from kanmon.analysis.names.record import Band, Query
from kanmon.catalogue.name_tables import name_tables
from kanmon.sources.party_lists.example import example_list
from kanmon.tables.listed import Listed, ListedName

HIDDEN = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202d\u202e"
    "\u2066\u2069\u200e\u200f\ufe0f\u180e"
)
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz ABCDE .,-&'()",
    "абвгджзиклмнопрстуфхцчшщыюя ",
    "アイウエカキクケコサシスタチツテトナニ株式会社ー",
    "北京大学研究院科技有限公司航天第三",
    "가나다라마바사아자차주식회사",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي ",
    "αβγδεζηθ אבגדהו ᚠᚢ ꙮ ﷽ 𝔄𝕭 ① ㈱ Å",
    HIDDEN + "\x00\x07\x1b\ud800\udfff\ue000\uffff\U0010ffff",
    "0123456789 #№",
)
ORDER = {Band.CLEAR: 0, Band.REVIEW: 1, Band.HIT: 2}


def hostile(dice: random.Random) -> str:
    size = dice.choice((0, 1, 2, 8, 20, 40, 40, 80))
    alphabets = dice.sample(ALPHABETS, dice.choice((1, 1, 2, 3)))
    return "".join(dice.choice(dice.choice(alphabets)) for _ in range(size))


def disguised(name: str, dice: random.Random) -> str:
    """Put hidden characters into a name, and letters that look like its own."""
    look: dict[str, list[str]] = {}
    for letter, latin in name_tables().lookalikes.items():
        look.setdefault(latin, []).append(letter)
    letters = list(name)
    for _ in range(dice.randrange(1, 6)):
        letters.insert(dice.randrange(len(letters) + 1), dice.choice(HIDDEN))
    if dice.random() < 0.7:
        at = dice.randrange(len(letters))
        like = look.get(letters[at].lower())
        if like:
            swap = dice.choice(like)
            letters[at] = swap.upper() if letters[at].isupper() and len(swap.upper()) == 1 else swap
    return "".join(letters)


def test_ten_thousand_hostile_names() -> None:
    dice = random.Random(7)
    index = index_names(example_list().entries)
    names = [hostile(dice) for _ in range(9_000)]
    listed = [name.text for entry in example_list().entries for name in entry.names]
    hidden = [disguised(dice.choice(listed), dice) for _ in range(1_000)]
    queries = [Query(str(n), (name,)) for n, name in enumerate(names + hidden)]
    found = check(queries, index)
    assert len(found) == 10_000
    for name, answer in zip(names, found[:9_000], strict=True):
        if not any(form.words for form in fold(name).forms):
            assert answer.band is not Band.CLEAR, repr(name)
    for name, answer in zip(hidden, found[9_000:], strict=True):
        assert answer.band is not Band.CLEAR, repr(name)


def test_hidden_characters_never_lower_a_band() -> None:
    dice = random.Random(8)
    index = index_names(example_list().entries)
    for entry in example_list().entries:
        for name in entry.names:
            for _ in range(20):
                letters = list(name.text)
                for _ in range(4):
                    letters.insert(dice.randrange(len(letters) + 1), dice.choice(HIDDEN))
                plain, dirty = check(
                    [Query("1", (name.text,)), Query("2", ("".join(letters),))], index
                )
                assert ORDER[dirty.band] >= ORDER[plain.band]
                assert dirty.matches[0].score == plain.matches[0].score
                assert "hidden" in dirty.flags


def test_a_megabyte_before_the_name() -> None:
    index = index_names([Listed("x", "1", (ListedName("Sea Heron"),))])
    for padding in ("\u200b" * 1_000_000, "a" * 1_000_000, " " * 1_000_000, "\u202e" * 500_000):
        answer = check([Query("1", (padding + "Sea Heron",))], index)[0]
        assert answer.band is not Band.CLEAR
