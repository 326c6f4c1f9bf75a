from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.codes.blocs import blocs, members, memberships, party, party_name
from kanmon.codes.economies import economy, is_economy
from kanmon.errors import CodeError

BLOCS = st.sampled_from([b.code for b in blocs()])


def test_no_bloc_is_mistaken_for_an_economy() -> None:
    assert not [b.code for b in blocs() if is_economy(b.code)]


def test_every_bloc_has_names_and_members_that_are_economies() -> None:
    for b in blocs():
        assert all((b.name_en, b.name_ja, b.name_fr)), b
        assert memberships(b.code)
        for m in memberships(b.code):
            assert economy(m.iso3).kind == "economy"
            assert m.source
            assert m.status in {"found", "memory"}
            # A row whose own source says it is remembered must not claim to be found.
            assert m.status == "memory" or not m.source.startswith("memory")


def test_memberships_lie_within_their_bloc_and_do_not_overlap() -> None:
    for b in blocs():
        spans: dict[str, list[tuple[dt.date, dt.date]]] = {}
        for m in memberships(b.code):
            first, last = m.valid_from or dt.date.min, m.valid_to or dt.date.max
            assert first <= last
            assert first >= (b.valid_from or dt.date.min)
            assert last <= (b.valid_to or dt.date.max) or b.valid_to is None
            for other in spans.setdefault(m.iso3, []):
                assert last < other[0] or other[1] < first
            spans[m.iso3].append((first, last))


@pytest.mark.parametrize(
    ("code", "on", "count"),
    [
        ("EU", 1994, 12),
        ("EU", 1995, 15),
        ("EU", 2004, 25),
        ("EU", 2007, 27),
        ("EU", 2013, 28),
        ("EU", 2019, 28),
        ("EU", 2021, 27),
        ("EU27", 1995, 27),
        ("OECD", 1961, 19),
        ("OECD", 1995, 26),
        ("OECD", 2024, 38),
        ("G7", 2024, 7),
        ("G20", 2024, 19),
        ("QUAD", 2024, 4),
        ("IPEFSC", 2024, 14),
        ("MSP", 2025, 14),
        ("MSP", 2026, 0),
        ("BRICS", 2009, 4),
        ("BRICS", 2023, 5),
        ("BRICS", 2025, 10),
    ],
)
def test_a_bloc_has_as_many_members_as_published(code: str, on: int, count: int) -> None:
    assert len(members(code, on)) == count


def test_the_united_kingdom_left_and_croatia_joined() -> None:
    assert "GBR" in members("EU", 2019)
    assert "GBR" in members("EU", dt.date(2020, 1, 31))
    assert "GBR" not in members("EU", dt.date(2020, 2, 1))
    assert "GBR" not in members("EU", 2021)
    assert "HRV" not in members("EU", dt.date(2013, 6, 30))
    assert "HRV" in members("EU", dt.date(2013, 7, 1))


def test_eu27_is_the_membership_after_the_united_kingdom_left() -> None:
    assert members("EU27", 1995) == members("EU", dt.date(2020, 2, 1))


@given(BLOCS, st.dates(dt.date(1950, 1, 1), dt.date(2030, 12, 31)))
def test_a_year_is_its_last_day(code: str, day: dt.date) -> None:
    assert members(code, day.year) == members(code, dt.date(day.year, 12, 31))


@given(BLOCS, st.dates(dt.date(1950, 1, 1), dt.date(2030, 12, 31)))
def test_a_bloc_is_the_party_of_its_members(code: str, day: dt.date) -> None:
    assert party(code, day) == members(code, day)
    assert frozenset().union(*(party(m, day) for m in members(code, day))) == members(code, day)


def test_who_is_neither_is_refused() -> None:
    assert party_name("EPCC", "ja") == "日米経済政策協議委員会"
    for call in (lambda: party("XYZ", 2024), lambda: party_name("XYZ"), lambda: members("JPN", 1)):
        with pytest.raises(CodeError):
            call()
    with pytest.raises(CodeError, match="language"):
        party_name("EU", "de")
