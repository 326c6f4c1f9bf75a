"""Goods and the industries that make them: every good has one, and shares are measured."""

from __future__ import annotations

import pytest

from kanmon.catalogue.industries import (
    CLASSIFICATIONS,
    industries,
    industry_of,
    parse_industries,
    share_of_deliveries,
)
from kanmon.catalogue.load import goods
from kanmon.errors import CodeError, DataError

HEAD = "good,classification,industry,source,date,status,note\n"


def test_every_good_has_one_industry_in_each_classification() -> None:
    assert set(industries()) == {(g, c) for g in goods() for c in CLASSIFICATIONS}
    wiod = {f"c{n}" for n in range(1, 36)}
    assert {i.industry for (_, c), i in industries().items() if c == "WIOD13"} <= wiod


def test_ores_are_mined_and_chips_are_electronics() -> None:
    for good in goods().values():
        if good.stage == "ore":
            assert industry_of(good.id).industry == "c2"
            assert industry_of(good.id, "ISIC4").industry.startswith("B")
    for chip in ("logic_chips", "memory_chips", "amplifier_chips"):
        assert industry_of(chip, "ISIC4").industry == "C26"
    with pytest.raises(CodeError, match="no industry"):
        industry_of("unobtainium")


def test_a_share_is_in_one_unit_capped_and_said() -> None:
    assert share_of_deliveries(1_000.0, 1.0).share == 1.0
    over = share_of_deliveries(3_000.0, 2.0)
    assert (over.share, over.measured, over.capped) == (1.0, 1.5, True)
    assert share_of_deliveries(0.0, 0.0).share == 0.0


@pytest.mark.parametrize(("flow", "whole"), [(1.0, 0.0), (-1.0, 1.0), (float("nan"), 1.0)])
def test_a_share_of_nothing_is_refused(flow: float, whole: float) -> None:
    with pytest.raises(DataError):
        share_of_deliveries(flow, whole)


@pytest.mark.parametrize(
    "row",
    [
        "x,ISIC9,c2,s,2026-01-01,memory,\n",
        "x,WIOD13,c2,s,2026-01-01,guess,\n",
        "x,WIOD13,,s,2026-01-01,memory,\n",
        "x,WIOD13,c2,s,2026-01-01,memory,\n" * 2,
    ],
)
def test_rows_that_say_nothing_are_refused(row: str) -> None:
    with pytest.raises(DataError):
        parse_industries(HEAD + row, where="x.csv")
