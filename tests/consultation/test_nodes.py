"""Two nodes by files only: what is changed, replayed, forged or rewritten is found."""

from __future__ import annotations

import json
import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from consultation.conftest import Begin
from kanmon.analysis.consultation.canonical import canonical
from kanmon.analysis.consultation.chain import Entry, append, verify
from kanmon.analysis.consultation.curve import is_sound
from kanmon.analysis.consultation.kinds import hold_body
from kanmon.analysis.consultation.label import Label
from kanmon.analysis.consultation.notice import example_notice, parse_notice
from kanmon.catalogue.load import goods
from kanmon.catalogue.procedures import procedure
from kanmon.cli.main import app
from kanmon.consulting.keys import make_key, signer, verifier
from kanmon.consulting.node import Node
from kanmon.consulting.quarantine import take_in, turn_away
from kanmon.consulting.release import receive, release
from kanmon.errors import AccessError, DataError, KanmonError

GREEN = Label("GREEN")
NOTE = {"good": "gallium_metal", "cause": "licences", "days": 90}


def test_a_notice_goes_over_and_what_changed_is_shown(nodes: tuple[Node, Node]) -> None:
    japan, usa = nodes
    raw = release(japan, "USA", "note", NOTE, GREEN)
    assert receive(usa, raw).content["content"] == NOTE
    package, changed = take_in(usa, "JPN", 1)
    assert package.label.originators == {"JPN"}
    assert changed == (("", None, NOTE),)
    receive(usa, release(japan, "USA", "note", {**NOTE, "days": 120}, GREEN))
    assert take_in(usa, "JPN", 2)[1] == (("days", 90, 120),)
    verbs = [e.verb for e in usa.log()]
    assert verbs[:2] == ["began", "met"]
    assert verbs.count("quarantined") == verbs.count("kept head") == 2
    japan.prove()
    usa.prove()


def test_any_byte_changed_is_found(nodes: tuple[Node, Node]) -> None:
    japan, usa = nodes
    raw = release(japan, "USA", "note", NOTE, GREEN)
    for at in range(len(raw)):
        bad = bytearray(raw)
        bad[at] ^= 1 << (at % 8)
        with pytest.raises((DataError, AccessError)):
            receive(usa, bytes(bad))
    assert receive(usa, raw).number == 1


def test_replays_gaps_and_strangers_are_refused(nodes: tuple[Node, Node], begin: Begin) -> None:
    japan, usa = nodes
    first, second, third = (release(japan, "USA", "note", NOTE, GREEN) for _ in range(3))
    with pytest.raises(AccessError, match="one is missing"):
        receive(usa, second)
    receive(usa, first)
    take_in(usa, "JPN", 1)
    with pytest.raises(AccessError, match="accepted before"):
        receive(usa, first)
    stranger = begin("AUS")
    stranger.meet("USA", usa.key)
    with pytest.raises(AccessError, match="no partner"):
        receive(usa, release(stranger, "USA", "note", NOTE, GREEN))
    with pytest.raises(AccessError, match="no partner"):
        receive(stranger, second)
    assert [e.verb for e in usa.log()].count("refused") == 3
    receive(usa, second)
    receive(usa, third)
    with pytest.raises(AccessError, match="still waits"):
        take_in(usa, "JPN", 3)
    turn_away(usa, "JPN", 2, "sent by mistake")
    take_in(usa, "JPN", 3)
    usa.prove()


def test_a_forged_sender_looks_like_an_unknown_one(nodes: tuple[Node, Node], begin: Begin) -> None:
    _, usa = nodes
    liar = begin("JPN")
    liar.meet("USA", usa.key)
    with pytest.raises(AccessError) as forged:
        receive(usa, release(liar, "USA", "note", NOTE, GREEN))
    other = begin("AUS")
    other.meet("USA", usa.key)
    with pytest.raises(AccessError) as unknown:
        receive(usa, release(other, "USA", "note", NOTE, GREEN))
    assert str(forged.value) == str(unknown.value)


def test_a_label_keeps_a_release_at_home(nodes: tuple[Node, Node]) -> None:
    japan, _ = nodes
    with pytest.raises(AccessError, match="USA may not see"):
        release(japan, "USA", "note", NOTE, Label("RED", "", frozenset({"AUS"})))
    assert japan.partners()["USA"].sent == 0
    assert "released" not in [e.verb for e in japan.log()]


def test_damaged_packages_are_refused(nodes: tuple[Node, Node]) -> None:
    japan, usa = nodes
    raw = release(japan, "USA", "note", NOTE, GREEN)
    plain = json.loads(raw)
    rng = random.Random(1)
    values: list[object] = [
        None,
        True,
        0,
        -1,
        2**70,
        1.5,
        "",
        "USA",
        "JPN",
        [],
        {},
        ["USA"],
        "é" * 500,
        "0" * 64,
    ]
    before = len(list(usa.log()))
    for _ in range(300):
        bad = json.loads(raw)
        where = rng.choice([bad, bad["label"], bad["content"]])
        for _ in range(rng.randint(1, 3)):
            key = rng.choice([*where, "more"])
            if rng.random() < 0.3:
                where.pop(key, None)
            else:
                where[key] = rng.choice(values)
        if bad == plain:
            continue
        try:
            text = canonical(bad)
        except DataError:
            text = json.dumps(bad).encode()
        with pytest.raises((DataError, AccessError)):
            receive(usa, text)
    for _ in range(300):
        cut = bytes(rng.randbytes(rng.randint(0, 200)))
        with pytest.raises((DataError, AccessError)):
            receive(usa, cut)
    assert len(list(usa.log())) > before
    usa.prove()


class TestChain:
    """A log in which any change, cut or rewriting shows."""

    def _log(self, count: int = 6) -> list[Entry]:
        log: list[Entry] = []
        for n in range(count):
            log.append(append(log, f"2026-11-23T00:00:{n:02}Z", "a", "did", {"n": n}))
        return log

    def test_any_field_changed_is_found(self) -> None:
        log = self._log()
        for at, entry in enumerate(log):
            for other in (
                replace(entry, about={"n": 9}),
                replace(entry, actor="b"),
                replace(entry, verb="x"),
                replace(entry, number=9),
            ):
                bad = [*log[:at], other, *log[at + 1 :]]
                with pytest.raises(DataError):
                    verify(bad)
            with pytest.raises(DataError):
                verify([*log[:at], *log[at + 1 :]], [log[-1].hash])

    def test_a_rewritten_history_is_found_by_a_head(self) -> None:
        log = self._log()
        kept = [log[2].hash, log[5].hash]
        verify(log, kept)
        other: list[Entry] = []
        for entry in log:
            about = {"n": 99} if entry.number == 2 else entry.about
            other.append(append(other, entry.at, entry.actor, entry.verb, about))
        verify(other)
        with pytest.raises(DataError, match="head"):
            verify(other, kept)
        with pytest.raises(DataError, match="head"):
            verify(log[:5], kept)
        with pytest.raises(DataError, match="head"):
            verify(log, kept[::-1])

    def test_a_clock_that_runs_back_is_refused(self) -> None:
        log = self._log()
        with pytest.raises(DataError, match="clock"):
            append(log, "2026-11-22T00:00:00Z", "a", "did", {})


class TestKeys:
    """Keys nobody else may read, and none that accepts what nobody signed."""

    def test_keys_of_small_order_are_refused(self, tmp_path: Path) -> None:
        node = Node.begin(tmp_path / "n", "JPN")
        small = [bytes(32), bytes([1]) + bytes(31), bytes([0] * 31) + b"\x80"]
        small.append((2**255 - 20).to_bytes(32, "little"))
        small.append(
            bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
        )
        for key in small:
            assert not is_sound(key)
            with pytest.raises(DataError, match="no sound public key"):
                node.meet("USA", key.hex())
        assert not is_sound((2**255 - 19 + 3).to_bytes(32, "little"))

    def test_made_keys_are_sound_and_sign(self, tmp_path: Path) -> None:
        for n in range(20):
            path = tmp_path / f"k{n}"
            public = make_key(path)
            assert is_sound(public)
            signature = signer(path)(b"text")
            assert verifier(public)(b"text", signature)
            assert not verifier(public)(b"other", signature)

    def test_a_key_others_may_read_is_not_used(self, tmp_path: Path) -> None:
        make_key(tmp_path / "k")
        (tmp_path / "k").chmod(0o644)
        with pytest.raises(AccessError, match="others may read"):
            signer(tmp_path / "k")
        with pytest.raises(DataError, match="there already"):
            make_key(tmp_path / "k")

    def test_no_secret_is_in_the_log_or_a_release(self, nodes: tuple[Node, Node]) -> None:
        japan, _ = nodes
        raw = release(japan, "USA", "note", NOTE, GREEN)
        secret = (japan.folder / "key").read_bytes()
        log = "".join(str(e.as_plain()) for e in japan.log())
        for text in (raw, log.encode()):
            assert secret not in text
            assert secret.hex().encode() not in text


def _typed(*asked: str) -> str:
    result = CliRunner().invoke(app, list(asked), env={"COLUMNS": "120"})
    if result.exception is not None:
        raise result.exception
    return result.output


def test_the_verbs_carry_a_notice_by_file(tmp_path: Path) -> None:
    japan, usa = (str(tmp_path / n) for n in ("jpn", "usa"))
    keys = {n: _typed("node", "init", f, n).split()[1] for n, f in (("JPN", japan), ("USA", usa))}
    _typed("node", "partner", japan, "USA", keys["USA"])
    _typed("node", "partner", usa, "JPN", keys["JPN"])
    (tmp_path / "n.json").write_text(json.dumps(NOTE), "utf-8")
    package = str(tmp_path / "p.json")
    _typed(
        "release",
        "make",
        japan,
        str(tmp_path / "n.json"),
        "--to",
        "USA",
        "--kind",
        "note",
        "-o",
        package,
    )
    assert "waiting" in _typed("release", "receive", usa, package)
    assert "JPN-1" in _typed("node", "show", usa)
    assert json.loads(_typed("release", "accept", usa, "JPN", "1", "--json"))["changed"]
    heads = tmp_path / "heads.json"
    heads.write_text(_typed("audit", "heads", usa, "JPN"), "utf-8")
    assert "unbroken" in _typed("audit", "verify", japan, "--heads", str(heads))
    with sqlite3.connect(tmp_path / "jpn" / "node.db") as held:
        held.execute("update entry set verb = 'mat' where verb = 'met'")
    with pytest.raises(KanmonError, match="was changed"):
        _typed("audit", "verify", japan)


class TestNotices:
    """A notice has the six points, at both ends."""

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("impact", ""),
            ("cause", None),
            ("goods", []),
            ("goods", ["unobtainium"]),
            ("goods", ["gallium_metal", "gallium_metal"]),
            ("sectors", "chips"),
            ("duration_days", {"low": 9, "high": 1}),
            ("duration_days", {"low": -1, "high": 1}),
            ("duration_days", 90),
            ("confidence", 1.5),
            ("confidence", True),
            ("requested_at", "soon"),
            ("requested_at", 1),
            ("evidence", [{"kind": "plan", "sha256": "x"}]),
            ("evidence", {}),
            ("measures", 3),
            ("assistance", "a" * 30_000),
            ("more", 1),
        ],
    )
    def test_a_notice_that_lacks_a_point_is_not_written(self, field: str, value: object) -> None:
        with pytest.raises(DataError):
            hold_body("notice", {**example_notice(), field: value}, goods(), where="x")

    def test_the_meeting_is_due_in_fifteen_days(self) -> None:
        notice = parse_notice(example_notice(), ["gallium_metal"], where="x")
        step = next(s for s in procedure("IPEF-CRN").steps if s.id == "meeting")
        assert step.most == 15
        assert notice.deadline(step.most).isoformat() == "2026-12-08"
