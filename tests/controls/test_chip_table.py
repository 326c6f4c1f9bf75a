"""Every row of the published chip table, by day, and the chips that sit on an edge."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.controls.classify import Classified, classify
from kanmon.analysis.controls.part import part_facts
from kanmon.analysis.controls.sheet import Span, Told
from kanmon.catalogue.chips import chips
from kanmon.catalogue.control_book import control_book

BOOK = control_book()
D2022, D2023, D2026 = dt.date(2022, 11, 1), dt.date(2023, 12, 1), dt.date(2026, 6, 1)
CLASSES = ("3A090.a", "3A090.b")
PART: dict[str, Told] = {"kind": "chip", "marketing": "datacenter"}

# Columns of the methods note: PD, class under the tests of 2022 and 2023, limb of 2026. Two cells
# differ from it and say why: Ascend 910 needs no transfer rate in 2022, since its performance is
# below 4800; chips not sold in the United States pass the limb of 2026 in figures, for what it is
# worth (the review rule asks for the US market).
TABLE = """
A100 80G     6.04   yes  a    pass
A800         6.04   no   a    pass
H100 SXM     19.4   yes  a    pass
H100 PCIe    14.9   yes  a    pass
H800         19.4   no   a    pass
H200         19.4   yes  a    pass
H20          2.91   no   out  -
L20          3.14   no   out  -
L2           5.25   no   out  -
L40S         9.63   no   a    pass
L40          4.76   no   b    pass
L4           6.59   no   a    pass
A30          3.20   no   b    pass
A10          3.18   no   out  -
V100         2.45   no   out  -
T4           1.91   no   out  -
RTX 4090     8.68   no   a    pass
RTX 4090 D   7.73   no   out  -
RTX 5090     8.94   no   a    pass
B200         22.5   yes  a    fail
MI250X       4.23   yes  a    pass
MI300X       8.7    yes  a    pass
MI325X       8.7    yes  a    pass
MI308X       1.3    no   out  -
Gaudi 2      -      no   a    pass
Ascend 910   9.0    no   a    pass
Ascend 910B  7.7    no   a    pass
"""
ROWS = [(line[:13].strip(), *line[13:].split()) for line in TABLE.strip().splitlines()]


def of_2023(found: Classified) -> str:
    answers = {c: found.among([c]) for c in CLASSES}
    if None in answers.values():
        return "open"
    return next((c[-1] for c, held in answers.items() if held), "out")


def of_2026(found: Classified) -> str:
    if found.among(["test-2026-met"]):
        return "pass"
    return "fail" if found.among(["test-2026-failed"]) else "-"


@pytest.mark.parametrize(
    ("name", "density", "in_2022", "in_2023", "limb"), ROWS, ids=[r[0] for r in ROWS]
)
def test_the_table_on_best_figures(
    name: str, density: str, in_2022: str, in_2023: str, limb: str
) -> None:
    chip = chips()[name]
    if density == "-":
        assert chip.pd is None
    else:
        digits = len(density.partition(".")[2])
        assert chip.pd is not None
        assert abs(chip.pd.best - float(density)) <= 0.5001 * 10**-digits + 0.01
    told = part_facts(chip, best=True)
    # US-3A090-2022, US-3A090A-2023, US-3A090B-2023, US-TEST-2026-MET, US-TEST-2026-FAILED
    assert classify(told, D2022, BOOK).among(["3A090"]) is (in_2022 == "yes")
    assert of_2023(classify(told, D2023, BOOK)) == in_2023
    assert of_2026(classify(told, D2026, BOOK)) == limb
    assert of_2023(classify(told, D2026, BOOK)) == in_2023


def test_the_table_is_whole() -> None:
    assert {r[0] for r in ROWS} == {c.name for c in chips().values() if c.kind == "chip"}


OPEN = {"A10": {"pd"}, "MI308X": {"pd"}, "Ascend 910B": {"tpp", "pd"}}


@pytest.mark.parametrize(("name", "in_2023"), [(r[0], r[3]) for r in ROWS])
def test_intervals_leave_open_only_what_is_on_an_edge(name: str, in_2023: str) -> None:
    found = classify(part_facts(chips()[name]), D2023, BOOK)
    if name in OPEN:
        assert of_2023(found) == "open"
        assert found.missing == OPEN[name]
    else:
        assert of_2023(found) == in_2023


def test_a_chip_that_is_one_or_the_other_is_certainly_controlled() -> None:
    told = {**PART, "tpp": Span(4700, 4900), "pd": Span(4, 5)}
    found = classify(told, D2023, BOOK)
    assert {c: found.among([c]) for c in CLASSES} == {"3A090.a": None, "3A090.b": None}
    assert found.missing == {"tpp"}


def test_unknown_die_area_is_named() -> None:
    told = {**PART, "tpp": 3000}
    found = classify(told, D2023, BOOK)
    assert of_2023(found) == "open"
    assert found.missing == {"pd"}
    assert of_2023(classify({**told, "tpp": 4800}, D2023, BOOK)) == "a"
    assert of_2023(classify({**told, "tpp": 1599}, D2023, BOOK)) == "out"


def test_unknown_marketing_matters_below_4800_only() -> None:
    told: dict[str, Told] = {"kind": "chip", "pd": 7}
    assert classify({**told, "tpp": 4700}, D2023, BOOK).missing == {"marketing"}
    assert of_2023(classify({**told, "tpp": 4800}, D2023, BOOK)) == "a"


@pytest.mark.parametrize("name", ["H20", "MI308X", "H100 SXM"])
def test_the_letter_of_april_2025(name: str) -> None:
    told = part_facts(chips()[name])
    assert classify(told, dt.date(2025, 4, 8), BOOK).among(["letter"]) is False
    assert classify(told, dt.date(2025, 4, 9), BOOK).among(["letter"]) is True  # US-LETTER-2025-04


def test_memory_and_assemblies() -> None:
    day = dt.date(2025, 1, 1)
    for one in ("HBM2", "HBM2E", "HBM3", "HBM3E"):
        # US-3A090C-2024
        assert classify(part_facts(chips()[one]), day, BOOK).among(["3A090.c"]) is True
    board: dict[str, Told] = {**part_facts(chips()["H100 SXM"], best=True), "kind": "assembly"}
    assert "4A090" in classify(board, D2022, BOOK).sure  # US-4A090-2022
    assert "4A090.ab" in classify(board, D2023, BOOK).sure  # US-4A090-2023
    tool: dict[str, Told] = {"kind": "equipment", "jp_listed": True}
    assert "JP-equipment-23" in classify(tool, D2023, BOOK).sure  # JP-EQUIPMENT-2023


NUMBERS = st.integers(0, 40_000)
DENSITIES = st.integers(0, 1200).map(lambda n: n / 100)
DAYS = st.sampled_from([D2023, D2026, dt.date(2024, 5, 1)])


@given(NUMBERS, NUMBERS, st.integers(1, 40), st.sampled_from(["datacenter", "consumer"]), DAYS)
def test_more_performance_never_frees_a_chip(
    one: int, other: int, area: int, marketing: str, day: dt.date
) -> None:
    """A larger TPP on the same die never leaves 3A090, nor goes from .a to .b."""
    order = {"out": 0, "b": 1, "a": 2}
    held = [
        order[
            of_2023(classify({"tpp": t, "pd": t / (100 * area), "marketing": marketing}, day, BOOK))
        ]
        for t in sorted((one, other))
    ]
    assert held[0] <= held[1]


@given(NUMBERS, NUMBERS, st.integers(0, 2000), st.sampled_from([D2022, dt.date(2023, 3, 1)]))
def test_more_performance_never_frees_a_chip_in_2022(
    one: int, other: int, io: int, day: dt.date
) -> None:
    held = [
        bool(classify({"tpp": t, "io": io}, day, BOOK).among(["3A090"]))
        for t in sorted((one, other))
    ]
    assert held[0] <= held[1]


@given(NUMBERS, NUMBERS, DENSITIES, DENSITIES, st.data(), DAYS)
def test_knowing_more_settles_and_never_overturns(
    one: int, other: int, low: float, high: float, data: st.DataObject, day: dt.date
) -> None:
    """Any value inside the intervals gives classes that the intervals allowed."""
    tpp, pd = Span(*sorted((one, other))), Span(*sorted((low, high)))
    wide = classify({"tpp": tpp, "pd": pd, "marketing": "datacenter"}, day, BOOK)
    inside: dict[str, Told] = {
        "tpp": data.draw(st.floats(tpp.low, tpp.high)),
        "pd": data.draw(st.floats(pd.low, pd.high)),
        "marketing": data.draw(st.sampled_from(["datacenter"])),
    }
    narrow = classify(inside, day, BOOK)
    for cls in CLASSES:
        allowed = wide.among([cls])
        assert allowed is None or narrow.among([cls]) is allowed
