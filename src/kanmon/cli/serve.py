"""`kanmon serve`: a node over HTTP for people, over mTLS for partners."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kanmon.consulting.node import Node
from kanmon.errors import DataError


def serve(
    folder: Annotated[Path, typer.Argument(help="Folder of the node.")],
    host: Annotated[str, typer.Option("--host", help="Address for people.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port for people.")] = 8400,
    partners: Annotated[
        int, typer.Option("--partners", help="Port for partners, over mTLS; 0 for none.")
    ] = 0,
    partners_host: Annotated[
        str, typer.Option("--partners-host", help="Address for partners.")
    ] = "127.0.0.1",
    site: Annotated[
        str,
        typer.Option(
            "--site",
            help="Where people reach it, such as https://kanmon.example.",
            show_default=False,
        ),
    ] = "",
    every: Annotated[
        float, typer.Option("--every", help="Seconds between deliveries to partners.", min=0.1)
    ] = 5.0,
) -> None:
    """Serve a node; without an identity provider, to this machine only.

    Example: [bold]kanmon serve nodes/jpn --partners 8443[/]
    """
    try:
        from kanmon.serving.run import Listening
        from kanmon.serving.run import serve as run
    except ImportError as e:
        raise DataError(
            f"the server needs {e.name}",
            where="kanmon serve",
            remedy="install it: pip install 'kanmon[server]'",
        ) from e
    run(
        Node(folder),
        Listening(
            host=host, port=port, partners=partners, partners_host=partners_host, every=every
        ),
        site,
    )
