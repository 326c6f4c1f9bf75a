"""`kanmon alerts`: what is moving, ranked for a party; steps taken, outcomes and their record."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from kanmon.analysis.warning.alert import Alert
from kanmon.analysis.warning.record import Record
from kanmon.brief.alerts.sentences import alert_headline, explanation
from kanmon.brief.alerts.terminal import render_alerts
from kanmon.brief.names import party as party_name
from kanmon.brief.numbers import check_language
from kanmon.brief.wording import Words, words
from kanmon.cli.options import JsonOption, LangOption, StoreOption, console, print_json
from kanmon.errors import ScenarioError
from kanmon.settings import store_path
from kanmon.store.disk import disk_errors
from kanmon.store.store import Store
from kanmon.watching.atom import atom_feed
from kanmon.watching.book import Book
from kanmon.watching.documents import as_document
from kanmon.watching.watch import Watched, watch
from kanmon.watching.webhook import post_json


def alerts(
    party: Annotated[str, typer.Argument(help="Economy (JPN, USA...) or bloc (EPCC, G7...).")],
    as_of: Annotated[
        str, typer.Option("--as-of", help="Day to stand on: nothing published later is used.")
    ] = "",
    budget: Annotated[
        int | None,
        typer.Option("--budget", min=1, help="Alerts you have time for in a month; all otherwise."),
    ] = None,
    atom: Annotated[
        Path | None, typer.Option("--atom", help="Write an Atom feed here.", show_default=False)
    ] = None,
    webhook: Annotated[
        str, typer.Option("--webhook", help="Post what is told of now to this HTTPS address.")
    ] = "",
    ack: Annotated[str, typer.Option("--ack", help="Acknowledge an alert by its id.")] = "",
    escalate: Annotated[str, typer.Option("--escalate", help="Escalate an alert by its id.")] = "",
    close: Annotated[str, typer.Option("--close", help="Close an alert by its id.")] = "",
    outcome: Annotated[
        str, typer.Option("--outcome", help="With --close: disruption, no_disruption or unclear.")
    ] = "",
    onset: Annotated[
        str, typer.Option("--onset", help="With --outcome disruption: the day it began.")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Who acts, for the history.")] = "",
    note: Annotated[str, typer.Option("--note", help="Why, for the history.")] = "",
    record: Annotated[
        bool, typer.Option("--record", help="Show what became of closed alerts, and precision.")
    ] = False,
    lang: LangOption = "en",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """What is moving in the supply of strategic goods, explained to its figures.

    Signals run on the series, monthly flows and prices of your store. Alerts are kept there; one
    is told of again only when it gets graver or comes back. An asterisk marks what is new.

    Example: [bold]kanmon alerts JPN --budget 20 --atom alerts.xml[/]
    """
    w = words(check_language(lang))
    where, code = store_path(store), party.upper()
    party_name(code, lang)
    asked = [(i, s) for i, s in ((ack, "acknowledged"), (escalate, "escalated"), (close, "closed"))]
    steps = [(i, s) for i, s in asked if i]
    if len(steps) > 1 or (record and steps):
        raise ScenarioError(
            "several things at once",
            where="kanmon alerts",
            remedy="give one of --ack, --escalate, --close and --record",
        )
    if steps:
        _step(Book(where), steps[0], (by, note, outcome, _day(onset, "--onset")), w, as_json)
        return
    if any((by, note, outcome, onset)):
        raise ScenarioError(
            "--by, --note, --outcome and --onset go with a step",
            where="kanmon alerts",
            remedy="add --ack, --escalate or --close",
        )
    if record:
        _print_record(Book(where).record(code), as_json)
        return
    found = _watched(Store(where), code, _day(as_of, "--as-of"), budget)
    if atom is not None:
        feed = atom_feed(
            found.alerts,
            code,
            say=lambda a: (alert_headline(a, w), explanation(a, w)),
            lang=lang,
            title=w.say("alert.feed", party=party_name(code, lang)),
        )
        with disk_errors(atom):
            atom.write_text(feed, "utf-8", newline="\n")
    if webhook:
        fresh = [a for a in found.alerts if a.id in found.told]
        if fresh:
            post_json(webhook, {"party": code, "alerts": [_told(a, found, w) for a in fresh]})
    if as_json:
        print_json(_json(found, w))
        return
    _print(found, w, atom)


def _watched(held: Store, party: str, day: dt.date | None, budget: int | None) -> Watched:
    now = dt.datetime.now(dt.UTC)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("reading", total=1.0)
        return watch(
            held,
            party,
            as_of=day or now.date(),
            budget=budget,
            at=now,
            tell=lambda what, done: bar.update(task, description=what, completed=done),
        )


def _step(
    book: Book,
    which: tuple[str, str],
    said: tuple[str, str, str, dt.date | None],
    w: Words,
    as_json: bool,
) -> None:
    by, note, outcome, onset = said
    made = book.step(
        which[0],
        which[1],
        at=dt.datetime.now(dt.UTC),
        by=by,
        note=note,
        outcome=outcome,
        onset=onset,
    )
    if as_json:
        print_json(as_document(made))
        return
    console().print(f"{made.id}: {w.say(f'alert.state_{made.state}')}", markup=False)


def _json(found: Watched, w: Words) -> dict[str, Any]:
    return {
        "party": found.party,
        "as_of": found.as_of.isoformat(),
        "series": found.series,
        "alerts": [_told(a, found, w) for a in found.alerts],
        "notes": list(found.notes),
    }


def _told(alert: Alert, found: Watched, w: Words) -> dict[str, Any]:
    return {
        **as_document(alert),
        "told": alert.id in found.told,
        "headline": alert_headline(alert, w),
        "explanation": list(explanation(alert, w)),
    }


def _print(found: Watched, w: Words, atom: Path | None) -> None:
    screen = console()
    screen.print(render_alerts(found.alerts, w, told=found.told))
    if not found.series:
        screen.print(
            "! The store holds no series: `kanmon data sources` lists those that give any.",
            markup=False,
        )
    for note in found.notes:
        screen.print(f"! {note}", markup=False)
    if atom is not None:
        screen.print(f"Atom: {atom}", markup=False, soft_wrap=True)


def _print_record(found: Record, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "disruptions": found.disruptions,
                "false_alerts": found.false_alerts,
                "unclear": found.unclear,
                "still_open": found.still_open,
                "precision": found.precision,
                "outcomes": [
                    {
                        "alert": o.alert,
                        "opened": o.opened.isoformat(),
                        "closed": o.closed.isoformat(),
                        "outcome": o.outcome,
                        "lead_days": o.lead,
                    }
                    for o in found.outcomes
                ],
            }
        )
        return
    table = Table("alert", "opened", "closed", "outcome", "lead (days)")
    for o in found.outcomes:
        lead = "not known" if o.lead is None else str(o.lead)
        table.add_row(o.alert, o.opened.isoformat(), o.closed.isoformat(), o.outcome, lead)
    console().print(table)
    decided = found.disruptions + found.false_alerts
    share = (
        "not known, none is decided"
        if found.precision is None
        else f"{100 * found.precision:.0f} % ({found.disruptions} of {decided} decided)"
    )
    console().print(f"Precision so far: {share}; {found.unclear} unclear, {found.still_open} open.")


def _day(text: str, option: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise ScenarioError(
            f"{text!r} is no day", where=option, remedy="write days as 2024-01-31"
        ) from None
