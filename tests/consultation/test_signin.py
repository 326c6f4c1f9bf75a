"""Signing in against a real OpenID provider that runs beside the test."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from consultation.conftest import Begin
from kanmon.consulting.node import Node
from kanmon.serving.app import around, create_app
from kanmon.serving.gate import CSRF

SITE = "http://localhost"
# The provider runs in this process, and its library warns of its own future.
pytestmark = pytest.mark.filterwarnings(
    "ignore:get_jwt_config", "ignore::authlib.deprecate.AuthlibDeprecationWarning"
)


@pytest.fixture
def provider() -> Iterator[str]:
    with warnings.catch_warnings():
        # The provider's own library warns of its own future.
        warnings.simplefilter("ignore")
        import oidc_provider_mock
    claims: dict[str, object] = {"kanmon_roles": ["analyst", "root"], "kanmon_clearance": "AMBER"}
    user = oidc_provider_mock.User
    users = [user(sub="sato", claims=claims), user(sub="nobody")]
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def line(begin: Begin, provider: str) -> tuple[TestClient, Node]:
    node = begin("JPN")
    part = {"issuer": provider, "client_id": "kanmon", "scopes": "openid profile"}
    secret = node.folder / "client"
    secret.write_text("a secret both know")
    secret.chmod(0o600)
    part["client_secret_file"] = "client"
    node.settings = replace(node.settings, parts={"signin": part})
    app = around(create_app(node, SITE), SITE)
    return TestClient(app, SITE, follow_redirects=False), node


def signed_in(line: TestClient, sub: str) -> Any:
    """Go to the provider as a browser does, and come back."""
    out = line.get("/auth/login?next=/threads")
    assert out.status_code == 303, out.text
    asked = parse_qs(urlsplit(out.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = httpx.post(out.headers["location"], data={"sub": sub}, follow_redirects=False)
    assert back.status_code in (302, 303), back.text
    target = urlsplit(back.headers["location"])
    return line.get(f"{target.path}?{target.query}")


def test_a_person_signs_in_and_has_its_roles(line: tuple[TestClient, Node]) -> None:
    browser, node = line
    assert browser.get("/api/me").status_code == 401
    back = signed_in(browser, "sato")
    assert back.status_code == 303, back.text
    assert back.headers["location"] == "/threads"
    held = back.headers["set-cookie"]
    assert "HttpOnly" in held
    assert "samesite=lax" in held.lower()
    me = browser.get("/api/me").json()
    assert me["name"] == "oidc:sato"
    assert (me["roles"], me["clearance"]) == (["analyst"], "AMBER")
    note = {"kind": "note", "body": {"text": "x"}, "label": {"tlp": "GREEN"}}
    assert browser.post("/api/threads", json=note).status_code == 403
    assert browser.post("/api/threads", json=note, headers={CSRF: me["csrf"]}).status_code == 201
    assert "signed in" in [e.verb for e in node.log()]
    assert browser.post("/auth/logout", headers={CSRF: me["csrf"]}).status_code == 200
    assert browser.get("/api/me").status_code == 401


def test_without_roles_nothing_is_seen(line: tuple[TestClient, Node]) -> None:
    browser, _ = line
    assert signed_in(browser, "nobody").status_code == 303
    assert browser.get("/api/me").json()["roles"] == []
    assert browser.get("/api/threads").json()["threads"] == []
    assert browser.get("/api/audit/entries").status_code == 403


def test_an_answer_to_another_sign_in_is_refused(line: tuple[TestClient, Node]) -> None:
    browser, _ = line
    assert browser.get("/auth/callback?code=x&state=y").status_code == 401
    browser.get("/auth/login")
    assert browser.get("/auth/callback?code=x&state=y").status_code == 401
    out = browser.get("/auth/login")
    state = parse_qs(urlsplit(out.headers["location"]).query)["state"][0]
    assert browser.get(f"/auth/callback?code=none&state={state}").status_code == 401
    # A sign-in is used once, even one that failed.
    assert browser.get(f"/auth/callback?code=none&state={state}").status_code == 401


def test_nobody_is_led_away(line: tuple[TestClient, Node]) -> None:
    browser, _ = line
    for target in ("https://evil.example", "\\\\evil", "javascript:x"):
        assert browser.get("/auth/login", params={"next": target}).status_code == 422
    assert signed_in(browser, "sato").headers["location"].startswith("/")


def test_the_workspace_asks_who_looks(line: tuple[TestClient, Node]) -> None:
    browser, node = line
    for path in ("/", "/index.html"):
        away = browser.get(path)
        assert (away.status_code, away.headers["location"]) == (303, "/auth/login"), path
    views = "/api/workspace/views"
    for path in (views, f"{views}/consultation", f"{views}/overview", "/api/workspace/words"):
        held = browser.get(path)
        assert (held.status_code, held.json()["status"]) == (401, 401), path
    signed_in(browser, "sato")
    assert browser.get("/").status_code == 200
    reader = browser.get(views).json()["reader"]
    assert (reader["name"], reader["leave"]) == ("oidc:sato", "/auth/logout")
    note = {"text": "x", "tlp": "GREEN", "parties": []}
    run = {"kind": "plan", "body": {"good": "palladium"}}
    wanted = [(f"{views}/consultation/acts/note", note), ("/api/workspace/runs", run)]
    for path, body in wanted:
        assert browser.post(path, json=body).status_code == 403, path
        sent = browser.post(path, json=body, headers={CSRF: "x" * len(reader["csrf"])})
        assert sent.status_code == 403, path
    for path, body in wanted:
        sent = browser.post(path, json=body, headers={CSRF: reader["csrf"]})
        assert sent.status_code in (200, 202), sent.text
    assert "drafted" in [e.verb for e in node.log()]
    browser.cookies.clear()
    signed_in(browser, "nobody")
    assert browser.get(views).status_code == 403
    assert "Open threads: 0" in browser.get(f"{views}/consultation").json()["headline"]


def test_looking_keeps_a_session_in_use(line: tuple[TestClient, Node]) -> None:
    browser, node = line
    signed_in(browser, "sato")
    clock = node.clock
    for _ in range(6):
        clock.now += dt.timedelta(minutes=20)  # type: ignore[attr-defined]
        assert browser.get("/api/workspace/views").status_code == 200
    clock.now += dt.timedelta(minutes=31)  # type: ignore[attr-defined]
    assert browser.get("/api/workspace/views").status_code == 401
