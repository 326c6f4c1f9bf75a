"""`kanmon release`: signed releases to partners, carried as files."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kanmon.analysis.consultation.label import EVERYONE, TLP, Label
from kanmon.cli.options import JsonOption, console, print_json
from kanmon.consulting.desk import Desk, Draft
from kanmon.consulting.files import plain_content, put
from kanmon.consulting.node import Node
from kanmon.consulting.people import local_person
from kanmon.consulting.policy import Policy
from kanmon.consulting.proposals import approve, propose
from kanmon.consulting.quarantine import take_in, turn_away
from kanmon.consulting.release import packaged, receive, release
from kanmon.consulting.threads import open_thread
from kanmon.errors import AccessError, DataError

app = typer.Typer(
    help="Signed releases to partners, carried as files.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
_FOLDER = typer.Argument(help="Folder of the node.")


@app.command("make")
def make(
    folder: Annotated[Path, _FOLDER],
    content: Annotated[Path, typer.Argument(help="JSON file to release.")],
    to: Annotated[str, typer.Option("--to", help="Partner it is for.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Write the package here.")],
    kind: Annotated[str, typer.Option("--kind", help="Such as notice or finding.")] = "notice",
    tlp: Annotated[str, typer.Option("--tlp", help=f"{', '.join(TLP)}.")] = "AMBER+STRICT",
    marking: Annotated[str, typer.Option("--marking", help="National marking, kept as is.")] = "",
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Node it may be released to; --to otherwise. Repeatable."),
    ] = None,
    expires: Annotated[
        str, typer.Option("--expires", help="Last day, YYYY-MM-DD.", show_default=False)
    ] = "",
) -> None:
    """Sign a JSON file for a partner; the label goes with it, the log notes it first.

    Only what is in the file leaves the node. A notice opens a thread, as on the server; from
    the label on that takes two persons, it waits for `kanmon release approve`. Example:
    [bold]kanmon release make nodes/jpn notice.json --to USA --tlp AMBER -o to-usa.json[/]
    """
    names = frozenset(only) if only else frozenset({to})
    if tlp == "CLEAR" and not only:
        names = EVERYONE
    label = Label(tlp, marking, names, frozenset(), _day(expires))
    node, plain = Node(folder), plain_content(content)
    if kind == "notice":
        _notice(node, to, plain, label, out)
        return
    put(out, release(node, to, kind, plain, label))
    console().print(f"Package: {out}", soft_wrap=True)


def _notice(node: Node, to: str, plain: object, label: Label, out: Path) -> None:
    desk = Desk(node.name, local_person(node.name), Policy(node.folder))
    with node.writing() as w:
        if not isinstance(plain, dict):
            raise DataError("no notice", where="notice", remedy="give the six points")
        # Whoever writes a notice sees it: the label names this node too.
        both = label.releasable_to | {node.name}
        mine = replace(label, releasable_to=both if "*" not in both else EVERYONE)
        event = open_thread(w, desk, Draft("notice", plain, mine), [to])
        key, held = propose(w, node, desk, event.thread, [to])
        raw = packaged(w, "out", *held["packages"][0]) if held["packages"] else None
    if raw is None:
        console().print(f"It takes a second person: kanmon release approve FOLDER {key} -o FILE")
        return
    put(out, raw)
    console().print(f"Package: {out}  Thread: {event.thread}", soft_wrap=True)


@app.command("approve")
def approval(
    folder: Annotated[Path, _FOLDER],
    key: Annotated[str, typer.Argument(help="Id of the proposal.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Write the package here.")],
) -> None:
    """Approve what another person proposed, and write the package to carry.

    Example: [bold]kanmon release approve nodes/jpn 3f2a... -o to-usa.json[/]
    """
    node = Node(folder)
    desk = Desk(node.name, local_person(node.name), Policy(folder))
    with node.writing() as w:
        held = approve(w, node, desk, key)
        partner, number = held["packages"][0]
        raw = packaged(w, "out", partner, number)
    if raw is None:
        raise AccessError("the package is gone", where="release", remedy="kanmon audit verify")
    put(out, raw)
    console().print(f"Package: {out}", soft_wrap=True)


@app.command("export")
def export(
    folder: Annotated[Path, _FOLDER],
    partner: Annotated[str, typer.Argument(help="Partner it was released to.")],
    number: Annotated[int, typer.Argument(help="Its number.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Write the package here.")],
) -> None:
    """Write a package that was released, to carry it as a file.

    Example: [bold]kanmon release export nodes/jpn USA 3 -o to-usa.json[/]
    """
    with Node(folder).reading() as r:
        raw = packaged(r, "out", partner, number)
    if raw is None:
        raise DataError(f"no package {number} to {partner}", remedy="kanmon node show")
    put(out, raw)
    console().print(f"Package: {out}", soft_wrap=True)


@app.command("refuse")
def refuse(
    folder: Annotated[Path, _FOLDER],
    sender: Annotated[str, typer.Argument(help="Partner it is from.")],
    number: Annotated[int, typer.Argument(help="Its number.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the record.")],
) -> None:
    """Leave a package out for good; it stays on file with the reason.

    Example: [bold]kanmon release refuse nodes/usa JPN 2 --reason "sent by mistake"[/]
    """
    node = Node(folder)
    turn_away(node, sender, number, reason, local_person(node.name).name)
    console().print(f"{sender} {number}: turned away.")


@app.command("receive")
def accept(
    folder: Annotated[Path, _FOLDER],
    package: Annotated[Path, typer.Argument(help="Package received.")],
) -> None:
    """Verify a package and put it into quarantine; what is refused is noted in the log.

    Example: [bold]kanmon release receive nodes/usa to-usa.json[/]
    """
    try:
        raw = package.read_bytes()
    except OSError as e:
        raise DataError(str(e), where=package.name, remedy="name a file that is there") from e
    node = Node(folder)
    found = receive(node, raw, local_person(node.name).name)
    console().print(
        f"{found.kind} {found.number} of {found.sender}, TLP:{found.label.tlp}: waiting. "
        f"Take it in: kanmon release accept {folder} {found.sender} {found.number}",
        soft_wrap=True,
    )


@app.command("accept")
def take(
    folder: Annotated[Path, _FOLDER],
    sender: Annotated[str, typer.Argument(help="Partner it is from.")],
    number: Annotated[int, typer.Argument(help="Its number.")],
    as_json: JsonOption = False,
) -> None:
    """Take a package in for good, and show how it differs from the last of its kind.

    Example: [bold]kanmon release accept nodes/usa JPN 1[/]
    """
    node = Node(folder)
    found, changed = take_in(node, sender, number, local_person(node.name).name)
    if as_json:
        print_json({"package": found.body(), "changed": [list(one) for one in changed]})
        return
    screen = console()
    screen.print(f"{found.kind} {found.number} of {found.sender}: taken in.")
    for place, old, new in changed:
        screen.print(f"  {place or '(all)'}: {old!r} -> {new!r}", soft_wrap=True, markup=False)


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as e:
        raise DataError(f"day {text!r}", remedy="write it YYYY-MM-DD") from e
