"""The goods as data: complete in three languages, coded in every edition, told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pytest

from kanmon.catalogue.good import Good, Names
from kanmon.catalogue.load import code_index, end_uses, good, goods, sectors, stages
from kanmon.codes import products
from kanmon.codes.register import LANGUAGES

GOODS = list(goods().values())
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def test_there_are_goods_of_every_sector_and_stage() -> None:
    assert len(GOODS) >= 60
    assert {g.sector for g in GOODS} == set(sectors())
    assert {g.stage for g in GOODS} == set(stages())


@pytest.mark.parametrize("one", GOODS, ids=lambda g: g.id)
def test_a_good_is_complete(one: Good) -> None:
    assert JAPANESE.search(one.name("ja"))
    assert not JAPANESE.search(one.name("en") + one.name("fr"))
    assert any(one.codes(e) for e in products.editions())
    assert one.codes("HS2022"), "today's edition has a code for it"
    for edition in products.editions():
        codes = one.codes(edition)
        assert set(codes) <= products.codes(edition)
        assert len(codes) == len(set(codes))


@pytest.mark.parametrize("names", [sectors(), stages(), end_uses()], ids=["s", "t", "u"])
def test_vocabularies_are_in_three_languages(names: Mapping[str, Names]) -> None:
    for key, said in names.items():
        assert all(said.of(lang).strip() for lang in LANGUAGES), key


def test_every_end_use_is_the_use_of_some_good() -> None:
    assert {u for g in GOODS for u in g.end_uses} == set(end_uses())


@pytest.mark.parametrize("edition", products.editions())
def test_a_shared_code_is_a_basket_of_all_who_share_it(edition: str) -> None:
    for code, held in code_index(edition).items():
        assert len(held) == 1 or all(good(i).basket for i in held), code


# Facts of the nomenclature: what was split, merged or made, and when.
HISTORY: dict[str, dict[str, tuple[str, ...]]] = {
    "gallium_metal": {"HS1996": ("811291",), "HS2002": ("811292",), "HS2022": ("811292",)},
    "germanium_metal": {"HS2002": ("811230",), "HS2007": ("811292",)},
    "hafnium_metal": {"HS2017": ("811292",), "HS2022": ("811231",)},
    "lithium_ion_batteries": {"HS2007": ("850780",), "HS2012": ("850760",)},
    "solar_modules": {"HS2017": ("854140",), "HS2022": ("854143",)},
    "wind_turbines": {"HS1992": ("850230",), "HS1996": ("850231",)},
    "smartphones": {"HS2017": ("851712",), "HS2022": ("851713",)},
    "logic_chips": {"HS2002": (), "HS2007": ("854231",)},
    "electric_vehicles": {"HS2012": ("870390",), "HS2017": ("870380",)},
    "rare_earth_metals": {"HS1992": ("280530",), "HS2022": ("280530",)},
    "antimony_metal": {"HS1996": ("811000",), "HS2002": ("811010",)},
    "lithography_equipment": {"HS2002": ("901041", "901042", "901049"), "HS2007": ("848620",)},
}


@pytest.mark.parametrize("identifier", HISTORY)
def test_codes_follow_the_history_of_the_nomenclature(identifier: str) -> None:
    one = good(identifier)
    assert {e: one.codes(e) for e in HISTORY[identifier]} == HISTORY[identifier]


def test_minerals_with_a_count_have_one_name_a_source_and_edition() -> None:
    twice = [
        (g.id, m)
        for g in GOODS
        for m, n in Counter((x.source, x.commodity, x.kind, x.role) for x in g.minerals).items()
        if n > 1
    ]
    assert not twice
