"""The consultation view of the workspace on a node: from notice to closing by forms and rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.testclient import TestClient

from consultation.conftest import Begin
from kanmon.analysis.consultation.label import TLP, Label
from kanmon.consulting.desk import Draft
from kanmon.consulting.example import desk_of
from kanmon.consulting.node import Node
from kanmon.consulting.people import make_token
from kanmon.consulting.release import packaged, receive
from kanmon.consulting.threads import open_thread
from kanmon.serving.app import around, create_app
from kanmon.watching.book import Book
from workspace.conftest import ALERT_DAY
from workspace.filled import watched

SITE = "http://localhost"
ROOT = "/api/workspace/views/consultation"
NOTICE = {
    "parties": ["USA"],
    "goods": ["natural_graphite"],
    "requested_at": "2026-11-23",
    "impact": "anode makers short within a quarter",
    "cause": "inspections hold shipments",
    "sectors": "batteries\ngrid storage",
    "duration_low": 30,
    "duration_high": 90,
    "measures": None,
    "assistance": "",
    "confidence": 0.6,
    "attach": True,
    "tlp": "AMBER",
    "marking": "",
}


class Page:
    """A person at the page of a node."""

    def __init__(self, node: Node, token: str = "") -> None:
        self.node = node
        headers = {"authorization": f"Bearer {token}"} if token else {}
        app = around(create_app(node, SITE), SITE)
        self.line = TestClient(app, SITE, headers=headers, follow_redirects=False)

    def look(self, thread: str = "", write: str = "", lang: str = "en") -> dict[str, Any]:
        answer = self.line.get(f"{ROOT}?lang={lang}&thread={thread}&write={write}")
        assert answer.status_code == 200, answer.text
        view: dict[str, Any] = answer.json()
        return view

    def act(
        self, name: str, fields: dict[str, Any], thread: str = "", *, status: int = 200
    ) -> dict[str, Any]:
        answer = self.line.post(f"{ROOT}/acts/{name}?thread={thread}", json=fields)
        assert answer.status_code == status, answer.text
        held: dict[str, Any] = answer.json()
        return held


def rows(view: dict[str, Any], block: str) -> list[dict[str, Any]]:
    for one in view["blocks"]:
        if one["id"] == block:
            names = [c["name"] for c in one["table"]["columns"]]
            return [dict(zip(names, row, strict=True)) for row in one["table"]["rows"]]
    return []


def carry(sender: Node, receiver: Node) -> None:
    """Carry whatever the other side has not received."""
    number = 1
    with receiver.reading() as r:
        while packaged(r, "in", sender.name, number) is not None:
            number += 1
    while True:
        with sender.reading() as r:
            raw = packaged(r, "out", receiver.name, number)
        if raw is None:
            return
        receive(receiver, raw)
        number += 1


def go(sender: Page, receiver: Page, thread: str) -> None:
    """Send what is not sent, and take it in on the other side, by the buttons of the rows."""
    waiting = rows(sender.look(), "unsent")
    assert thread in {one["thread"] for one in waiting}
    sender.act("release", {"key": thread})
    carry(sender.node, receiver.node)
    for one in rows(receiver.look(), "quarantine"):
        receiver.act("accept", {"key": one["key"]})
    assert rows(receiver.look(), "quarantine") == []


def token(node: Node, name: str, roles: list[str], tlp: str = "RED", party: str = "") -> str:
    with node.writing() as w:
        return make_token(
            w, name, roles, TLP.index(tlp), 30, party=party or node.name, actor="test"
        )


@contextmanager
def told(page: Page, name: str, fields: dict[str, Any], status: int) -> Iterator[str]:
    """Act, expect a refusal, and see that nothing was written."""
    before = page.node.prove()
    answer = page.act(name, fields, status=status)
    assert {"found", "where", "remedy"} <= set(answer)
    yield answer["found"]
    assert page.node.prove() == before


def test_from_notice_to_closing_by_forms_and_rows(nodes: tuple[Node, Node]) -> None:
    japan, usa = Page(nodes[0]), Page(nodes[1])
    assert [c["name"] for c in japan.look(write="notice")["forms"][0]["controls"]] == list(NOTICE)
    made = japan.act("notice", NOTICE)
    thread = next(c["value"] for c in made["controls"] if c["name"] == "thread")
    said = rows(made, "events")[0]["body"]
    assert "Natural graphite" in said
    assert "batteries, grid storage" in said
    assert "supplier_shares" in said
    go(japan, usa, thread)
    asked = rows(usa.look(), "unanswered")
    assert [one["thread"] for one in asked] == [thread]
    assert "Waiting for you: 1" in usa.look()["headline"]
    usa.act("acknowledge", {"key": thread})
    assert rows(usa.look(), "unanswered") == []
    usa.act("meeting", {"dates": "2026-12-01\n2026-12-02", "tlp": "GREEN"}, thread)
    go(usa, japan, thread)
    japan.act("case", {"title": "Graphite", "machine": "EPCC", "tlp": "GREEN"}, thread)
    japan.act("moved", {"verb": "consult", "tlp": "GREEN"}, thread)
    japan.act("position", {"text": "share stocks", "tlp": "AMBER"}, thread)
    held = japan.act("proposal", {"verb": "respond", "tlp": "GREEN"}, thread)
    japan_vote = japan.look(thread, "vote")["forms"][0]["controls"][0]
    assert len(japan_vote["options"]) == 1
    proposal = japan_vote["value"]
    japan.act("vote", {"proposal": proposal, "choice": "yes", "tlp": "GREEN"}, thread)
    go(japan, usa, thread)
    usa.act("vote", {"proposal": proposal, "choice": "yes", "tlp": "GREEN"}, thread)
    usa.act("moved", {"verb": "respond", "proposal": proposal, "tlp": "GREEN"}, thread)
    owed = {"owners": ["USA"], "words": "lend 100 t", "due": "2026-12-24", "tlp": "GREEN"}
    usa.act("commitment", owed, thread)
    go(usa, japan, thread)
    held = japan.look(thread)
    decided = rows(held, "decisions")
    assert [one["step"] for one in decided if one["kind"] == "step taken"] == [
        "consulting",
        "responding",
    ]
    assert "responding" in held["headline"]
    promised = rows(japan.look(), "promises")
    assert promised[0]["words"] == "lend 100 t"
    kept = {"commitment": promised[0]["ref"], "standing": "kept", "day": "2026-11-23"}
    japan.act("turn", {**kept, "evidence": "bill of lading", "tlp": "GREEN"}, thread)
    assert rows(japan.look(), "promises")[0]["standing"] == "kept"
    minutes = {"date": "2026-11-23", "text": "met", "present": "Sato\nSmith", "tlp": "GREEN"}
    japan.act("minutes", minutes, thread)
    japan.act("review", {"text": "in time", "onset": None, "lessons": "", "tlp": "GREEN"}, thread)
    japan.act("closed", {"reason": "settled", "tlp": "GREEN"}, thread)
    go(japan, usa, thread)
    for one in (japan, usa):
        assert "closed" in one.look(thread)["headline"]
        one.node.prove()


def test_a_watch_list_two_name_is_common(nodes: tuple[Node, Node]) -> None:
    japan, usa = Page(nodes[0]), Page(nodes[1])
    plain = {"goods": ["gallium_metal", "cobalt_ore"], "reason": "one source", "tlp": "GREEN"}
    made = japan.act("watch", {**plain, "parties": ["USA"]})
    thread = next(c["value"] for c in made["controls"] if c["name"] == "thread")
    go(japan, usa, thread)
    usa.act("watch", {**plain, "goods": ["gallium_metal"], "parties": ["JPN"]})
    found = rows(usa.look(), "watch")
    assert found[0]["good"] == "gallium_metal"
    assert found[0]["shared"] == "by two partners"


def test_a_package_is_read_before_it_is_taken_in_or_refused(nodes: tuple[Node, Node]) -> None:
    japan, usa = Page(nodes[0]), Page(nodes[1])
    made = japan.act("note", {"parties": ["USA"], "text": "figures follow", "tlp": "GREEN"})
    thread = next(c["value"] for c in made["controls"] if c["name"] == "thread")
    japan.act("release", {"key": thread})
    carry(japan.node, usa.node)
    assert rows(usa.look(), "arriving")[0]["body"] == "Text: figures follow"
    assert rows(usa.look(), "inbox") == []
    usa.act("refuse", {"package": "JPN/1", "reason": "sent by mistake"})
    assert rows(usa.look(), "quarantine") == rows(usa.look(), "inbox") == []
    for key in ("JPN/1", "JPN/2", "JPN/x", "AUS/1", "", "JPN/99999999999999999999"):
        with told(usa, "accept", {"key": key}, 404):
            pass


def test_a_red_note_takes_two(begin: Begin) -> None:
    node, other = begin("JPN"), begin("USA")
    node.meet("USA", other.key)
    writer = Page(node, token(node, "writer", ["analyst", "releaser"]))
    second = Page(node, token(node, "second", ["approver", "analyst"]))
    made = writer.act("note", {"parties": ["USA"], "text": "stocks", "tlp": "RED"})
    thread = next(c["value"] for c in made["controls"] if c["name"] == "thread")
    writer.act("release", {"key": thread})
    waits = rows(second.look(), "releases")
    assert [one["proposer"] for one in waits] == ["token:writer"]
    with told(writer, "approve", {"key": waits[0]["key"]}, 403):
        pass
    with node.reading() as r:
        assert packaged(r, "out", "USA", 1) is None
    second.act("approve", {"key": waits[0]["key"]})
    with node.reading() as r:
        assert packaged(r, "out", "USA", 1) is not None


def test_who_may_not_see_sees_nothing_and_may_do_nothing(begin: Begin) -> None:
    node = begin("JPN")
    with node.writing() as w:
        label = Label("RED", releasable_to=frozenset({"JPN"}))
        draft = Draft("note", {"text": "SECRETWORD"}, label)
        thread = open_thread(w, desk_of(node), draft, []).thread
    stranger = Page(node, token(node, "stranger", ["observer"], party="AUS"))
    low = Page(node, token(node, "low", ["analyst"], "GREEN"))
    observer = Page(node, token(node, "observer", ["observer"], "GREEN"))
    for page in (stranger, low, observer):
        view = page.look()
        assert "SECRETWORD" not in str(view)
        assert thread not in str(view)
        assert "Open threads: 0" in view["headline"]
        absent = [page.line.get(f"{ROOT}?thread={t}") for t in (thread, "0" * 32)]
        assert absent[0].json() == absent[1].json()
        assert {a.status_code for a in absent} == {404}
        kept = page.line.get(f"{ROOT}/table/inbox.csv")
        assert "SECRETWORD" not in kept.text
    for page in (stranger, observer):
        assert "acts" not in page.look()
        assert [c["name"] for c in page.look()["controls"]] == ["thread"]
        with told(page, "note", {"text": "x", "tlp": "CLEAR"}, 404):
            pass
    with told(low, "note", {"text": "x", "tlp": "RED", "parties": []}, 403):
        pass
    # The workspace's own figures stand on this node's store: another party gets none of them.
    for path in ("/api/workspace/views", "/api/workspace/views/overview", "/api/workspace/words"):
        assert stranger.line.get(path).status_code == 403, path
        assert observer.line.get(path).status_code == 200, path
    run = {"kind": "plan", "body": {"good": "palladium"}}
    assert observer.line.post("/api/workspace/runs", json=run).status_code == 403


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("note", {"text": "x"}, 422),
        ("note", {"text": "x", "tlp": "PINK"}, 422),
        ("note", {"text": "", "tlp": "GREEN"}, 422),
        ("note", {"text": 3, "tlp": "GREEN"}, 422),
        ("note", {"text": "x", "tlp": "GREEN", "more": 1}, 422),
        ("notice", {**NOTICE, "goods": ["unobtainium"]}, 404),
        ("notice", {**NOTICE, "goods": {"a": 1}}, 422),
        ("notice", {**NOTICE, "duration_high": None}, 422),
        ("notice", {**NOTICE, "duration_low": 91}, 422),
        ("notice", {**NOTICE, "confidence": 7}, 422),
        ("notice", {**NOTICE, "sectors": ""}, 422),
        ("notice", {**NOTICE, "requested_at": "tomorrow"}, 422),
        ("case", {"title": "x", "machine": "EPCC", "tlp": "GREEN"}, 404),
        ("escalated", {"to": "x", "reason": "y", "tlp": "GREEN"}, 404),
        ("acknowledge", {"key": "0" * 32}, 404),
        ("acknowledge", {}, 404),
        ("release", {"key": "x"}, 404),
        ("approve", {"key": "<script>"}, 404),
        ("drop_tables", {}, 404),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    begin: Begin, name: str, fields: dict[str, Any], status: int
) -> None:
    page = Page(begin("JPN"))
    with told(page, name, fields, status) as found:
        assert found


def test_the_csv_of_a_block_holds_what_the_view_shows(nodes: tuple[Node, Node]) -> None:
    page = Page(nodes[0])
    page.act("notice", NOTICE)
    view = page.look()
    for block in view["blocks"]:
        answer = page.line.get(f"{ROOT}/table/{block['id']}.csv")
        assert answer.status_code == 200
        kept = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
        assert len(kept) - 1 == len(block["table"]["rows"]), block["id"]
        for row, line in zip(block["table"]["rows"], kept[1:], strict=True):
            assert ["" if cell is None else str(cell) for cell in row] == line[: len(row)]
    assert page.line.get(f"{ROOT}/table/nothing.csv").status_code == 404


@pytest.mark.parametrize("lang", ["en", "ja", "fr"])
def test_every_form_is_offered_in_every_language(nodes: tuple[Node, Node], lang: str) -> None:
    page = Page(nodes[0])
    made = page.act("notice", NOTICE)
    thread = next(c["value"] for c in made["controls"] if c["name"] == "thread")
    page.act("case", {"title": "x", "machine": "EPCC", "tlp": "GREEN"}, thread)
    page.act("moved", {"verb": "consult", "tlp": "GREEN"}, thread)
    page.act("proposal", {"verb": "respond", "tlp": "GREEN"}, thread)
    owed = {"owners": ["JPN"], "words": "x", "due": None, "tlp": "GREEN"}
    page.act("commitment", owed, thread)
    for where in ("", thread):
        offered = next(c for c in page.look(where, lang=lang)["controls"] if c["name"] == "write")
        assert len(offered["options"]) >= 5
        for option in offered["options"][1:]:
            view = page.look(where, option["value"], lang)
            assert [f["name"] for f in view["forms"]] == [option["value"]]
            for control in view["forms"][0]["controls"]:
                assert not control["label"].startswith("consultation."), control
    answer = page.line.get(f"{ROOT}?write=vote")
    assert answer.status_code == 422


def test_a_step_on_an_alert_bears_the_name_of_the_person(begin: Begin) -> None:
    node = begin("JPN")
    (node.folder / "data").mkdir()
    store = watched(node.folder / "data")
    text = (node.folder / "node.toml").read_text()
    (node.folder / "node.toml").write_text(f'{text}\n[store]\npath = "{store}"\n')
    served = Node(node.folder, node.clock)
    page = Page(served, token(served, "sato", ["analyst"]))
    asked = f"?party=JPN&as_of={ALERT_DAY}"
    path = "/api/workspace/views/alerts"
    key = rows(page.line.get(f"{path}{asked}").json(), "alerts")[0]["id"]
    answer = page.line.post(f"{path}/acts/acknowledge{asked}", json={"key": key})
    assert answer.status_code == 200, answer.text
    held = next(one for one in Book(store).alerts("JPN") if one.id == key)
    assert held.history[-1].by == "token:sato"
    served.close()
