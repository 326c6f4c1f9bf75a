"""Every scenario of the library on the product chain of the embedded figures."""

from __future__ import annotations

import datetime as dt

import pytest

from kanmon.analysis.impact.scenario.library import library
from kanmon.assessment import engines
from kanmon.assessment.assess import assess
from kanmon.assessment.runs import Options
from kanmon.assessment.unseen import unseen
from kanmon.errors import KanmonError

# What these strike is in no embedded figure: it comes with the reader's own trade.
WITHOUT_FIGURES = {
    "chip_tools_china_2022",
    "enriched_uranium_us_2024",
    "neon_ukraine_2022",
    "photoresist_korea_2019",
    "seafood_china_japan_2023",
    "taiwan_chips",
}


@pytest.mark.parametrize("name", sorted(library()))
def test_it_gives_losses_or_says_what_is_missing(name: str) -> None:
    scenario = library()[name]
    goods = [good for shock in scenario.shocks for good in shock.goods]
    year, users = engines.year_before([scenario]), engines.struck([scenario])
    if name in WITHOUT_FIGURES:
        with pytest.raises(KanmonError, match="figures") as caught:
            unseen(scenario, engines.chain("JPN", goods, year=year, users=users)[0].world)
        assert "data add" in caught.value.remedy
        return
    engine, lineage = engines.chain("JPN", goods, year=year, users=users)
    told = unseen(scenario, engine.world)
    made = assess(
        scenario,
        "JPN",
        engine,
        lineage=lineage,
        assumptions=told,
        options=Options(made_on=dt.date(2026, 11, 23)),
    )
    for row in made.losses.table.to_pylist():
        assert 0.0 <= row["lost_days"] <= scenario.days
        assert 0.0 <= row["worst_share"] <= 1.0
    assert [c.code for c in made.losses.caveats if c.code == "chain_unseen"] == [
        c.code for c in told
    ]


def test_a_case_of_the_past_starts_from_the_figures_of_its_time() -> None:
    scenario = library()["nickel_ore_indonesia_2014"]
    assert engines.year_before([scenario]) == 2013
    goods = scenario.shocks[0].goods
    engine, _ = engines.chain("JPN", goods, year=2013)
    then = assess(scenario, "JPN", engine).losses.figures["largest_loss"].value
    later, _ = engines.chain("JPN", goods, year=2023)
    now = assess(scenario, "JPN", later).losses.figures["largest_loss"].value
    assert isinstance(then, float)
    assert isinstance(now, float)
    # By 2023 Japan no longer bought its ore from Indonesia.
    assert then > 100.0 > now
