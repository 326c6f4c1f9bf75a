"""`kanmon node`: a node of your own, its partners, tokens, policies and backups."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kanmon.analysis.consultation.label import TLP
from kanmon.cli.options import JsonOption, console, print_json
from kanmon.consulting.backup import back_up, restore
from kanmon.consulting.database.open import open_database, upgrade
from kanmon.consulting.files import plain_content, put
from kanmon.consulting.node import Node, known
from kanmon.consulting.people import ROLES, local_person, make_token, revoke_token
from kanmon.consulting.policy import Policy
from kanmon.consulting.quarantine import waiting
from kanmon.consulting.settings import read_settings
from kanmon.errors import DataError

app = typer.Typer(
    help="A node of your own: keys, partners.", no_args_is_help=True, rich_markup_mode="rich"
)
_FOLDER = typer.Argument(help="Folder of the node.")


@app.command("init")
def begin(
    folder: Annotated[Path, typer.Argument(help="New or empty folder.")],
    name: Annotated[str, typer.Argument(help="Name, such as JPN or USA-BIS.")],
    database: Annotated[
        str,
        typer.Option(
            "--database",
            help="postgresql://USER@HOST/NAME; a file in the folder otherwise.",
            show_default=False,
        ),
    ] = "",
    address: Annotated[
        str,
        typer.Option(
            "--address", help="Where partners reach it, https://HOST:PORT.", show_default=False
        ),
    ] = "",
) -> None:
    """Make a node: keys, certificate, tables, settings; print the public key for partners.

    Give partners the card (`kanmon node card`) by another way than the releases: in person.
    Example: [bold]kanmon node init nodes/jpn JPN[/]
    """
    made = Node.begin(folder, name, database=database, address=address)
    console().print(f"{made.name}  {made.key}", soft_wrap=True)


@app.command("card")
def card(
    folder: Annotated[Path, _FOLDER],
    out: Annotated[Path, typer.Option("--out", "-o", help="Write the card here.")],
) -> None:
    """Write what a partner needs to know of this node: name, key, certificate, address.

    Hand it over in person or on paper. Example: [bold]kanmon node card nodes/jpn -o jpn.json[/]
    """
    put(out, (json.dumps(Node(folder).card(), indent=1) + "\n").encode())
    console().print(f"Card: {out}", soft_wrap=True)


@app.command("partner")
def meet(
    folder: Annotated[Path, _FOLDER],
    name: Annotated[str, typer.Argument(help="The partner's name, or the file of its card.")],
    key: Annotated[
        str, typer.Argument(help="Its public key, 64 hexadecimal digits; in the card otherwise.")
    ] = "",
) -> None:
    """Enter a partner by its card, or by its key alone for releases by file; never replaced.

    Example: [bold]kanmon node partner nodes/jpn usa.json[/]
    """
    given = {"name": name, "key": key, "certificate": "", "address": ""}
    if not key:
        given = plain_content(Path(name))
        if not isinstance(given, dict) or set(given) != {"name", "key", "certificate", "address"}:
            raise DataError("no card", where=name, remedy="ask for `kanmon node card`")
    node = Node(folder)
    actor = local_person(node.name).name
    node.meet(given["name"], given["key"], given["certificate"], given["address"], actor)
    console().print(f"{given['name']} is a partner.")


@app.command("show")
def show(folder: Annotated[Path, _FOLDER], as_json: JsonOption = False) -> None:
    """Show a node: its key, partners, numbers sent and received, what waits.

    Example: [bold]kanmon node show nodes/jpn[/]
    """
    held = Node(folder)
    with held.reading() as r:
        partners, queue = known(r), waiting(r)
    plain = {
        "name": held.name,
        "key": held.key,
        "partners": {n: one.as_plain() for n, one in partners.items()},
        "waiting": [f"{sender}-{number}" for sender, number in queue],
    }
    if as_json:
        print_json(plain)
        return
    screen = console()
    screen.print(f"{held.name}  {held.key}", soft_wrap=True)
    for name, one in partners.items():
        screen.print(f"  {name}: {one.sent} sent, {one.accepted} received", soft_wrap=True)
    for sender, number in queue:
        screen.print(f"  waiting: {sender}-{number}")


@app.command("upgrade")
def bring_up(folder: Annotated[Path, _FOLDER]) -> None:
    """Bring the tables of a node up to date; back it up before.

    Example: [bold]kanmon node upgrade nodes/jpn[/]
    """
    engine = open_database(read_settings(folder).url(folder))
    try:
        upgrade(engine)
    finally:
        engine.dispose()
    console().print("The tables are up to date.")


@app.command("policies")
def policies(folder: Annotated[Path, _FOLDER]) -> None:
    """Check the policies a node decides by, its own where it has any, and run their tests.

    Example: [bold]kanmon node policies nodes/jpn[/]
    """
    count = Policy(folder).prove()
    console().print(f"{count} tests of the policies pass.")


@app.command("backup")
def save(
    folder: Annotated[Path, _FOLDER],
    out: Annotated[Path, typer.Option("--out", "-o", help="Write the backup here.")],
) -> None:
    """Prove a node and write all its tables into one file; keys are not in it.

    Example: [bold]kanmon node backup nodes/jpn -o jpn.zip[/]
    """
    console().print(f"{back_up(Node(folder), out)} rows: {out}", soft_wrap=True)


@app.command("restore")
def bring_back(
    folder: Annotated[Path, _FOLDER],
    source: Annotated[Path, typer.Argument(help="File of `kanmon node backup`.")],
) -> None:
    """Put a backup into a node made anew, on SQLite or PostgreSQL, and prove it.

    Copy the key files of the old node into the folder. Example:
    [bold]kanmon node restore nodes/jpn jpn.zip[/]
    """
    console().print(f"{restore(Node(folder), source)} rows restored and proven.")


@app.command("token")
def token(
    folder: Annotated[Path, _FOLDER],
    name: Annotated[str, typer.Argument(help="Program it is for.")],
    role: Annotated[list[str], typer.Option("--role", help=f"{', '.join(ROLES)}. Repeatable.")],
    clearance: Annotated[str, typer.Option("--clearance", help=f"{', '.join(TLP)}.")] = "GREEN",
    days: Annotated[int, typer.Option("--days", help="How long it holds.")] = 30,
    party: Annotated[
        str, typer.Option("--party", help="Acts for; the node otherwise.", show_default=False)
    ] = "",
) -> None:
    """Make a service token; it is shown once, and only its checksum is kept.

    Example: [bold]kanmon node token nodes/jpn watch --role analyst --clearance AMBER[/]
    """
    if clearance not in TLP:
        raise DataError(f"clearance {clearance!r}", remedy=f"use one of {', '.join(TLP)}")
    node = Node(folder)
    actor = local_person(node.name).name
    with node.writing() as w:
        made = make_token(
            w, name, role, TLP.index(clearance), days, party=party or node.name, actor=actor
        )
    console().print(made, soft_wrap=True)


@app.command("revoke")
def revoke(
    folder: Annotated[Path, _FOLDER],
    key: Annotated[str, typer.Argument(help="The token's public part, between its underscores.")],
) -> None:
    """End a service token at once.

    Example: [bold]kanmon node revoke nodes/jpn 0a1b2c3d4e5f6071[/]
    """
    node = Node(folder)
    with node.writing() as w:
        revoke_token(w, key, local_person(node.name).name)
    console().print("Ended.")
