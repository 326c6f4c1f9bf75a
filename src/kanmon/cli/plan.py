"""`kanmon plan`: whom to buy a good from, with what stock and new capacity, at what cost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from kanmon.analysis.plan.candidates.announced import parse_announced
from kanmon.analysis.plan.candidates.candidate import Announced
from kanmon.analysis.plan.candidates.find import Given
from kanmon.brief.numbers import check_language
from kanmon.brief.plan.page import write_plan
from kanmon.brief.plan.terminal import plan_terminal
from kanmon.catalogue.load import goods
from kanmon.cli.files import write_table
from kanmon.cli.options import JsonOption, LangOption, StoreOption, console, print_json
from kanmon.codes.tiers import load_tiers
from kanmon.errors import DataError
from kanmon.planning.asked import Asked
from kanmon.planning.make import Figures, make_plan
from kanmon.planning.meant import meant
from kanmon.settings import store_path
from kanmon.store.store import Store

_SHARE = "0 to 1"


def plan(
    party: Annotated[str, typer.Argument(help="Economy (JPN, USA...) or bloc (EPCC, EU27...).")],
    good: Annotated[
        str,
        typer.Option(
            "--good",
            "-g",
            help="Id or name of a good; of a material (graphite), the good most is imported of.",
        ),
    ],
    max_share: Annotated[
        float | None,
        typer.Option("--max-share", help=f"Most from one economy, {_SHARE}.", show_default=False),
    ] = None,
    max_source: Annotated[
        float | None,
        typer.Option(
            "--max-source",
            help="Most from suppliers that rest on one source; as --max-share otherwise.",
            show_default=False,
        ),
    ] = None,
    max_concern: Annotated[
        float | None,
        typer.Option(
            "--max-concern", help="Most from all economies of concern.", show_default=False
        ),
    ] = None,
    min_trusted: Annotated[
        float | None,
        typer.Option("--min-trusted", help="Least from all trusted economies.", show_default=False),
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
    budget: Annotated[
        float | None,
        typer.Option(
            "--budget",
            help="Most spent beyond buying as today over all years, USD.",
            show_default=False,
        ),
    ] = None,
    years: Annotated[int, typer.Option("--years", help="Years of the plan.")] = 5,
    from_year: Annotated[
        int, typer.Option("--from-year", help="Plan year from which the limits bind, from 1.")
    ] = 3,
    phase_in: Annotated[
        float, typer.Option("--phase-in", help="Most a share changes from one year to the next.")
    ] = 0.2,
    stock_days: Annotated[
        float | None,
        typer.Option(
            "--stock-days",
            help="Largest stock, days of imports; 180 otherwise.",
            show_default=False,
        ),
    ] = None,
    new_capacity: Annotated[
        bool, typer.Option("--new/--no-new", help="Allow capacity that is not open yet.")
    ] = True,
    announced: Annotated[
        Path | None,
        typer.Option(
            "--announced",
            help="Capacity announced, CSV: good, economy, tonnes_per_year, from_date, firmness, "
            "source.",
            show_default=False,
        ),
    ] = None,
    need: Annotated[
        float | None,
        typer.Option("--need", help="Imports needed, tonnes a year.", show_default=False),
    ] = None,
    price: Annotated[
        float | None, typer.Option("--price", help="Price today, USD a tonne.", show_default=False)
    ] = None,
    plan_for: Annotated[
        list[str] | None,
        typer.Option(
            "--plan-for", help="Also plan for this scenario of the library.", show_default=False
        ),
    ] = None,
    hold_out: Annotated[
        list[str] | None,
        typer.Option(
            "--hold-out", help="Only hold the plan against this scenario.", show_default=False
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", help="How often figures are drawn for robustness; 0: never.")
    ] = 100,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draws.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Write the page here (.html), or the plan's table (.csv, .parquet).",
            show_default=False,
        ),
    ] = None,
    lang: LangOption = "en",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Whom to buy a good from: shares by year, stock, new capacity, what it costs and avoids.

    The plan weighs cost against the mean of the worst losses; it is then run again through the
    impact engine, also in scenarios it was not made for. Nobody is trusted unless your file says
    so. Example: [bold]kanmon plan EPCC --good graphite --max-share 0.5 -o plan.html[/]
    """
    check_language(lang)
    party = party.upper()
    own = Store(store_path(store))
    chosen, others = meant(party, good, own)
    if others:
        Console(stderr=True, highlight=False).print(
            f"! {good}: planning for {chosen}; also {', '.join(others)}", style="yellow"
        )
    asked = Asked(
        chosen,
        max_share=max_share,
        max_upstream=max_source,
        max_concern=max_concern,
        min_trusted=min_trusted,
        budget=budget,
        years=years,
        from_year=min(from_year, years),
        phase_in=phase_in,
        stock_days=stock_days,
        new_capacity=new_capacity,
        need=need,
        price=price,
        plan_for=tuple(plan_for or ()),
        hold_out=tuple(hold_out or ()),
        draws=draws,
        seed=seed,
    )
    figures = Figures(
        own,
        None if trusted is None else load_tiers(trusted),
        Given(announced=() if announced is None else _announced(announced)),
    )
    with Progress(
        TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("", total=1.0)
        made = make_plan(
            party,
            asked,
            figures,
            lambda what, part: bar.update(task, description=what, completed=part),
        )
    if out is not None:
        if out.suffix == ".html":
            write_plan(made, lang, out)
        else:
            write_table(made.plan, out)
    if as_json:
        print_json(made.as_json())
        return
    screen = console()
    screen.print(plan_terminal(made, lang))
    if out is not None:
        screen.print(f"[dim]{'HTML' if out.suffix == '.html' else 'Table'}:[/] {out}")


def _announced(path: Path) -> tuple[Announced, ...]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(str(e), where=str(path), remedy="give a CSV file in UTF-8") from e
    return parse_announced(text, goods(), where=path.name)
