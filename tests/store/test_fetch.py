"""Downloads against a server on this machine: broken off, resumed, changed, refused."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kanmon.errors import AccessError, DataError, StoreError
from kanmon.store.fetch import fetch

BODY = bytes(range(256)) * 4_000
SUM = hashlib.sha256(BODY).hexdigest()


class Publisher(ThreadingHTTPServer):
    """Serve BODY, breaking off as often as told; keep what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.body, self.etag = BODY, '"first"'
        self.break_offs = 0
        self.asked: list[str | None] = []

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"


class Answer(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        publisher = self.server
        wanted = self.headers.get("Range")
        publisher.asked.append(wanted)
        refusals = {"/login.csv": 403, "/gone.csv": 404, "/busy.csv": 503}
        if self.path in refusals:
            self.send_error(refusals[self.path])
            return
        if self.path == "/away.csv":
            self.redirect("http://example.invalid/a.csv")
            return
        if self.path.startswith("/round"):
            self.redirect(publisher.address(f"round{len(publisher.asked)}.csv"))
            return
        if self.path == "/moved.csv":
            self.redirect(publisher.address("a.csv"))
            return
        start = 0
        if wanted is not None and self.headers.get("If-Range") == publisher.etag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            self.send_response(206)
            size = len(publisher.body)
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        else:
            self.send_response(200)
        self.send_header("ETag", publisher.etag)
        self.send_header("Content-Length", str(len(publisher.body) - start))
        if self.path.startswith("/named"):
            name = {"/named": "API_GDP.zip", "/named_badly.csv": "../../evil"}[self.path]
            self.send_header("Content-Disposition", f'attachment; filename="{name}"')
        self.end_headers()
        rest = publisher.body[start:]
        if publisher.break_offs:
            publisher.break_offs -= 1
            self.wfile.write(rest[: len(rest) // 3])
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.wfile.write(rest)

    def redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    serving = Publisher()
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


def test_a_file_comes_whole_with_checksum_and_progress(
    publisher: Publisher, tmp_path: Path
) -> None:
    told: list[float] = []
    got = fetch(
        publisher.address("a.csv"),
        tmp_path / "new" / "folder",
        sha256=SUM,
        progress=lambda _name, done: told.append(done),
    )
    assert got.path == tmp_path / "new" / "folder" / "a.csv"
    assert got.path.read_bytes() == BODY
    assert (got.sha256, got.bytes) == (SUM, len(BODY))
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert [p.name for p in got.path.parent.iterdir()] == ["a.csv"]


def test_a_broken_connection_is_carried_on_not_begun_again(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.break_offs = 3
    got = fetch(publisher.address("a.csv"), tmp_path, sha256=SUM, pause=0.0)
    assert got.path.read_bytes() == BODY
    assert publisher.asked[0] is None
    assert len(publisher.asked) == 4
    starts = [int(a.removeprefix("bytes=").removesuffix("-")) for a in publisher.asked[1:] if a]
    assert len(starts) == 3
    assert starts == sorted(starts)
    assert starts[0] > 0


def test_a_later_call_carries_on_and_keeps_nothing_by_that_name_until_whole(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.break_offs = 5
    with pytest.raises(DataError, match="not whole after 5 tries"):
        fetch(publisher.address("a.csv"), tmp_path, pause=0.0)
    assert not (tmp_path / "a.csv").exists()
    assert (tmp_path / "a.csv.part").stat().st_size > 0
    assert fetch(publisher.address("a.csv"), tmp_path).sha256 == SUM
    assert publisher.asked[-1] is not None


def test_a_file_changed_meanwhile_is_begun_again(publisher: Publisher, tmp_path: Path) -> None:
    publisher.break_offs = 5
    with pytest.raises(DataError):
        fetch(publisher.address("a.csv"), tmp_path, pause=0.0)
    publisher.body, publisher.etag = BODY[::-1], '"second"'
    assert fetch(publisher.address("a.csv"), tmp_path).path.read_bytes() == BODY[::-1]


def test_a_weak_etag_is_not_resumed_by(publisher: Publisher, tmp_path: Path) -> None:
    publisher.etag, publisher.break_offs = 'W/"like"', 1
    assert fetch(publisher.address("a.csv"), tmp_path, pause=0.0).sha256 == SUM
    assert publisher.asked == [None, None]


def test_a_wrong_checksum_is_refused_and_nothing_kept(publisher: Publisher, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="checksum"):
        fetch(publisher.address("a.csv"), tmp_path, sha256="0" * 64)
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stays_until_the_new_one_is_whole(
    publisher: Publisher, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("older")
    publisher.break_offs = 5
    with pytest.raises(DataError):
        fetch(publisher.address("a.csv"), tmp_path, pause=0.0)
    assert (tmp_path / "a.csv").read_text() == "older"


def test_the_publishers_name_is_taken_unless_it_leads_elsewhere(
    publisher: Publisher, tmp_path: Path
) -> None:
    assert fetch(publisher.address("named"), tmp_path).path.name == "API_GDP.zip"
    assert fetch(publisher.address("named_badly.csv"), tmp_path).path.name == "named_badly.csv"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["API_GDP.zip", "named_badly.csv"]


def test_redirects_are_followed_but_not_off_https_nor_for_ever(
    publisher: Publisher, tmp_path: Path
) -> None:
    assert fetch(publisher.address("moved.csv"), tmp_path).path.name == "moved.csv"
    with pytest.raises(AccessError, match="not HTTPS"):
        fetch(publisher.address("away.csv"), tmp_path)
    with pytest.raises(DataError, match="302"):
        fetch(publisher.address("round.csv"), tmp_path)


@pytest.mark.parametrize(
    ("path", "error", "said"),
    [
        ("login.csv", AccessError, "403"),
        ("gone.csv", DataError, "404"),
        ("busy.csv", DataError, "not whole after 5 tries"),
        ("", DataError, "does not end in a file name"),
        (".hidden", DataError, "does not end in a file name"),
        ("..%2Fup.csv", DataError, "does not end in a file name"),
    ],
)
def test_a_refusal_is_said(
    publisher: Publisher, tmp_path: Path, path: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        fetch(publisher.address(path), tmp_path, pause=0.0)


@pytest.mark.parametrize(
    "url", ["http://example.org/a.csv", "ftp://example.org/a.csv", "file:///etc/hosts", "a.csv"]
)
def test_only_https_is_fetched(url: str, tmp_path: Path) -> None:
    with pytest.raises(AccessError, match="not HTTPS"):
        fetch(url, tmp_path)


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    with pytest.raises(DataError, match="not whole after 5 tries"):
        fetch(f"http://127.0.0.1:{port}/a.csv", tmp_path, pause=0.0)


def test_a_folder_that_is_a_file_is_said(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    with pytest.raises(StoreError):
        fetch(publisher.address("a.csv"), tmp_path / "f")
