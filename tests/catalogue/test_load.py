"""Finding a good by what people call it, and saying clearly when there is none."""

from __future__ import annotations

import pytest

from kanmon.catalogue.good import Good
from kanmon.catalogue.load import (
    code_index,
    find_good,
    good,
    goods,
    list_entries,
    official_lists,
    upstream,
)
from kanmon.errors import CodeError


@pytest.mark.parametrize(
    "text",
    [
        "rare_earth_magnets",
        "Rare earth permanent magnets",
        "レアアース永久磁石（ネオジム磁石など）",
        "aimants permanents aux terres rares",
        "AIMANTS PERMANENTS AUX TERRES RARES",
        "850511",
        "8505.11",
    ],
)
def test_a_good_answers_to_id_names_and_its_own_code(text: str) -> None:
    assert good(text).id == "rare_earth_magnets"


@pytest.mark.parametrize("one", goods().values(), ids=lambda g: g.id)
def test_every_name_leads_to_its_good(one: Good) -> None:
    for text in one.called:
        assert good(text) is one


def test_accents_width_and_part_of_a_name_find_goods() -> None:
    assert find_good("uranium enrichi")[0].id == "enriched_uranium"
    assert [g.id for g in find_good("elements combustibles")] == ["nuclear_fuel_elements"]
    assert [g.id for g in find_good("ﾘﾁｳﾑｲｵﾝ")] == ["lithium_ion_batteries"]
    assert {g.id for g in find_good("gallium")} == {"gallium_metal"}


def test_voicing_marks_of_kana_still_tell_words_apart() -> None:
    assert "cod" in {g.id for g in find_good("まだら")}
    assert find_good("またら") == ()


def test_a_code_of_an_older_edition_finds_its_good() -> None:
    assert {g.id for g in find_good("811230")} == {"germanium_metal"}


def test_a_basket_code_finds_all_who_share_it() -> None:
    found = {g.id for g in find_good("811292")}
    assert {"gallium_metal", "germanium_metal", "indium_metal"} <= found


@pytest.mark.parametrize("text", ["", "   ", "999999", "unobtainium"])
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert find_good(text) == ()
    with pytest.raises(CodeError):
        good(text)


def test_a_near_miss_is_answered_with_suggestions() -> None:
    with pytest.raises(CodeError, match="gallium_metal"):
        good("galium_metal")
    with pytest.raises(CodeError, match="gallium_metal"):
        good("811292")


def test_unknown_editions_and_goods_are_refused() -> None:
    with pytest.raises(CodeError):
        code_index("HS17")
    with pytest.raises(CodeError):
        good("gallium_metal").codes("HS17")
    with pytest.raises(CodeError):
        good("gallium_metal").name("de")
    with pytest.raises(CodeError):
        upstream("unobtainium")


def test_lists_are_those_of_japan_the_united_states_and_europe() -> None:
    assert {x.party for x in official_lists().values()} == {"JPN", "USA", "EU27"}
    assert {e.list for e in list_entries("gallium_metal")} == set(official_lists())
    assert list_entries("scallops") == ()
