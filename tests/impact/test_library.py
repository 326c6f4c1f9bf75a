"""The library of scenarios: each can be read, settled, drawn, written, and cuts somebody off."""

from __future__ import annotations

import re

import numpy as np
import pytest

from kanmon.analysis.impact.scenario.library import library, scenario
from kanmon.analysis.impact.scenario.names import INDUSTRY
from kanmon.analysis.impact.scenario.read import parse_scenario, read_scenario, write_scenario
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.settle import drawn, one_at_a_time, settled
from kanmon.analysis.impact.timeline import timeline
from kanmon.catalogue.load import goods
from kanmon.catalogue.scenarios import scenario_texts
from kanmon.errors import CodeError

each = pytest.mark.parametrize("one", library().values(), ids=lambda s: s.id)


def test_the_library_holds_what_was_promised() -> None:
    assert len(library()) >= 14
    assert list(library().values()) == sorted(library().values(), key=lambda s: (s.start, s.id))
    assert {s.standing for s in library().values()} == {"real", "plausible"}


@each
def test_it_is_told_in_three_languages_with_its_sources(one: Scenario) -> None:
    assert len({one.name(lang) for lang in ("en", "ja", "fr")}) == 3
    assert re.search("[\u3040-\u30ff\u4e00-\u9fff]", one.title_ja)
    assert one.note
    assert one.sources
    for line in one.sources:
        assert line.startswith("memory: ") or re.search(r"\b(19|20)\d\d\b", line), line


@each
def test_every_shock_and_response_says_where_its_amounts_are_from(one: Scenario) -> None:
    for part in (*one.shocks, *one.responses):
        assert part.source, part.id


@each
def test_every_good_is_in_the_catalogue(one: Scenario) -> None:
    for part in (*one.shocks, *one.responses):
        assert all(g in goods() or g.startswith(INDUSTRY) for g in part.goods)


@each
def test_it_cuts_somebody_off(one: Scenario) -> None:
    line = timeline(settled(one))
    assert line.edges
    for cut in line.edges:
        assert cut.origins
        assert cut.passes.shape == (one.days,)
        assert np.all((cut.passes >= 0.0) & (cut.passes <= 1.0))
    for change in (*line.capacity, *line.demand):
        assert np.all(np.isfinite(change.factor) & (change.factor >= 0.0))
    assert min(float(cut.passes.min()) for cut in line.edges) < 1.0


@each
def test_it_is_drawn_within_its_ranges(one: Scenario) -> None:
    assert one.uncertain, "no amount of the world is known exactly"
    for plain in drawn(one, 5, seed=7):
        assert not plain.uncertain
        timeline(plain)
    for swing in one_at_a_time(one):
        timeline(swing.low)
        timeline(swing.high)


@each
def test_it_reads_back_as_it_was_written(one: Scenario) -> None:
    assert parse_scenario(write_scenario(one)) == one


@each
def test_materials_are_spelled_out_in_the_library(one: Scenario) -> None:
    remarks = read_scenario(scenario_texts()[one.id], one.id).remarks
    assert not [r for r in remarks if "is read as" in r]
    assert not [r for r in remarks if "strictest" not in r], remarks


def test_a_name_that_is_not_there_leads_to_those_near() -> None:
    with pytest.raises(CodeError) as failed:
        scenario("Hormuz")
    assert "hormuz_2026" in failed.value.remedy
    with pytest.raises(CodeError) as lost:
        scenario("\u2603")
    assert "taiwan_chips" in lost.value.remedy


def test_facts_of_the_record() -> None:
    ban = scenario("gallium_germanium_us_ban_2024")
    (act,) = ban.shocks
    line = timeline(settled(ban))
    assert line.edges[0].reaches("CHN", "USA")
    assert not line.edges[0].reaches("CHN", "JPN")
    # 3 December 2024 to 9 November 2025, the day of the suspension.
    assert int((line.edges[0].passes == 0.0).sum()) == 342
    assert act.start.isoformat() == "2024-12-03"
    assert scenario("gallium_germanium_us_ban_returns").start.isoformat() == "2026-11-28"
