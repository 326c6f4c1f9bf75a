"""Any byte changed in log, record or package is found; so is a history written anew."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, String, Text, select, text, update

from consultation.conftest import Begin, Clock
from kanmon.analysis.consultation.label import Label
from kanmon.consulting.backup import back_up, restore
from kanmon.consulting.database.open import transaction
from kanmon.consulting.database.tables import entry, package, record
from kanmon.consulting.desk import Draft
from kanmon.consulting.example import desk_of
from kanmon.consulting.heads import heads_with_proof, proven_heads
from kanmon.consulting.node import Node
from kanmon.consulting.proposals import propose
from kanmon.consulting.quarantine import take_in
from kanmon.consulting.release import packaged, receive, release
from kanmon.consulting.threads import add_event, open_thread
from kanmon.errors import DataError

LABEL = Label("AMBER", releasable_to=frozenset({"JPN", "USA"}))


def used(nodes: tuple[Node, Node]) -> tuple[Node, Node]:
    """Let two nodes go through a decision."""
    japan, usa = nodes
    desk = desk_of(japan)
    with japan.writing() as w:
        case = {"title": "gallium", "machine": "EPCC", "goods": ["gallium_metal"]}
        first = open_thread(w, desk, Draft("case", case, LABEL), ["USA"])
        moved = {"verb": "consult", "basis": "EPCC"}
        add_event(w, desk, first.thread, Draft("moved", moved, LABEL))
        propose(w, japan, desk, first.thread, ["USA"])
    raw = release(japan, "USA", "note", {"good": "gallium"}, LABEL)
    with japan.reading() as r:
        sent = packaged(r, "out", "USA", 1)
    assert sent is not None
    receive(usa, sent)
    take_in(usa, "JPN", 1)
    receive(usa, raw)
    return japan, usa


def _spoiled(value: Any, at: int) -> Any:
    """Change one byte, or one number."""
    if isinstance(value, bytes):
        return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    if isinstance(value, str):
        return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
    if isinstance(value, bool):
        return not value
    return value + 1


def test_any_byte_changed_is_found(nodes: tuple[Node, Node]) -> None:
    japan, usa = used(nodes)
    rng = random.Random(7)
    tried = 0
    for node in (japan, usa):
        node.prove()
        for table in (entry, record, package):
            with node.reading() as r:
                rows = r.connection.execute(select(table)).all()
            for row in rows:
                for column in table.columns:
                    value = row._mapping[column.name]
                    sized = isinstance(column.type, String | Text | LargeBinary)
                    places = range(len(value)) if sized else [0]
                    for at in rng.sample(places, min(3, len(places))):
                        tried += _found(node, table, row, column, _spoiled(value, at))
        node.prove()
    assert tried > 500


class _Undo(Exception):  # noqa: N818  it is no error: the change is taken back
    """Take the change back."""


def _found(node: Node, table: Any, row: Any, column: Any, value: Any) -> int:
    """Change one value beside Kanmon and prove the node within the same transaction."""
    keys = [c == row._mapping[c.name] for c in table.primary_key.columns]
    try:
        with transaction(node.ledger.engine, writing=True) as c:
            if node.ledger.engine.dialect.name == "sqlite":
                c.execute(text("PRAGMA defer_foreign_keys=ON"))
            else:
                c.execute(text("SET LOCAL session_replication_role = replica"))
            try:
                c.execute(update(table).where(*keys).values({column.name: value}))
            except Exception:  # noqa: BLE001  the database itself refuses a key that is taken
                raise _Undo from None
            with pytest.raises(DataError):
                node.ledger.prove_in(c, ())
            raise _Undo
    except _Undo:
        return 1


def test_a_row_taken_away_or_added_is_found(nodes: tuple[Node, Node]) -> None:
    japan, _ = used(nodes)
    for table in (record, package, entry):
        with japan.reading() as r:
            row = r.connection.execute(select(table)).all()[-1]
        keys = [c == row._mapping[c.name] for c in table.primary_key.columns]
        try:
            with transaction(japan.ledger.engine, writing=True) as c:
                if japan.ledger.engine.dialect.name == "sqlite":
                    c.execute(text("PRAGMA defer_foreign_keys=ON"))
                else:
                    c.execute(text("SET LOCAL session_replication_role = replica"))
                c.execute(table.delete().where(*keys))
                with pytest.raises(DataError):
                    japan.ledger.prove_in(c, ())
                raise _Undo
        except _Undo:
            continue


def test_a_history_written_anew_is_found_by_the_partner(
    begin: Begin, nodes: tuple[Node, Node]
) -> None:
    japan, usa = used(nodes)
    kept = heads_with_proof(usa, "JPN")
    assert len(kept) == 2
    japan.prove(proven_heads(japan, kept))
    # The whole node again, with the same key and another past.
    liar = begin("JPN")
    (liar.folder / "key").write_bytes((japan.folder / "key").read_bytes())
    liar.meet("USA", usa.key)
    liar.prove()
    told = proven_heads(japan, kept)
    with pytest.raises(DataError, match="head"):
        liar.prove(told)


def test_heads_must_bear_our_own_signature(nodes: tuple[Node, Node]) -> None:
    japan, usa = used(nodes)
    kept = heads_with_proof(usa, "JPN")
    kept[0]["package"]["content"]["head"] = kept[0]["hash"] = "0" * 64
    with pytest.raises(Exception, match="no partner of this node signed it"):
        proven_heads(japan, kept)


def test_a_backup_comes_back_whole_on_either_database(
    nodes: tuple[Node, Node], tmp_path: Path
) -> None:
    japan, _ = used(nodes)
    count = back_up(japan, tmp_path / "a.zip")
    again = Node.begin(tmp_path / "again", "JPN", Clock())
    try:
        assert restore(again, tmp_path / "a.zip") == count
        assert again.prove() == japan.prove()
        with pytest.raises(DataError, match="in use"):
            restore(again, tmp_path / "a.zip")
    finally:
        again.close()
    raw = bytearray((tmp_path / "a.zip").read_bytes())
    fresh = Node.begin(tmp_path / "fresh", "JPN", Clock())
    before = fresh.prove()
    for at in range(40, len(raw), len(raw) // 25):
        bad = bytearray(raw)
        bad[at] ^= 0xFF
        (tmp_path / "b.zip").write_bytes(bytes(bad))
        try:
            restore(fresh, tmp_path / "b.zip")
        except DataError:
            assert fresh.prove() == before
            continue
        # A byte of the archive's own that says nothing: what came back is still whole.
        assert fresh.prove() == japan.prove()
        break
    fresh.close()
