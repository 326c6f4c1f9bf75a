"""Nodes served as processes of their own, and the people who use them."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from kanmon.analysis.consultation.label import TLP
from kanmon.consulting.node import Node
from kanmon.consulting.people import make_token

ROLES = {
    "analyst": ("analyst",),
    "releaser": ("releaser", "analyst"),
    "approver": ("approver",),
    "observer": ("observer",),
    "operator": ("operator", "approver"),
}


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Served:
    """A node in a process of its own, with a client for each of its people."""

    def __init__(
        self, folder: Path, name: str, database: str = "", *, partners: bool = True
    ) -> None:
        self.folder, self.name = folder, name
        self.port, self.partner_port = free_port(), free_port() if partners else 0
        address = f"https://127.0.0.1:{self.partner_port}" if partners else ""
        node = Node.begin(folder, name, database=database, address=address)
        self.card = node.card()
        self.tokens = {}
        with node.writing() as w:
            for who, roles in ROLES.items():
                self.tokens[who] = make_token(
                    w, who, roles, TLP.index("RED"), 30, party=name, actor="test"
                )
            self.tokens["stranger"] = make_token(
                w, "stranger", ["observer"], TLP.index("RED"), 30, party="AUS", actor="test"
            )
        node.close()
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder.parent / f"{folder.name}.log"

    def meet(self, other: Served) -> None:
        """Enter another node by its card."""
        node = Node(self.folder)
        card = other.card
        node.meet(card["name"], card["key"], card["certificate"], card["address"])
        node.close()

    def start(self) -> None:
        """Start the process and wait until it answers."""
        asked = ["serve", str(self.folder), "--port", str(self.port), "--every", "0.2"]
        if self.partner_port:
            asked += ["--partners", str(self.partner_port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from kanmon.cli.main import run; run()", *asked],
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        until = time.monotonic() + 60
        while True:
            try:
                if httpx.get(f"{self.site}/health/ready", timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                assert self.process.poll() is None, self.log.read_text("utf-8")
            assert time.monotonic() < until, self.log.read_text("utf-8")
            time.sleep(0.05)

    @property
    def site(self) -> str:
        """Where people reach it."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, who: str, method: str, path: str, plain: Any = None, *, status: int = 0) -> Any:
        """Ask as one of its people; the answer must be good, or the status named."""
        answer = httpx.request(
            method,
            f"{self.site}{path}",
            json=plain,
            headers={"Authorization": f"Bearer {self.tokens[who]}"},
            timeout=60,
        )
        if status:
            assert answer.status_code == status, answer.text
        else:
            assert answer.status_code < 300, answer.text
        kind = answer.headers.get("content-type", "")
        return answer.json() if "json" in kind else answer.content

    def stop(self) -> None:
        """Stop it in peace."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
            self.process = None

    def kill(self) -> None:
        """End it as a failing machine does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(30)
            self.process = None

    def logged(self) -> list[dict[str, Any]]:
        """Read its log."""
        lines = self.log.read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


@contextmanager
def serving(*held: Served) -> Iterator[None]:
    """Start nodes, and stop them when the block ends."""
    try:
        for one in held:
            one.start()
        yield
    finally:
        for one in held:
            one.kill() if sys.exc_info()[0] else one.stop()


def wait_for(look: Any, seconds: float = 30.0) -> Any:
    """Look until something is there."""
    until = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < until, "it never came"
        time.sleep(0.1)
