"""Two hundred addresses with broken or hostile state: a clear answer, nothing run, nothing lost."""

from __future__ import annotations

import itertools
import json
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from kanmon.workspace.shelf import KINDS

ROOT = "/api/workspace"
STRINGS = [
    "",
    " ",
    "nowhere",
    "NULL",
    "undefined",
    "-1",
    "0",
    "1e309",
    "nan",
    "inf",
    "٣",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "' OR 1=1 --",
    "'; DROP TABLE measures; --",
    "$(touch /tmp/kanmon-was-here)",
    "`id`",
    "{{7*7}}",
    "%s%s%s%n",
    "${jndi:ldap://x}",
    "../../../../etc/passwd",
    "..\\..\\windows",
    "/etc/passwd",
    "file:///etc/passwd",
    "CHN\x00JPN",
    "line\r\nset-cookie: a=b",
    "\u202ereversed",
    "\ud7ff\ue000",
    "日本" * 200,
    "x" * 501,
    "9" * 400,
    "a," * 249,
    "[]",
    "{}",
    "__proto__",
    "__class__",
    "🦊",
    "2024-13-40",
    "=cmd|'/c calc'!A1",
]
NAMES = ("party", "good", "year", "lang", "block", "other", "scenario", "case", "item", "date")
PATHS = [
    "/api/workspace/views/",
    "/api/workspace/views/v9",
    "/api/workspace/views/../../etc/passwd",
    "/api/workspace/views/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/api/workspace/views/overview/table/none.csv",
    "/api/workspace/views/overview/table/..%2f..%2fsecret.csv",
    "/api/workspace/views/" + "x" * 3000,
    "/api/workspace/views/<script>",
    "/api/workspace/views/%00",
    "/api/workspace/views/good?good=" + "x" * 20_000,
    "/api/workspace/views/good?year=2022&year=2023",
    "/api/workspace/views/good?lang=de",
    "/api/workspace/views/good?v=99&colour=red",
    "/api/workspace/views/good?" + "&".join(f"a{n}=1" for n in range(500)),
    "/api/workspace/runs/none",
    "/api/workspace/runs/none/events",
    "/api/workspace/runs/..%2f..",
    "/api/workspace/runs/%00",
    "/api/workspace/words?lang=../../en",
    "/api/workspace/words?lang=" + "x" * 10_000,
    "/api/workspace/v2/views",
    "/api/v0/workspace/views",
    "/api/workspace/views/plan?max_share=2",
    "/api/workspace/views/plan?years=31",
    "/api/workspace/views/plan?plan_for=palladium_russia&hold_out=palladium_russia",
    "/api/workspace/views/scenario?scenario=none",
    "/api/workspace/views/scenario?good=palladium&cut=2.5",
    "/api/workspace/views/scenario?good=palladium&cut=a:b:c",
    "/api/workspace/views/scenario?good=palladium&start=9999-12-31",
    "/api/workspace/views/scenario?goods=palladium&by=CHN&on=CHN",
    "/api/workspace/views/map?measure=none",
    "/api/workspace/views/explorer?level=hs8",
    "/api/workspace/views/explorer?block=why",
    "/api/workspace/views/explorer?block=why&good=none",
    "/api/workspace/views/alerts?most_alerts=0",
    "/api/workspace/views/alerts?as_of=yesterday",
    "/api/workspace/views/controls?item=none",
    "/api/workspace/views/controls?to=WAKANDA",
    "/api/workspace/views/controls?fact_us_market=perhaps",
    "/api/workspace/views/coercion?case=none",
    "/api/workspace/views/measures?stage=none",
    "/api/workspace/views/good?year=1850",
]


def addresses() -> list[str]:
    """Every view with some strings, every string with some names: at least two hundred."""
    views = [k.id for k in KINDS]
    pairs = itertools.product(STRINGS, NAMES)
    made = list(PATHS)
    for n, (text, name) in enumerate(pairs):
        view = views[n % len(views)]
        made.append(f"{ROOT}/views/{view}?{name}={quote(text, safe='', errors='surrogatepass')}")
    return made


ALL = addresses()
NOT_SAID = ("Traceback", 'File "', "site-packages", "uid=", "root:")


def test_there_are_enough() -> None:
    assert len(set(ALL)) >= 200


@pytest.mark.parametrize("part", range(20))
def test_each_gets_a_clear_answer(client: TestClient, part: int) -> None:
    for address in ALL[part::20]:
        answer = client.get(address)
        assert answer.status_code < 500, f"{address[:200]}: {answer.text[:500]}"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers
        for word in NOT_SAID:
            assert word not in answer.text, address[:200]
        if answer.status_code >= 400:
            assert answer.headers["content-type"].startswith("application/problem+json")
            plain = answer.json()
            assert plain["status"] == answer.status_code
            assert plain["found"], address[:200]
            assert plain["where"] or plain["remedy"], address[:200]
            assert len(answer.text) < 4000
        else:
            assert "<script" not in json.dumps(answer.json().get("headline", ""))


@pytest.mark.parametrize("address", PATHS)
def test_what_is_wrong_is_refused(client: TestClient, address: str) -> None:
    assert 400 <= client.get(address).status_code < 500


def test_nothing_was_run_or_written(client: TestClient, folder: object) -> None:
    from pathlib import Path

    assert not Path("/tmp/kanmon-was-here").exists()
    assert client.get(f"{ROOT}/views/overview").status_code == 200
    assert not any(Path(str(folder)).iterdir())


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
def test_methods_that_are_not_there(client: TestClient, method: str) -> None:
    answer = client.request(method, f"{ROOT}/views/overview")
    assert answer.status_code in (404, 405), answer.status_code


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"a": 1}', b"\xff\xfe", b'"x"'])
@pytest.mark.parametrize("path", ["runs", "views/alerts/acts/close", "views/measures/acts/confirm"])
def test_bodies_that_are_none(client: TestClient, path: str, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = client.post(f"{ROOT}/{path}", content=body, headers=headers)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.json()["found"]


def test_a_very_long_address_is_refused(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/views/good", params={"good": "x" * 60_000})
    assert answer.status_code == 414


def test_a_body_as_deep_as_it_can_be(client: TestClient) -> None:
    deep = b'{"kind": "plan", "body": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
    answer = client.post(f"{ROOT}/runs", content=deep, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
