"""Who may do what: two persons, broken glass, roles, labels, tokens, pages of other sites."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from consultation.conftest import Begin
from kanmon.analysis.consultation.event import Event, view
from kanmon.analysis.consultation.label import TLP, Label
from kanmon.consulting.database.tables import session
from kanmon.consulting.node import Node
from kanmon.consulting.people import make_token
from kanmon.consulting.policy import Policy
from kanmon.consulting.sessions import begin_session
from kanmon.errors import AccessError, DataError
from kanmon.serving.app import around, create_app
from kanmon.serving.gate import COOKIE, CSRF
from kanmon.serving.run import Listening, serve

SITE = "http://localhost"
STRICT = {"tlp": "RED", "releasable_to": ["JPN", "USA"]}
AMBER = {"tlp": "AMBER", "releasable_to": ["JPN", "USA"]}
NOTE = {"kind": "note", "body": {"text": "gallium"}, "label": AMBER, "parties": ["USA"]}


class Site:
    """A node in this process, and a client for each person."""

    def __init__(self, node: Node) -> None:
        self.node = node
        app = create_app(node, SITE)
        # A server is not one person's machine: nobody is let in without saying who it is.
        app.state.gate.local = None
        self.app = around(app, SITE)

    def person(self, name: str, *roles: str, tlp: str = "RED", party: str = "JPN") -> TestClient:
        """Give a client with a token of its own."""
        with self.node.writing() as w:
            token = make_token(w, name, roles, TLP.index(tlp), 30, party=party, actor="test")
        headers = {"Authorization": f"Bearer {token}"}
        return TestClient(self.app, SITE, headers=headers, raise_server_exceptions=False)

    def nobody(self) -> TestClient:
        """Give a client that says nothing of itself."""
        return TestClient(self.app, SITE, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def site(nodes: tuple[Node, Node]) -> Site:
    return Site(nodes[0])


def _proposed(who: TestClient, label: dict[str, Any]) -> dict[str, Any]:
    thread = who.post("/api/threads", json={**NOTE, "label": label}).json()["thread"]
    made = who.post(f"/api/threads/{thread}/releases", json={"to": ["USA"]})
    assert made.status_code == 201, made.text
    held: dict[str, Any] = made.json()
    return held


class TestTwoPersons:
    """From the label on, one person alone releases nothing."""

    def test_below_the_label_it_goes_at_once(self, site: Site) -> None:
        assert _proposed(site.person("a", "releaser"), AMBER)["state"] == "released"

    def test_from_the_label_on_another_must_approve(self, site: Site) -> None:
        both = site.person("a", "releaser", "approver")
        held = _proposed(both, STRICT)
        assert held["state"] == "waiting"
        assert site.node.partners()["USA"].sent == 0
        path = f"/api/releases/{held['id']}"
        assert both.post(f"{path}/approve").status_code == 403
        assert site.person("b", "analyst").post(f"{path}/approve").status_code == 403
        low = site.person("c", "approver", tlp="AMBER")
        assert low.post(f"{path}/approve").status_code == 404
        assert site.node.partners()["USA"].sent == 0
        done = site.person("d", "approver").post(f"{path}/approve").json()
        assert (done["state"], done["approver"]) == ("released", "token:d")
        assert site.node.partners()["USA"].sent == 1
        assert site.person("e", "approver").post(f"{path}/approve").status_code == 404

    def test_broken_glass_is_written_down_and_told(self, site: Site) -> None:
        who = site.person("a", "releaser")
        held = _proposed(who, STRICT)
        path = f"/api/releases/{held['id']}/break-glass"
        assert who.post(path, json={"reason": "now"}).status_code == 422
        other = site.person("b", "releaser")
        reason = {"reason": "nobody can be reached and ships leave tonight"}
        assert other.post(path, json=reason).status_code == 403
        assert who.post(path, json=reason).json()["state"] == "released"
        seen = site.person("c", "observer", tlp="GREEN").get("/api/threads").json()["threads"]
        assert [t["title"] for t in seen] == [f"Glass broken by token:a: {reason['reason']}"]
        assert "broke glass" in [e.verb for e in site.node.log()]

    def test_a_proposal_may_be_withdrawn(self, site: Site) -> None:
        who = site.person("a", "releaser")
        held = _proposed(who, STRICT)
        path = f"/api/releases/{held['id']}/withdraw"
        assert site.person("b", "releaser").post(path).status_code == 403
        assert who.post(path).json()["state"] == "withdrawn"
        approver = site.person("c", "approver")
        assert approver.post(f"/api/releases/{held['id']}/approve").status_code == 404


class TestRoles:
    """Nothing is allowed that no rule allows."""

    def test_the_policies_pass_their_tests(self) -> None:
        assert Policy().prove() == 34

    def test_a_policy_that_fails_its_test_stops_the_node(self, tmp_path: Path) -> None:
        own = tmp_path / "policies"
        own.mkdir()
        (own / "rights.cedar").write_text("permit (principal, action, resource);")
        with pytest.raises(DataError, match="came out"):
            Policy(tmp_path).prove()
        (own / "rights.cedar").write_text("permit (principal, action, resource) when { x.y };")
        with pytest.raises(DataError):
            Policy(tmp_path)

    def test_each_role_does_its_own_and_no_more(self, site: Site) -> None:
        does = {
            "analyst": {"draft"},
            "releaser": {"draft", "release"},
            "approver": {"audit"},
            "observer": set(),
            "operator": {"audit", "operate"},
        }
        opened = site.person("first", "releaser").post("/api/threads", json=NOTE).json()["thread"]
        for role, may in does.items():
            who = site.person(role, role)
            tried = {
                "draft": who.post("/api/threads", json=NOTE),
                "release": who.post(f"/api/threads/{opened}/releases", json={"to": ["USA"]}),
                "audit": who.get("/api/audit/entries"),
                "operate": who.get("/metrics"),
            }
            done = {name for name, answer in tried.items() if answer.status_code < 300}
            assert done == may, role
            codes = {n: a.status_code for n, a in tried.items() if n not in may}
            assert set(codes.values()) <= {403, 404}, (role, codes)

    def test_an_operator_gives_nobody_more_than_it_has(self, site: Site) -> None:
        who = site.person("op", "operator", tlp="GREEN")
        for given in ({"roles": ["analyst"]}, {"roles": ["operator"], "clearance": "RED"}):
            assert who.post("/api/tokens", json={"name": "x", **given}).status_code == 403
        made = who.post("/api/tokens", json={"name": "x", "roles": ["operator"]}).json()["token"]
        line = TestClient(site.app, SITE, headers={"Authorization": f"Bearer {made}"})
        assert line.get("/metrics").status_code == 200
        assert who.delete(f"/api/tokens/{made.split('_')[1]}").status_code == 200
        assert line.get("/metrics").status_code == 401

    def test_a_partners_person_reads_its_part_and_writes_nothing(self, site: Site) -> None:
        mine = site.person("a", "releaser")
        hidden = {"reason": {"tlp": "AMBER", "releasable_to": ["JPN"]}}
        opening = {
            "kind": "watch",
            "body": {"goods": ["gallium_metal"], "reason": "own worry"},
            "label": AMBER,
            "labels": hidden,
            "parties": ["USA"],
        }
        thread = mine.post("/api/threads", json=opening).json()["thread"]
        theirs = site.person("b", "analyst", "releaser", party="USA")
        seen = theirs.get(f"/api/threads/{thread}").json()
        assert seen["events"][0]["body"] == {"goods": ["gallium_metal"], "reason": ""}
        assert seen["events"][0]["labels"] == {}
        assert theirs.get("/api/threads?q=own worry").json()["threads"] == []
        note = {k: NOTE[k] for k in ("kind", "body", "label")}
        assert theirs.post(f"/api/threads/{thread}/events", json=note).status_code == 403
        assert mine.get(f"/api/threads/{thread}").json()["events"][0]["body"]["reason"]

    def test_what_is_hidden_changes_neither_order_nor_size(self, site: Site) -> None:
        mine = site.person("a", "releaser")
        theirs = site.person("b", "observer", party="USA")
        first, _ = (mine.post("/api/threads", json=NOTE).json()["thread"] for _ in range(2))
        before = theirs.get("/api/threads").text, theirs.get(f"/api/threads/{first}").text
        ours = {**AMBER, "releasable_to": ["JPN"]}
        own = {"kind": "note", "body": {"text": "x" * 999}, "label": ours}
        assert mine.post(f"/api/threads/{first}/events", json=own).status_code == 201
        mine.post("/api/threads", json={**own, "parties": []})
        assert (theirs.get("/api/threads").text, theirs.get(f"/api/threads/{first}").text) == before


class TestSessions:
    """A cookie alone changes nothing; a page of another site nothing at all."""

    def _signed_in(self, site: Site) -> tuple[TestClient, str]:
        plain = {
            "name": "oidc:1",
            "party": "JPN",
            "roles": ["analyst"],
            "clearance": 4,
            "csrf": "secret",
        }
        with site.node.writing() as w:
            key = begin_session(w, plain)
        line = site.nobody()
        line.cookies.set(COOKIE, key)
        return line, key

    def test_a_change_needs_the_pages_token(self, site: Site) -> None:
        line, _ = self._signed_in(site)
        assert line.get("/api/me").json()["csrf"] == "secret"
        assert line.post("/api/threads", json=NOTE).status_code == 403
        wrong = line.post("/api/threads", json=NOTE, headers={CSRF: "other"})
        assert wrong.status_code == 403
        assert line.post("/api/threads", json=NOTE, headers={CSRF: "secret"}).status_code == 201
        elsewhere = {CSRF: "secret", "Origin": "https://evil.example"}
        assert line.post("/api/threads", json=NOTE, headers=elsewhere).status_code == 403
        assert (
            line.post(
                "/api/threads", json=NOTE, headers={CSRF: "secret", "Origin": "null"}
            ).status_code
            == 403
        )

    def test_the_key_is_not_in_the_database(self, site: Site) -> None:
        _, key = self._signed_in(site)
        with site.node.reading() as r:
            held = str(r.connection.execute(session.select()).all())
        assert key not in held

    def test_a_session_ends(self, site: Site) -> None:
        line, _ = self._signed_in(site)
        clock: Any = site.node.clock
        clock.now += dt.timedelta(minutes=31)
        assert line.get("/api/me").status_code == 401
        line, _ = self._signed_in(site)
        assert line.post("/auth/logout", headers={CSRF: "secret"}).status_code == 200
        assert line.get("/api/me").status_code == 401

    def test_a_used_session_ends_too(self, site: Site) -> None:
        line, _ = self._signed_in(site)
        clock: Any = site.node.clock
        for _ in range(25):
            clock.now += dt.timedelta(minutes=25)
            line.post("/api/threads", json=NOTE, headers={CSRF: "secret"})
        assert line.get("/api/me").status_code == 401

    def test_nobody_gets_in(self, site: Site) -> None:
        line = site.nobody()
        for path in ("/api/threads", "/api/me", "/metrics", "/api/machines", "/api/feed.atom"):
            assert line.get(path).status_code == 401, path
        assert line.post("/api/threads", json=NOTE).status_code == 401


class TestShell:
    """What stands around every answer."""

    def test_headers_are_on_every_answer(self, site: Site) -> None:
        who = site.person("a", "analyst")
        for path in ("/api/threads", "/api/none", "/health/live", "/api/threads/x"):
            held = who.get(path).headers
            assert held["content-security-policy"].startswith("default-src 'self'")
            assert held["x-content-type-options"] == "nosniff"
            assert held["cache-control"] == "no-store"
            assert held["referrer-policy"] == "no-referrer"
            assert "server" not in held

    def test_another_name_of_the_host_is_turned_away(self, site: Site) -> None:
        who = site.person("a", "analyst")
        for host in ("evil.example", "localhost.evil.example", "", "127.0.0.1.nip.io:80"):
            assert who.get("/api/threads", headers={"Host": host}).status_code == 400, host

    def test_too_much_is_not_read(self, site: Site) -> None:
        who = site.person("a", "analyst")
        answer = who.post("/api/packages", content=b"[" * (18 << 20))
        assert answer.status_code == 413
        deep = who.post(
            "/api/threads", content=b"[" * 100_000, headers={"Content-Type": "application/json"}
        )
        assert deep.status_code in (400, 422)

    def test_a_node_without_sign_in_serves_this_machine_only(self, site: Site) -> None:
        with pytest.raises(AccessError, match="nobody could sign in"):
            create_app(site.node, "https://kanmon.example")
        with pytest.raises(AccessError, match="others could reach it"):
            serve(site.node, Listening(host="0.0.0.0"), SITE)


def test_a_needed_field_hidden_hides_the_event() -> None:
    label = Label("GREEN")
    one = Event("0" * 32, "1" * 32, "note", "JPN", "", (), label, {}, {"text": "x"})
    assert view(one, lambda _: False) is None


def test_nothing_is_kept_of_a_request_that_fails(begin: Begin) -> None:
    site = Site(begin("JPN"))
    before = site.node.prove()
    who = site.person("a", "releaser")
    after = site.node.prove()
    for bad in ({**NOTE, "kind": "vote"}, {**NOTE, "body": {}}, {**NOTE, "label": {"tlp": "RED"}}):
        assert who.post("/api/threads", json=bad).status_code in (403, 422)
    assert before[0] + 1 == after[0]
    assert site.node.prove() == after
