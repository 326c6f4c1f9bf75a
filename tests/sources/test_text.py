"""Delimited text: every encoding, every way a table can be broken."""

from __future__ import annotations

import pyarrow as pa
import pytest

from kanmon.errors import DataError
from kanmon.sources.encoding import to_utf8
from kanmon.sources.text import parse_numbers, read_delimited

NAMES = "economy,note\nFrance,Côte d’Azur é\nTürkiye,à côté\n"
JAPANESE = "国名,備考\n大韓民国,アジア\n中華人民共和国,アジア\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_western_text_is_read_alike_in_every_encoding(encoding: str) -> None:
    table, issues = read_delimited(NAMES.encode(encoding), where="x", required=("economy",))
    assert table.column("note").to_pylist() == ["Côte d’Azur é", "à côté"]
    assert bool(issues) == (encoding in {"utf-16", "cp1252"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932"])
def test_japanese_text_is_read_alike_in_every_encoding(encoding: str) -> None:
    table, _ = read_delimited(JAPANESE.encode(encoding), where="x", required=("国名",))
    assert table.column("国名").to_pylist() == ["大韓民国", "中華人民共和国"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" \n\n",
        b"a,b\n",
        b"a,b\n1\n",
        b"a,b\n1,2,3\n",
        b"a,a\n1,2\n",
        b"c,d\n1,2\n",
        b"\x00\x01\x02a,b\n1,2\n",
        b"a,b\n1,\xff\xfe\x81\n",
        b'a,b\n1,"2\n3,4\n',
    ],
)
def test_broken_text_is_refused_with_a_remedy(raw: bytes) -> None:
    with pytest.raises(DataError) as caught:
        read_delimited(raw, where="x.csv", required=("a", "b"))
    assert caught.value.found
    assert caught.value.where
    assert caught.value.remedy


def test_trailing_comma_is_taken_only_when_allowed_and_only_when_empty() -> None:
    table, issues = read_delimited(
        b"a,b\n1,2,\n3,4,\n", where="x", required=("a", "b"), allow_trailing_comma=True
    )
    assert table.to_pylist() == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert [i.kind for i in issues] == ["repair"]
    with pytest.raises(DataError):
        read_delimited(b"a,b\n1,2,9\n", where="x", required=("a",), allow_trailing_comma=True)


def test_quoted_newlines_and_delimiters_stay_in_their_cell() -> None:
    table, _ = read_delimited(b'"a\nx";b\n"1;\n2";3\n', where="x", required=("b",))
    assert table.to_pylist() == [{"a\nx": "1;\n2", "b": "3"}]


def test_typed_columns_keep_missing_apart_from_zero() -> None:
    table, _ = read_delimited(
        b"a,b\n1,NA\n2,\n3,0\n", where="x", required=("a",), types={"b": pa.float64()}
    )
    assert table.column("b").to_pylist() == [None, None, 0.0]


def test_numbers_are_read_with_separators_marks_and_notes() -> None:
    cells = pa.array(
        ["1,234,567.5", " 12 ", "1 000", "2\u00a0500", "W", "NA", "", "e 7", "9r", "—"]
    )
    numbers, flags = parse_numbers(cells, where="x", notes={"e", "r"})
    assert numbers.to_pylist() == [1234567.5, 12, 1000, 2500, None, None, None, 7, 9, None]
    assert flags.to_pylist() == [None, None, None, None, "W", "NA", "", "e", "r", "—"]


@pytest.mark.parametrize(
    "cell", ["1,5", "1.234,5", "inf", "nan", "-inf", "12a", "1,23,456", "１2x"]
)
def test_what_is_not_a_number_is_refused(cell: str) -> None:
    with pytest.raises(DataError, match="not a number"):
        parse_numbers(pa.array(["1", cell]), where="x")


def test_utf8_passes_unchanged() -> None:
    raw = "é関".encode()
    assert to_utf8(raw, where="x") == (raw, ())
