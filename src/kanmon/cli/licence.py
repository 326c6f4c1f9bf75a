"""`kanmon licence`: does an export need a licence on a day, why, and when would it differ."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kanmon.analysis.controls.decide import decide
from kanmon.analysis.controls.differ import would_differ
from kanmon.analysis.controls.memory import from_memory
from kanmon.analysis.controls.ownership import parse_holdings
from kanmon.analysis.controls.plain import plain_decision
from kanmon.analysis.names.answers import why
from kanmon.brief import names
from kanmon.brief.controls.sentences import periods
from kanmon.brief.controls.terminal import decision_terminal
from kanmon.brief.numbers import check_language, day
from kanmon.brief.wording import words
from kanmon.catalogue.chips import chip as find_chip
from kanmon.catalogue.control_book import control_book
from kanmon.cli.chip import DateOption, PartsOption, day_of, parts_of
from kanmon.cli.options import JsonOption, LangOption, StoreOption, console, print_json
from kanmon.errors import DataError
from kanmon.licensing.audit import record, replay
from kanmon.licensing.case import Asked, Owners, make_case, said_of
from kanmon.licensing.table import licence_table
from kanmon.licensing.user import Looked, look_up
from kanmon.settings import store_path
from kanmon.sources.party_lists.read import read_parties
from kanmon.store.decisions import Decisions

_MATCHES = 5
app = typer.Typer(
    help="Does an export need a licence, on a day, by which rules? No legal advice.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@app.command("decide")
def decide_case(
    to: Annotated[str, typer.Option("--to", help="Destination, such as CHN.")],
    item: Annotated[str, typer.Option("--item", help="Name of a chip; facts otherwise.")] = "",
    origin: Annotated[str, typer.Option("--from", help="Economy exported from.")] = "USA",
    seat: Annotated[str, typer.Option("--seat", help="Headquarters of the recipient.")] = "",
    parent: Annotated[str, typer.Option("--parent", help="Seat of its ultimate parent.")] = "",
    use: Annotated[str, typer.Option("--use", help="civil, datacenter, military, ...")] = "",
    user: Annotated[str, typer.Option("--user", help="End user, as --owners names it.")] = "",
    owners: Annotated[
        Path | None,
        typer.Option(
            "--owners",
            help="Holdings, CSV: owner, owned, share (percent or low/high), listed.",
            show_default=False,
        ),
    ] = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option(
            "--list", "-l", help="List of parties to look the end user up in. Repeatable."
        ),
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Every owner is in --owners.")] = False,
    clear: Annotated[
        bool,
        typer.Option("--clear", help="End user was looked for on every list and not found."),
    ] = False,
    fact: Annotated[
        list[str] | None,
        typer.Option("--fact", help="name=value, such as us_market=yes or pd=3.1/3.3. Repeatable."),
    ] = None,
    date: DateOption = "",
    file: PartsOption = None,
    best: Annotated[bool, typer.Option("--best", help="Take best figures for certain.")] = False,
    what_if: Annotated[
        bool, typer.Option("--what-if", help="Also tell when it would have been different.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the decision, to be replayed.")
    ] = False,
    lang: LangOption = "en",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide whether an export needs a licence: item, place, seat, use, user, owners, exceptions.

    What is not told stays unknown, and the answer may be undetermined with what is missing.
    Example: [bold]kanmon licence decide --item H20 --to CHN --parent CHN --clear --what-if[/]
    """
    check_language(lang)
    book, w = control_book(), words(lang)
    numbers = frozenset(n for n, f in book.facts.items() if f.kind == "number")
    looked = _looked(user, lists, seat or to)
    said = {**({} if looked is None else looked.told), **said_of(fact or [], numbers)}
    asked = Asked(
        to.upper(),
        origin.upper(),
        seat.upper(),
        parent.upper(),
        use,
        user,
        clear,
        said,
    )
    part = find_chip(item, parts_of(file)) if item else None
    case = make_case(asked, part, _owners(owners, whole), best=best)
    made = decide(case.told, day_of(date), book)
    when = would_differ(case.told, book) if what_if else ()
    kept = ""
    if keep:
        versions = dict({} if looked is None else looked.versions)
        versions |= {} if owners is None else {"owners": owners.name}
        kept = record(case.told, made, book, Decisions(store_path(store)), versions)
    if as_json:
        plain = plain_decision(made)
        plain["from_memory"] = list(from_memory(made, book))
        plain["item_status"] = None if part is None else part.status
        if what_if:
            plain["when"] = list(periods(when, words("en")))
        print_json({**plain, "kept": kept} if keep else plain)
        return
    title = w.say(
        "control.item_headline",
        item=item or w.say("control.step_item"),
        destination=names.place(asked.destination, lang),
    )
    screen = console()
    screen.print(decision_terminal(made, book, lang, title=title, owned=case.owners, when=when))
    if part is not None and part.status == "memory":
        screen.print(f"! {w.say('control.memory', rules=part.name)}", style="yellow")
    if looked is not None:
        for match in looked.checked.matches[:_MATCHES]:
            screen.print(
                f"{match.band.value}: {match.listed} ({match.entry}) {why(match)}", markup=False
            )
    if keep:
        screen.print(w.say("control.kept", id=kept))


@app.command("table")
def table(
    item: Annotated[str, typer.Option("--item", help="Name of a chip.")],
    origin: Annotated[str, typer.Option("--from", help="Economy exported from.")] = "USA",
    use: Annotated[str, typer.Option("--use", help="End use.")] = "civil",
    date: DateOption = "",
    file: PartsOption = None,
    lang: LangOption = "en",
    as_json: JsonOption = False,
) -> None:
    """Tell the outcome for every destination, end users on no list with seat and parent there.

    Example: [bold]kanmon licence table --item H200 --date 2026-06-01[/]
    """
    check_language(lang)
    w, when = words(lang), day_of(date)
    part = find_chip(item, parts_of(file))
    found = licence_table(part, origin.upper(), when, control_book(), use)
    if as_json:
        print_json(found.as_json())
        return
    screen = console()
    exporter = names.place(origin.upper(), lang)
    title = w.say("control.table", item=part.name, exporter=exporter, day=day(when, lang))
    screen.print(title, style="bold")
    groups: dict[str, list[str]] = {}
    for row in found.table.to_pylist():
        groups.setdefault(row["outcome"], []).append(row["destination"])
    for outcome, places in groups.items():
        said = w.say("control.count", outcome=w.say(f"control.{outcome}"), count=len(places))
        screen.print(said, style="bold blue")
        listed = places if len(places) <= 60 else places[:60]
        shown = w.say("page.list").join(names.place(one, lang) for one in listed)
        screen.print(f"  {shown}{' …' if len(listed) < len(places) else ''}")
    for one in found.caveats:
        screen.print(f"! {one.text}", style="yellow")


@app.command("rules")
def rules(
    date: DateOption = "",
    facts: Annotated[bool, typer.Option("--facts", help="List facts instead.")] = False,
    lang: LangOption = "en",
    as_json: JsonOption = False,
) -> None:
    """List the rules held on a day with source and standing, or the facts they ask about.

    Example: [bold]kanmon licence rules --date 2023-11-17[/]
    """
    check_language(lang)
    book, when = control_book(), day_of(date)
    live = [r for r in book.rules if r.live(when)]
    if as_json:
        if facts:
            print_json(
                [
                    {
                        "name": f.name,
                        "kind": f.kind,
                        "unit": f.unit,
                        "words": list(f.words),
                        "en": f.en,
                    }
                    for f in book.facts.values()
                ]
            )
        else:
            print_json(
                [
                    {
                        "id": r.id,
                        "step": r.step,
                        "when": r.text,
                        "gives": r.gives,
                        "from": r.valid_from.isoformat(),
                        "source": r.source,
                        "status": r.status,
                    }
                    for r in live
                ]
            )
        return
    listed = Table(box=None, pad_edge=False, header_style="dim")
    if facts:
        for head in ("fact", "kind", "values", ""):
            listed.add_column(head, overflow="fold")
        for one in book.facts.values():
            values = one.unit or ", ".join(one.words)
            listed.add_row(one.name, one.kind, values, getattr(one, lang))
    else:
        for head in ("rule", "step", "gives", "from", "", "standing"):
            listed.add_column(head, overflow="fold")
        for rule in live:
            listed.add_row(
                rule.id,
                rule.step,
                rule.gives,
                rule.valid_from.isoformat(),
                f"{getattr(rule, lang)} [dim]{rule.source}[/]",
                "doubtful" if rule.doubtful(when) else rule.status,
            )
    console().print(listed)


@app.command("replay")
def replay_case(
    name: Annotated[str, typer.Argument(help="Id of a decision kept, or its start.")] = "",
    lang: LangOption = "en",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide a kept case again with the rules it was decided with; without an id list them.

    Example: [bold]kanmon licence replay 3fa1b2c4[/]
    """
    check_language(lang)
    kept = Decisions(store_path(store))
    if not name:
        for one in kept.names("decision"):
            typer.echo(one)
        return
    found, w = replay(name, kept), words(lang)
    if as_json:
        print_json({"same": found.same, "record": dict(found.record), "again": dict(found.again)})
        return
    console().print(w.say("control.same" if found.same else "control.other"))
    if not found.same:
        raise DataError(
            "the decision comes out differently",
            where=f"decision {name[:12]}",
            remedy="compare with --json; the program that decides was changed",
        )


def _looked(user: str, lists: list[Path] | None, place: str) -> Looked | None:
    if not lists:
        return None
    if not user:
        raise DataError(
            "lists without an end user", where="kanmon licence", remedy="name it with --user"
        )
    return look_up(user, [read_parties(path) for path in lists], place.upper())


def _owners(path: Path | None, whole: bool) -> Owners | None:
    if path is None:
        return None
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(str(e)[:200], where=path.name, remedy="give a CSV file in UTF-8") from e
    holdings, lists = parse_holdings(text, where=path.name)
    return Owners(holdings, lists, whole)
