"""The measures register: one act once, moved forward with its days kept; files as documented."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.catalogue.measure_types import measure_types
from kanmon.errors import CodeError, DataError, KanmonError
from kanmon.store.register import MeasureRegister, join
from kanmon.tables.measure import SIDES, STAGES, Act, act_id, hold, measure_rows
from kanmon.tables.measure_files import COLUMNS, parse_measures, write_csv, write_json
from kanmon.tables.schema import schema

GALLIUM = Act(
    "CHN",
    ("WLD",),
    "export",
    "announced",
    "https://example.org/23",
    goods=("gallium_metal",),
    products=("811292",),
    hs="HS2022",
    mast="P",
    oecd="licensing",
    announced=dt.date(2023, 7, 3),
    instrument="Announcement No. 23 of 2023",
    lang="en",
    quote='export licences are required, said "the ministry";\nit gave no reason',
    span=(120, 190),
)


def test_later_news_moves_an_act_forward_and_keeps_its_days(tmp_path: Path) -> None:
    register = MeasureRegister(tmp_path)
    first = register.add([GALLIUM])
    assert (len(first.added), first.changed, first.unchanged) == (1, (), ())
    assert register.add([GALLIUM]).unchanged == first.added
    news = Act("CHN", ("USA",), "export", "in_force", "https://example.org/24")
    news = replace(news, instrument="announcement no. 23 of  2023", in_force=dt.date(2023, 8, 1))
    assert register.add([news]).changed == first.added
    held = register.list()[0]
    assert (held.stage, held.announced, held.in_force) == (
        "in_force",
        dt.date(2023, 7, 3),
        dt.date(2023, 8, 1),
    )
    assert held.targets == ("USA", "WLD")
    assert held.quote == GALLIUM.quote
    assert held.source == GALLIUM.source
    late = replace(news, stage="threatened", announced=dt.date(2023, 6, 1), in_force=None)
    register.add([late])
    assert register.list()[0].stage == "in_force"
    assert register.list()[0].announced == dt.date(2023, 7, 3)


@settings(deadline=None)
@given(st.permutations(STAGES))
def test_in_whatever_order_news_comes_the_furthest_stage_stands(order: list[str]) -> None:
    held = hold(replace(GALLIUM, stage=order[0]), where="x")
    for stage in order[1:]:
        held = join(held, hold(replace(GALLIUM, stage=stage), where="x"))
    assert held.stage == "ended"
    assert held.id == act_id(GALLIUM)


def test_find_by_each_field(tmp_path: Path) -> None:
    register = MeasureRegister(tmp_path)
    other = Act("IDN", ("JPN",), "export", "in_force", "x", in_force=dt.date(2014, 1, 12))
    register.add([GALLIUM, other])
    ids = {a.imposer: a.id for a in register.list()}
    found = {
        "imposer": register.find(imposer="IDN"),
        "target": register.find(target="JPN", until=dt.date(2015, 1, 1)),
        "stage": register.find(stage="in_force"),
        "until": register.find(until=dt.date(2014, 12, 31)),
    }
    assert {name: [a.id for a in acts] for name, acts in found.items()} == {
        name: [ids["IDN"]] for name in found
    }
    assert {a.imposer for a in register.find(target="JPN")} == {"CHN", "IDN"}
    for acts in (
        register.find(good="gallium_metal"),
        register.find(good="811292"),
        register.find(since=dt.date(2020, 1, 1)),
    ):
        assert [a.id for a in acts] == [ids["CHN"]]


def test_the_queue_is_worked_through(tmp_path: Path) -> None:
    register = MeasureRegister(tmp_path)
    doubt = Act("", ("JPN",), "import", "in_force", "x", quote="a ban", standing="read")
    with pytest.raises(DataError, match="no imposer"):
        register.add([doubt])
    doubts = [replace(doubt, review="who?"), replace(GALLIUM, standing="read", review="sure?")]
    register.add(doubts)
    nameless, gallium = sorted(register.queue(), key=lambda a: a.imposer)
    with pytest.raises(DataError, match="no imposer"):
        register.review(nameless.id)
    assert register.review(gallium.id).standing == "reviewed"
    register.update(nameless.id, imposer="CHN")
    assert register.review(nameless.id, accept=False).quote == "a ban"
    assert register.queue() == ()
    assert [a.id for a in register.list("reviewed")] == [gallium.id]
    # What a person confirmed is not put in doubt by another reading.
    register.add([replace(GALLIUM, standing="read", review="sure?")])
    assert register.list()[0].standing == "reviewed"
    assert register.queue() == ()
    with pytest.raises(CodeError, match="no measure"):
        register.review("m0")


def test_all_or_nothing(tmp_path: Path) -> None:
    register = MeasureRegister(tmp_path)
    with pytest.raises(DataError, match="measure 2"):
        register.add([GALLIUM, replace(GALLIUM, imposer="XXQ")])
    assert register.list() == ()


texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)
acts = st.builds(
    Act,
    imposer=st.sampled_from(["CHN", "USA", "EU27"]),
    targets=st.lists(st.sampled_from(["JPN", "WLD", "G7"]), min_size=1, max_size=3).map(tuple),
    side=st.sampled_from(SIDES),
    stage=st.sampled_from(STAGES),
    source=st.just("https://example.org"),
    announced=st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)),
    reason=texts.map(str.strip),
    instrument=texts.map(str.strip),
    quote=texts.map(str.strip),
    span=st.none() | st.tuples(st.integers(0, 99), st.integers(100, 999)),
)


@settings(deadline=None)
@given(st.lists(acts, min_size=1, max_size=5))
def test_files_come_back_as_they_were(some: list[Act]) -> None:
    held = [hold(act, where="x") for act in some]
    assert list(parse_measures(write_csv(held), where="x.csv")) == held
    assert list(parse_measures(write_json(held), where="x.json")) == held


@settings(deadline=None)
@given(st.lists(acts, max_size=5))
def test_every_act_becomes_rows_of_the_table(some: list[Act]) -> None:
    held = [hold(act, where="x") for act in some]
    table = measure_rows(held)
    assert table.num_rows == sum(len(a.targets) for a in held)
    assert table.schema.names == list(schema("measures").names)


def test_goods_and_products_stand_in_rows_of_their_own() -> None:
    rows = measure_rows([hold(GALLIUM, where="x")]).to_pylist()
    assert [(r["good"], r["product"], r["hs"]) for r in rows] == [
        ("gallium_metal", None, None),
        (None, "811292", "HS2022"),
    ]


def test_schema_and_catalogue_name_the_same_types() -> None:
    for system, column in (("MAST", "mast"), ("OECD", "oecd")):
        codes = schema("measures").column(column).codes.split("|")
        assert codes == [t.code for t in measure_types() if t.system == system]


HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", "no act"),
        ("a,b\n1,2\n", "unknown a, b"),
        ("imposer,targets\nCHN,JPN\n", "no side"),
        ("imposer,imposer\nCHN,CHN\n", "twice"),
        ("imposer,targets,side,stage,source\nCHN,JPN,export\n", "3 cells"),
        ("imposer,targets,side,stage,source\nChina,JPN,export,announced,x\n", "neither"),
        ("imposer,targets,side,stage,source\nCHN,,export,announced,x\n", "no target"),
        ("imposer,targets,side,stage,source\nCHN,JPN,both,announced,x\n", "side 'both'"),
        ("imposer,targets,side,stage,source\nCHN,JPN,export,now,x\n", "stage 'now'"),
        ("imposer,targets,side,stage,source\nCHN,JPN,export,announced, \n", "no source"),
        ("imposer,targets,side,stage,source\nCHN,JPN,export,announced,\x00\n", "control|CSV"),
        ('imposer,targets,side,stage,source\nCHN,JPN,export,announced,"x\n', "no CSV"),
        ("[1]", "list of objects"),
        ("{}", "list of objects"),
        ("[" * 100_000, "no JSON"),
        ('[{"imposer": "CHN"}]', "no targets"),
        (
            '[{"imposer":"CHN","targets":[1],"side":"export","stage":"ended","source":"x"}]',
            "list of texts",
        ),
        (
            '[{"imposer":7,"targets":["JPN"],"side":"export","stage":"ended","source":"x"}]',
            "no text",
        ),
    ],
)
def test_a_wrong_file_is_told_apart(text: str, match: str) -> None:
    with pytest.raises(DataError, match=match):
        parse_measures(text, where="x")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("announced", "2023-02-30"),
        ("announced", "20230201"),
        ("span", "9-3"),
        ("span", "a"),
        ("goods", "no_such_good"),
        ("products", "81"),
        ("mast", "Z"),
        ("oecd", "ban"),
        ("hs", "HS1066"),
        ("standing", "sure"),
        ("lang", "xx"),
        ("quote", "x" * 20_001),
    ],
)
def test_a_wrong_cell_is_named(field: str, value: str) -> None:
    text = f"imposer,targets,side,stage,source,{field}\nCHN,JPN,export,announced,x,{value}\n"
    with pytest.raises(DataError):
        parse_measures(text, where="x.csv")


def _fuzz(tmp_path: Path, count: int) -> None:
    """Break good files in seeded ways: each is read whole, or refused and nothing is kept."""
    draw = random.Random(5)
    good = [write_csv([hold(GALLIUM, where="x")] * 2), write_json([hold(GALLIUM, where="x")])]
    register = MeasureRegister(tmp_path)
    errors: list[KanmonError] = []
    for _ in range(count):
        text = list(draw.choice(good))
        for _ in range(draw.randint(1, 2)):
            at = draw.randrange(len(text))
            kind = draw.randrange(4)
            if kind == 0:
                text[at] = chr(draw.choice((0, 10, 34, 44, 59, 91, 0x3042, 0xD800, 0x10FFFF)))
            elif kind == 1:
                del text[at : at + draw.randint(1, 40)]
                text.append(" ")
            elif kind == 2:
                text[at:at] = text[: draw.randint(1, 60)]
            else:
                text = [*text[:at], *"\n"]
        before = register.list()
        try:
            register.add(parse_measures("".join(text), where="fuzz"))
        except KanmonError as e:
            errors.append(e)
            assert register.list() == before
    assert 0 < len(errors) < count
    assert all(e.remedy and e.where for e in errors)


def test_fifty_broken_files_are_refused_or_read_whole(tmp_path: Path) -> None:
    _fuzz(tmp_path, 50)


@pytest.mark.slow
def test_five_hundred_broken_files_are_refused_or_read_whole(tmp_path: Path) -> None:
    _fuzz(tmp_path, 500)
