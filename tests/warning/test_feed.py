"""Explanations give back the evidence; the feed is Atom; the webhook goes nowhere else."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from kanmon.analysis.warning.alert import Alert, Evidence, Exposure
from kanmon.analysis.warning.course import Course
from kanmon.analysis.warning.fusion.severity import severities, severity_name, standard_cut
from kanmon.analysis.warning.signals.registry import signals
from kanmon.brief.alerts.section import Alerts, alert_section
from kanmon.brief.alerts.sentences import alert_headline, amount, explanation
from kanmon.brief.numbers import LANGUAGES, MINUS, NARROW, day
from kanmon.brief.wording import words
from kanmon.errors import AccessError, DataError
from kanmon.watching.atom import SPACE, atom_feed
from kanmon.watching.webhook import post_json

DAY = dt.date(2024, 1, 7)
LOW = Evidence(
    "recent_drop",
    "chokepoint4/n_total",
    dt.date(2023, 12, 1),
    64.87,
    67.62,
    77.53,
    88.88,
    2.9,
    "ships a day",
    DAY,
    "portwatch",
)
BARE = replace(LOW, signal="weekly_drop", low=float("nan"), high=float("nan"), published=DAY)
ALERT = Alert(
    "a1",
    "gallium_metal",
    "CHN",
    "",
    "JPN",
    "warning",
    1.0 - 0.0023,
    DAY,
    (LOW, BARE),
    "",
    exposed=Exposure(0.6, 0.46, "2022", ("baci",)),
)


def figures(text: str, lang: str) -> str:
    return text.replace(NARROW, "").replace(",", "." if lang == "fr" else "").replace(MINUS, "-")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_of_the_evidence_stands_in_the_words(lang: str) -> None:
    w = words(lang)
    opened, first, second, why, exposure = explanation(ALERT, w)
    assert day(DAY, lang) in opened
    for value in (LOW.value, LOW.low, LOW.middle, LOW.high):
        assert str(value) in figures(first, lang)
    for text in (LOW.series, LOW.unit, LOW.source, day(LOW.period, lang), day(LOW.published, lang)):
        assert text in first
        assert text in second
    assert "2.9" in figures(second, lang)
    assert "nan" not in second.lower()
    assert "0.23%" in figures(why, lang)
    assert w.say("alert.warning") in why
    assert "60.0%" in figures(exposure, lang)
    assert "0.46" in figures(exposure, lang)
    for text in ("2022", "baci"):
        assert text in exposure


@pytest.mark.parametrize("chance", [0.5, 0.01, 0.006, 0.003, 0.002, 0.001, 1e-9])
def test_the_limit_named_is_the_one_that_graded_it(chance: float) -> None:
    level = int(severities(np.array([chance]), standard_cut())[0])
    if level == 0:
        why = explanation(replace(ALERT, severity="watch", rank=1 - chance), words("en"))[3]
        assert "when it was gravest" in why
        return
    limit = (standard_cut().watch, standard_cut().warning, standard_cut().alarm)[level - 1]
    why = explanation(replace(ALERT, severity=severity_name(level), rank=1 - chance), words("en"))[
        3
    ]
    assert f"the limit is {100 * limit:g}%" in why
    if level < 3:
        up = replace(ALERT, severity=severity_name(level + 1), rank=1 - chance)
        assert "one step above" in explanation(up, words("en"))[3]


def test_above_and_within_are_told_apart() -> None:
    for value, word in ((99.0, "above"), (70.0, "within"), (1.0, "below")):
        one = replace(ALERT, evidence=(replace(LOW, value=value),))
        assert f"{word} the normal band" in explanation(one, words("en"))[1]


def test_amounts_keep_four_digits() -> None:
    for value in (1.0, 0.00123456, -12.3456, 99.999, 123456.7, 5e-9, 3e14):
        said = amount(value, "en").replace(",", "").replace(MINUS, "-")
        assert float(said) == pytest.approx(value, rel=5.1e-4)
    assert amount(0.0, "en") == "0"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_signal_has_words(lang: str) -> None:
    assert [s.name for s in signals() if not words(lang).has(f"alert.signal_{s.name}")] == []


def test_a_code_that_is_no_good_stands_as_it_is() -> None:
    one = replace(ALERT, good="811292", exposed=None)
    assert alert_headline(one, words("en")) == "Warning: 811292 from China"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_section_draws_what_the_table_says(lang: str) -> None:
    months = tuple(dt.date(2023, m, 1) for m in range(1, 13))
    values = (70.0, None, *[75.0] * 9, LOW.value)
    band = (None, *[67.62] * 11)
    course = Course("n_total", "x", "t", months, values, band, band, band, months[-1:])
    found = alert_section(Alerts(DAY, (ALERT,), {"a1": course}), words(lang))
    (block,) = found.blocks
    root = ET.fromstring(block.svg)
    assert len(root.findall("circle")) == 1
    line = next(p for p in root.findall("path") if p.get("class") == "line party")
    assert str(line.get("d")).count("M") == 2
    assert block.table is not None
    raw = [row[1].raw for row in block.table.rows]
    assert raw == list(values)
    assert block.table.rows[1][1].missing
    assert [row[5].text for row in block.table.rows].count(words(lang).say("alert.yes")) == 1


def feed(alerts: list[Alert]) -> ET.Element:
    w = words("fr")
    text = atom_feed(
        alerts,
        "JPN",
        say=lambda a: (alert_headline(a, w), explanation(a, w)),
        lang="fr",
        title="Alertes <&>",
    )
    return ET.fromstring(text)


def test_the_feed_is_atom() -> None:
    odd = replace(ALERT, id="a2", good="", economy="", name="<b>&\x00\ud800]]>", place="")
    root = feed([ALERT, odd])
    n = f"{{{SPACE}}}"
    assert root.tag == f"{n}feed"
    for element in (root, *root.findall(f"{n}entry")):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{n}{name}")
            assert found.text
        moment = element.find(f"{n}updated")
        assert moment is not None
        assert dt.datetime.fromisoformat(str(moment.text)).tzinfo is not None
    assert root.find(f"{n}author/{n}name") is not None
    ids = [e.findtext(f"{n}id") for e in root.findall(f"{n}entry")]
    assert len(set(ids)) == 2
    later = replace(ALERT, severity="alarm", latest=DAY + dt.timedelta(days=31))
    again = feed([later]).find(f"{n}entry")
    assert again is not None
    assert again.findtext(f"{n}id") == ids[0]
    assert str(again.findtext(f"{n}updated")) > DAY.isoformat()
    assert again.findtext(f"{n}published", "").startswith(DAY.isoformat())


class Receiver(ThreadingHTTPServer):
    """Take posts on this machine; answer as told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.answers: list[int] = []
        self.got: list[Any] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook?key=secret"


class Answer(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers["Content-Type"], json.loads(body)))
        status = self.server.answers.pop(0) if self.server.answers else 204
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def do_GET(self) -> None:
        self.server.got.append("GET")
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_post_arrives_as_json(receiver: Receiver) -> None:
    assert post_json(receiver.address, {"alert": "警戒"}) == 204
    assert receiver.got == [("application/json; charset=utf-8", {"alert": "警戒"})]


def test_a_busy_server_is_tried_again(receiver: Receiver) -> None:
    receiver.answers = [503, 429]
    assert post_json(receiver.address, {}, pause=0.0) == 204
    assert len(receiver.got) == 3
    receiver.answers = [503, 503, 503]
    with pytest.raises(DataError, match="busy"):
        post_json(receiver.address, {}, pause=0.0)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(receiver: Receiver, status: int) -> None:
    receiver.answers = [status]
    with pytest.raises(AccessError, match="leads to another"):
        post_json(receiver.address, {"secret": 1}, pause=0.0)
    assert len(receiver.got) == 1


def test_a_refusal_is_final_and_shows_no_secret(receiver: Receiver) -> None:
    receiver.answers = [403]
    with pytest.raises(AccessError, match="refused") as found:
        post_json(receiver.address, {}, pause=0.0)
    assert "secret" not in str(found.value)
    assert len(receiver.got) == 1


def test_nobody_there_is_said_after_three_tries() -> None:
    server = Receiver()
    address = server.address
    server.server_close()
    with pytest.raises(DataError, match="cannot be reached"):
        post_json(address, {}, pause=0.0)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "http://192.168.0.1/hook",
        "http://localhost.example.org/",
        "http://127.0.0.1.example.org/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://name:word@example.org/",
        "https:///hook",
        "https://[::1/",
        "hook",
        "",
    ],
)
def test_an_address_that_is_not_safe_is_refused(url: str) -> None:
    with pytest.raises(AccessError) as found:
        post_json(url, {})
    assert "word" not in str(found.value).replace("password", "")
