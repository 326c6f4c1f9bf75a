"""Deployment paths: read strictly, joined by straight lines, added up over members."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from kanmon.analysis.transition.path import COLUMNS, joined, parse_path
from kanmon.errors import DataError

KNOWN = {"solar_silicon": "GW", "battery_lfp": "GWh"}
HEAD = ",".join(COLUMNS)
GOOD = [
    "JPN,solar_silicon,2024,10,GW,installed,found,s,2024-01-01",
    "JPN,solar_silicon,2028,30,GW,installed,found,s,2024-01-01",
]


def _text(*rows: str, head: str = HEAD) -> str:
    return "\n".join([head, *rows]) + "\n"


def test_stated_years_are_joined_by_straight_lines() -> None:
    path = parse_path(_text(*GOOD), KNOWN, where="a.csv")["JPN"]
    assert path.courses[0].values.tolist() == [10.0, 15.0, 20.0, 25.0, 30.0]
    assert path.years == (2024, 2025, 2026, 2027, 2028)


def test_additions_stand_for_every_year() -> None:
    rows = [f"USA,battery_lfp,{y},{y - 2023},GWh,added,found,s,d" for y in (2024, 2025, 2026)]
    path = parse_path(_text(*rows), KNOWN, where="a.csv")["USA"]
    assert path.courses[0].measure == "added"
    assert path.courses[0].values.tolist() == [1.0, 2.0, 3.0]


def test_a_bloc_is_the_sum_over_the_years_all_members_state() -> None:
    other = [row.replace("JPN", "USA").replace("2028", "2027") for row in GOOD]
    paths = parse_path(_text(*GOOD, *other), KNOWN, where="a.csv")
    both = joined("EPCC", [paths["JPN"], paths["USA"]])
    assert both.years == (2024, 2025, 2026, 2027)
    usa = np.interp([2024, 2025, 2026, 2027], [2024, 2027], [10, 30])
    assert both.courses[0].values == pytest.approx(np.array([10, 15, 20, 25]) + usa)
    assert both.partial == {}


def test_a_technology_one_member_lacks_is_told() -> None:
    more = "JPN,battery_lfp,{y},1,GWh,installed,found,s,d"
    other = [row.replace("JPN", "USA") for row in GOOD]
    rows = [*GOOD, more.format(y=2024), more.format(y=2028), *other]
    paths = parse_path(_text(*rows), KNOWN, where="a.csv")
    assert joined("EPCC", list(paths.values())).partial == {"battery_lfp": ("JPN",)}


def test_members_without_a_common_year_are_refused() -> None:
    late = [r.replace("2024,", "2030,", 1).replace("2028,", "2034,", 1) for r in GOOD]
    late = [row.replace("JPN", "USA") for row in late]
    paths = parse_path(_text(*GOOD, *late), KNOWN, where="a.csv")
    with pytest.raises(DataError, match="share no years"):
        joined("EPCC", list(paths.values()))


CELLS = {
    1: ["solar", "", "SOLAR_SILICON", "nuclear fusion", "solar_silicon;drop", "☀"],
    2: ["", "24", "1900", "2101", "2024.5", "-2024", "next", "２０２４年", "1e3", "nan"],
    3: ["", "-1", "nan", "inf", "-inf", "ten", "1,5e", "0x10", "--1", "1 000"],
    4: ["", "MW", "gw", "GWh", "kg", "t/GW", "GW "],
    5: ["", "Installed", "stock", "add", "capacity", "INSTALLED"],
}
WRONG = [(column, value) for column, values in CELLS.items() for value in values]
WRONG += [(0, ""), (0, "   ")]


@pytest.mark.parametrize(("column", "value"), WRONG)
def test_a_wrong_cell_is_one_clear_error(column: int, value: str) -> None:
    cells = GOOD[1].split(",")
    cells[column] = f'"{value}"'
    with pytest.raises(DataError) as caught:
        parse_path(_text(GOOD[0], ",".join(cells)), KNOWN, where="mine.csv")
    assert "mine.csv" in str(caught.value)
    assert "To mend" in str(caught.value)


SHAPES = [
    "",
    HEAD + "\n",
    _text(*GOOD, head=HEAD.replace("capacity", "value")),
    _text(*GOOD, head=HEAD + ",extra"),
    _text(*GOOD, head=",".join(reversed(COLUMNS))),
    _text(GOOD[0] + ",more", GOOD[1]),
    _text(GOOD[0], GOOD[1].rsplit(",", 1)[0]),
    _text(GOOD[0], GOOD[0]),
    _text(GOOD[0]),
    _text(*GOOD, "JPN,battery_lfp,2025,1,GWh,installed,found,s,d"),
    _text(*GOOD, "JPN,battery_lfp,2024,1,GWh,added,found,s,d"),
    _text(GOOD[0], GOOD[1].replace("installed", "added")),
    _text(*GOOD, *(f"JPN,battery_lfp,{y},1,GWh,added,f,s,d" for y in (2024, 2025, 2027, 2028))),
    _text(*GOOD).replace(",", ";"),
    "\x00\x00",
    "party\nJPN\n",
]


@pytest.mark.parametrize("text", SHAPES)
def test_a_wrong_file_is_one_clear_error(text: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_path(text, KNOWN, where="mine.csv")
    assert "mine.csv" in str(caught.value)


def test_there_are_at_least_sixty_ways_to_be_wrong() -> None:
    pairs = list(itertools.chain(WRONG, SHAPES))
    assert len(pairs) >= 55
    assert len(set(map(str, pairs))) == len(pairs)
