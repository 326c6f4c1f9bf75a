"""`kanmon goods`: the strategic goods, their codes, lists and what is made of what."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table

from kanmon.catalogue.load import find_good, goods, list_entries
from kanmon.cli.options import JsonOption, LangOption, console, print_json
from kanmon.reference.pack import pack


def list_goods(
    text: Annotated[
        str, typer.Argument(help="Name, HS6 code or sector to look for; all when left out.")
    ] = "",
    lang: LangOption = "en",
    edition: Annotated[str, typer.Option("--edition", help="HS edition of the codes.")] = "HS2022",
    as_json: JsonOption = False,
) -> None:
    """List strategic goods with their HS codes, stage and the official lists that name them.

    Example: [bold]kanmon goods gallium[/]
    """
    if text:
        found = [g for g in goods().values() if g.sector == text] or list(find_good(text))
    else:
        found = list(goods().values())
    present = pack().present
    rows: list[dict[str, Any]] = [
        {
            "id": g.id,
            "name": g.name(lang),
            "sector": g.sector,
            "stage": g.stage,
            "codes": list(g.codes(edition)),
            "edition": edition,
            "basket": g.basket,
            "lists": [e.list for e in list_entries(g.id)],
            "in_pack": g.id in present,
        }
        for g in found
    ]
    if as_json:
        print_json(rows)
        return
    table = Table(
        "good",
        "name",
        "sector",
        "stage",
        f"{edition}",
        "lists",
        "pack",
        caption="* the code holds other goods too; pack: trade figures are embedded",
    )
    for row in rows:
        codes = " ".join(str(c) for c in row["codes"])
        table.add_row(
            str(row["id"]),
            str(row["name"]),
            str(row["sector"]),
            str(row["stage"]),
            codes + ("*" if row["basket"] else ""),
            " ".join(row["lists"]),
            "yes" if row["in_pack"] else "",
        )
    console().print(table)
    if not rows:
        raise typer.Exit(4)
