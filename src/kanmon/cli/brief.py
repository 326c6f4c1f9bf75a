"""`kanmon brief`: the dependency brief of a party, in the terminal and as one page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from kanmon.analysis.coercion.dossier import dossier
from kanmon.answering.for_brief import cases_of
from kanmon.assessment.for_brief import impacts_of
from kanmon.brief.moved import Transition
from kanmon.brief.numbers import check_language
from kanmon.brief.render import write_html
from kanmon.brief.terminal import render_terminal
from kanmon.catalogue.chips import chip as find_chip
from kanmon.catalogue.control_book import control_book
from kanmon.catalogue.deployment_paths import has_path
from kanmon.cli.options import (
    JsonOption,
    LangOption,
    StoreOption,
    TiersOption,
    YearOption,
    console,
    open_study,
    print_json,
)
from kanmon.cli.scenarios import find_scenario
from kanmon.cli.transition import read_path
from kanmon.codes.tiers import Tiers, load_tiers
from kanmon.errors import DataError, ScenarioError
from kanmon.licensing.table import licence_table
from kanmon.moving.make import CATALOGUE, make_transition
from kanmon.moving.make import Asked as PathAsked
from kanmon.planning.asked import Asked
from kanmon.planning.make import Figures, make_plan
from kanmon.planning.meant import meant
from kanmon.settings import store_path
from kanmon.store.store import Store
from kanmon.watching.documents import as_document
from kanmon.watching.for_brief import open_alerts

_MOST, _DRAWS = 3, 200


def brief(
    party: Annotated[
        str, typer.Argument(help="Economy (JPN, USA...) or bloc (EPCC, EU27, G7...).")
    ],
    lang: LangOption = "en",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Also write one self-contained HTML page here.", show_default=False
        ),
    ] = None,
    year: YearOption = None,
    tiers: TiersOption = None,
    impact: Annotated[
        list[str] | None,
        typer.Option(
            "--impact",
            help="Scenario (id or TOML file) to tell of; otherwise the two in course that cost "
            "the party most. Up to three times.",
            show_default=False,
        ),
    ] = None,
    plan: Annotated[
        list[str] | None,
        typer.Option(
            "--plan",
            help="Good to plan the sourcing of, no limits set (see `kanmon plan`). Up to three "
            "times.",
            show_default=False,
        ),
    ] = None,
    item: Annotated[
        list[str] | None,
        typer.Option(
            "--item",
            help="Chip whose export from the party is decided for every destination. Up to three "
            "times; the party must be an economy.",
            show_default=False,
        ),
    ] = None,
    path: Annotated[
        Path | None,
        typer.Option(
            "--path",
            help="Your own path of clean technologies (see `kanmon transition`); documented "
            "public targets of the party otherwise, where there are any.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Where a party depends on too few suppliers of strategic goods, ranked and sourced.

    Figures come from your store where it has them and from the embedded reference pack
    otherwise. Example: [bold]kanmon brief EPCC --lang ja --out brief.html[/]
    """
    check_language(lang)
    if len(impact or ()) > _MOST:
        raise ScenarioError(
            f"{len(impact or ())} scenarios",
            where="kanmon brief",
            remedy=f"name at most {_MOST}; `kanmon impact` tells of one in full",
        )
    if len(plan or ()) > _MOST:
        raise DataError(
            f"{len(plan or ())} goods to plan for",
            where="kanmon brief",
            remedy=f"name at most {_MOST}; `kanmon plan` makes one in full",
        )
    wanted = [find_scenario(one) for one in impact or ()]
    study = open_study(store, tiers)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("", total=1.0)
        made = study.brief(
            party.upper(),
            year,
            lang=lang,
            progress=lambda what, part: bar.update(task, description=what, completed=part),
        )
        held = Store(store_path(store))
        alerts = open_alerts(held, party.upper(), made.made_on)
        impacts = impacts_of(
            party.upper(),
            made.made_on,
            wanted,
            store=held,
            told=lambda what, part: bar.update(task, description=what, completed=part),
        )
        notes = made.notes
        if impacts.blind:
            names = ", ".join(impacts.blind)
            notes = (*notes, f"scenarios in course that no figures reach: {names}")
        figures = Figures(held, None if tiers is None else load_tiers(tiers))
        plans = tuple(
            make_plan(
                party.upper(),
                Asked(meant(party.upper(), one, held)[0], made_on=made.made_on),
                figures,
                lambda what, part: bar.update(task, description=what, completed=part),
            )
            for one in plan or ()
        )
        made = replace(
            made,
            transition=_transition(party.upper(), path, made.made_on, held, figures.tiers),
            alerts=alerts,
            impacts=impacts.assessments,
            plans=plans,
            cases=cases_of(party.upper(), made.made_on),
            licences=tuple(
                licence_table(find_chip(one), party.upper(), made.made_on, control_book())
                for one in (item or ())[:_MOST]
            ),
            notes=notes,
        )
        if out is not None:
            write_html(made, out)
    if as_json:
        print_json(
            {
                "party": made.party,
                "year": made.year,
                "made_on": made.made_on.isoformat(),
                "chokepoints": made.chokepoints.as_json(),
                "coverage": made.coverage.as_json(),
                "impacts": [one.as_json() for one in made.impacts],
                "plans": [one.as_json() for one in made.plans],
                "transition": None if made.transition is None else made.transition.as_json(),
                "licences": [one.as_json() for one in made.licences],
                "coercion": [f.as_json() for one in made.cases for f in dossier(one)],
                "alerts": [] if alerts is None else [as_document(a) for a in alerts.alerts],
            }
        )
        return
    screen = console()
    screen.print(render_terminal(made))
    if out is not None:
        screen.print(f"[dim]HTML:[/] {out}", soft_wrap=True)


def _transition(
    party: str, path: Path | None, day: dt.date, store: Store, tiers: Tiers | None
) -> Transition | None:
    """The reader's path, or the documented one where every member of the party has it."""
    if path is None and not has_path(party, day):
        return None
    text, name = ("", CATALOGUE) if path is None else (read_path(path), path.name)
    asked = PathAsked(text, name, draws=_DRAWS, made_on=day)
    return make_transition(party, asked, store, tiers)
