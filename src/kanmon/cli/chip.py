"""`kanmon chip`: specifications of chips, and which control class they have on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from kanmon.analysis.controls.classify import classify
from kanmon.analysis.controls.part import part_facts
from kanmon.brief.controls.sentences import missing
from kanmon.brief.numbers import check_language, day
from kanmon.brief.wording import words
from kanmon.catalogue.chips import Chip, chips, parse_chips
from kanmon.catalogue.chips import chip as find_chip
from kanmon.catalogue.control_book import control_book
from kanmon.cli.options import JsonOption, LangOption, console, print_json
from kanmon.errors import CodeError, DataError

app = typer.Typer(
    help="Chips: performance, density, bandwidths with bounds; control classes on a day.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
PartsOption = Annotated[
    Path | None,
    typer.Option(
        "--file",
        help="Your own parts, CSV or TOML, in the layout of the catalogue.",
        show_default=False,
    ),
]
DateOption = Annotated[
    str,
    typer.Option("--date", help="Day, such as 2024-01-31; today otherwise.", show_default=False),
]
_FIGURES = ("tpp", "die", "pd", "io", "dram")


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Name of a chip; none with --all.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Show every chip.")] = False,
    file: PartsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is known of a chip: best value and bounds, source and how sure that is.

    Example: [bold]kanmon chip show H20[/]
    """
    held = parts_of(file)
    if not name and not every:
        raise CodeError("no chip named", remedy="name one, or give --all")
    chosen = list(held.values()) if every else [find_chip(name, held)]
    if as_json:
        print_json([_plain(one) for one in chosen])
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in (
        "chip",
        "maker",
        "TPP",
        "die mm2",
        "PD",
        "I/O GB/s",
        "DRAM GB/s",
        "marketing",
        "status",
    ):
        table.add_column(
            head, justify="left" if head in ("chip", "maker") else "right", overflow="fold"
        )
    for one in chosen:
        cells = []
        for figure in _FIGURES:
            value = getattr(one, figure)
            cells.append("not known" if value is None else value.text())
        table.add_row(one.name, one.maker, *cells, one.marketing or "not known", one.status)
    screen = console()
    screen.print(table)
    if not every:
        one = chosen[0]
        for line in (*one.said, one.note, one.source):
            if line:
                screen.print(line, style="dim")


@app.command("classify")
def classify_chip(
    name: Annotated[str, typer.Argument(help="Name of a chip.")],
    date: DateOption = "",
    file: PartsOption = None,
    best: Annotated[
        bool, typer.Option("--best", help="Take best figures for certain, not their bounds.")
    ] = False,
    lang: LangOption = "en",
    as_json: JsonOption = False,
) -> None:
    """Tell which control classes a chip has on a day, and what is missing where that is open.

    Example: [bold]kanmon chip classify L4 --date 2023-11-17[/]
    """
    check_language(lang)
    book, w = control_book(), words(lang)
    part, when = find_chip(name, parts_of(file)), day_of(date)
    found = classify(part_facts(part, best=best), when, book)
    if as_json:
        print_json(
            {
                "chip": part.name,
                "day": when.isoformat(),
                "classes": sorted(found.sure),
                "open": {c: sorted(m) for c, m in sorted(found.open.items())},
                "status": part.status,
                "said": list(part.said),
                "rules": [
                    {"id": r.id, "answer": a.value, "source": r.source, "status": r.status}
                    for r, a in found.answers
                    if a.value is not False
                ],
            }
        )
        return
    screen = console()
    screen.print(f"[bold]{part.name}[/], {day(when, lang)}")
    classes = w.say("page.list").join(sorted(found.sure)) or w.say("control.no_class")
    screen.print(w.say("control.classes", classes=classes))
    if found.open:
        screen.print(f"{w.say('control.undetermined')}{w.say('page.colon')}{', '.join(found.open)}")
        screen.print(missing(found.missing, book, w))
    for rule, answer in found.answers:
        if answer.value is not False:
            screen.print(f"· {getattr(rule, lang)} [dim]{rule.id}: {rule.source}[/]")
    memory = [r.id for r, a in found.answers if a.value is not False and r.status == "memory"]
    if part.status == "memory":
        memory.insert(0, part.name)
    if memory:
        listed = w.say("page.list").join(memory)
        screen.print(f"! {w.say('control.memory', rules=listed)}", style="yellow")
    screen.print(f"! {w.say('control.no_advice')}", style="yellow")


def parts_of(file: Path | None) -> Mapping[str, Chip]:
    """Give the chips of a reader's file, or of the catalogue."""
    if file is None:
        return chips()
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(str(e)[:200], where=file.name, remedy="give a CSV or TOML file") from e
    return {one.name: one for one in parse_chips(text, where=file.name)}


def day_of(text: str) -> dt.date:
    """Read a day, or take today."""
    if not text:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as e:
        raise CodeError(f"day {text!r}", remedy="write it as 2024-01-31") from e


def _plain(one: Chip) -> dict[str, Any]:
    figures = {name: [f.low, f.best, f.high] for name, f in one.figures().items() if f is not None}
    return {
        "name": one.name,
        **dict(one.words()),
        "figures": figures,
        "units": {"tpp": "TOPS x bits", "pd": "1/mm2", "io": "GB/s", "dram": "GB/s"},
        "precision": one.precision,
        "said": list(one.said),
        "source": one.source,
        "status": one.status,
    }
