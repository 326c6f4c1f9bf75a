"""What every answer carries, and what is refused before any view is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kanmon.workspace.app import create_app
from kanmon.workspace.guard import HEADERS
from kanmon.workspace.settings import Settings

PATHS = ["/", "/api/workspace/views", "/api/workspace/views/none", "/nothing", "/api/workspace/"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "169.254.1.1", "", "localhost@evil", "[::"]
)
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/api/workspace/views", headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost", "LOCALHOST:9", "[::1]:8321"])
def test_the_loopback_is_let_in(client: TestClient, host: str) -> None:
    assert client.get("/api/workspace/views", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:8321"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_another_site_cannot_write(
    client: TestClient, method: str, headers: dict[str, str]
) -> None:
    answer = client.request(method, "/api/workspace/runs/x", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["found"] == "a request from another site"


def test_a_large_body_is_refused(client: TestClient) -> None:
    answer = client.post("/api/workspace/runs", content=b"x" * 9_000_000)
    assert answer.status_code == 413


def test_nothing_but_built_pages_can_be_read(tmp_path: Path) -> None:
    built = tmp_path / "static"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html><title>K</title>")
    (built / "assets" / "a-1.js").write_text("export {}")
    (tmp_path / "secret.txt").write_text("secret")
    (built / "link.txt").symlink_to(tmp_path / "secret.txt")
    app = create_app(Settings(store=tmp_path / "store", static=built))
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    assert client.get("/").headers["content-type"].startswith("text/html")
    assert client.get("/assets/a-1.js").headers["content-type"].startswith("text/javascript")
    assert "immutable" in client.get("/assets/a-1.js").headers["cache-control"]
    for path in (
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/link.txt",
        "/assets/..%2f..%2fsecret.txt",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "secret" not in answer.text.replace("secret.txt", "")


def test_without_pages_it_says_so(client: TestClient, tmp_path: Path) -> None:
    app = create_app(Settings(store=tmp_path, static=tmp_path / "none"))
    answer = TestClient(app, base_url="http://localhost").get("/")
    assert answer.status_code == 200
    assert "without its built pages" in answer.text
    assert "<script" not in answer.text
