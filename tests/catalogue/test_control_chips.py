"""Chips: the catalogue's rows, a reader's own parts, and what is refused at the door."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.catalogue.chip_figures import COLUMNS, Interval, read_interval
from kanmon.catalogue.chips import chip, chips, parse_chips
from kanmon.errors import CodeError, DataError

HEAD = ",".join(COLUMNS)


def row(**cells: str) -> str:
    usual = {"name": "X", "kind": "chip", "maker": "other", "source": "sheet", "status": "own"}
    return ",".join({**usual, **cells}.get(c, "") for c in COLUMNS)


def csv(*rows: str) -> str:
    return "\n".join((HEAD, *rows)) + "\n"


def test_names_are_found_however_they_are_written() -> None:
    assert chip("h100").name == "H100 SXM"
    assert chip("RTX-4090").name == "RTX 4090"
    assert chip("rtx 4090d").name == "RTX 4090 D"
    assert chip("a100").name == "A100 80G"
    assert chip("Ascend 910").name == "Ascend 910"


@pytest.mark.parametrize(
    ("name", "found"), [("mi3", "more than one"), ("z9", "no chip"), ("", "no chip")]
)
def test_unknown_and_unclear_names_are_told(name: str, found: str) -> None:
    with pytest.raises(CodeError, match=found) as caught:
        chip(name)
    assert "MI300X" in caught.value.remedy


def test_performance_is_the_largest_over_precisions() -> None:
    (made,) = parse_chips(csv(row(dense="yes", tops="fp16=312;int8=600;fp64=9.7")), where="x.csv")
    assert made.tpp == Interval(4992, 4992, 4992)
    assert made.precision == "fp16"
    assert made.said == ("TPP from fp16, the largest of 3",)


def test_the_example_of_the_rule() -> None:
    """4800 is 600 TOPS at 8 bits, or 300 TFLOPS at 16 bits (BIS)."""
    for tops in ("int8=600", "fp16=300"):
        (made,) = parse_chips(csv(row(dense="yes", tops=tops)), where="x.csv")
        assert made.tpp is not None
        assert made.tpp.best == 4800


@given(st.integers(1, 100_000), st.integers(1, 64))
def test_sparse_figures_count_half(tops: int, bits: int) -> None:
    dense, sparse = parse_chips(
        csv(
            row(name="dense", dense="yes", tops=f"fp{bits}={tops}"),
            row(name="sparse", dense="no", tops=f"fp{bits}={2 * tops}"),
        ),
        where="x.csv",
    )
    assert dense.tpp == sparse.tpp
    assert "sparse figures halved" in sparse.said
    (given_tpp,) = parse_chips(csv(row(dense="no", tpp=str(2 * tops * bits))), where="x.csv")
    assert given_tpp.tpp == dense.tpp


def test_intervals_go_through() -> None:
    (made,) = parse_chips(
        csv(row(dense="yes", tops="fp16=90/100/110", die="400/500/600", io="1", dram="2")),
        where="x",
    )
    assert made.pd == Interval(1440 / 600, 3.2, 1760 / 400)
    assert made.figures()["traffic"] == Interval(3, 3, 3)


def test_a_planar_node_has_no_density() -> None:
    (made,) = parse_chips(csv(row(planar="yes", tpp="2000", die="500")), where="x")
    assert made.pd == Interval(0, 0, 0)


def test_toml_reads_like_csv() -> None:
    (one,) = parse_chips(csv(row(tpp="2000", die="500/510/520", also="Y; Z")), where="x.csv")
    text = '[X]\nkind = "chip"\nmaker = "other"\ntpp = 2000\ndie = "500/510/520"\nalso = "Y; Z"\n'
    (other,) = parse_chips(text + 'source = "sheet"\nstatus = "own"\n', where="x.toml")
    assert one == other
    assert chip("z", {"X": one}) is one


WRONG = [
    ({"kind": "toy"}, "kind"),
    ({"maker": "acme"}, "maker"),
    ({"marketing": "both"}, "marketing"),
    ({"status": ""}, "status"),
    ({"name": " "}, "no name"),
    ({"source": ""}, "no name or source"),
    ({"tpp": "1e9"}, "tpp"),
    ({"tpp": "nan"}, "tpp"),
    ({"tpp": "-5"}, "tpp"),
    ({"tpp": "1/2"}, "tpp"),
    ({"tpp": "3/2/1"}, "order"),
    ({"tpp": "9" * 400}, "order"),
    ({"die": "0"}, "area of 0"),
    ({"die": "0/1/2"}, "area of 0"),
    ({"tops": "fp16=5"}, "without dense"),
    ({"tops": "fp16=5", "dense": "yes", "tpp": "1"}, "tpp and tops"),
    ({"tops": "fp16", "dense": "yes"}, "tops"),
    ({"tops": "fast=5", "dense": "yes"}, "tops"),
    ({"tops": "fp0=5", "dense": "yes"}, "tops"),
    ({"tops": "fp512=5", "dense": "yes"}, "tops"),
]


@pytest.mark.parametrize(("cells", "found"), WRONG)
def test_a_wrong_part_is_refused(cells: dict[str, str], found: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_chips(csv(row(**cells)), where="x.csv")
    assert found in str(caught.value)


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        ("a,b\n", "x.csv", "columns"),
        (csv(row(), row(name="x")), "x.csv", "twice"),
        (csv(row(), row(name="other", also="X")), "x.csv", "twice"),
        ("[", "x.toml", "no TOML"),
        ("[X]\nspeed = 1", "x.toml", "speed"),
        ("X = 1", "x.toml", "no table"),
        ("[X]\ntpp = [1]", "x.toml", "a value"),
        ("[X]\ndense = true", "x.toml", "a value"),
    ],
)
def test_a_wrong_file_is_refused(text: str, where: str, found: str) -> None:
    with pytest.raises(DataError, match=found):
        parse_chips(text, where=where)


@given(st.text(alphabet="0123456789./ -e", max_size=12))
def test_a_figure_is_in_order_or_refused(cell: str) -> None:
    try:
        found = read_interval(cell, "tpp", "x")
    except DataError:
        return
    assert found is None or 0 <= found.low <= found.best <= found.high


def test_every_chip_says_its_source() -> None:
    assert len(chips()) >= 27
    assert all(c.source and c.status in ("found", "memory") for c in chips().values())
