"""Dated acts as daily profiles: who is cut off, by how much, on which day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.scenario import Scenario, Shock
from kanmon.analysis.impact.scenario.shocks import (
    CapacityLoss,
    DemandChange,
    Exemption,
    Restriction,
)
from kanmon.analysis.impact.timeline import expanded, passing, ramp, timeline
from kanmon.errors import CodeError, ScenarioError

START = dt.date(2027, 1, 1)


def act(id: str = "ban", **changes: Any) -> Restriction:
    values: dict[str, Any] = {"by": ("CHN",), "goods": ("gallium_metal",), "start": START}
    return Restriction(id, **(values | changes))


def passes(
    *acts: Restriction, origin: str = "CHN", to: str = "JPN", days: int = 10, start: dt.date = START
) -> list[float] | None:
    """Run acts through the timeline and look at one edge."""
    line = timeline(Scenario("s", "S", start, days, shocks=acts))
    found = passing(line.edges, origin, to, days)
    return None if found is None else [round(float(x), 12) for x in found]


def only(shock: Shock, days: int = 10) -> list[float]:
    line = timeline(Scenario("s", "S", START, days, shocks=(shock,)))
    (change,) = (*line.capacity, *line.demand)
    return [round(float(x), 12) for x in change.factor]


def test_a_ban_stops_everything_from_its_day() -> None:
    late = act(start=START + dt.timedelta(days=3))
    assert passes(late) == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]


def test_a_ramp_starts_at_nothing_and_reaches_the_cut() -> None:
    assert passes(act(cut=0.8, ramp_days=4.0), days=6) == [1.0, 0.8, 0.6, 0.4, 0.2, 0.2]


def test_licences_stop_all_while_they_wait_and_part_afterwards() -> None:
    assert passes(act(cut=0.25, licence_delay_days=2.5), days=5) == [0, 0, 0, 0.75, 0.75]


def test_a_licence_delay_alone_is_a_stop_that_ends() -> None:
    assert passes(act(cut=0.0, licence_delay_days=2.0), days=4) == [0, 0, 1, 1]


def test_the_wait_for_licences_ends_with_the_act() -> None:
    brief = act(cut=0.5, licence_delay_days=9.0, duration_days=3.0)
    assert passes(brief, days=6) == [0, 0, 0, 1, 1, 1]


def test_an_act_that_ends_fades_over_its_easing() -> None:
    assert passes(act(duration_days=3.0, ease_days=4.0), days=9) == [
        0, 0, 0, 0, 0.25, 0.5, 0.75, 1, 1
    ]  # fmt: skip


def test_an_act_shorter_than_its_ramp_never_reaches_its_cut() -> None:
    assert passes(act(ramp_days=10.0, duration_days=4.0), days=6) == [1, 0.9, 0.8, 0.7, 1, 1]


def test_everyone_is_hit_but_the_origins_and_those_spared() -> None:
    bloc = act(by=("CHN", "RUS"), all_but=("KOR",))
    assert passes(bloc, to="JPN", days=1) == [0]
    assert passes(bloc, to="KOR", days=1) is None
    assert passes(bloc, to="RUS", days=1) is None, "origins deliver among themselves as ever"
    assert passes(bloc, to="CHN", days=1) is None, "nor are deliveries at home cut"
    assert passes(bloc, origin="USA", days=1) is None


def test_the_world_as_target_is_everyone() -> None:
    assert passes(act(on=("WLD",)), days=1) == passes(act(), days=1) == [0]


def test_only_those_named_are_hit() -> None:
    named = act(on=("USA", "RUS"), by=("CHN", "RUS"))
    assert passes(named, to="USA", days=1) == [0]
    assert passes(named, to="JPN", days=1) is None
    assert passes(named, to="RUS", days=1) is None


@pytest.mark.parametrize("spared", [{"on": ()}, {"on": ("JPN", "USA")}, {"all_but": ("KOR",)}])
def test_an_exemption_waives_part_of_the_cut(spared: dict[str, Any]) -> None:
    part = act(cut=0.8, exempt=(Exemption(("JPN",), 0.5),), **spared)
    assert passes(part, to="JPN", days=1) == [0.6]
    assert passes(part, to="USA", days=1) == [0.2]


def test_an_exemption_waives_the_wait_for_licences_too() -> None:
    part = act(cut=0.0, licence_delay_days=2.0, exempt=(Exemption(("JPN",), 1.0),))
    assert passes(part, to="JPN", days=2) == [1, 1]
    assert passes(part, to="USA", days=2) == [0, 0]


def test_an_exempt_origin_is_not_cut_by_its_exemption() -> None:
    pair = act(by=("CHN", "RUS"), exempt=(Exemption(("BRICS",), 0.5),))
    assert passes(pair, to="RUS", days=1) is None
    assert passes(pair, to="IND", days=1) == [0.5]


def test_the_strictest_act_of_each_day_holds() -> None:
    loose = act("loose", cut=0.5)
    strict = act("strict", cut=0.8, start=START + dt.timedelta(days=2), duration_days=2.0)
    assert passes(loose, strict, days=6) == [0.5, 0.5, 0.2, 0.2, 0.5, 0.5]
    assert passes(strict, loose, days=6) == passes(loose, strict, days=6)


def test_an_exemption_of_a_bloc_cuts_off_none_of_it_that_was_not_hit() -> None:
    part = act(on=("JPN",), exempt=(Exemption(("G7",), 0.5),))
    assert passes(part, to="JPN", days=1) == [0.5]
    assert passes(part, to="USA", days=1) is None
    spared = act(all_but=("USA",), exempt=(Exemption(("G7",), 0.5),))
    assert passes(spared, to="JPN", days=1) == [0.5]
    assert passes(spared, to="USA", days=1) is None


def test_an_import_ban_cuts_the_same_edge() -> None:
    ban = act(by=("JPN",), on=("CHN",), goods=("scallops",), side="import")
    assert passes(ban, origin="JPN", to="CHN", days=1) == [0]
    assert passes(ban, origin="NOR", to="CHN", days=1) is None


@pytest.mark.parametrize(("year", "code", "hit"), [(2019, "EU", True), (2021, "EU", False)])
def test_a_bloc_is_its_members_of_the_day(year: int, code: str, hit: bool) -> None:
    first = dt.date(year, 6, 1)
    found = passes(act(on=(code,), start=first), to="GBR", start=first, days=1)
    assert (found == [0]) is hit
    assert passes(act(on=(code,), start=first), to="FRA", start=first, days=1) == [0]


def test_a_steady_bloc_leaves_britain_out_in_any_year() -> None:
    first = dt.date(2019, 6, 1)
    assert passes(act(on=("EU27",), start=first), to="GBR", start=first, days=1) is None


def test_a_bloc_without_members_is_an_error_and_never_everyone() -> None:
    before = dt.date(2020, 1, 1)
    with pytest.raises(CodeError) as failed:
        passes(act(on=("EPCC",), start=before), start=before)
    assert "EPCC has no members on 2020-01-01" in str(failed.value)
    assert failed.value.remedy
    with pytest.raises(CodeError):
        expanded(("QUAD",), dt.date(2010, 1, 1))


@pytest.mark.parametrize("change", [{"by": ("WLD",)}, {"all_but": ("WLD",)}])
def test_the_world_can_neither_restrict_nor_be_spared(change: dict[str, Any]) -> None:
    with pytest.raises(ScenarioError, match="whole world"):
        act(**change)


def test_nobody_is_exempt_by_exempting_everyone() -> None:
    with pytest.raises(ScenarioError, match="everyone"):
        Exemption(("WLD",))


def test_capacity_is_lost_and_comes_back() -> None:
    loss = CapacityLoss(
        "quake", ("TWN",), ("logic_chips",), START, 0.8,
        ramp_days=2.0, duration_days=4.0, recovery_days=4.0,
    )  # fmt: skip
    assert only(loss) == [1, 0.6, 0.2, 0.2, 0.2, 0.4, 0.6, 0.8, 1, 1]


def test_demand_rises_and_eases() -> None:
    rush = DemandChange(
        "rush", ("USA",), ("solar_modules",), START, 0.5, duration_days=2.0, ease_days=2.0
    )
    assert only(rush, days=5) == [1.5, 1.5, 1.5, 1.25, 1]


def test_demand_can_fall_to_nothing_and_not_below() -> None:
    assert only(DemandChange("halt", ("USA",), ("x",), START, -1.0), days=2) == [0, 0]


def test_an_unsettled_amount_is_an_error() -> None:
    with pytest.raises(ScenarioError, match="cut is still uncertain"):
        passes(act(cut=Range(0.0, 0.5, 1.0)))


def test_a_ramp_stays_within_its_bounds() -> None:
    for begin in (-3.0, 0.0, 2.5, 99.0):
        for length in (0.0, 0.5, 7.0):
            up = ramp(10, begin, length)
            assert np.all((up >= 0.0) & (up <= 1.0))
            assert np.all(np.diff(up) >= 0.0)
