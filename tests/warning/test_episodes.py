"""The list of known disruptions and the thresholds: complete, dated, refused when wrong."""

from __future__ import annotations

import pytest

from kanmon.catalogue.episodes import episodes, parse_episodes
from kanmon.catalogue.publication_lags import publication_lag
from kanmon.catalogue.warning_thresholds import warning_threshold, warning_thresholds
from kanmon.errors import CodeError, DataError

HEAD = "name,selector,onset,kind,source,status,half\n"


def test_halves_do_not_mix_in_time() -> None:
    earlier = [e.onset for e in episodes() if e.half == "earlier"]
    later = [e.onset for e in episodes() if e.half == "later"]
    assert max(earlier) < min(later)
    assert len({e.name for e in episodes()}) == len(episodes())
    assert all(e.source for e in episodes())


@pytest.mark.parametrize(
    "row",
    [
        "a,colour=red,2020-01-01,,,memory,later",
        "a,place=x,2020-13-01,,,memory,later",
        "a,place=x,2020-01-01,,,hearsay,later",
        "a,place=x,2020-01-01,,,memory,middle",
        "a,place=,2020-01-01,,,memory,later",
    ],
)
def test_a_wrong_row_is_refused_with_its_line(row: str) -> None:
    with pytest.raises(DataError) as told:
        parse_episodes(HEAD + row, where="x.csv")
    assert told.value.where == "x.csv, line 2"


def test_a_selector_asks_for_every_field() -> None:
    (one,) = parse_episodes(
        HEAD + "a,good=urea;economy=CHN|RUS,2020-01-01,,,memory,later", where="x"
    )
    assert one.matches({"good": "urea", "economy": "RUS"})
    assert not one.matches({"good": "urea", "economy": "JPN"})
    assert not one.matches({"good": "urea"})


def test_thresholds_are_dated_and_sourced() -> None:
    assert all(t.source and t.date and t.status for t in warning_thresholds().values())
    with pytest.raises(CodeError, match="no threshold"):
        warning_threshold("x")


def test_the_most_particular_lag_wins() -> None:
    assert publication_lag("series", "documents").lag_days == 1
    assert publication_lag("series", "price").lag_days == 60
