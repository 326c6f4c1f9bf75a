"""Long work: it answers, tells how far it is, can be cancelled, found again, and fails clearly."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kanmon.workspace.runs.board import Board

RUNS = "/api/workspace/runs"
PLAN = {
    "kind": "plan",
    "body": {"party": "EPCC", "good": "palladium", "max_share": 0.5, "draws": 0},
}
SLOW = {
    "kind": "plan",
    "body": {"party": "EPCC", "good": "palladium", "max_share": 0.5, "draws": 1000},
}


def start(client: TestClient, asked: dict[str, Any]) -> str:
    answer = client.post(RUNS, json=asked)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def ended(client: TestClient, run: str, seconds: float = 120.0) -> dict[str, Any]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        plain: dict[str, Any] = client.get(f"{RUNS}/{run}").json()
        if plain["state"] in ("done", "failed", "cancelled"):
            return plain
        time.sleep(0.1)
    raise AssertionError(f"run {run} does not end")


def events(client: TestClient, run: str) -> Iterator[dict[str, Any]]:
    with client.stream("GET", f"{RUNS}/{run}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


def test_a_plan_runs_tells_its_progress_and_is_found_again(client: TestClient) -> None:
    run = start(client, PLAN)
    told = list(events(client, run))
    assert told[-1]["state"] == "done"
    assert told[-1]["result"]["view"] == "plan"
    assert [t["done"] for t in told if t["state"] == "running"] == sorted(
        t["done"] for t in told if t["state"] == "running"
    )
    # After a reload the first event is how the run stands, and it is the whole answer.
    again = list(events(client, run))
    assert again == [told[-1]]
    assert client.get(f"{RUNS}/{run}").json() == told[-1]
    csv = client.get(f"{RUNS}/{run}/table/plan.csv")
    assert csv.status_code == 200
    assert csv.content.startswith(b"\xef\xbb\xbf")
    assert client.get(f"{RUNS}/{run}/table/none.csv").status_code == 404


def test_a_scenario_runs_and_compares(client: TestClient) -> None:
    run = start(
        client,
        {
            "kind": "scenario",
            "body": {
                "lang": "fr",
                "party": "JPN",
                "scenario": "rare_earths_magnets_2025",
                "compare": ["palladium_russia"],
                "draws": 20,
            },
        },
    )
    found = ended(client, run)
    assert found["state"] == "done", found["error"]
    blocks = {b["id"]: b for b in found["result"]["blocks"]}
    assert {"losses", "path", "days", "tornado", "comparison"} <= set(blocks)
    assert len(blocks["comparison"]["table"]["rows"]) == 2


def test_a_run_is_cancelled_and_the_next_one_goes_on(client: TestClient) -> None:
    first, second = start(client, SLOW), start(client, PLAN)
    assert client.get(f"{RUNS}/{second}").json()["state"] == "waiting"
    answer = client.delete(f"{RUNS}/{first}")
    assert answer.json()["state"] == "cancelled"
    assert ended(client, second)["state"] == "done"
    assert client.get(f"{RUNS}/{first}").json()["state"] == "cancelled"
    assert client.get(f"{RUNS}/{first}").json()["result"] is None
    # Cancelling what has ended changes nothing.
    assert client.delete(f"{RUNS}/{second}").json()["state"] == "done"


def test_a_waiting_run_can_be_cancelled(client: TestClient) -> None:
    first, second = start(client, SLOW), start(client, SLOW)
    assert client.delete(f"{RUNS}/{second}").json()["state"] == "cancelled"
    assert client.delete(f"{RUNS}/{first}").json()["state"] == "cancelled"


def test_a_run_that_fails_says_what_to_do(client: TestClient) -> None:
    run = start(
        client,
        {"kind": "plan", "body": {"party": "JPN", "good": "photoresist", "max_share": 0.1}},
    )
    found = ended(client, run)
    assert found["state"] == "failed"
    assert found["error"]["status"] == 422
    assert found["error"]["remedy"]


def test_a_list_is_checked_row_by_row(client: TestClient) -> None:
    text = "item,to,clear\nH100 SXM,JPN,1\nH100 SXM,CHN,1\nno such chip,CHN,1\n"
    run = start(
        client,
        {
            "kind": "screening",
            "body": {"date": "2026-06-01", "file": {"name": "list.csv", "text": text}},
        },
    )
    found = ended(client, run)
    assert found["state"] == "done", found["error"]
    block = found["result"]["blocks"][0]
    names = [c["name"] for c in block["table"]["columns"]]
    rows = [dict(zip(names, row, strict=True)) for row in block["table"]["rows"]]
    assert [r["line"] for r in rows] == [2, 3, 4]
    assert rows[0]["outcome"] == "none"
    assert rows[1]["outcome"] != "none"
    assert rows[2]["outcome"] is None
    assert "no such chip" in rows[2]["problem"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "other", "body": {}},
        {"kind": "plan", "body": []},
        {"kind": "plan", "body": {"colour": "red"}},
        {"kind": "plan", "body": {"good": {"name": 1}}},
        {"kind": "plan", "body": {"good": ["a", 1]}},
        {"kind": "plan", "body": {"party": "NOWHERE"}},
        {"kind": "plan", "body": {"good": "x" * 5000}},
        {"kind": "plan", "body": {"lang": "xx"}},
        {"kind": "screening", "body": {"file": {"name": "a", "text": 7}}},
        {"kind": "plan", "body": {}, "more": 1},
    ],
)
def test_what_is_no_question_is_refused(client: TestClient, asked: dict[str, Any]) -> None:
    answer = client.post(RUNS, json=asked)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["found"]


def test_no_more_than_a_dozen_wait(client: TestClient) -> None:
    started = [start(client, SLOW)]
    try:
        refused = None
        for _ in range(20):
            answer = client.post(RUNS, json=SLOW)
            if answer.status_code != 202:
                refused = answer
                break
            started.append(answer.json()["id"])
        assert refused is not None
        assert refused.status_code == 429
    finally:
        for run in reversed(started):
            client.delete(f"{RUNS}/{run}")


def test_a_process_waits_for_the_next_run_and_ends_with_the_board() -> None:
    board = Board(ready=True)
    board.prepare()
    spare = board._spare
    assert spare is not None
    question = {"lang": "en", "given": {"good": "nothing at all"}, "party": "JPN"}
    run = board.start("plan", question)
    until = time.monotonic() + 60.0
    while not board.get(run).ended and time.monotonic() < until:
        time.sleep(0.05)
    assert board.get(run).state == "failed"
    # It tells its answer before it is gone; one that was never asked would wait on.
    assert spare.wait(timeout=30) is not None
    while board._spare is None and time.monotonic() < until:
        time.sleep(0.05)
    again = board._spare
    assert again is not None
    board.close()
    assert again.poll() is not None
