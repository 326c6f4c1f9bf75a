"""`kanmon transition`: what a path of clean technologies needs, from whom, and what it saves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from kanmon.brief.numbers import check_language
from kanmon.brief.transition.page import write_transition
from kanmon.brief.transition.terminal import transition_terminal
from kanmon.cli.files import write_table
from kanmon.cli.options import JsonOption, LangOption, StoreOption, console, print_json
from kanmon.codes.tiers import load_tiers
from kanmon.errors import DataError
from kanmon.moving.make import CATALOGUE, Asked, make_transition
from kanmon.settings import store_path
from kanmon.store.store import Store


def transition(
    party: Annotated[str, typer.Argument(help="Economy (JPN, USA...) or bloc (EPCC).")],
    path: Annotated[
        Path | None,
        typer.Option(
            "--path",
            help="Your own path, CSV: party, technology, year, capacity, unit, measure, status, "
            "source, date. Documented public targets (JPN, USA, EPCC) otherwise.",
            show_default=False,
        ),
    ] = None,
    trusted: Annotated[
        Path | None,
        typer.Option(
            "--trusted",
            "--tiers",
            help="Your own trust tiers of economies (TOML; see examples/trust_tiers.toml).",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", help="How often ranges are drawn; 0: best values only.")
    ] = 1000,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draws.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Write the page here (.html), or materials by year (.csv, .parquet).",
            show_default=False,
        ),
    ] = None,
    lang: LangOption = "en",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """What a path of clean technologies needs, from whom it could come, what fuel it saves.

    Materials are held against output, reserves and what the party could have after everyone
    else; technologies are compared for the same electricity; the fuel chain of reactors and the
    published conditions on small ones stand beside. A path is what somebody stated, no forecast.
    Example: [bold]kanmon transition JPN -o transition.html[/]
    """
    check_language(lang)
    text, name = ("", CATALOGUE) if path is None else (read_path(path), path.name)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("", total=1.0)
        made = make_transition(
            party.upper(),
            Asked(text, name, draws, seed),
            Store(store_path(store)),
            None if trusted is None else load_tiers(trusted),
            lambda what, part: bar.update(task, description=what, completed=part),
        )
    if out is not None:
        if out.suffix == ".html":
            write_transition(made, lang, out)
        else:
            needed = made.get("material_demand")
            assert needed is not None
            write_table(needed, out)
    if as_json:
        print_json(made.as_json())
        return
    screen = console()
    screen.print(transition_terminal(made, lang))
    if out is not None:
        screen.print(f"[dim]{'HTML' if out.suffix == '.html' else 'Table'}:[/] {out}")


def read_path(path: Path) -> str:
    """Read the reader's path, or say why it cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(str(e), where=str(path), remedy="give a CSV file in UTF-8") from e
