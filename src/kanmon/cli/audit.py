"""`kanmon audit`: prove a node's log, records and packages, and exchange heads with partners."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kanmon.cli.options import console, print_json
from kanmon.consulting.heads import heads_with_proof, proven_heads
from kanmon.consulting.node import Node
from kanmon.errors import DataError

app = typer.Typer(
    help="The audit log: verify it, and give or check heads.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
_FOLDER = typer.Argument(help="Folder of the node.")


@app.command("verify")
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
    """Prove that no entry, record or package was changed, cut or rewritten; the first is named.

    Example: [bold]kanmon audit verify nodes/jpn --heads from-usa.json[/]
    """
    node = Node(folder)
    number, last = node.prove(() if heads is None else proven_heads(node, _read(heads)))
    console().print(f"{number} entries, unbroken. Head {last}", soft_wrap=True)


@app.command("heads")
def kept(
    folder: Annotated[Path, _FOLDER],
    partner: Annotated[str, typer.Argument(help="Whose heads.")],
) -> None:
    """Print the heads this node kept of a partner's log, each with the partner's own signature.

    Example: [bold]kanmon audit heads nodes/usa JPN[/]
    """
    print_json(heads_with_proof(Node(folder), partner))


def _read(path: Path) -> object:
    try:
        found: object = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as e:
        raise DataError(str(e), where=path.name, remedy="give the output of audit heads") from e
    return found
