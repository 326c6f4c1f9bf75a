"""Two nodes with a consultation under way, one of them served: for the tests of its page.

Usage: python e2e/node.py; it prints the address once it answers, and ends with its input.
"""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from kanmon.analysis.consultation.label import Label
from kanmon.analysis.consultation.notice import example_notice
from kanmon.consulting.desk import Desk, Draft
from kanmon.consulting.example import desk_of
from kanmon.consulting.node import Node
from kanmon.consulting.people import Person
from kanmon.consulting.proposals import approve, propose
from kanmon.consulting.quarantine import take_in
from kanmon.consulting.release import packaged, receive
from kanmon.consulting.threads import add_event, open_thread

BOTH = frozenset({"JPN", "USA"})


def say(node: Node, thread: str, kind: str, body: dict[str, Any], tlp: str = "AMBER") -> str:
    with node.writing() as w:
        draft = Draft(kind, body, Label(tlp, releasable_to=BOTH))
        return add_event(w, desk_of(node), thread, draft).ref


def begin(node: Node, kind: str, body: dict[str, Any], to: list[str], tlp: str = "AMBER") -> str:
    with node.writing() as w:
        draft = Draft(kind, body, Label(tlp, releasable_to=BOTH))
        return open_thread(w, desk_of(node), draft, to).thread


def send(sender: Node, receiver: Node, thread: str, *, take: bool = True) -> None:
    with sender.writing() as w:
        key, held = propose(w, sender, desk_of(sender), thread, [receiver.name])
        if held["state"] == "waiting":
            second = Person("second", sender.name, frozenset({"approver"}), 4, home=True)
            held = approve(w, sender, Desk(sender.name, second, desk_of(sender).policy), key)
    with sender.reading() as r:
        packages = [packaged(r, "out", receiver.name, number) for _, number in held["packages"]]
    for raw in packages:
        assert raw is not None
        package = receive(receiver, raw)
        if take:
            take_in(receiver, sender.name, package.number)


def story(japan: Node, usa: Node) -> None:
    today = dt.datetime.now(dt.UTC).date()
    days = {n: (today + dt.timedelta(days=n)).isoformat() for n in (-9, -7, -6, -2, 9, 30, 60)}
    alert = {
        "title": "Gallium licences stop",
        "day": days[-9],
        "good": "gallium_metal",
        "detail": "No licence was published in three weeks; prices rose by half.",
    }
    thread = begin(japan, "alert", alert, ["USA"])
    notice = {**example_notice(), "requested_at": days[-7]}
    say(japan, thread, "notice", notice)
    send(japan, usa, thread)
    say(usa, thread, "acknowledged", {"text": "received"})
    say(usa, thread, "meeting", {"dates": [days[9]], "place": "by video"})
    send(usa, japan, thread)
    case = {"title": "Gallium: joint response", "machine": "EPCC", "goods": ["gallium_metal"]}
    say(japan, thread, "case", case)
    say(japan, thread, "moved", {"verb": "consult", "basis": "either side may ask to consult"})
    say(japan, thread, "position", {"text": "Release stocks together and swap refined metal."})
    proposal = say(japan, thread, "proposal", {"verb": "respond", "basis": "word of every side"})
    say(japan, thread, "vote", {"proposal": proposal, "choice": "yes"})
    send(japan, usa, thread)
    say(usa, thread, "position", {"text": "We agree to a swap of ten tonnes."})
    owed = {"owners": ["USA"], "words": "Deliver ten tonnes of refined gallium", "due": days[30]}
    say(usa, thread, "commitment", owed)
    owed = {"owners": ["JPN"], "words": "Share monthly figures of stocks", "due": days[-2]}
    say(usa, thread, "commitment", owed)
    send(usa, japan, thread)
    say(japan, thread, "minutes", {"date": days[-2], "text": "Met by video; figures follow."})
    for one, goods in ((japan, ["gallium_metal", "natural_graphite"]), (usa, ["gallium_metal"])):
        other = usa if one is japan else japan
        listed = begin(one, "watch", {"goods": goods, "reason": "one source"}, [other.name])
        send(one, other, listed)
    asked = {**example_notice(), "party": "USA", "goods": ["natural_graphite"]}
    asked |= {"requested_at": days[-6], "impact": "Anode makers short within a quarter"}
    asked |= {"cause": "inspections hold shipments", "sectors": ["batteries"]}
    send(usa, japan, begin(usa, "notice", asked, ["JPN"]))
    later = {"text": "Figures of graphite stocks follow in a week."}
    send(usa, japan, begin(usa, "note", later, ["JPN"], "GREEN"), take=False)
    red = begin(japan, "note", {"text": "Stocks of gallium: for ministers only."}, ["USA"], "RED")
    with japan.writing() as w:
        propose(w, japan, desk_of(japan), red, ["USA"])


def main() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        japan = Node.begin(Path(folder) / "jpn", "JPN")
        usa = Node.begin(Path(folder) / "usa", "USA")
        japan.meet("USA", usa.key)
        usa.meet("JPN", japan.key)
        story(japan, usa)
        for one in (japan, usa):
            one.close()
        asked = ["serve", str(Path(folder) / "jpn"), "--port", str(port)]
        served = subprocess.Popen(
            [sys.executable, "-c", "from kanmon.cli.main import run; run()", *asked],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready").close()
                    break
                except OSError:
                    time.sleep(0.1)
            sys.stdout.write(f"http://127.0.0.1:{port}/\n")
            sys.stdout.flush()
            sys.stdin.read()
        finally:
            served.terminate()
            served.wait(30)


if __name__ == "__main__":
    main()
