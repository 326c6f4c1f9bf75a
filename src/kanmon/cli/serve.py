"""`kanmon serve`: the workspace on this machine; with a folder, a node for people and partners."""

from __future__ import annotations

import threading
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from kanmon.cli.options import StoreOption, console
from kanmon.errors import DataError

WORKSPACE_PORT, NODE_PORT = 8321, 8400


def serve(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="Folder of a node; the workspace for one reader otherwise.", show_default=False
        ),
    ] = None,
    host: Annotated[str, typer.Option("--host", help="Address for people.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            min=0,
            max=65535,
            help=f"Port for people; {WORKSPACE_PORT}, or {NODE_PORT} for a node. "
            "0 takes any free one.",
            show_default=False,
        ),
    ] = None,
    party: Annotated[
        str, typer.Option("--party", "-p", help="Party the workspace shows first.")
    ] = "JPN",
    store: StoreOption = None,
    open_page: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the workspace in the browser.")
    ] = True,
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
            help="Where people reach a node, such as https://kanmon.example.",
            show_default=False,
        ),
    ] = "",
    every: Annotated[
        float, typer.Option("--every", help="Seconds between deliveries to partners.", min=0.1)
    ] = 5.0,
) -> None:
    """Open the workspace in a browser: overview, goods, scenarios, plans, data; or serve a node.

    The workspace runs on this machine only, for one reader, without a login. A node without an
    identity provider is served to this machine only.

    Examples: [bold]kanmon serve[/]
    [bold]kanmon serve nodes/jpn --partners 8443[/]
    """
    if folder is None:
        _workspace(host, WORKSPACE_PORT if port is None else port, party, store, open_page)
        return
    try:
        from kanmon.consulting.node import Node
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
            host=host,
            port=NODE_PORT if port is None else port,
            partners=partners,
            partners_host=partners_host,
            every=every,
        ),
        site,
    )


def _workspace(host: str, port: int, party: str, store: Path | None, open_page: bool) -> None:
    try:
        from kanmon.workspace.listen import listen
        from kanmon.workspace.settings import Settings
    except ImportError as e:
        raise DataError(
            f"the server needs {e.name}",
            where="kanmon serve",
            remedy="install it: pip install 'kanmon[serve]'",
        ) from e

    def told(address: str) -> None:
        console().print(f"Kanmon: {address}  (Ctrl+C ends)", markup=False)
        if open_page:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    listen(Settings(store=store, host=host, party=party.upper(), warm=True), port, told)
