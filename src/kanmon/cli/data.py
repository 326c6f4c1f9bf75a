"""`kanmon data`: what is in the store, adding to it, checking it, and where to get files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from kanmon.cli.holdings import (
    card_json,
    listing,
    print_licences,
    print_receipt,
    receipt_json,
    terms,
)
from kanmon.cli.options import JsonOption, StoreOption, console, print_json
from kanmon.errors import DataError
from kanmon.settings import store_path
from kanmon.sources import registry
from kanmon.sources.source import Card
from kanmon.sources.source import Progress as Tell
from kanmon.store.fetch import Fetched, fetch
from kanmon.store.records import Receipt
from kanmon.store.store import Store

app = typer.Typer(
    help="Your own data: read publishers' files into the store, list, check and remove them.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

_BAD = 7

SourceArgument = Annotated[str, typer.Argument(help="Source, as `kanmon data sources` names it.")]
PartialOption = Annotated[
    bool,
    typer.Option(
        "--partial",
        help="The file is knowingly less than a whole edition: waive the least number of rows.",
    ),
]


@app.command("add")
def add(
    source: SourceArgument,
    path: Annotated[Path, typer.Argument(help="The publisher's own file or folder, as it came.")],
    partial: PartialOption = False,
    edition: Annotated[
        str,
        typer.Option(
            "--edition",
            help="HS edition such as HS1992, for files that do not state theirs.",
            show_default=False,
        ),
    ] = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read a publisher's file into the store: checked whole, or not taken at all.

    Adding the same content again changes nothing. A newer edition becomes the current one;
    the older one stays and is found with [bold]kanmon data list --as-of[/].

    Example: [bold]kanmon data add baci BACI_HS92_V202401b.zip[/]
    """
    opened = Store(store_path(store))
    reader = registry.source(source, **({"edition": edition} if edition else {}))
    with _bar(f"adding {source}") as tell:
        receipt = opened.add(reader, path, partial=partial, progress=tell)
    if as_json:
        print_json(receipt_json(receipt))
    else:
        print_receipt(receipt)


@app.command("list")
def list_snapshots(
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of",
            help="What the store held at the end of a day, or at a moment (UTC): "
            "2026-01-31 or 2026-01-31T12:00:00.",
            show_default=False,
        ),
    ] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Older versions too, not the newest of each only.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what is in the store, with edition, years, licence and the day it was added."""
    opened = Store(store_path(store))
    found = opened.snapshots(as_of=_moment(as_of), all_versions=every)
    if as_json:
        print_json([s.as_json() for s in found])
        return
    if not found:
        when = f" as of {as_of}" if as_of else ""
        console().print(
            f"The store {escape(str(opened.path))} holds nothing{when}. "
            "`kanmon data sources` lists what can be added."
        )
        return
    console().print(listing(found))
    print_licences([s.origin.licence for s in found])


@app.command("check")
def check(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Read every byte in the store; end with status 7 when anything is missing or damaged."""
    opened = Store(store_path(store))
    with _bar("checking") as tell:
        problems = opened.check(tell)
    kept = opened.snapshots(all_versions=True)
    if as_json:
        print_json(
            {
                "store": str(opened.path),
                "snapshots": len(kept),
                "problems": [
                    {"kind": p.kind, "where": p.where, "what": p.what, "remedy": p.remedy}
                    for p in problems
                ],
            }
        )
    elif problems:
        table = Table("problem", "where", "what was found", "to mend")
        for p in problems:
            table.add_row(p.kind, escape(p.where), escape(p.what), escape(p.remedy))
        console().print(table)
    else:
        size = sum({s.sha256: s.bytes for s in kept}.values())
        console().print(
            f"Snapshots: {len(kept)}, {size / 1e6:,.1f} MB. Every byte is there, as it was written."
        )
    if problems:
        raise typer.Exit(_BAD)


@app.command("remove")
def remove(
    which: Annotated[
        str, typer.Argument(metavar="ID|SOURCE", help="One snapshot, or every one of a source.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove one snapshot by its id, or all of a source; an older version takes its place."""
    opened = Store(store_path(store))
    doomed = [s for s in opened.snapshots(all_versions=True) if which in (s.id, s.source)]
    if doomed and not yes:
        what = ", ".join(s.id for s in doomed)
        typer.confirm(f"Remove {what} from {opened.path}?", abort=True, err=True)
    gone = opened.remove(which)
    if as_json:
        print_json([s.as_json() for s in gone])
    else:
        for s in gone:
            console().print(f"Removed {escape(s.id)} ({s.rows:,} rows).")


@app.command("fetch")
def fetch_source(
    source: SourceArgument,
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Which of the source's files; all of them when left out."),
    ] = None,
    to: Annotated[Path, typer.Option("--to", help="Folder the files go to.")] = Path(),
    then_add: Annotated[
        bool, typer.Option("--add", help="Add each file to the store once it is whole.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Download a source's files from its publisher, over HTTPS, carrying on where it broke off.

    Example: [bold]kanmon data fetch pink_sheet --to downloads --add[/]
    """
    reader = registry.source(source)
    wanted = _addresses(reader.card, names or [])
    opened = Store(store_path(store))
    files: list[Fetched] = []
    receipts: list[Receipt] = []
    print_licences([reader.card.licence], Console(stderr=True))
    for url in wanted.values():
        with _bar("fetching") as tell:
            files.append(fetch(url, to, progress=tell))
        if then_add:
            with _bar(f"adding {source}") as tell:
                got = files[-1]
                receipts.append(
                    opened.add(reader, got.path, retrieved=got.retrieved, progress=tell)
                )
    if as_json:
        print_json(
            {
                "files": [
                    {
                        "path": str(f.path),
                        "url": f.url,
                        "sha256": f.sha256,
                        "bytes": f.bytes,
                        "retrieved": f.retrieved,
                    }
                    for f in files
                ],
                "added": [receipt_json(r) for r in receipts],
            }
        )
        return
    for f in files:
        console().print(
            f"{escape(str(f.path))}  {f.bytes:,} bytes  {f.retrieved}\n[dim]sha256 {f.sha256}[/]"
        )
    for receipt in receipts:
        print_receipt(receipt)


@app.command("sources")
def list_sources(as_json: JsonOption = False) -> None:
    """List what can be read: publisher, licence, what to hand in and what is missing in it."""
    cards = [registry.source(name).card for name in registry.sources()]
    if as_json:
        print_json([card_json(c) for c in cards])
        return
    table = Table("source", "publisher and title", "tables", "licence", "hand in", "fetch")
    for c in cards:
        table.add_row(
            f"[bold]{escape(c.name)}[/]",
            escape(f"{c.publisher}: {c.title}"),
            escape(", ".join(c.tables)),
            escape(terms(c.licence)),
            escape("\n".join(f"· {a}" for a in c.accepts)),
            escape(", ".join(n for n, url in c.fetch.items() if url)) or "by hand",
        )
    console().print(table)


@contextmanager
def _bar(what: str) -> Iterator[Tell]:
    """Show progress on standard error, where a person is looking at one."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    drawn = Console(stderr=True)
    with Progress(*columns, console=drawn, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda doing, done: bar.update(
            task, completed=done, description=f"{what}: {escape(doing)}"
        )


def _moment(text: str) -> datetime | None:
    """Take a day as its end, so that what was added on that day is seen."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as e:
        raise DataError(
            f"{text!r} is no date", where="--as-of", remedy="write it as 2026-01-31"
        ) from e
    if len(text) == len("2026-01-31"):
        read = datetime.combine(read.date(), time.max)
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def _addresses(card: Card, names: Sequence[str]) -> dict[str, str]:
    # An empty address on a card means: only by hand, behind a login or a form.
    known = {name: url for name, url in card.fetch.items() if url}
    if not known:
        raise DataError(
            "its publisher offers no address that can be fetched without a login or a form",
            where=f"source {card.name}",
            remedy=f"download it by hand from {card.url} and `kanmon data add {card.name}` it",
        )
    unknown = [n for n in names if n not in known]
    if unknown:
        raise DataError(
            f"no file {unknown[0]!r} that can be fetched",
            where=f"source {card.name}",
            remedy=f"use one of {', '.join(known)}",
        )
    return {n: known[n] for n in (names or known)}
