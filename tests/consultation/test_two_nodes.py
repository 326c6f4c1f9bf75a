"""Alert to review between two served nodes, over mTLS and by files; a third sees nothing."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from consultation.served import Served, serving, wait_for
from kanmon.analysis.consultation.notice import example_notice
from kanmon.consulting.node import Node

BOTH = {"tlp": "AMBER", "releasable_to": ["JPN", "USA"]}
SECRET = "SECRETWORD"
Carry = Callable[[Served, Served, str], None]


def over_mtls(sender: Served, receiver: Served, key: str) -> None:
    """Wait until the package came by itself."""
    wait_for(lambda: receiver.ask("analyst", "GET", "/api/quarantine"))


def by_file(sender: Served, receiver: Served, key: str) -> None:
    """Carry the package as a file."""
    path = f"/api/releases/{key}/packages/{receiver.name}"
    plain = sender.ask("releaser", "GET", path)
    receiver.ask("analyst", "POST", "/api/packages", plain)


def go(sender: Served, receiver: Served, thread: str, carry: Carry) -> None:
    """Release what the other side does not hold, carry it, take it in."""
    asked = {"to": [receiver.name]}
    held = sender.ask("releaser", "POST", f"/api/threads/{thread}/releases", asked)
    assert held["state"] == "released", held
    carry(sender, receiver, held["id"])
    for one in receiver.ask("analyst", "GET", "/api/quarantine"):
        path = f"/api/quarantine/{one['sender']}/{one['number']}/accept"
        receiver.ask("analyst", "POST", path)


def say(node: Served, thread: str, kind: str, body: dict[str, Any], **more: Any) -> str:
    """Add an event, and give its name."""
    plain = {"kind": kind, "body": body, "label": BOTH, **more}
    ref: str = node.ask("analyst", "POST", f"/api/threads/{thread}/events", plain)["ref"]
    return ref


def alert_to_review(japan: Served, usa: Served, carry: Carry) -> str:
    """Go through it all; give the thread."""
    today = dt.datetime.now(dt.UTC).date()
    alert = {
        "title": f"Gallium licences stop {SECRET}",
        "day": (today - dt.timedelta(days=3)).isoformat(),
        "good": "gallium_metal",
    }
    plain = {"kind": "alert", "body": alert, "label": BOTH, "parties": ["USA"]}
    thread = japan.ask("analyst", "POST", "/api/threads", plain)["thread"]
    notice = {**example_notice(), "requested_at": today.isoformat()}
    hidden = {"measures": {"tlp": "AMBER", "releasable_to": ["JPN"]}}
    say(japan, thread, "notice", {**notice, "measures": f"own stock {SECRET}"}, labels=hidden)
    go(japan, usa, thread, carry)
    seen = usa.ask("analyst", "GET", f"/api/threads/{thread}")
    told = next(e for e in seen["events"] if e["kind"] == "notice")
    assert told["body"]["measures"] == ""
    assert told["labels"] == {}
    say(usa, thread, "acknowledged", {"text": "received"})
    say(usa, thread, "meeting", {"dates": [(today + dt.timedelta(days=2)).isoformat()]})
    go(usa, japan, thread, carry)
    case = {"title": "Gallium, joint response", "machine": "EPCC", "goods": ["gallium_metal"]}
    say(japan, thread, "case", case)
    say(japan, thread, "minutes", {"date": today.isoformat(), "text": "met by video"})
    say(japan, thread, "position", {"text": "release stocks together"})
    say(japan, thread, "moved", {"verb": "consult", "basis": "EPCC"})
    proposal = say(japan, thread, "proposal", {"verb": "respond", "basis": "EPCC"})
    say(japan, thread, "vote", {"proposal": proposal, "choice": "yes"})
    # A move all must have voted on is refused until they have.
    say(japan, thread, "moved", {"verb": "respond", "basis": "EPCC", "proposal": proposal})
    go(japan, usa, thread, carry)
    say(usa, thread, "position", {"text": "we agree"})
    say(usa, thread, "vote", {"proposal": proposal, "choice": "yes"})
    say(usa, thread, "moved", {"verb": "respond", "basis": "EPCC", "proposal": proposal})
    due = (today + dt.timedelta(days=30)).isoformat()
    body = {"owners": ["JPN", "USA"], "words": "swap 10 t of gallium", "due": due}
    promise = say(usa, thread, "commitment", body)
    go(usa, japan, thread, carry)
    kept = {"commitment": promise, "day": today.isoformat(), "standing": "kept", "evidence": "x"}
    say(japan, thread, "turn", kept)
    onset = (today + dt.timedelta(days=9)).isoformat()
    say(japan, thread, "review", {"text": "warned in time", "onset": onset})
    say(japan, thread, "closed", {"reason": "settled"})
    go(japan, usa, thread, carry)
    return str(thread)


def same_on_both(japan: Served, usa: Served, thread: str) -> None:
    """Both sides tell the same."""
    here, there = (n.ask("analyst", "GET", f"/api/threads/{thread}") for n in (japan, usa))
    for name in ("state", "case", "promises", "reviews", "lead_times", "open", "acknowledged"):
        assert here[name] == there[name], name
    assert here["state"] == "responding"
    assert [m["verb"] for m in here["case"]["moves"]] == ["consult", "respond"]
    assert here["case"]["refused"][0]["why"] == "no yes of USA"
    assert here["lead_times"]["alert_to_onset"] == 12
    assert here["lead_times"]["notice_to_acknowledged"] == 0
    assert not here["open"]
    assert next(iter(here["promises"].values()))["standing"] == "kept"
    for one in (japan, usa):
        one.ask("operator", "POST", "/api/audit/verify")


def stranger_sees_nothing(japan: Served, thread: str) -> None:
    """A person of a third party finds nothing, whichever way it asks."""
    absent = "0" * 32
    assert japan.ask("stranger", "GET", "/api/threads") == {"threads": [], "next": None}
    for query in (f"q={SECRET}", "good=gallium_metal", "kind=alert", "state=responding"):
        assert japan.ask("stranger", "GET", f"/api/threads?{query}")["threads"] == []
    assert japan.ask("stranger", "GET", "/api/commitments") == []
    assert japan.ask("stranger", "GET", "/api/releases") == []
    assert japan.ask("stranger", "GET", "/api/quarantine") == []
    watch = japan.ask("stranger", "GET", "/api/watch")
    assert watch == {"lists": {}, "two": {}, "network": {}}
    assert b"<entry>" not in japan.ask("stranger", "GET", "/api/feed.atom")
    answers: dict[str, list[Any]] = {}
    for name in (thread, absent):
        for way in ("", "/export", "/export?format=json"):
            found = japan.ask("stranger", "GET", f"/api/threads/{name}{way}", status=404)
            answers.setdefault(way, []).append(found)
        plain = {"kind": "note", "body": {"text": "x"}, "label": {"tlp": "CLEAR"}}
        found = japan.ask("stranger", "POST", f"/api/threads/{name}/events", plain, status=404)
        answers.setdefault("add", []).append(found)
        asked = {"to": ["AUS"]}
        found = japan.ask("stranger", "POST", f"/api/threads/{name}/releases", asked, status=404)
        answers.setdefault("release", []).append(found)
    assert all(one == other for one, other in answers.values())
    for path in ("/api/audit/entries", "/metrics"):
        japan.ask("stranger", "GET", path, status=403)
    japan.ask("stranger", "GET", "/api/agenda?partner=USA&since=2026-01-01", status=403)
    assert _time(japan, thread) < 3 * _time(japan, absent) + 0.01


def _time(node: Served, name: str) -> float:
    """Time the answer for a name: what is hidden takes no longer than what is not there."""
    headers = {"Authorization": f"Bearer {node.tokens['stranger']}"}
    taken = []
    with httpx.Client(base_url=node.site, headers=headers) as line:
        for _ in range(30):
            begun = time.perf_counter()
            line.get(f"/api/threads/{name}")
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def third_node_sees_nothing(folder: Path, thread: str) -> None:
    """A third node, partner of both, holds nothing of it."""
    node = Node(folder)
    with node.reading() as r:
        assert r.many("event") == {}
        assert all(one["kind"] == "head" for one in r.many("incoming").values())
    held = (folder / "node.db").read_bytes() + (folder / "node.db-wal").read_bytes()
    assert thread.encode() not in held
    assert SECRET.encode() not in held
    node.close()


def logs_hold_no_secret(*nodes: Served) -> None:
    """No log of a server holds a word, token, name of a thread or key."""
    for node in nodes:
        text = node.log.read_text("utf-8")
        assert node.logged()
        assert SECRET not in text
        for token in node.tokens.values():
            assert token.split("_")[2] not in text
        assert not any(
            len(word) == 32 and word.isalnum() for word in text.replace('"', " ").split()
        )
        assert (node.folder / "key").read_bytes().hex() not in text
        assert "Traceback" not in text


@pytest.mark.parametrize("carry", [over_mtls, by_file])
def test_from_alert_to_review(tmp_path: Path, database: Callable[[], str], carry: Carry) -> None:
    direct = carry is over_mtls
    japan, usa = (
        Served(tmp_path / n.lower(), n, database(), partners=direct) for n in ("JPN", "USA")
    )
    third = Served(tmp_path / "aus", "AUS", partners=direct)
    for one, other in ((japan, usa), (usa, japan), (japan, third), (third, japan)):
        one.meet(other)
    with serving(japan, usa, third):
        thread = alert_to_review(japan, usa, carry)
        same_on_both(japan, usa, thread)
        stranger_sees_nothing(japan, thread)
        third.ask("analyst", "GET", f"/api/threads/{thread}", status=404)
        assert third.ask("analyst", "GET", "/api/threads")["threads"] == []
        for lang in ("en", "ja", "fr"):
            page = usa.ask("analyst", "GET", f"/api/threads/{thread}/export?lang={lang}")
            assert b"TLP:AMBER" in page
            assert SECRET.encode() in page
            assert b"own stock" not in page
        third_node_sees_nothing(third.folder, thread)
    logs_hold_no_secret(japan, usa, third)
