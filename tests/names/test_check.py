"""Names against lists: bands, evidence beside the name, order, and the reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kanmon.analysis.names.answers import answers
from kanmon.analysis.names.index import check, index_names
from kanmon.analysis.names.pair import compare
from kanmon.analysis.names.record import Band, Query, Reach
from kanmon.catalogue.name_weights import name_bands
from kanmon.errors import DataError
from kanmon.sources.party_lists.example import example_list
from kanmon.tables.listed import Identifier, Listed, ListedName, NameKind, PartyKind

ENTRIES = example_list().entries


def best(query: Query, engine: str = "native") -> tuple[str, float]:
    match = check([query], index_names(ENTRIES, engine=engine))[0].matches[0]
    return match.entry, match.score


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.primary)
def test_every_listed_name_is_a_hit_on_its_own_entry(entry: Listed) -> None:
    index = index_names(ENTRIES)
    for name in entry.names:
        answer = check([Query("1", (name.text,))], index)[0]
        assert (answer.band, answer.matches[0].entry) == (Band.HIT, entry.key)


def test_both_engines_answer_alike() -> None:
    queries = [
        Query(str(n), (name.text + " Trading",)) for n, e in enumerate(ENTRIES) for name in e.names
    ]
    queries = [replace(query, id=str(n)) for n, query in enumerate(queries)]
    native, twin = (check(queries, index_names(ENTRIES, engine=e)) for e in ("native", "numpy"))
    assert native == twin


def test_the_score_is_the_sum_of_its_reasons() -> None:
    query = Query("1", ("Nordhavn Marine Trade",), countries=frozenset({"DEU"}))
    for match in check([query], index_names(ENTRIES))[0].matches:
        assert match.score == pytest.approx(sum(f.adds for f in match.features))
        assert match.features[0].name == "base"


def test_country_speaks_both_ways_and_silence_neither() -> None:
    name = ("Nordhavn Marine Trading",)
    silent = best(Query("1", name))[1]
    assert best(Query("1", name, countries=frozenset({"DEU"})))[1] > silent
    assert best(Query("1", name, countries=frozenset({"JPN"})))[1] < silent


def test_birth_and_kind() -> None:
    name = ("Farid Abdurakhmanov",)
    silent = best(Query("1", name))[1]
    assert best(Query("1", name, born=("1971-05-04",)))[1] > silent
    assert best(Query("1", name, born=("1971",)))[1] > silent
    assert best(Query("1", name, born=("1955",)))[1] < silent
    assert best(Query("1", name, born=("1972",)))[1] == silent, "a year off proves nothing"
    assert best(Query("1", name, party=PartyKind.VESSEL))[1] < silent


def test_an_address_in_common() -> None:
    query = Query("1", ("Volga Rekord",), addresses=("Kazan, Zavodskaya street 12, Russia",))
    assert best(query)[1] > best(Query("1", ("Volga Rekord",)))[1]


def test_a_number_finds_a_party_under_any_name() -> None:
    answer = check(
        [Query("1", ("Blue Pelican",), identifiers=(Identifier("imo", "IMO 9400001"),))],
        index_names(ENTRIES),
    )[0]
    assert (answer.band, answer.matches[0].entry) == (Band.HIT, "example:4")


def test_a_weak_alias_counts_for_less() -> None:
    strong = Listed("x", "1", (ListedName("Abu Rotor"),))
    weak = Listed("x", "1", (ListedName("Abu Rotor", NameKind.WEAK),))
    assert compare("Abu Rotor", weak).score < compare("Abu Rotor", strong).score


def test_equal_scores_are_ordered_by_key_and_better_ones_never_tie() -> None:
    listed = [Listed("x", n, (ListedName("Acme Rotor Works"),)) for n in ("3", "1", "2")]
    listed.append(Listed("x", "0", (ListedName("Acme Rotor Works International"),)))
    found = check([Query("1", ("Acme Rotor Works",))], index_names(listed))[0].matches
    assert [m.entry for m in found] == ["x:1", "x:2", "x:3", "x:0"]
    assert found[2].score > found[3].score


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("Volga Record", "Волга Рекорд"),
        ("Kazan Radar Plant", "株式会社カザンレーダー工場"),
        ("Mikhail Kuznetsov", "Михаил Кузнецов"),
        ("Sukhoi", "スホイ"),
    ],
)
def test_what_only_sounds_like_a_name_never_outranks_it(name: str, heard: str) -> None:
    listed = [Listed("x", "1", (ListedName(heard),)), Listed("x", "2", (ListedName(name),))]
    found = check([Query("1", (name,))], index_names(listed))[0].matches
    by_entry = {one.entry: one.score for one in found}
    # A name written in other letters that reads exactly the same is as good, never better.
    assert by_entry["x:2"] >= by_entry["x:1"]
    assert compare(name, name).score >= compare(name, heard).score


def test_threads_do_not_change_answers() -> None:
    queries = [Query(str(n), (e.primary.replace("a", "e"),)) for n, e in enumerate(ENTRIES * 40)]
    queries = [replace(q, id=str(n)) for n, q in enumerate(queries)]
    index = index_names(ENTRIES)
    one, many = (check(queries, index, reach=Reach(threads=t)) for t in (1, 5))
    assert one == many


def test_an_entry_given_twice_is_refused() -> None:
    with pytest.raises(DataError, match="twice"):
        index_names([ENTRIES[0], ENTRIES[0]])


def test_answers_hold_a_row_for_every_query() -> None:
    queries = [Query("a", ("Sea Heron",)), Query("b", ("Quite Another",)), Query("c", ("",))]
    found = check(queries, index_names(ENTRIES))
    table = answers(found, {e.key: e for e in ENTRIES})
    rows = {row["query"]: row for row in table.to_pylist()}
    assert set(rows) == {"a", "b", "c"}
    assert rows["a"]["program"] == "EXAMPLE-C"
    assert (rows["b"]["band"], rows["b"]["score"]) == ("clear", None)
    assert (rows["c"]["band"], rows["c"]["flags"]) == ("review", "empty")


def test_bands_are_in_order() -> None:
    for bands in name_bands().values():
        assert bands.review < bands.hit
        assert bands.chosen_on
        assert bands.date
