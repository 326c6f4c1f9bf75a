"""`kanmon backtest`: replay history, and say how good the alerts would have been."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from kanmon.analysis.warning.backtest.bench import run_bench
from kanmon.analysis.warning.backtest.page import accuracy_page
from kanmon.analysis.warning.backtest.report import (
    Report,
    as_json,
    bench_table,
    episode_table,
    half_table,
    rule_table,
)
from kanmon.analysis.warning.backtest.trial import Span, Tell, Trial, run_trial
from kanmon.analysis.warning.gather import (
    Gathered,
    gather_flows,
    gather_prices,
    gather_series,
)
from kanmon.analysis.warning.grid import month_grid
from kanmon.analysis.warning.weeks import week_grid
from kanmon.analysis.warning.years import year_grid
from kanmon.catalogue.episodes import Episode, episodes, parse_episodes
from kanmon.cli.options import JsonOption, StoreOption, console, print_json
from kanmon.errors import DataError, ScenarioError
from kanmon.reference.price_goods import goods_of_prices
from kanmon.settings import store_path
from kanmon.sources.registry import source
from kanmon.store.store import Store

TABLES = ("series", "flows", "prices")
Read = list[tuple[str, str, str, pa.Table]]
"""What it is called, name of the source, name of the table, rows."""


def backtest(
    store: StoreOption = None,
    series: Annotated[
        list[str] | None,
        typer.Option(
            "--series",
            help="File to replay, read by a source: portwatch=FILE. Without a source it is read "
            "in the layout of the table `series`. Repeatable.",
            show_default=False,
        ),
    ] = None,
    budget: Annotated[
        int, typer.Option("--budget", min=1, help="Alerts a reader has time for in a month.")
    ] = 50,
    since: Annotated[str, typer.Option("--from", help="First day that counts.")] = "",
    until: Annotated[str, typer.Option("--to", help="Last day that counts.")] = "",
    events: Annotated[
        Path | None,
        typer.Option(
            "--episodes",
            help="Known disruptions, in the layout of catalogue/episodes.csv.",
            show_default=False,
        ),
    ] = None,
    seeds: Annotated[
        str, typer.Option("--seeds", help="Seeds of the synthetic bench; '' leaves it out.")
    ] = "101,102,103",
    json_out: JsonOption = False,
    write: Annotated[
        Path | None,
        typer.Option("--write", help="Write the page here as Markdown.", show_default=False),
    ] = None,
) -> None:
    """Replay history with only what was public, and measure the alerts beside naive rules.

    Without --series the store's own series, monthly flows and prices are replayed.
    """
    span = Span(_day(since, "--from"), _day(until, "--to"), budget)
    known = episodes() if events is None else _episodes(events)
    numbers = _seeds(seeds)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("reading", total=1.0)

        def tell(what: str, done: float) -> None:
            bar.update(task, description=what, completed=done)

        tables = _files(series, tell) if series else _stored(store, tell)
        trials: list[Trial] = []
        for label, name, table, cells in tables:
            trials += _trials((label, name), table, cells, known, span, tell)
        rows = run_bench(numbers, budget, tell=tell) if numbers else ()
    notes = () if tables else ("no series: the store has none and no --series was given",)
    report = Report(tuple(rows), tuple(trials), budget, notes)
    if write is not None:
        write.write_text(accuracy_page(report), "utf-8")
    if json_out:
        print_json(as_json(report))
        return
    _print(report)
    if write is not None:
        console().print(f"[bold]Written:[/] {write}")


def _trials(
    names: tuple[str, str],
    table: str,
    rows: pa.Table,
    known: tuple[Episode, ...],
    span: Span,
    tell: Tell,
) -> list[Trial]:
    label, name = names
    made: list[Trial] = []
    gathered = _gather(name, table, rows)
    if gathered.panel.keys:
        grid = month_grid(gathered)
        made.append(run_trial(label, grid, known, span, notes=gathered.notes, tell=tell))
    if table == "series":
        weeks = week_grid(rows, name)
        if weeks.keys:
            made.append(run_trial(label, weeks, known, span, freq="weekly", tell=tell))
        years = year_grid(rows, name)
        if years.keys:
            made.append(run_trial(label, years, known, span, freq="yearly", tell=tell))
    return made


def _gather(name: str, table: str, rows: pa.Table) -> Gathered:
    if table == "series":
        return gather_series(rows, name)
    if table == "flows":
        return gather_flows(rows, name)
    return gather_prices(rows, name, goods_of_prices())


def _files(given: list[str], tell: Tell) -> Read:
    found: Read = []
    for text in given:
        name, _, path = text.rpartition("=")
        tell(f"reading {Path(path).name}", 0.0)
        if not Path(path).is_file():
            raise DataError("there is no such file", where=path, remedy="give SOURCE=FILE or FILE")
        reading = source(name or "series").read(Path(path))
        tables = [(t, rows) for t, rows in reading.tables.items() if t in TABLES]
        if not tables:
            raise DataError(
                f"source {name} gives {', '.join(reading.tables)}",
                where=path,
                remedy=f"give a file that becomes one of {', '.join(TABLES)}",
            )
        label = f"{name} {Path(path).stem}".strip()
        found += [(label, name or "series", table, rows) for table, rows in tables]
    return found


def _stored(store: Path | None, tell: Tell) -> Read:
    held = Store(store_path(store))
    found: Read = []
    for table in TABLES:
        for snapshot in held.snapshots(table=table):
            tell(f"reading {snapshot.id}", 0.0)
            rows = held.read(snapshot)
            if table == "series" or rows.column("month").null_count < rows.num_rows:
                found.append((snapshot.id, snapshot.source, table, rows))
    return found


def _episodes(path: Path) -> tuple[Episode, ...]:
    try:
        return parse_episodes(path.read_text("utf-8"), where=path.name)
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(f"it cannot be read ({e})", where=str(path), remedy="check it") from e


def _day(text: str, option: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise ScenarioError(
            f"{text!r} is no day", where=option, remedy="write days as 2023-08-01"
        ) from None


def _seeds(text: str) -> list[int]:
    try:
        seeds = [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        seeds = [-1]
    if any(seed < 0 for seed in seeds):
        raise ScenarioError(f"seeds {text!r}", where="--seeds", remedy="write 101,102,103")
    return seeds


def _print(report: Report) -> None:
    shown = console()
    for title, cells in (
        ("First alert against onset", episode_table(report.trials)),
        ("Beside naive rules", rule_table(report.trials)),
        ("Outside listed disruptions, per 1,000 watched", half_table(report.trials)),
        (f"Synthetic bench, {report.budget} alerts a month", bench_table(report.rows)),
    ):
        if len(cells) < 2:
            continue
        table = Table(title=title, title_justify="left", header_style="bold")
        for head in cells[0]:
            table.add_column(head)
        for line in cells[1:]:
            table.add_row(*line)
        shown.print(table)
    for note in report.notes:
        shown.print(f"! {note}")
