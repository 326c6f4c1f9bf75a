from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.codes.concordance import concordance
from kanmon.codes.products import codes, editions, is_edition, is_hs6, normalize
from kanmon.errors import CodeError

EDITIONS = st.sampled_from(editions())


@pytest.mark.parametrize(
    ("edition", "count"),
    # Subheadings the World Customs Organization states for each edition; HS1992, HS2017 and HS2022
    # differ from its figures by a handful in the UN's lists and are not asserted.
    [("HS1996", 5113), ("HS2002", 5224), ("HS2007", 5052), ("HS2012", 5205)],
)
def test_an_edition_has_as_many_codes_as_published(edition: str, count: int) -> None:
    assert len(codes(edition)) == count


def test_codes_are_six_digits_of_chapters_1_to_97() -> None:
    for edition in editions():
        for code in codes(edition):
            assert len(code) == 6
            assert code.isdigit()
            assert 1 <= int(code[:2]) <= 97
            assert code[:2] != "77"


@given(EDITIONS, st.data())
def test_a_lost_zero_is_given_back(edition: str, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(codes(edition))))
    assert normalize(int(code)) == normalize(code) == code
    assert is_hs6(code)


@pytest.mark.parametrize("bad", ["", "8541", 999999, "85076000", "abc", -1, 850769])
def test_what_is_no_code_is_refused(bad: str | int) -> None:
    with pytest.raises(CodeError, match="HS code"):
        normalize(bad)


def test_editions_are_named_in_full() -> None:
    assert is_edition("HS1992")
    assert not is_edition("HS0")
    with pytest.raises(CodeError):
        codes("HS0")
    with pytest.raises(CodeError):
        concordance("HS0", "HS2017")


@pytest.mark.parametrize(
    ("code", "start", "end", "targets"),
    [
        # Lithium-ion accumulators got a code of their own in 2012.
        ("850760", "HS2012", "HS2007", {"850780"}),
        # Diodes and photosensitive devices were split in 2022; spent cells went to waste (8549).
        (
            "854140",
            "HS2017",
            "HS2022",
            {"854141", "854142", "854143", "854149"},
        ),
        # Scandium and rare-earth metals never moved.
        ("280530", "HS1992", "HS2022", {"280530"}),
    ],
)
def test_known_changes(code: str, start: str, end: str, targets: set[str]) -> None:
    found = {t for t in concordance(start, end).targets(code) if not t.startswith("8549")}
    assert found >= targets
    assert {t[:4] for t in found} == {t[:4] for t in targets}


@given(EDITIONS, EDITIONS, st.data())
def test_forward_and_backward_are_the_same_relation(
    start: str, end: str, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(sorted(codes(start))))
    for target in concordance(start, end).targets(code):
        assert target in codes(end)
        assert code in concordance(end, start).targets(target)


@given(EDITIONS, EDITIONS, st.data())
def test_every_code_is_accounted_for(start: str, end: str, data: st.DataObject) -> None:
    given_codes = data.draw(st.lists(st.sampled_from(sorted(codes(start))), max_size=30))
    report = concordance(start, end).map([*given_codes, "999999"])
    told = {*report.mapped, *report.split, *report.unmapped}
    told |= {c for group in report.merged.values() for c in group}
    assert told == {*given_codes, "999999"}
    assert "999999" in report.unmapped
    assert not {*report.mapped} & ({*report.split} | {*report.unmapped})
    assert len(set(report.mapped.values())) == len(report.mapped)


def test_the_same_edition_is_the_identity() -> None:
    report = concordance("HS2012", "HS2012").map(codes("HS2012"))
    assert report.mapped == {c: c for c in codes("HS2012")}


def test_waste_of_2022_splits_every_machine_but_the_code_goes_on() -> None:
    machines = {c for c in codes("HS2017") if c[:2] in {"84", "85", "90"}}
    report = concordance("HS2017", "HS2022").map(machines)
    assert set(report.split) == machines
    assert {"848620", "854231"} <= set(report.kept)
    assert "854140" not in report.kept


def test_only_two_codes_lead_nowhere_to_the_next_edition() -> None:
    order = editions()
    lost = {
        (code, a)
        for a, b in pairwise(order)
        for pair in ((a, b), (b, a))
        for code in concordance(*pair).map(codes(pair[0])).unmapped
    }
    assert lost == {("291636", "HS2007"), ("300219", "HS2017")}


@pytest.mark.shared
def test_chains_agree_with_the_direct_tables_of_another_project(shared: Path) -> None:
    # The `concordance` package of R has one direct table for every pair, newer to older.
    table = pq.read_table(shared / "hs_nomenclature_concordance" / "crosswalk.parquet")
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    names = {f"hs{i}": e for i, e in enumerate(editions())}
    for row in table.to_pylist():
        if row["from"] in names and row["to"] in names:
            pairs[names[row["from"]], names[row["to"]]].append((row["from_code"], row["to_code"]))
    assert len(pairs) == 21
    for (newer, older), rows in pairs.items():
        chain = concordance(newer, older)
        known = [(a, b) for a, b in rows if a in codes(newer) and b in codes(older)]
        # Only Comtrade's own split of 2710 and its 9999 codes are outside.
        assert len(rows) - len(known) <= 19
        agree = sum(b in chain.targets(a) for a, b in known) / len(known)
        assert agree >= 0.999, (newer, older, agree)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "edition", "strangers"),
    [
        ("baci_raw_materials/baci_hs92_raw_materials.parquet", "HS1992", set()),
        # BACI itself writes crude and refined oil as 271000 in this edition.
        ("baci_hs17_2020_sample/baci_2020_hs17_afg_zaf.parquet", "HS2017", {"271000"}),
    ],
)
def test_codes_in_the_data_are_known(
    shared: Path, file: str, edition: str, strangers: set[str]
) -> None:
    column = pq.read_table(shared / file, columns=["k"]).column("k")
    found = {normalize(k) for k in column.unique().to_pylist()}
    assert found - codes(edition) == strangers
