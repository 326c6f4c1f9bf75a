"""`kanmon serve` as a reader meets it: a real server, raw bytes, and its end."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kanmon.cli.main import app
from kanmon.errors import AccessError, DataError

COMMAND = "from kanmon.cli.main import run; run()"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    store = tmp_path_factory.mktemp("served")
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--no-open", "--port", "0", "--store", str(store)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"COLUMNS": "200", "PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, line
        port = int(found.group(1))
        _wait(port)
        yield port
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        assert "Traceback" not in errors, errors
    finally:
        process.kill()
        process.wait()


def _wait(port: int) -> None:
    import time

    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


def ask(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def raw(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as held:
        try:
            held.sendall(request)
        except (BrokenPipeError, ConnectionResetError):
            return b""
        try:
            return held.recv(65536)
        except ConnectionResetError:
            return b""


def test_it_serves_the_first_view_without_any_set_up(server: int) -> None:
    status, body = ask(server, "/api/workspace/views/overview")
    assert status == 200
    assert json.loads(body)["blocks"][0]["id"] == "ranking"
    assert ask(server, "/")[0] == 200


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /api/workspace/views/good?good=" + b"x" * 10_000_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /api/workspace/views HTTP/1.1\r\n\r\n",
        b"GET /api/workspace/views HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET /api/workspace/views\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_raw_bytes_get_a_refusal_and_the_server_stays(server: int, request_bytes: bytes) -> None:
    answer = raw(server, request_bytes)
    assert answer == b"" or re.match(rb"HTTP/1\.1 4\d\d", answer), answer[:200]
    assert ask(server, "/api/workspace/views")[0] == 200


def test_the_server_does_not_name_its_software(server: int) -> None:
    answer = raw(server, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert b"server:" not in answer.lower().split(b"\r\n\r\n")[0]


def test_an_address_others_reach_is_refused() -> None:
    done = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0", "--no-open"])
    assert isinstance(done.exception, AccessError)
    assert "no login" in done.exception.found


def test_a_taken_port_is_said_at_once(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = str(held.getsockname()[1])
        asked = ["serve", "--port", port, "--no-open", "--store", str(tmp_path)]
        done = CliRunner().invoke(app, asked)
    assert isinstance(done.exception, DataError)
    assert port in done.exception.found
