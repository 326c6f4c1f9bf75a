"""`kanmon codes`: what economies, blocs and products are called."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from kanmon.cli.options import JsonOption, console, print_json
from kanmon.codes import blocs, economies


def codes(
    text: Annotated[
        str, typer.Argument(help="Code or name to look up; everything when left out.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Look up economies and blocs by code or name, in three languages.

    Example: [bold]kanmon codes taiwan[/]
    """
    wanted = text.casefold()
    rows = [
        {
            "code": e.iso3,
            "kind": e.kind,
            "en": e.name_en,
            "ja": e.name_ja,
            "fr": e.name_fr,
            "note": e.note,
        }
        for e in economies.economies()
    ] + [
        {
            "code": b.code,
            "kind": "bloc",
            "en": b.name_en,
            "ja": b.name_ja,
            "fr": b.name_fr,
            "note": b.note,
        }
        for b in blocs.blocs()
    ]
    kept = [
        r
        for r in rows
        if not wanted
        or any(
            wanted == str(r["code"]).casefold()
            or (len(wanted) > 2 and wanted in str(r[k]).casefold())
            for k in ("en", "ja", "fr")
        )
    ]
    if as_json:
        print_json(kept)
        return
    table = Table("code", "kind", "English", "日本語", "français", "note")
    for row in kept:
        table.add_row(*(str(row[k]) for k in ("code", "kind", "en", "ja", "fr", "note")))
    console().print(table)
    if not kept:
        raise typer.Exit(4)
