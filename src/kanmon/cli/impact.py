"""`kanmon impact`: what a restriction does down the chain, for a party, as a table and a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kanmon.analysis.finding import Caveat
from kanmon.analysis.impact.engine import Engine
from kanmon.assessment import engines
from kanmon.assessment.assess import assess
from kanmon.assessment.bridge import without
from kanmon.assessment.chained import on_chain
from kanmon.assessment.firms import every_firm
from kanmon.assessment.runs import Options, Told
from kanmon.brief.impact.page import write_impact
from kanmon.brief.impact.terminal import impact_terminal
from kanmon.brief.numbers import check_language
from kanmon.cli.files import write_table
from kanmon.cli.options import JsonOption, LangOption, StoreOption, YearOption, console, print_json
from kanmon.cli.scenarios import Written, find_scenario, listed, plain, restriction
from kanmon.cli.worlds import EngineName, firms_engine, matrix_of, network_of
from kanmon.errors import ScenarioError
from kanmon.settings import store_path
from kanmon.store.store import Store

_MOST_COMPARED = 4


def impact(
    scenario: Annotated[
        str, typer.Argument(help="Id of the library (see --list) or a TOML file.")
    ] = "",
    party: Annotated[
        str, typer.Option("--party", "-p", help="Economy (JPN) or bloc (EPCC) it is told for.")
    ] = "EPCC",
    show_list: Annotated[
        bool, typer.Option("--list", help="List the scenarios of the library.")
    ] = False,
    restrict: Annotated[
        list[str] | None,
        typer.Option(
            "--restrict",
            help="Instead of a scenario: cut this good. Repeatable.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", help="Who cuts: economy or bloc. Repeatable.", show_default=False),
    ] = None,
    on: Annotated[
        list[str] | None,
        typer.Option("--on", help="Whom it hits; everyone else otherwise.", show_default=False),
    ] = None,
    all_but: Annotated[
        list[str] | None,
        typer.Option("--all-but", help="Whom it spares.", show_default=False),
    ] = None,
    cut: Annotated[
        str, typer.Option("--cut", help="Share that stops, 0 to 1; LOW:BEST:HIGH if uncertain.")
    ] = "1.0",
    days: Annotated[int, typer.Option("--days", help="Length of the scenario in days.")] = 365,
    start: Annotated[
        str, typer.Option("--start", help="First day, such as 2027-01-01; tomorrow otherwise.")
    ] = "",
    delay: Annotated[
        str, typer.Option("--delay", help="Days licences take; LOW:BEST:HIGH if uncertain.")
    ] = "0",
    engine: Annotated[EngineName, typer.Option("--engine", help="Model.")] = EngineName.chain,
    table: Annotated[
        Path | None,
        typer.Option(
            "--table",
            help="Input-output table for --engine economy; the store's otherwise.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", help="How often uncertain amounts are drawn; 0: never.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draws.")] = 1,
    workers: Annotated[int, typer.Option("--workers", help="Processes; results are the same.")] = 1,
    sweep: Annotated[
        Path | None,
        typer.Option(
            "--sweep",
            help="Folder that keeps finished draws; goes on from there.",
            show_default=False,
        ),
    ] = None,
    compare: Annotated[
        list[str] | None,
        typer.Option(
            "--compare", help="Another scenario beside it. Up to four times.", show_default=False
        ),
    ] = None,
    links: Annotated[
        Path | None,
        typer.Option(
            "--links",
            help="Your firms' links, CSV or Parquet: supplier, client, amount (money a day).",
            show_default=False,
        ),
    ] = None,
    firms: Annotated[
        Path | None,
        typer.Option(
            "--firms",
            help="Your firms: firm, sector; and, if known, economy, final (sales to final demand "
            "a day).",
            show_default=False,
        ),
    ] = None,
    classes: Annotated[
        Path | None,
        typer.Option(
            "--classes",
            help="Square table of sectors: 0 negligible, 1 helpful, 2 essential input.",
            show_default=False,
        ),
    ] = None,
    all_firms: Annotated[
        bool, typer.Option("--all-firms", help="Systemic risk of every firm of --links.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Write the page here (.html), or the table of --all-firms (.csv, .parquet).",
            show_default=False,
        ),
    ] = None,
    year: YearOption = None,
    lang: LangOption = "en",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """What a cut of supply does to a party: which goods run short, when, and by which path.

    A simulation answers "what if" under its assumptions; it is no forecast. The same seed gives
    the same bytes, however many workers. The product chain runs on the embedded figures; the
    economy engine needs an input-output table of yours, the firm engines your own network.

    Examples: [bold]kanmon impact --restrict gallium --by CHN --days 365 -p JPN[/]
    [bold]kanmon impact --list[/]
    """
    check_language(lang)
    party = party.upper()
    if show_list:
        if as_json:
            print_json(plain())
        else:
            console().print(listed(lang))
        return
    if all_firms:
        _every_firm(links, firms, classes, out, as_json)
        return
    if bool(scenario) == bool(restrict):
        raise ScenarioError(
            "both a scenario and --restrict" if scenario else "no scenario",
            where="kanmon impact",
            remedy="name one (see `kanmon impact --list`), or say --restrict GOOD --by WHO",
        )
    if len(compare or ()) > _MOST_COMPARED:
        raise ScenarioError(
            f"{len(compare or ())} scenarios to compare with",
            where="kanmon impact",
            remedy=f"name at most {_MOST_COMPARED}",
        )
    given = (
        find_scenario(scenario)
        if scenario
        else restriction(
            Written(
                tuple(restrict or ()),
                tuple(by or ()),
                tuple(on or ()),
                tuple(all_but or ()),
                cut,
                delay,
                start,
                days,
            ),
            dt.date.today(),
        )
    )
    options = Options(
        draws=draws,
        seed=seed,
        workers=workers,
        folder=sweep,
        others=tuple(find_scenario(one) for one in compare or ()),
    )
    if engine is EngineName.chain:
        with _bar() as told:
            made = on_chain(
                given,
                party,
                options=options,
                store=Store(store_path(store)),
                year=year,
                told=told,
            )
    else:
        assumptions: tuple[Caveat, ...] = ()
        world: Engine
        if engine is EngineName.economy:
            scenarios = (given, *options.others)
            world, lineage, assumptions = engines.economy(
                Store(store_path(store)), table, scenarios
            )
            given, *others = (without(one, world.bridge) for one in scenarios)
            options = replace(options, others=tuple(others))
        else:
            world, lineage = firms_engine(engine, (links, firms, classes))
        with _bar() as told:
            made = assess(
                given,
                party,
                world,
                lineage=lineage,
                options=options,
                told=told,
                assumptions=assumptions,
            )
    if out is not None:
        write_impact(made, lang, out)
    if as_json:
        print_json(made.as_json())
        return
    screen = console()
    screen.print(impact_terminal(made, lang))
    if out is not None:
        screen.print(f"[dim]HTML:[/] {out}", soft_wrap=True)


def _every_firm(
    links: Path | None, firms: Path | None, classes: Path | None, out: Path | None, as_json: bool
) -> None:
    network = network_of(links, firms)
    matrix = matrix_of(classes)
    with _bar() as told:
        found = every_firm(network.network, network.names, matrix, told=told)
    if out is not None:
        write_table(found, out)
    if as_json:
        print_json(found.as_json())
        return
    screen = console()
    screen.print(found)
    if out is not None:
        screen.print(f"Written: {out}", soft_wrap=True)


@contextmanager
def _bar() -> Iterator[Told]:
    """Show what is being done on standard error, and take the bar away at the end."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, part: bar.update(task, description=what, completed=part)
