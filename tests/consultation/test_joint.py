"""Watch lists, clocks, agenda, commitments, messages: what partners do together."""

from __future__ import annotations

import datetime as dt
import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from starlette.testclient import TestClient

from consultation.conftest import Begin
from kanmon.analysis.consultation.label import Label
from kanmon.analysis.consultation.notice import example_notice
from kanmon.consulting.clocks import sweep
from kanmon.consulting.deliver import deliver
from kanmon.consulting.desk import Draft
from kanmon.consulting.example import desk_of
from kanmon.consulting.node import Node
from kanmon.consulting.notify import announce
from kanmon.consulting.threads import open_thread, see
from kanmon.serving.app import around, create_app
from shared_data import SHARED

SITE = "http://localhost"
ARTICLES = SHARED.parent / "articles"
AMBER = Label("AMBER", releasable_to=frozenset({"JPN", "USA"}))


def client(node: Node) -> TestClient:
    """Give the client of the person at this machine."""
    return TestClient(around(create_app(node, SITE), SITE), SITE)


def test_what_is_late_is_escalated_once(nodes: tuple[Node, Node]) -> None:
    japan, _ = nodes
    desk = desk_of(japan)
    with japan.writing() as w:
        one = open_thread(w, desk, Draft("notice", example_notice(), AMBER), ["USA"])
    assert sweep(japan, desk.policy) == 0
    clock: Any = japan.clock
    clock.now += dt.timedelta(days=6)
    assert sweep(japan, desk.policy) == 1
    assert sweep(japan, desk.policy) == 0
    with japan.reading() as r:
        held, _ = see(r, desk, one.thread)
    assert [e["to"] for e in held.escalated] == ["acknowledged"]


def test_goods_two_name_become_common_and_make_the_agenda(nodes: tuple[Node, Node]) -> None:
    japan, _ = nodes
    line = client(japan)
    label = {"tlp": "AMBER", "releasable_to": ["JPN", "USA"]}
    for goods in (["natural_graphite", "gallium_metal"], ["natural_graphite"]):
        plain = {"kind": "watch", "body": {"goods": goods}, "label": label, "parties": ["USA"]}
        assert line.post("/api/threads", json=plain).status_code == 201
    held = line.get("/api/watch").json()
    assert held["lists"] == {"JPN": ["natural_graphite"]}
    assert held["two"] == {}
    case = {"title": "graphite", "machine": "EPCC", "goods": ["natural_graphite"]}
    plain = {"kind": "case", "body": case, "label": label, "parties": ["USA"]}
    assert line.post("/api/threads", json=plain).status_code == 201
    asked = "/api/agenda?partner=USA&since=2026-01-01"
    pack = line.get(asked).json()
    rows = {(r["good"], r["party"]): r for r in pack["exposure"]}
    graphite = rows["natural_graphite", "JPN"]
    assert graphite["top_supplier"] == "CHN"
    assert graphite["top_share"] == pytest.approx(0.9, abs=0.05)
    assert graphite["sources"]
    assert (graphite["top_producer"], graphite["made_as_of"]) == ("CHN", "2024")
    assert pack["marking"] == "TLP:AMBER"
    assert [c["title"] for c in pack["cases"]] == ["graphite"]
    for lang, word in (("en", "Exposure"), ("ja", "双方の依存状況"), ("fr", "Exposition")):
        page = line.get(f"{asked}&format=html&lang={lang}").text
        assert word in page
    assert line.get(f"{asked}&format=pdf&lang=ja").content[:5] == b"%PDF-"


def test_parts_released_to_different_nodes_are_exported_under_one_marking(
    nodes: tuple[Node, Node],
) -> None:
    line = client(nodes[0])
    case = {"title": "graphite", "machine": "EPCC", "goods": ["natural_graphite"]}
    plain: dict[str, Any] = {"kind": "case", "body": case, "parties": ["USA"]}
    plain["label"] = {"tlp": "AMBER", "releasable_to": ["JPN", "USA"]}
    made = line.post("/api/threads", json=plain).json()
    for tlp, to in (("RED", "JPN"), ("AMBER+STRICT", "USA")):
        more = {
            "kind": "position",
            "body": {"text": f"for {to}"},
            "label": {"tlp": tlp, "marking": "秘", "releasable_to": [to]},
        }
        put = line.post(f"/api/threads/{made['thread']}/events", json=more)
        assert put.status_code == 201, put.text
    page = line.get(f"/api/threads/{made['thread']}/export?lang=ja&format=html").text
    assert "for JPN" in page
    assert "for USA" in page
    assert "TLP:RED 秘" in page
    pack = line.get("/api/agenda?partner=USA&since=2026-01-01").json()
    assert pack["marking"] == "TLP:RED 秘"


def test_machines_say_on_whose_word_and_which_basis(nodes: tuple[Node, Node]) -> None:
    held = client(nodes[0]).get("/api/machines").json()
    assert {one["id"] for one in held} == {"EPCC", "IPEF-CRN", "EU-ACI", "IMERA"}
    assert all(move["basis"] for one in held for move in one["moves"])


@pytest.mark.shared
@pytest.mark.skipif(not ARTICLES.is_dir(), reason="no shared articles")
def test_the_french_article_gives_a_first_register(nodes: tuple[Node, Node]) -> None:
    (article,) = ARTICLES.glob("*.txt")
    line = client(nodes[0])
    given = {
        "text": article.read_text("utf-8"),
        "published": "2023-11-14",
        "source": "article",
        "label": {"tlp": "GREEN"},
    }
    assert line.post("/api/commitments/read", json=given).status_code == 201
    held = line.get("/api/commitments").json()
    assert len(held) >= 8
    assert all(one["owners"] and one["standing"] == "open" for one in held)
    assert any({"JPN", "USA"} <= set(one["owners"]) for one in held)


class _Mail(socketserver.StreamRequestHandler):
    """Take a mail as a mail server does."""

    def handle(self) -> None:
        """Answer the few verbs a mail takes."""
        self.wfile.write(b"220 test\r\n")
        box: list[bytes] = self.server.box  # type: ignore[attr-defined]
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                text = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    text += part
                box.append(text)
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return


class _Hook(BaseHTTPRequestHandler):
    """Take a webhook."""

    def do_POST(self) -> None:
        """Keep what came."""
        length = int(self.headers["Content-Length"])
        self.server.box.append(self.rfile.read(length))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def taken() -> Iterator[tuple[int, int, list[bytes], list[bytes]]]:
    mails: list[bytes] = []
    hooks: list[bytes] = []
    mail = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail)
    hook = HTTPServer(("127.0.0.1", 0), _Hook)
    mail.box, hook.box = mails, hooks  # type: ignore[attr-defined]
    running = [threading.Thread(target=one.serve_forever) for one in (mail, hook)]
    for one in running:
        one.start()
    yield mail.server_address[1], hook.server_address[1], mails, hooks
    for server in (mail, hook):
        server.shutdown()
        server.server_close()
    for one in running:
        one.join()


def test_each_is_told_what_it_may_see_and_no_words(
    begin: Begin, taken: tuple[int, int, list[bytes], list[bytes]]
) -> None:
    mail, hook, mails, hooks = taken
    node = begin("JPN")
    parts: dict[str, dict[str, Any]] = {
        "mail": {
            "host": "127.0.0.1",
            "port": mail,
            "from": "node@example.org",
            "tls": False,
            "to": [
                {"address": "all@example.org", "clearance": "RED"},
                {"address": "low@example.org", "clearance": "GREEN"},
                {"address": "eu@example.org", "clearance": "RED", "party": "EU"},
            ],
        },
        "webhook": {"urls": [{"url": f"http://127.0.0.1:{hook}/x", "clearance": "AMBER"}]},
    }
    node.settings = replace(node.settings, parts=parts)
    desk = desk_of(node)
    with node.writing() as w:
        one = open_thread(w, desk, Draft("note", {"text": "SECRETWORD"}, AMBER), ["USA"])
        assert announce(w, node, desk.policy, "drafted", one) == 2
    assert deliver(node) == (2, 0)
    assert len(mails) == len(hooks) == 1
    assert b"To: all@example.org" in mails[0]
    assert b"[TLP:AMBER]" in mails[0]
    assert json.loads(hooks[0])["thread"] == one.thread
    assert b"SECRETWORD" not in mails[0] + hooks[0]
    assert deliver(node) == (0, 0)


def test_what_fails_is_tried_again_later(begin: Begin) -> None:
    node = begin("JPN")
    parts = {"webhook": {"urls": [{"url": "http://127.0.0.1:1/x", "clearance": "RED"}]}}
    node.settings = replace(node.settings, parts=parts)
    desk = desk_of(node)
    with node.writing() as w:
        one = open_thread(w, desk, Draft("note", {"text": "x"}, AMBER), [])
        announce(w, node, desk.policy, "drafted", one)
    assert deliver(node) == (0, 1)
    assert deliver(node) == (0, 0)
    clock: Any = node.clock
    clock.now += dt.timedelta(minutes=1)
    assert deliver(node) == (0, 1)
