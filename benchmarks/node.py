"""A node under load: readers beside a bare handler of the same query, and kills in between.

python -m benchmarks.node load --clients 500 --seconds 60
python -m benchmarks.node kill --times 50
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from consultation.served import Served, free_port
from kanmon.analysis.consultation.notice import example_notice
from kanmon.consulting.node import Node
from postgres import Cluster

LABEL = {"tlp": "AMBER", "releasable_to": ["JPN", "USA"]}
BARE = """
import asyncio, json, os
from fastapi import FastAPI, Response
from sqlalchemy import select
from kanmon.consulting.database.open import open_database, transaction
from kanmon.consulting.database.tables import member, record, thread
from anyio import to_thread
import uvicorn

engine = open_database(os.environ["DATABASE"])
app = FastAPI()

@app.get("/")
def threads():
    with transaction(engine, writing=False) as c:
        newest = select(thread.c.id).order_by(thread.c.begun.desc()).limit(64)
        rows = c.execute(newest).scalars().all()
        found = c.execute(
            select(member.c.thread, record.c.plain)
            .join(record, record.c.id == member.c.ref)
            .where(member.c.thread.in_(rows), record.c.kind == "event", record.c.current.is_(True))
        ).all()
    return [[one, json.loads(text)] for one, text in found[:20]]

async def run():
    to_thread.current_default_thread_limiter().total_tokens = 16
    port = int(os.environ["PORT"])
    config = uvicorn.Config(app, port=port, log_level="error", access_log=False, backlog=2048)
    await uvicorn.Server(config).serve()

asyncio.run(run())
"""


async def loaded(url: str, token: str, clients: int, seconds: float) -> tuple[list[float], int]:
    """Ask with many clients at once, each waiting for its answer; give times and failures."""
    times: list[float] = []
    failed = 0
    until = time.perf_counter() + seconds
    headers = f"Authorization: Bearer {token}\r\n" if token else ""
    host, _, path = url.removeprefix("http://").partition("/")
    name, port = host.split(":")
    ask = f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()

    async def client() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection(name, int(port))
        while time.perf_counter() < until:
            begun = time.perf_counter()
            writer.write(ask)
            try:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                await reader.readexactly(length)
                failed += not head.startswith(b"HTTP/1.1 200")
            except (OSError, asyncio.IncompleteReadError, IndexError):
                failed += 1
                return
            times.append(time.perf_counter() - begun)
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return times, failed


def _told(name: str, times: list[float], failed: int, seconds: float) -> dict[str, Any]:
    held = statistics.quantiles(times, n=100)
    return {
        "what": name,
        "answers": len(times),
        "failed": failed,
        "per_second": round(len(times) / seconds, 1),
        "p50_ms": round(held[49] * 1e3, 1),
        "p99_ms": round(held[98] * 1e3, 1),
        "p99_by_p50": round(held[98] / held[49], 2),
    }


def load(clients: int, seconds: float) -> None:
    """Measure reads of a node and of a bare handler of the same query, one after the other."""
    cluster = Cluster()
    try:
        with tempfile.TemporaryDirectory() as folder:
            node = Served(Path(folder) / "jpn", "JPN", cluster.database(), partners=False)
            node.start()
            for n in range(100):
                plain = {"kind": "notice", "body": example_notice(), "label": LABEL, "parties": []}
                node.ask("analyst", "POST", "/api/threads", {**plain, "parties": ["USA"][: n % 2]})
            url = f"{node.site}/api/threads?most=20"
            found = asyncio.run(loaded(url, node.tokens["analyst"], clients, seconds))
            ours = _told("node", *found, seconds)
            print(json.dumps(ours | {"server_mb": _memory(node)}), flush=True)
            port = free_port()
            database = Node(Path(folder) / "jpn").settings.database
            bare = subprocess.Popen(
                [sys.executable, "-c", BARE],
                env={**os.environ, "DATABASE": database, "PORT": str(port)},
            )
            _until_up(f"http://127.0.0.1:{port}/")
            plain_found = asyncio.run(loaded(f"http://127.0.0.1:{port}/", "", clients, seconds))
            theirs = _told("bare handler", *plain_found, seconds)
            bare.kill()
            bare.wait()
            print(json.dumps(theirs))
            print(json.dumps({"ratio": round(theirs["per_second"] / ours["per_second"], 2)}))
            node.stop()
    finally:
        cluster.stop()


def _memory(node: Served) -> float:
    assert node.process is not None
    text = Path(f"/proc/{node.process.pid}/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) / 1024


def _until_up(url: str) -> None:
    for _ in range(600):
        try:
            httpx.get(url, timeout=5)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit(f"{url} never came up")


def kill(times: int) -> None:
    """Kill server and database in turn while clients write; what was acknowledged must be there."""
    cluster = Cluster()
    rng = random.Random(1)
    try:
        with tempfile.TemporaryDirectory() as folder:
            node = Served(Path(folder) / "jpn", "JPN", cluster.database(), partners=False)
            node.start()
            acknowledged: list[str] = []
            going = threading.Event()
            going.set()

            def write(n: int) -> None:
                headers = {"Authorization": f"Bearer {node.tokens['analyst']}"}
                with httpx.Client(headers=headers, timeout=20) as line:
                    while going.is_set():
                        plain = {"kind": "note", "body": {"text": f"{n}"}, "label": LABEL}
                        try:
                            answer = line.post(f"{node.site}/api/threads", json=plain)
                        except httpx.HTTPError:
                            time.sleep(0.05)
                            continue
                        if answer.status_code == 201:
                            acknowledged.append(answer.json()["thread"])

            writers = [threading.Thread(target=write, args=(n,)) for n in range(8)]
            for one in writers:
                one.start()
            for n in range(times):
                time.sleep(rng.uniform(0.2, 0.8))
                if n % 2:
                    cluster.kill()
                    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
                    cluster.start()
                else:
                    node.kill()
                    node.start()
                print(f"kill {n + 1} of {times}: {len(acknowledged)} acknowledged", flush=True)
            time.sleep(1)
            going.clear()
            for one in writers:
                one.join()
            node.stop()
            held = Node(Path(folder) / "jpn")
            entries, _ = held.prove()
            with held.reading() as r:
                kept = {one["thread"] for one in r.many("event").values()}
            lost = set(acknowledged) - kept
            report = {
                "kills": times,
                "acknowledged": len(acknowledged),
                "lost": len(lost),
                "entries": entries,
                "chain": "intact",
            }
            print(json.dumps(report))
            if lost:
                raise SystemExit(f"{len(lost)} acknowledged and lost")
    finally:
        cluster.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["load", "kill"])
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--times", type=int, default=50)
    asked = parser.parse_args()
    load(asked.clients, asked.seconds) if asked.what == "load" else kill(asked.times)
