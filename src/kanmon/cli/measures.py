"""`kanmon measures`: the register of trade-policy acts: list, add, export, review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from kanmon.brief import names
from kanmon.cli.options import JsonOption, StoreOption, console, print_json
from kanmon.errors import DataError
from kanmon.settings import store_path
from kanmon.store.disk import disk_errors
from kanmon.store.register import MeasureRegister
from kanmon.tables.measure import DAYS
from kanmon.tables.measure_files import parse_measures, plain_act, write_csv, write_json

app = typer.Typer(
    help="Trade-policy acts as dated records: who restricts what, how far it has come.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
_LARGEST = 100_000_000
_NAMED = 5


@app.command("list")
def list_measures(
    imposer: Annotated[str, typer.Option("--imposer", help="Economy or bloc that imposes.")] = "",
    target: Annotated[str, typer.Option("--target", help="Economy or bloc aimed at.")] = "",
    good: Annotated[str, typer.Option("--good", help="Good of the catalogue, or HS6 code.")] = "",
    stage: Annotated[str, typer.Option("--stage", help="threatened ... ended.")] = "",
    queue: Annotated[bool, typer.Option("--queue", help="Those waiting for review only.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """List acts by the day they were made public.

    Example: [bold]kanmon measures list --imposer CHN --good gallium_metal[/]
    """
    register = MeasureRegister(store_path(store))
    found = register.find(imposer=imposer.upper(), target=target.upper(), good=good, stage=stage)
    shown = [a for a in found if a.review] if queue else list(found)
    if as_json:
        print_json([plain_act(a) for a in shown])
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in ("act", "who against whom", "what", "how far"):
        table.add_column(head, overflow="fold", ratio=2 if head == "what" else None)
    for a in shown:
        days = [f"{n.replace('_', ' ')} {getattr(a, n)}" for n in DAYS if getattr(a, n)]
        named = [*(names.good(g, "en") for g in a.goods), *a.products]
        about = ", ".join(named[:_NAMED]) or a.instrument[:40]
        if len(named) > _NAMED:
            about += f" and {len(named) - _NAMED} more"
        kind = " ".join(filter(None, (a.side, a.mast, a.oecd.replace("_", " "))))
        table.add_row(
            a.id,
            f"{a.imposer or '?'} against {' '.join(a.targets)}",
            f"{kind}: {escape(about)}" + (f"\n[yellow]{escape(a.review)}[/]" if a.review else ""),
            "\n".join([f"[bold]{a.stage.replace('_', ' ')}[/], {a.standing}", *days]),
        )
    console().print(table)


@app.command("add")
def add(
    path: Annotated[Path, typer.Argument(help="CSV or JSON in the documented layout.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Enter acts from a file: all of them, or none when one is wrong.

    Example: [bold]kanmon measures add acts.csv[/]
    """
    acts = parse_measures(_text(path), where=path.name)
    entered = MeasureRegister(store_path(store)).add(acts)
    if as_json:
        print_json(
            {
                "added": list(entered.added),
                "changed": list(entered.changed),
                "unchanged": list(entered.unchanged),
            }
        )
        return
    console().print(
        f"{len(entered.added)} added, {len(entered.changed)} moved forward, "
        f"{len(entered.unchanged)} known already."
    )


@app.command("export")
def export(
    path: Annotated[Path, typer.Argument(help="File to write: .csv or .json.")],
    store: StoreOption = None,
) -> None:
    """Write the whole register to a file that `add` reads back alike."""
    acts = MeasureRegister(store_path(store)).list()
    if path.suffix not in (".csv", ".json"):
        raise DataError("neither CSV nor JSON", where=str(path), remedy="name it .csv or .json")
    with disk_errors(path):
        text = write_csv(acts) if path.suffix == ".csv" else write_json(acts)
        path.write_text(text, "utf-8", newline="\n")
    console().print(f"{len(acts)} acts written to {path}.", markup=False)


@app.command("review")
def review(
    which: Annotated[str, typer.Argument(metavar="ID", help="Act, as `list --queue` shows it.")],
    reject: Annotated[bool, typer.Option("--reject", help="Take it out instead.")] = False,
    store: StoreOption = None,
) -> None:
    """Confirm an act that waits for review, or take it out of the register."""
    done = MeasureRegister(store_path(store)).review(which, accept=not reject)
    console().print(f"{done.id}: {'taken out' if reject else 'confirmed'}.", markup=False)


def _text(path: Path) -> str:
    with disk_errors(path):
        if not path.is_file():
            raise DataError("no such file", where=str(path), remedy="check the path")
        if path.stat().st_size > _LARGEST:
            raise DataError(
                f"{path.stat().st_size:,} bytes", where=str(path), remedy="split the file"
            )
        raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise DataError("it is not UTF-8", where=path.name, remedy="save it as UTF-8") from e
