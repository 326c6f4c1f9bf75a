"""A language model as second reader: only what the text bears out is kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from typer.testing import CliRunner

from kanmon.cli.main import app
from kanmon.errors import AccessError, DataError
from kanmon.watching.second_reader import Endpoint, second_reading

TEXT = "Beijing put seven rare earths under licence on 4 April."
GOOD = {
    "imposer": "CHN",
    "targets": [],
    "side": "export",
    "stage": "in_force",
    "kind": "licensing",
    "goods": ["rare_earth_compounds"],
    "quotes": {"imposer": "Beijing", "act": "put", "goods": "seven rare earths"},
}


@contextmanager
def service(content: str, status: int = 200) -> Iterator[str]:
    seen: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            seen.append(json.loads(self.rfile.read(size)))
            self.send_response(status)
            self.end_headers()
            answer = {"choices": [{"message": {"content": content}}]}
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    for body in seen:
        assert body["messages"][1]["content"] == TEXT
        assert body["temperature"] == 0


def test_what_the_text_bears_out_is_kept_for_a_person() -> None:
    with service("Here it is: " + json.dumps([GOOD])) as url:
        found = second_reading(TEXT, "en", Endpoint(url, "m"))
    (one,) = found.measures
    assert (one.imposer, one.goods, one.review) == (
        "CHN",
        ("rare_earth_compounds",),
        "read by a language model",
    )
    assert one.spans["goods"].of(TEXT) == "seven rare earths"
    assert found.dropped == ()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"quotes": {"imposer": "Peking", "act": "put", "goods": "rare"}}, "not in the text"),
        ({"quotes": {"imposer": "Beijing"}}, "no quote of act, goods"),
        ({"imposer": "XXZ"}, "unknown code"),
        ({"side": "both"}, "unknown code, side or stage"),
        ({"goods": ["unobtainium"]}, "unknown good 'unobtainium'"),
        ({"targets": "USA"}, "no lists"),
        ({"imposer": 7}, "no text"),
        ({"quotes": None}, "no quotes"),
        ({"targets": ["USA"]}, "no quote of targets"),
    ],
)
def test_what_it_does_not_bear_out_is_dropped_and_named(changed: dict[str, Any], why: str) -> None:
    with service(json.dumps([GOOD | changed, GOOD])) as url:
        found = second_reading(TEXT, "en", Endpoint(url, "m"))
    assert len(found.measures) == 1
    (told,) = found.dropped
    assert told.startswith("record 1: ")
    assert why in told


@pytest.mark.parametrize("content", ["", "no list", "[1, 2", '{"a": 1}', "]["])
def test_an_answer_of_another_form_is_an_error(content: str) -> None:
    with service(content) as url, pytest.raises(DataError, match="another form"):
        second_reading(TEXT, "en", Endpoint(url, "m"))


def test_a_refusal_and_a_foreign_address_are_errors() -> None:
    with service("[]", status=500) as url, pytest.raises(DataError, match="no answer"):
        second_reading(TEXT, "en", Endpoint(url, "m"))
    with pytest.raises(AccessError, match="not HTTPS"):
        second_reading(TEXT, "en", Endpoint("http://example.org/v1", "m"))
    with pytest.raises(DataError, match="address"):
        Endpoint("ftp://example.org", "m")


def test_the_command_puts_it_in_the_queue() -> None:
    with service(json.dumps([GOOD])) as url:
        done = CliRunner().invoke(
            app,
            ["read", "-", "--json", "--llm", url, "--llm-model", "m"],
            input=TEXT,
            catch_exceptions=False,
        )
    made = json.loads(done.stdout)
    assert made["measures"] == []
    assert [m["review"] for m in made["queue"]][-1] == "read by a language model"
