"""The book of control rules is strict at its door, and its own rows are what they must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.catalogue.control_book import control_book, parse_book
from kanmon.catalogue.control_expressions import (
    All,
    AnyOf,
    Atom,
    Compare,
    Expression,
    In,
    Is,
    Not,
    atoms,
    parse_expression,
)
from kanmon.catalogue.country_groups import parse_memberships
from kanmon.errors import CodeError, DataError

BOOK = control_book()


def write(tree: Expression) -> str:
    """Write an expression out, every part in brackets."""
    if isinstance(tree, Compare):
        return f"{tree.fact} {tree.operator} {tree.threshold:.3f}"
    if isinstance(tree, Is):
        return f"{tree.fact} is {'/'.join(tree.words)}"
    if isinstance(tree, In):
        return f"{tree.fact} in {tree.group}"
    if isinstance(tree, Not):
        return f"not ({write(tree.part)})"
    word = " and " if isinstance(tree, All) else " or "
    return word.join(f"({write(p)})" for p in tree.parts)


NAMES = st.sampled_from(["tpp", "pd", "destination", "x1"])
ATOMS: st.SearchStrategy[Atom] = st.one_of(
    st.builds(
        Compare,
        NAMES,
        st.sampled_from([">=", ">", "<=", "<"]),
        st.integers(0, 9_999_999).map(lambda n: n / 1000),
    ),
    st.builds(Is, NAMES, st.lists(st.sampled_from(["a", "B2", "3A090.a"]), min_size=1).map(tuple)),
    st.builds(In, NAMES, st.sampled_from(["A:5", "D:1"])),
)
TREES: st.SearchStrategy[Expression] = st.recursive(
    ATOMS,
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, min_size=2, max_size=3).map(lambda p: All(tuple(p))),
        st.lists(part, min_size=2, max_size=3).map(lambda p: AnyOf(tuple(p))),
    ),
    max_leaves=8,
)


@given(TREES)
def test_what_is_written_out_reads_back(tree: Expression) -> None:
    assert parse_expression(write(tree)) == tree


@given(st.text(alphabet="abtp 0123.<>=()/:andornotisin", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found: object
    try:
        found = atoms(parse_expression(text))
    except DataError as e:
        found = e.remedy
    assert found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tpp >=",
        "tpp >= x",
        "tpp is",
        "a and",
        "(a",
        "a)",
        "a b",
        "5 > tpp > 3",
        "1 <= 2",
        "a ☃ b",
        "(" * 300 + "a" + ")" * 300,
        "and",
        "3A090",
    ],
)
def test_no_expression_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        parse_expression(text)


def test_binding() -> None:
    tree = parse_expression("a or b and not c")
    assert tree == AnyOf((Is("a", ("yes",)), All((Is("b", ("yes",)), Not(Is("c", ("yes",)))))))


US = "united_states.toml"
EDITS: list[tuple[str, Callable[[str], str], str]] = [
    (US, lambda t: t.replace('step = "item"', 'step = "thing"', 1), "thing"),
    (US, lambda t: t.replace('gives = "licence"', 'gives = "hope"', 1), "hope"),
    (US, lambda t: t.replace('status = "found"', 'status = "heard"', 2), "heard"),
    (US, lambda t: t.replace("from = 2022-10-21", 'from = "2022-10-21"', 1), "a day"),
    (US, lambda t: t.replace("covered_from = 2022-10-07", "covered_from = 7", 1), "a day"),
    (US, lambda t: t.replace("tpp >= 4800", "tpq >= 4800", 1), "unknown fact"),
    (US, lambda t: t.replace("tpp >= 4800", "maker >= 4800", 1), "is a word"),
    (US, lambda t: t.replace("marketing is consumer", "marketing is toys", 1), "toys"),
    (US, lambda t: t.replace("destination in EMBARGO", "destination in Z:9", 1), "Z:9"),
    (US, lambda t: t.replace('item is 3A090"', 'item is 9A999"', 1), "9A999"),
    (US, lambda t: t.replace('covers = ["US-DEST-EMBARGO"]', "", 1), "covers"),
    (US, lambda t: t.replace('covers = ["US-DEST-EMBARGO"]', 'covers = ["X"]', 1), "covers"),
    (US, lambda t: t.replace("doubt_from = 2026-11-10", "", 1), "doubt"),
    (US, lambda t: t.replace('home = "USA"', "", 1), "regime"),
    (US, lambda t: t.replace('home = "USA"', 'home = ""', 1), "empty"),
    (US, lambda t: t.replace('source = "87 FR', 'sauce = "87 FR', 1), "sauce"),
    (US, lambda t: t.replace('en = "a transfer', 'en = ""  # ', 1), "empty"),
    (US, lambda t: "lonely = 1\n" + t, "no table"),
    (US, lambda t: t + "[", "no TOML"),
    ("japan.toml", lambda t: t.replace("[JP-INFORM]", "[US-USE-WMD]"), "covers"),
    (
        "japan.toml",
        lambda t: t.replace('JP-INFORM"', 'US-USE-WMD"').replace("[JP-INFORM]", "[US-USE-WMD]"),
        "twice",
    ),
    ("facts.toml", lambda t: t + "[", "no TOML"),
    ("facts.toml", lambda t: "x = 1\n" + t, "no table"),
    ("facts.toml", lambda t: t.replace('kind = "number"', 'kind = "colour"', 1), "kind"),
    (
        "facts.toml",
        lambda t: t.replace('words = ["datacenter"', 'wards = ["datacenter"', 1),
        "wards",
    ),
    ("facts.toml", lambda t: t.replace('unless_told = "no"', 'unless_told = "so"', 1), "so"),
    ("facts.toml", lambda t: t.replace('kind = "flag"', 'kind = "word"', 1), "words"),
    ("country_groups.csv", lambda t: t.replace("ARG AUS", "ARG Q7", 1), "Q7"),
    ("country_groups.csv", lambda t: t.replace("2024-03-15", "15 March", 1), "15 March"),
    ("country_groups.csv", lambda t: t.replace(",memory\n", ",guess\n", 1), "status"),
]


@pytest.mark.parametrize(
    ("name", "edit", "found"), EDITS, ids=lambda v: v if type(v) is str else ""
)
def test_a_wrong_book_is_refused(name: str, edit: Callable[[str], str], found: str) -> None:
    texts = dict(BOOK.texts)
    texts[name] = edit(texts[name])
    assert texts[name] != BOOK.texts[name]
    with pytest.raises(DataError) as caught:
        parse_book(texts)
    assert found in str(caught.value)
    assert caught.value.remedy


def test_a_book_without_facts_is_refused() -> None:
    with pytest.raises(DataError, match=r"facts\.toml"):
        parse_book({})


def test_a_membership_stands_once() -> None:
    head = "group,iso3,valid_from,valid_to,source,status\n"
    with pytest.raises(DataError, match="twice"):
        parse_memberships(head + "A,JPN JPN,,,x,own\n", where="x")


def test_an_unknown_rule_is_told() -> None:
    with pytest.raises(CodeError, match="no rule"):
        BOOK.rule("US-NOTHING")


def test_the_affiliates_rule_is_a_dated_switch() -> None:
    rule = BOOK.rule("US-AFFILIATES-2025")
    on = {
        d: rule.live(dt.date.fromisoformat(d))
        for d in (
            "2025-09-28",
            "2025-09-29",
            "2025-11-09",
            "2025-11-10",
            "2026-11-09",
            "2026-11-10",
        )
    }
    assert list(on.values()) == [False, True, True, False, False, True]
    assert rule.doubtful(dt.date(2026, 11, 10))
    assert not rule.doubtful(dt.date(2026, 11, 9))
    assert rule.changes() == tuple(
        dt.date.fromisoformat(d) for d in ("2025-09-29", "2025-11-10", "2026-11-10")
    )


def test_groups_change_by_day() -> None:
    assert "KHM" in BOOK.groups(dt.date(2026, 2, 2))["D:5"]
    assert "KHM" not in BOOK.groups(dt.date(2026, 2, 3))["D:5"]
    assert "KOR" not in BOOK.groups(dt.date(2022, 1, 1))["JP:A"]
    assert len(BOOK.groups(dt.date(2026, 6, 20))["A:5"]) == 37


def test_every_row_is_sourced_and_every_review_reachable() -> None:
    assert all(r.source and r.status in ("found", "memory", "own") for r in BOOK.rules)
    covered = {id for r in BOOK.rules if r.step == "review" for id in r.covers}
    licences = {
        r.id for r in BOOK.rules if r.gives == "licence" and r.step not in ("item", "exception")
    }
    assert licences - covered == {"US-DIFFUSION-2025"}, "only a rule never enforced has no policy"
