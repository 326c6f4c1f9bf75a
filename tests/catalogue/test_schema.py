"""Every way a file of goods can be wrong is refused with one clear error."""

from __future__ import annotations

import pytest

from kanmon.catalogue.good import Good, Names
from kanmon.catalogue.rows import parse_csv
from kanmon.catalogue.schema import Vocabulary, check_together, parse_goods
from kanmon.errors import DataError

WORDS = Vocabulary({"minerals"}, {"ore"}, {"batteries"})
FINE = """sector = "minerals"
[cobalt_ore]
name = { en = "cobalt ore", ja = "コバルト鉱", fr = "minerai de cobalt" }
stage = "ore"
material = "cobalt"
end_uses = ["batteries"]
minerals = [{ source = "wmd", commodity = "Cobalt", kind = "mine production" }]
hs = { "HS1992-HS2022" = ["260500"] }
"""
HS = 'hs = { "HS1992-HS2022" = ["260500"] }'

BROKEN = {
    "no TOML": ("[cobalt_ore]", "[cobalt_ore", "no TOML"),
    "the same table twice": (HS, HS + "\n[cobalt_ore]", "no TOML"),
    "no sector": ('sector = "minerals"', "", "sector None"),
    "unknown sector": ('"minerals"', '"spices"', "sector 'spices'"),
    "a stray field above": ("[cobalt_ore]", "colour = 1\n[cobalt_ore]", "unknown field 'colour'"),
    "unknown field": ('stage = "ore"', 'stage = "ore"\ncolour = "blue"', "unknown fields"),
    "bad id": ("[cobalt_ore]", "[Cobalt-Ore]", "the id"),
    "missing language": (', fr = "minerai de cobalt"', "", "name.fr is None"),
    "empty name": ('"コバルト鉱"', '" "', "name.ja is ' '"),
    "unknown language": ("{ en =", '{ de = "x", en =', "unknown fields"),
    "no names": ('name = { en = "cobalt ore", ja = "コバルト鉱", fr = "minerai de cobalt" }', "",
                 "name.en is None"),
    "unknown stage": ('"ore"', '"rumour"', "stage 'rumour'"),
    "no stage": ('stage = "ore"', "", "stage None"),
    "no material": ('material = "cobalt"', "", "material is None"),
    "no end use": ('end_uses = ["batteries"]', "", "no end_uses"),
    "unknown end use": ('["batteries"]', '["soup"]', "end use 'soup'"),
    "unknown source": ('"wmd"', '"gossip"', "mineral source 'gossip'"),
    "no kind": (', kind = "mine production"', "", "mineral kind is None"),
    "unknown role": ('kind =', 'role = "price", kind =', "mineral role 'price'"),
    "unknown mineral field": ('kind =', 'year = 1, kind =', "unknown fields"),
    "unknown edition": ("HS1992-HS2022", "HS1992-HS2023", "edition 'HS1992-HS2023'"),
    "editions backwards": ("HS1992-HS2022", "HS2022-HS1992", "edition 'HS2022-HS1992'"),
    "an edition missing": ("HS1992-HS2022", "HS1992-HS2017", "no codes for HS2022"),
    "an edition twice": (HS, 'hs = { "HS1992-HS2022" = ["260500"], HS2022 = [] }', "stands twice"),
    "no codes": (HS, "", "no codes for HS1992"),
    "five digits": ('"260500"', '"26050"', "code '26050'"),
    "a number for a code": ('"260500"', "260500", "code 260500"),
    "a code with a dot": ('"260500"', '"2605.00"', "code '2605.00'"),
    "a code of no edition": ('"260500"', '"260599"', "HS1992 has no code 260599"),
    "a code of another edition": ('"260500"', '"850760"', "HS1992 has no code 850760"),
    "an empty edition unexplained": ('["260500"]', "[]", "no code in HS1992"),
    "a basket without a note": ('stage = "ore"', 'stage = "ore"\nbasket = true', "basket is true"),
    "a note without a basket": ('stage = "ore"', 'stage = "ore"\nbasket_note = "x"', "basket is f"),
    "basket not a truth": ('stage = "ore"', 'stage = "ore"\nbasket = "yes"', "basket is 'yes'"),
}  # fmt: skip


def test_the_plain_file_is_read() -> None:
    (one,) = parse_goods(FINE, WORDS, where="x.toml")
    assert one.minerals[0].role == "production"
    assert one.codes("HS1992") == one.codes("HS2022") == ("260500",)


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_refused_and_named(fault: str) -> None:
    before, after, said = BROKEN[fault]
    assert before in FINE
    with pytest.raises(DataError) as caught:
        parse_goods(FINE.replace(before, after, 1), WORDS, where="x.toml")
    assert said in caught.value.found
    assert caught.value.where.startswith("x.toml")
    assert caught.value.remedy
    if fault not in {"no TOML", "the same table twice", "no sector", "unknown sector"}:
        assert "good " in caught.value.where


def one(identifier: str, name: str, code: str, *, basket: bool = False) -> tuple[str, Good]:
    note = "shares its code" if basket else ""
    names = Names(name, f"{name}鉱", f"minerai {name}")
    return "x.toml", Good(
        identifier, names, "s", "ore", "m", {"HS2022": (code,)}, basket=basket, basket_note=note
    )


def test_an_id_stands_once_in_all_files() -> None:
    with pytest.raises(DataError, match="the id stands twice"):
        check_together([one("a", "x", "260500"), one("a", "y", "260600")])


def test_a_name_belongs_to_one_good() -> None:
    with pytest.raises(DataError, match="is that of a too"):
        check_together([one("a", "x", "260500"), one("b", "X", "260600")])


def test_a_code_is_shared_by_baskets_only() -> None:
    both = [one("a", "x", "260500", basket=True), one("b", "y", "260500", basket=True)]
    assert list(check_together(both)) == ["a", "b"]
    with pytest.raises(DataError, match="code 260500 of HS2022 is shared by a, b"):
        check_together([both[0], one("b", "y", "260500")])


@pytest.mark.parametrize("text", ["", "b,a\n1,2\n", "a,b\n1\n", "a,b\n1,2,3\n"])
def test_a_table_with_other_columns_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        parse_csv(text, ("a", "b"), where="x.csv")
