"""`kanmon coercion trade-loss`: what trade would have been without a measure, and who gained."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from kanmon.analysis.coercion.assess.assess import assess_case
from kanmon.analysis.coercion.trade.effect import effect
from kanmon.answering.cases import find_case
from kanmon.answering.flows import flows_between, flows_of_file
from kanmon.answering.losses import Ask, count_losses, trade_findings
from kanmon.brief.coercion.losses import losses_terminal
from kanmon.brief.coercion.page import write_dossier
from kanmon.brief.numbers import check_language
from kanmon.catalogue.coercion_rules import grades
from kanmon.cli.files import write_table
from kanmon.cli.options import JsonOption, LangOption, StoreOption, console, print_json
from kanmon.settings import store_path
from kanmon.store.store import Store


def trade_loss(
    case: Annotated[
        str, typer.Argument(help="Id of the library (see list), or your own TOML or JSON file.")
    ],
    flows: Annotated[
        Path | None,
        typer.Option(
            "--flows",
            help="Trade, CSV or Parquet: year or period (202308), exporter, importer, good or hs6, "
            "value (thousand USD), quantity (t); the store and the reference pack otherwise.",
            show_default=False,
        ),
    ] = None,
    good: Annotated[
        list[str] | None,
        typer.Option("--good", help="Good that was hit; the case's otherwise.", show_default=False),
    ] = None,
    also_hit: Annotated[
        list[str] | None,
        typer.Option("--also-hit", help="Good hit too, never compared with.", show_default=False),
    ] = None,
    start: Annotated[
        int | None,
        typer.Option(help="First year, or month as 202308, in force.", show_default=False),
    ] = None,
    first: Annotated[
        int | None, typer.Option(help="First year or month looked at.", show_default=False)
    ] = None,
    last: Annotated[
        int | None, typer.Option(help="Last year or month looked at.", show_default=False)
    ] = None,
    every_buyer: Annotated[
        bool | None,
        typer.Option(
            "--every-buyer/--one-buyer",
            help="Whether every buyer of the seller was hit; by the evidence otherwise.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[Literal["value", "quantity"], typer.Option("--by", help="What to count.")] = (
        "value"
    ),
    gaps: Annotated[
        Literal["zero", "unknown"],
        typer.Option(help="What a flow without a row is: no trade, or not known."),
    ] = "zero",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Write the dossier with trade (.html), or the losses (.csv, .parquet).",
            show_default=False,
        ),
    ] = None,
    lang: LangOption = "en",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """What trade would have been without the measure, what was lost, and who gained.

    Methods stand side by side and are never averaged; one that cannot answer says why.
    Example: [bold]kanmon coercion trade-loss nickel_ore_indonesia_2014 --by quantity[/]
    """
    check_language(lang)
    one = find_case(case)
    if flows is None:
        held = flows_between(one, Store(store_path(store)))
    else:
        held = flows_of_file(flows, months=True)
    ask = Ask(tuple(good or ()), tuple(also_hit or ()), start, first, last, every_buyer, by, gaps)
    with Console(stderr=True).status("losses"):
        counted = count_losses(one, held, ask)
        found = trade_findings(counted, held)
    named = "; ".join(f"{o.publisher}, {o.title}, {o.vintage}" for o in held.lineage.origins)
    broke = effect(counted, grades(), named)
    if out is not None and out.suffix == ".html":
        made = assess_case(one, () if broke is None else (broke,))
        write_dossier(made, lang, dt.date.today(), out, found)
    elif out is not None:
        write_table(found[1], out)
    if as_json:
        print_json([f.as_json() for f in found])
        return
    screen = console()
    screen.print(losses_terminal(found, lang))
    if out is not None:
        screen.print(f"[dim]{out}[/]", soft_wrap=True)
