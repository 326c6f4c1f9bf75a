"""Options every verb shares, and how a study is opened from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from kanmon.codes.tiers import load_tiers
from kanmon.settings import store_path
from kanmon.store.store import Store
from kanmon.study import Study

StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        help="Folder of the store; the platform's data folder otherwise.",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print figures with unit, date and sources as JSON.")
]
YearOption = Annotated[
    int | None,
    typer.Option(
        "--year", "-y", help="Calendar year; the newest in the data otherwise.", show_default=False
    ),
]
TiersOption = Annotated[
    Path | None,
    typer.Option(
        "--tiers",
        help="Your own trust tiers of economies (TOML); none otherwise.",
        show_default=False,
    ),
]
LangOption = Annotated[str, typer.Option("--lang", help="Language: en, ja or fr.")]


def open_study(store: Path | None, tiers: Path | None = None) -> Study:
    """Open the store (if there is one) and the reference pack."""
    return Study(
        Store(store_path(store)),
        tiers=None if tiers is None else load_tiers(tiers),
    )


def print_json(plain: Any) -> None:
    """Print plain data as JSON on standard output."""
    typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))


def console() -> Console:
    """Make a console for standard output."""
    return Console(highlight=False)
