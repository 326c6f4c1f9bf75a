"""Official lists and sources: cited, dated, and honest about what was read."""

from __future__ import annotations

import datetime as dt

import pytest

from kanmon.catalogue import lists
from kanmon.catalogue.load import goods, links, list_entries, official_lists
from kanmon.codes import blocs, economies
from kanmon.errors import DataError

ENTRIES = lists.entries(frozenset(goods()))


def test_every_list_has_a_known_party_three_names_and_entries() -> None:
    assert len(official_lists()) >= 3
    for one in official_lists().values():
        assert economies.is_economy(one.party) or blocs.is_bloc(one.party)
        assert all((one.name_en, one.name_ja, one.name_fr))
        assert any(e.list == one.id for e in ENTRIES)


def test_every_entry_is_dated_worded_and_sourced() -> None:
    for entry in ENTRIES:
        assert dt.date(2020, 1, 1) < entry.edition < dt.date(2026, 12, 31)
        assert entry.item.strip()
        # What is only remembered cannot be made found by its source.
        assert entry.status == "memory" or lists.sources()[entry.source].status == "found"


def test_the_annexes_hold_as_many_materials_as_the_regulation_says() -> None:
    items = {key: {e.item for e in ENTRIES if e.list == key} for key in ("EU-SRM", "EU-CRM")}
    assert len(items["EU-SRM"]) == 17
    # Annex II has 34, two of them light and heavy rare earths: a good that is of both kinds
    # has a wording of its own.
    both = {"heavy and light rare earth elements"}
    assert len(items["EU-CRM"] - both) == 34
    assert "indium" not in items["EU-CRM"]


def test_the_2025_list_of_the_united_states_is_wider_than_that_of_2022() -> None:
    by_year = {
        year: {e.good for e in ENTRIES if e.list == "US-CM" and e.edition.year == year}
        for year in (2022, 2025)
    }
    assert {"copper_refined", "silver", "potash", "lead_refined"} <= by_year[2025] - by_year[2022]
    assert "gallium_metal" in by_year[2022] & by_year[2025]


def test_every_source_of_a_link_is_cited_in_full() -> None:
    for key in set(links().column("source").to_pylist()):
        document = lists.sources()[key]
        assert document.publisher
        assert document.title
        assert document.date


def test_a_good_may_be_named_by_two_editions_of_a_list() -> None:
    named = [e.edition.year for e in list_entries("antimony_metal") if e.list == "US-CM"]
    assert named == [2022, 2025]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("list", "XX", "list 'XX'"),
        ("good", "unobtainium", "good 'unobtainium'"),
        ("source", "HEARSAY", "source 'HEARSAY'"),
        ("status", "sure", "status 'sure'"),
        ("edition", "2024", "edition '2024'"),
    ],
)
def test_a_bad_entry_is_refused(
    column: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {
        "list": "EU-SRM",
        "edition": "2024-04-11",
        "good": "copper_ore",
        "item": "copper",
        "source": "EU-2024-1252",
        "status": "found",
    }
    official_lists()
    lists.sources()
    monkeypatch.setattr(lists, "read_csv", lambda *_: [row | {column: value}])
    with pytest.raises(DataError, match=said):
        lists.entries(frozenset({"copper_ore"}))


def test_an_entry_stands_once(monkeypatch: pytest.MonkeyPatch) -> None:
    row = dict(zip(("list", "edition", "good"), ("EU-SRM", "2024-04-11", "a"), strict=True))
    row |= {"item": "x", "source": "EU-2024-1252", "status": "found"}
    official_lists()
    lists.sources()
    monkeypatch.setattr(lists, "read_csv", lambda *_: [row, row])
    with pytest.raises(DataError, match="stands twice"):
        lists.entries(frozenset({"a"}))
