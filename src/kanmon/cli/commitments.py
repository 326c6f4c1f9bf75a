"""`kanmon commitments`: a register of what partners promised, fed by a text, kept by people."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kanmon.analysis.consultation.commitments import (
    STANDINGS,
    Promise,
    Turn,
    as_plain,
    joined,
    make_promise,
    read_register,
    turn,
)
from kanmon.analysis.reading.read import read as read_text
from kanmon.analysis.reading.spoken import spoken
from kanmon.brief import names
from kanmon.brief.numbers import check_language
from kanmon.brief.wording import words
from kanmon.cli.options import JsonOption, LangOption, console, print_json
from kanmon.consulting.files import plain_content, put
from kanmon.errors import DataError

app = typer.Typer(
    help="Commitments: read from a joint statement, then kept with evidence.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
_REGISTER = typer.Argument(help="The register, a JSON file.")


@app.command("add")
def add(
    register: Annotated[Path, _REGISTER],
    text: Annotated[Path, typer.Argument(help="Joint statement or article, in en, ja or fr.")],
    published: Annotated[str, typer.Option("--published", help="Day it came out, YYYY-MM-DD.")],
    source: Annotated[
        str,
        typer.Option(
            "--source", help="Where it can be read; the file otherwise.", show_default=False
        ),
    ] = "",
    owners: Annotated[
        list[str] | None,
        typer.Option("--owner", help="Only promises this economy is among the owners of."),
    ] = None,
) -> None:
    """Read commitments out of a text into the register; those it holds already stay as they are.

    Example: [bold]kanmon commitments add epcc.json statement.txt --published 2022-07-29[/]
    """
    try:
        said = text.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(str(e), where=text.name, remedy="give a text file in UTF-8") from e
    found = [
        make_promise(
            one.owners,
            one.act,
            one.about,
            spoken(said, one),
            source or text.name,
            published,
        )
        for one in read_text(said).commitments
        if not owners or set(owners) & set(one.owners)
    ]
    held = _held(register) if register.exists() else ()
    whole = joined(held, found)
    _keep(register, whole)
    console().print(f"{len(whole) - len(held)} new, {len(whole)} in all: {register}")


@app.command("turn")
def change(
    register: Annotated[Path, _REGISTER],
    key: Annotated[str, typer.Argument(help="Id of a commitment, or its start.")],
    standing: Annotated[str, typer.Option("--to", help=f"{', '.join(STANDINGS)}.")],
    by: Annotated[str, typer.Option("--by", help="Who says so.")],
    evidence: Annotated[
        str, typer.Option("--evidence", help="Where it can be seen; needed for kept and broken.")
    ] = "",
    day: Annotated[
        str, typer.Option("--day", help="YYYY-MM-DD; today otherwise.", show_default=False)
    ] = "",
) -> None:
    """Enter how a commitment stands now; earlier turns are never taken away.

    Example: [bold]kanmon commitments turn epcc.json 3f2a --to kept --by JPN --evidence URL[/]
    """
    when = day or dt.date.today().isoformat()
    _keep(register, turn(_held(register), key, Turn(when, standing, by, evidence)))
    console().print(f"{key}: {standing}")


@app.command("show")
def show(
    register: Annotated[Path, _REGISTER],
    lang: LangOption = "en",
    as_json: JsonOption = False,
) -> None:
    """Show the register: who owes what, since when, how it stands, what is late.

    Example: [bold]kanmon commitments show epcc.json --lang ja[/]
    """
    check_language(lang)
    held = _held(register)
    if as_json:
        print_json(as_plain(held))
        return
    w, today = words(lang), dt.date.today()
    drawn = Table(box=None, pad_edge=False)
    for head in ("id", "owners", "words", "published", "due", "standing"):
        drawn.add_column(w.say(f"commitment.{head}"), overflow="fold")
    for one in held:
        standing = w.say(f"commitment.is_{one.standing}")
        if one.late(today):
            standing = f"{standing}, {w.say('commitment.late')}"
        drawn.add_row(
            one.id[:6],
            w.say("page.list").join(names.place(o, lang) for o in one.owners),
            f"“{one.words}”",
            one.published,
            one.due,
            standing,
        )
    console().print(drawn)


def _held(path: Path) -> tuple[Promise, ...]:
    return read_register(plain_content(path), where=path.name)


def _keep(path: Path, register: tuple[Promise, ...]) -> None:
    text = json.dumps(as_plain(register), ensure_ascii=False, indent=1) + "\n"
    put(path, text.encode("utf-8"))
