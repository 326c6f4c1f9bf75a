from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.codes.economies import economies
from kanmon.codes.tiers import TIERS, load_tiers, make_tiers
from kanmon.errors import CodeError, DataError

EXAMPLE = Path(__file__).parents[2] / "examples" / "trust_tiers.toml"
GOOD: dict[str, Any] = {"as_of": dt.date(2026, 1, 31), "default": "neutral"}


def entry(party: str, tier: str) -> dict[str, str]:
    return {"party": party, "tier": tier}


def test_the_example_is_an_illustration_and_loads() -> None:
    assert "ILLUSTRATION" in EXAMPLE.read_text("utf-8").splitlines()[0]
    tiers = load_tiers(EXAMPLE)
    assert set(tiers.economies("trusted")) == {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}
    assert tiers.economies("of_concern") == ("ATA",)


@given(
    st.sampled_from(TIERS),
    st.dictionaries(
        st.sampled_from([e.iso3 for e in economies() if e.kind == "economy"]),
        st.sampled_from(TIERS),
        max_size=20,
    ),
)
def test_tiers_part_the_world(default: str, judged: dict[str, str]) -> None:
    listed = [entry(party, tier) for party, tier in judged.items()]
    tiers = make_tiers(GOOD | {"default": default, "entry": listed}, where="t")
    parts = [tiers.economies(t) for t in TIERS]
    assert sorted(sum(parts, ())) == sorted(e.iso3 for e in economies() if e.kind == "economy")
    assert all(tiers.of(party) == tier for party, tier in judged.items())


def test_an_economys_own_entry_goes_before_its_blocs() -> None:
    raw = GOOD | {"entry": [entry("EU", "trusted"), entry("HUN", "neutral")]}
    tiers = make_tiers(raw, where="t")
    assert (tiers.of("HUN"), tiers.of("FRA")) == ("neutral", "trusted")


def test_a_bloc_is_resolved_on_the_day_of_the_file() -> None:
    raw = {"default": "neutral", "entry": [entry("EU", "trusted")]}
    assert make_tiers(raw | {"as_of": dt.date(2019, 1, 1)}, where="t").of("GBR") == "trusted"
    assert make_tiers(raw | {"as_of": dt.date(2021, 1, 1)}, where="t").of("GBR") == "neutral"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"default": None}, "default is None"),
        ({"default": "good"}, "default is 'good'"),
        ({"as_of": "2026"}, "as_of"),
        ({"as_of": dt.datetime(2026, 1, 1)}, "as_of"),
        ({"entries": []}, "unknown fields entries"),
        ({"entry": {}}, "not a list"),
        ({"entry": ["JPN"]}, "entry 1"),
        ({"entry": [entry("JPN", "friend")]}, "tier 'friend'"),
        ({"entry": [entry("Japan", "trusted")]}, "neither an economy nor a bloc"),
        ({"entry": [entry("WLD", "trusted")]}, "aggregate"),
        ({"entry": [entry("JPN", "trusted") | {"why": "x"}]}, "unknown fields why"),
        ({"entry": [entry("JPN", "trusted") | {"reason": 1}]}, "reason is 1"),
        ({"entry": [entry("JPN", "trusted"), entry("JPN", "neutral")]}, "JPN twice"),
        ({"entry": [entry("G7", "trusted"), entry("G20", "neutral")]}, "by G7"),
        ({"entry": [entry("EPCC", "trusted")], "as_of": dt.date(2020, 1, 1)}, "no members"),
    ],
)
def test_a_file_that_is_not_plain_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(DataError, match=said):
        make_tiers(GOOD | change, where="tiers.toml")


def test_a_disagreement_of_blocs_is_settled_by_naming_each_member() -> None:
    both = [entry("QUAD", "trusted"), entry("BRICS", "neutral"), entry("IND", "trusted")]
    assert make_tiers(GOOD | {"entry": both}, where="t").of("IND") == "trusted"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("default = ", "utf-8")
    with pytest.raises(DataError, match=r"broken\.toml"):
        load_tiers(broken)


def test_unknown_economy_or_tier_is_refused() -> None:
    tiers = make_tiers(GOOD, where="t")
    with pytest.raises(CodeError):
        tiers.of("XYZ")
    with pytest.raises(CodeError):
        tiers.economies("good")
