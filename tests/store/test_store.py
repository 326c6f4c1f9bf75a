"""The store's promises on one machine with nobody in the way: add, supersede, find, remove."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kanmon.errors import CodeError, DataError, StoreError
from kanmon.provenance import Licence, Origin
from kanmon.sources.source import Assertion, Card, Issue, Progress, Reading
from kanmon.store.store import Store
from kanmon.testing import tiny_flows, tiny_reading
from store_writer import reading


def richer(source: str = "tiny") -> Reading:
    """The tiny world with every value doubled: another edition of the same table."""
    flows = tiny_flows()
    at = flows.column_names.index("value")
    twice = pc.multiply(flows.column("value"), 2.0)
    plain = tiny_reading()
    return replace(
        plain,
        tables={"flows": flows.set_column(at, flows.schema.field(at), twice)},
        origin=replace(plain.origin, source=source, vintage="2023"),
    )


class Stub:
    """A source whose card promises at least ten rows and whose file is the tiny world."""

    def __init__(self, least: int, most: int = 100) -> None:
        self._rule = Assertion("flows", least, most, 1995, 2030)

    @property
    def card(self) -> Card:
        licence = Licence("CC0-1.0", "invented", redistribution=True)
        return Card(
            *("tiny", "Kanmon tests", "Tiny world", "six flows", licence, ""),
            *(("flows",), ("any file",), "kUSD, t", "never", ("invented",), (self._rule,)),
        )

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        if progress is not None:
            progress("reading", 0.5)
        return tiny_reading()


def test_nothing_is_created_by_reading(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    assert store.snapshots() == ()
    assert store.check() == ()
    with pytest.raises(CodeError):
        store.remove("tiny")
    assert not store.path.exists()


def test_a_table_comes_back_as_it_went_in(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = reading("invented", 300_000)
    receipt = store.add_reading(made, "invented")
    for snapshot in receipt.added:
        back = store.read(snapshot)
        assert back.schema.equals(made.tables[snapshot.table].schema)
        for name in back.column_names:
            went, came = made.tables[snapshot.table].column(name), back.column(name)
            plain = pa.string() if pa.types.is_dictionary(went.type) else went.type
            assert came.cast(plain).equals(went.cast(plain)), name
    assert store.check() == ()


def test_the_catalogue_gives_back_every_field(tmp_path: Path) -> None:
    licence = Licence("X", "terms", redistribution=False, url="https://x", non_commercial=True)
    origin = Origin("tiny", "P", "T", "V", licence, "https://y", "2026-01-02", "ab" * 32, "a note")
    issues = (Issue("dropped", "lignes à 'zéro'", 2, "関門.csv"),)
    made = Reading({"flows": tiny_flows()}, origin, "HS1992", issues)
    fresh = Store(tmp_path).add_reading(made, "tiny").added[0]
    again = Store(tmp_path).snapshots()[0]
    assert again == fresh
    assert again.origin == origin
    assert again.issues == issues
    assert (again.first_year, again.last_year, again.rows) == (2022, 2022, 6)


def test_a_file_found_alone_says_whose_it_is(tmp_path: Path) -> None:
    snapshot = Store(tmp_path).add_reading(tiny_reading(), "tiny").added[0]
    metadata = pq.read_schema(tmp_path / "snapshots" / snapshot.file_name).metadata
    assert b"Kanmon tests" in metadata[b"kanmon.origin"]
    assert metadata[b"kanmon.variant"] == b"HS1992"


def test_the_same_content_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.add_reading(tiny_reading(), "tiny")
    before = (tmp_path / "catalog.duckdb").read_bytes()
    fetched_later = replace(
        tiny_reading(), origin=replace(tiny_reading().origin, retrieved="2030-01-01")
    )
    again = store.add_reading(fetched_later, "tiny")
    assert not again.changed
    assert again.unchanged == first.added
    assert (tmp_path / "catalog.duckdb").read_bytes() == before


def test_a_newer_reading_supersedes_and_the_older_is_found_as_of_then(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old = store.add_reading(tiny_reading(), "tiny").added[0]
    receipt = store.add_reading(richer(), "tiny")
    assert receipt.superseded == (old,)
    (new,) = store.snapshots()
    assert new.id == "tiny.flows.HS1992.2"
    assert store.snapshots(as_of=old.added_at) == (old,)
    assert store.snapshots(as_of=old.added_at - timedelta(seconds=1)) == ()
    assert store.snapshots(all_versions=True) == (old, new)
    total = pc.sum(store.query("flows").column("value")).as_py()
    then = pc.sum(store.query("flows", as_of=old.added_at).column("value")).as_py()
    assert (total, then) == (600.0, 300.0)


def test_other_variants_and_sources_live_side_by_side(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add_reading(tiny_reading(), "tiny")
    store.add_reading(replace(tiny_reading(), variant="HS2017"), "tiny")
    store.add_reading(richer("other"), "other")
    assert [(s.source, s.variant) for s in store.snapshots(table="flows")] == [
        ("other", "HS1992"),
        ("tiny", "HS1992"),
        ("tiny", "HS2017"),
    ]
    with pytest.raises(DataError, match="3 snapshots fit"):
        store.query("flows")
    assert store.query("flows", source="tiny", variant="HS2017").num_rows == 6
    with pytest.raises(DataError, match="no snapshots fit"):
        store.query("gdp")


def test_a_removed_version_gives_way_to_the_one_before(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old = store.add_reading(tiny_reading(), "tiny").added[0]
    new = store.add_reading(richer(), "tiny").added[0]
    (gone,) = store.remove(new.id)
    assert gone.removed_at is not None
    assert store.snapshots() == (old,)
    assert not (tmp_path / "snapshots" / new.file_name).exists()
    assert store.check() == ()
    (then,) = store.snapshots(as_of=new.added_at)
    assert then.id == new.id
    with pytest.raises(StoreError, match="it was removed on"):
        store.read(then)
    with pytest.raises(StoreError, match="it was removed on"):
        store.query("flows", as_of=new.added_at)
    third = store.add_reading(richer(), "tiny").added[0]
    assert third.id == "tiny.flows.HS1992.3"


def test_a_file_two_versions_share_outlives_one_of_them(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.add_reading(tiny_reading(), "tiny").added[0]
    store.add_reading(richer(), "tiny")
    third = store.add_reading(tiny_reading(), "tiny").added[0]
    assert third.sha256 == first.sha256
    store.remove(first.id)
    assert store.read(third).num_rows == 6
    assert store.check() == ()
    assert len(store.remove("tiny")) == 2
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_an_unknown_name_is_not_removed_but_helped(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add_reading(tiny_reading(), "tiny")
    with pytest.raises(CodeError) as caught:
        store.remove("tinny")
    assert "tiny" in caught.value.remedy


def test_a_card_is_held_and_partial_waives_its_lower_bound_only(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    file = tmp_path / "any"
    file.touch()
    told: list[float] = []
    with pytest.raises(DataError, match="6 rows of flows"):
        store.add(Stub(least=10), file)
    with pytest.raises(DataError, match="6 rows of flows"):
        store.add(Stub(least=0, most=5), file, partial=True)
    assert not store.path.exists()
    part = store.add(
        Stub(least=10), file, partial=True, progress=lambda _what, done: told.append(done)
    )
    assert part.added[0].partial
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_part_never_hides_a_whole_reading(tmp_path: Path) -> None:
    store = Store(tmp_path)
    whole = store.add_reading(tiny_reading(), "tiny").added
    with pytest.raises(DataError, match="a part would hide the whole"):
        store.add_reading(richer(), "tiny", partial=True)
    assert store.snapshots() == whole
    assert store.check() == ()
    assert len(list((tmp_path / "snapshots").iterdir())) == 1


def test_a_table_that_breaks_its_schema_keeps_the_whole_reading_out(tmp_path: Path) -> None:
    made = reading("invented", 10)
    bad = made.tables["gdp"].set_column(1, "economy", pa.array(["XYZ"] * 63))
    with pytest.raises(DataError, match="XYZ"):
        Store(tmp_path / "s").add_reading(
            replace(made, tables={**made.tables, "gdp": bad}), "invented"
        )
    assert not (tmp_path / "s").exists()


def test_a_missing_file_and_a_wrong_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        Store(tmp_path).add(Stub(0), tmp_path / "none")
    with pytest.raises(DataError, match="the reading says it is from 'tiny'"):
        Store(tmp_path).add_reading(tiny_reading(), "baci")
    with pytest.raises(CodeError):
        Store(tmp_path).add("no_such_source", tmp_path)


def test_a_clock_set_back_does_not_disorder_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    old = store.add_reading(tiny_reading(), "tiny").added[0]

    class Early(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2001, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("kanmon.store.store.datetime", Early)
    new = store.add_reading(richer(), "tiny").added[0]
    assert new.added_at > old.added_at
    assert store.snapshots() == (new,)


def test_as_of_needs_a_time_zone(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="without a time zone"):
        Store(tmp_path).snapshots(as_of=datetime(2026, 1, 1))


def test_a_question_mark_in_the_path_is_refused(tmp_path: Path) -> None:
    # DuckDB takes it for the start of an address's query and loses the file.
    with pytest.raises(StoreError, match="question mark"):
        Store(tmp_path / "what?").add_reading(tiny_reading(), "tiny")
    assert list(tmp_path.iterdir()) == []


def test_the_catalogue_is_plain_duckdb(tmp_path: Path) -> None:
    Store(tmp_path).add_reading(tiny_reading(), "tiny")
    with duckdb.connect(str(tmp_path / "catalog.duckdb"), read_only=True) as c:
        found = c.execute("SELECT source, rows, first_year FROM snapshots").fetchall()
    assert found == [("tiny", 6, 2022)]
