"""`kanmon node`, `kanmon release`, `kanmon audit`: sign for partners by file, and prove the log."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer

from kanmon.analysis.consultation.chain import read_log, verify
from kanmon.analysis.consultation.label import EVERYONE, TLP, Label
from kanmon.cli.options import JsonOption, console, print_json
from kanmon.consulting.node import Node, plain_content, put
from kanmon.consulting.release import receive, release, take_in
from kanmon.errors import DataError

node_app = typer.Typer(
    help="A node of your own: keys, partners.", no_args_is_help=True, rich_markup_mode="rich"
)
release_app = typer.Typer(
    help="Signed releases to partners, carried as files.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
audit_app = typer.Typer(
    help="The audit log: verify it, and give or check heads.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
_FOLDER = typer.Argument(help="Folder of the node.")


@node_app.command("init")
def begin(
    folder: Annotated[Path, typer.Argument(help="New or empty folder.")],
    name: Annotated[str, typer.Argument(help="Name, such as JPN or USA-BIS.")],
) -> None:
    """Make a node with a key of its own, and print the public key for partners.

    Give the public key by another way than the releases: in person, or on paper.
    Example: [bold]kanmon node init nodes/jpn JPN[/]
    """
    made = Node.begin(folder, name)
    console().print(f"{made.name}  {made.key}", soft_wrap=True)


@node_app.command("partner")
def meet(
    folder: Annotated[Path, _FOLDER],
    name: Annotated[str, typer.Argument(help="The partner's name.")],
    key: Annotated[str, typer.Argument(help="Its public key, 64 hexadecimal digits.")],
) -> None:
    """Enter a partner and its public key; a key is never replaced.

    Example: [bold]kanmon node partner nodes/jpn USA 5c0f...[/]
    """
    Node(folder).meet(name, key)
    console().print(f"{name} is a partner.")


@node_app.command("show")
def show(folder: Annotated[Path, _FOLDER], as_json: JsonOption = False) -> None:
    """Show a node: its key, partners, numbers sent and accepted, what waits.

    Example: [bold]kanmon node show nodes/jpn[/]
    """
    held = Node(folder)
    waiting = sorted(p.stem for p in (folder / "quarantine").glob("*.json"))
    plain = {
        "name": held.name,
        "key": held.key,
        "partners": {n: one.as_plain() for n, one in held.partners().items()},
        "waiting": waiting,
    }
    if as_json:
        print_json(plain)
        return
    screen = console()
    screen.print(f"{held.name}  {held.key}", soft_wrap=True)
    for name, one in held.partners().items():
        screen.print(f"  {name}: {one.sent} sent, {one.accepted} taken in", soft_wrap=True)
    for stem in waiting:
        screen.print(f"  waiting: {stem}")


@release_app.command("make")
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

    Only what is in the file leaves the node. Example:
    [bold]kanmon release make nodes/jpn notice.json --to USA --tlp AMBER -o to-usa.json[/]
    """
    names = frozenset(only) if only else frozenset({to})
    if tlp == "CLEAR" and not only:
        names = EVERYONE
    label = Label(tlp, marking, names, frozenset(), _day(expires))
    put(out, release(Node(folder), to, kind, plain_content(content), label))
    console().print(f"Package: {out}", soft_wrap=True)


@release_app.command("receive")
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
    found = receive(Node(folder), raw)
    console().print(
        f"{found.kind} {found.number} of {found.sender}, TLP:{found.label.tlp}: waiting. "
        f"Take it in: kanmon release accept {folder} {found.sender} {found.number}",
        soft_wrap=True,
    )


@release_app.command("accept")
def take(
    folder: Annotated[Path, _FOLDER],
    sender: Annotated[str, typer.Argument(help="Partner it is from.")],
    number: Annotated[int, typer.Argument(help="Its number.")],
    as_json: JsonOption = False,
) -> None:
    """Take a package in for good, and show how it differs from the last of its kind.

    Example: [bold]kanmon release accept nodes/usa JPN 1[/]
    """
    found, changed = take_in(Node(folder), sender, number)
    if as_json:
        print_json({"package": found.body(), "changed": [list(one) for one in changed]})
        return
    screen = console()
    screen.print(f"{found.kind} {found.number} of {found.sender}: taken in.")
    for place, old, new in changed:
        screen.print(f"  {place or '(all)'}: {old!r} -> {new!r}", soft_wrap=True, markup=False)


@audit_app.command("verify")
def check(
    folder: Annotated[Path, _FOLDER],
    heads: Annotated[
        Path | None,
        typer.Option(
            "--heads",
            help="Heads a partner kept of this log (its `kanmon audit heads`).",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Prove that no entry was changed, cut or rewritten; the first that fails is named.

    Example: [bold]kanmon audit verify nodes/jpn --heads from-usa.json[/]
    """
    held = Node(folder)
    number, last = held.prove()
    if heads is not None:
        verify(read_log((folder / "log.jsonl").read_bytes(), where="log.jsonl"), _heads(heads))
    console().print(f"{number} entries, unbroken. Head {last}", soft_wrap=True)


@audit_app.command("heads")
def kept(
    folder: Annotated[Path, _FOLDER],
    partner: Annotated[str, typer.Argument(help="Whose heads.")],
) -> None:
    """Print the heads this node kept of a partner's log, for the partner to be held to.

    Example: [bold]kanmon audit heads nodes/usa JPN[/]
    """
    held = Node(folder).partners()
    if partner not in held:
        raise DataError(f"{partner} is no partner", where="audit", remedy="kanmon node show")
    print_json([list(one) for one in held[partner].heads])


def _heads(path: Path) -> list[tuple[int, str]]:
    try:
        return [(int(n), str(h)) for n, h in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, TypeError) as e:
        raise DataError(str(e), where=path.name, remedy="give the output of audit heads") from e


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as e:
        raise DataError(f"day {text!r}", remedy="write it YYYY-MM-DD") from e
