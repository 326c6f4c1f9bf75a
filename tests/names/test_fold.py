"""Names in six scripts, folded: what is read, what is taken off, what is told."""

from __future__ import annotations

import pytest

from kanmon.analysis.names.clean import clean_name
from kanmon.analysis.names.fold import MOST_WORDS, fold
from kanmon.analysis.names.pair import compare
from kanmon.catalogue.name_tables import name_tables


def words(name: str) -> list[str]:
    return [word.text for word in fold(name).forms[0].words]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Волга-Рекорд»", "Volga-Rekord LLC"),
        ("Иван Петрович Сидоров", "SIDOROV, Ivan Petrovich"),
        ("株式会社カザンヘリコプター工場", "Kazan Helicopter Plant JSC"),
        ("北京邮电大学", "Beijing University of Posts and Telecommunications"),
        ("김정은", "Kim Jong Un"),
        ("Михаил Кузнецов", "Mikhail Kuznetsov"),
        ("محمد علي", "Mohammed Ali"),
        ("Al-Noor Trading Company", "AL NOOR TRADING CO"),
        ("Łódź Instruments Sp. z o.o.", "Lodz Instruments"),
        ("第三研究所", "Institute No. 3"),
        ("Acme Rotor Works (アクメ回転体)", "Acme Rotor Works"),
        ("Electro Mash Zavod", "Electromash Zavod"),
    ],
)
def test_the_same_name_is_never_clear(one: str, other: str) -> None:
    assert compare(one, other).band.value != "clear", compare(one, other)
    assert compare(other, one).band.value != "clear"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volga Trading LLC", "Oslo Fish Export AS"),
        ("Иван Сидоров", "Maria Rossi"),
        ("北京大学", "Shanghai Shipyard"),
        ("김정은", "Park Chung Hee"),
        ("159 Factory", "239 Factory"),
        ("株式会社トヨタ", "Mitsubishi Heavy Industries"),
    ],
)
def test_other_names_are_no_hit(one: str, other: str) -> None:
    assert compare(one, other).band.value != "hit", compare(one, other)


def test_legal_forms_are_taken_off_and_told() -> None:
    assert words("Acme Rotor Works Co., Ltd.") == ["acme", "rotor", "works"]
    assert fold("Acme GmbH").forms[0].legal == frozenset({"limited"})
    assert words("Limited") == ["limited"], "a name that is nothing else keeps its words"


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("Ac\u200bme", "hidden"),
        ("\u202eemcA", "hidden"),
        ("ROSTЕС", "lookalike"),
        ("\ud800", "unencoded"),
        ("", "empty"),
        ("---", "empty"),
        ("ᚠᚢᚦᚨᚱᚲ", "unread"),
        ("a " * 60, "cut"),
        ("ab" * 1_000_000, "long"),
    ],
)
def test_what_was_met_is_told(name: str, flag: str) -> None:
    assert flag in fold(name).flags


def test_what_was_not_read_whole_is_never_clear() -> None:
    for name in ("ᚠᚢᚦᚨᚱᚲ", "\ud800\ud800", "", "w " * (MOST_WORDS + 1)):
        assert compare(name, "Acme Rotor Works").band.value == "review", name


def test_cleaning_is_done_once() -> None:
    for name in ("Ac\u200bme", "ＲОSТЕС", "Ångström", "한글", "ﷺ trading", "e\u0301clair"):
        once = clean_name(name).text
        assert clean_name(once).text == once


def test_tables_hold_no_word_twice_in_one_sense() -> None:
    tables = name_tables()
    assert len(tables.syllables) > 20_000
    assert all(0 < weight <= 1 for weight in tables.weights.values())
    assert {"Cyrl", "Arab", "Kana", "Grek", "Latn"} <= set(tables.letters)
