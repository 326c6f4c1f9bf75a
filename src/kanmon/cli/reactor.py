"""`kanmon reactor`: small reactor designs, and what published conditions say of a host."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kanmon.brief import names
from kanmon.brief.numbers import check_language, number, percent
from kanmon.brief.transition.reactor import reactor_terminal, write_reactor
from kanmon.brief.wording import Words, words
from kanmon.catalogue.conditions import Condition, parse_conditions
from kanmon.catalogue.reactors import FUELS, Design, designs
from kanmon.cli.options import JsonOption, LangOption, console, print_json
from kanmon.codes.register import economy
from kanmon.errors import CodeError, DataError
from kanmon.moving.hosts import check_design

app = typer.Typer(
    help="Small reactors: designs, and published conditions on supplying them.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@app.command("list")
def show(
    fuel: Annotated[
        str, typer.Option("--fuel", help=f"Only of this class: {' or '.join(FUELS)}.")
    ] = "",
    maker: Annotated[
        str, typer.Option("--economy", help="Only of makers of this economy.", show_default=False)
    ] = "",
    lang: LangOption = "en",
    as_json: JsonOption = False,
) -> None:
    """List designs: maker, power, fuel and enrichment, refuelling, status and its date.

    A cell that nobody publishes is empty. Example: [bold]kanmon reactor list --fuel HALEU[/]
    """
    check_language(lang)
    wanted = fuel.strip().upper()
    if wanted and wanted not in FUELS:
        raise CodeError(f"fuel class {fuel!r}", remedy=f"use one of {', '.join(FUELS)}")
    place = economy(maker).iso3 if maker else ""
    kept = [
        one
        for one in designs().values()
        if (not wanted or one.fuel_class == wanted) and (not place or one.economy == place)
    ]
    if as_json:
        print_json([{**dataclasses.asdict(one), "fuel_class": one.fuel_class} for one in kept])
        return
    console().print(_listed(kept, words(lang)))


@app.command("check")
def check(
    design: Annotated[str, typer.Argument(help="Id or name of a design (see `list`).")],
    host: Annotated[str, typer.Option("--host", help="Economy it would stand in.")],
    supplier: Annotated[
        str,
        typer.Option(
            "--supplier", help="Economy it comes from; the maker's otherwise.", show_default=False
        ),
    ] = "",
    date: Annotated[
        str,
        typer.Option(
            "--date", help="Day, such as 2024-01-31; today otherwise.", show_default=False
        ),
    ] = "",
    facts: Annotated[
        Path | None,
        typer.Option(
            "--facts",
            help="Your own facts, CSV: economy, instrument, other, value, from, to, source, date, "
            "status, note. They go before ours.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write the page here (.html).", show_default=False),
    ] = None,
    lang: LangOption = "en",
    as_json: JsonOption = False,
) -> None:
    """What published conditions say of a design for a host: met, not met or undetermined.

    Each answer names its fact, source and date; a fact not on record leaves a condition
    undetermined. No legal advice, no judgement of safety.
    Example: [bold]kanmon reactor check BWRX-300 --host POL[/]
    """
    check_language(lang)
    found = check_design(design, host, supplier, _day(date), _own(facts))
    if out is not None:
        write_reactor(found, lang, out)
    if as_json:
        print_json(found.as_json())
        return
    screen = console()
    screen.print(reactor_terminal(found, lang))
    if out is not None:
        screen.print(f"[dim]HTML:[/] {out}")


def _listed(kept: list[Design], w: Words) -> Table:
    drawn = Table(box=None, pad_edge=False, title=w.say("table.reactor_list"), title_justify="left")
    for key, right in (
        ("design", False),
        ("maker", False),
        ("power", True),
        ("assay", True),
        ("refuelling", True),
        ("outcome", False),
        ("status_date", False),
    ):
        label = w.say("column.fuel_class" if key == "outcome" else f"column.{key}")
        drawn.add_column(label, justify="right" if right else "left", overflow="fold")
    for one in kept:
        drawn.add_row(
            f"{one.name}\n[dim]{one.id}",
            f"{one.maker} ({names.place(one.economy, w.lang)})",
            "" if one.power is None else f"{number(one.power, w.lang)}\u00a0MW",
            "" if one.assay_high is None else f"≤{percent(one.assay_high, w.lang, 2)}",
            "" if one.refuelling is None else f"{one.refuelling:g}\u00a0{w.say('reactor.months')}",
            one.fuel_class,
            f"{w.say(f'reactor.status_{one.status}')}\n[dim]{one.status_date}",
        )
    return drawn


def _day(text: str) -> dt.date:
    if not text:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as e:
        raise DataError(f"day {text!r}", remedy="write it YYYY-MM-DD") from e


def _own(path: Path | None) -> tuple[Condition, ...]:
    if path is None:
        return ()
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(str(e), where=str(path), remedy="give a CSV file in UTF-8") from e
    return parse_conditions(text, where=path.name)
