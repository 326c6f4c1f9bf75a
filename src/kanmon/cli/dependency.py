"""`kanmon dependency`: screens and indicators of a party, for one good, one code or all."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import pyarrow.csv
import typer

from kanmon.analysis.dependency.indicators import INDICATORS, OVERVIEWS
from kanmon.analysis.finding import Caveat, Finding
from kanmon.cli.files import write_table
from kanmon.cli.options import (
    JsonOption,
    StoreOption,
    TiersOption,
    YearOption,
    console,
    open_study,
    print_json,
)
from kanmon.errors import DataError
from kanmon.screening import open_screening
from kanmon.settings import store_path
from kanmon.store.store import Store

# What fits a terminal of 80 columns; --out and --json carry every column.
_SHOWN = {
    "goods_screen": ("good", "cdi1", "cdi1_distance", "world", "ec2021", "geodep", "geodep_years"),
    "dependent_products": (
        "product",
        "imports",
        "top_supplier",
        "top_share",
        "hhi",
        "hhi_distance",
        "flagged",
        "years_flagged",
    ),
    "three_axes": (
        "rank",
        "good",
        "best_rank",
        "worst_rank",
        "criticality",
        "vulnerability",
        "lack_of_resilience",
    ),
    "feasible_suppliers": (
        "rank",
        "supplier",
        "standing",
        "value",
        "rca",
        "own",
        "density",
        "score",
    ),
    "bloc_products": (
        "product",
        "imports",
        "top_supplier",
        "top_share",
        "cdi1",
        "cdi1_distance",
        "flagged",
        "years_flagged",
    ),
}


class Engine(StrEnum):
    """Which arithmetic the screen of all products runs on."""

    native = "native"
    numpy = "numpy"


def dependency(
    party: Annotated[str, typer.Argument(help="Economy (JPN, USA...) or bloc (EPCC, EU27...).")],
    good: Annotated[
        str, typer.Option("--good", "-g", help="One good of the catalogue: see --indicator.")
    ] = "",
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator",
            "-i",
            help=f"Repeatable. With --good: {', '.join(INDICATORS)}, chain. For all goods: "
            f"{', '.join(OVERVIEWS)}.",
            show_default=False,
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every HS6 product, from the BACI in your store.")
    ] = False,
    why: Annotated[
        str, typer.Option("--why", "--hs", help="Explain one HS6 code: every component.")
    ] = "",
    feasible: Annotated[
        str, typer.Option("--feasible", help="Rank who could supply this HS6 code next.")
    ] = "",
    edition: Annotated[str, typer.Option("--edition", help="HS edition for --all and --why.")] = "",
    total_exports: Annotated[
        bool,
        typer.Option(
            "--total-exports", help="For blocs: CDI3 over all exports, not only those to outsiders."
        ),
    ] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Arithmetic of --all and --why.")
    ] = Engine.native,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Write the table here: .csv, .parquet or .arrow.",
            show_default=False,
        ),
    ] = None,
    year: YearOption = None,
    tiers: TiersOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which goods or products a party depends on, by the published criteria.

    Without --good, --why or --all: every good of the catalogue with trade figures. Beside each
    flag stand its distance to the threshold and how many of the last three years it held: about
    a fifth of such flags change from year to year.

    Example: [bold]kanmon dependency JPN --good rare_earth_metals -i origins[/]
    """
    party = party.upper()
    if sum(map(bool, (good, every, why, feasible))) > 1:
        raise DataError(
            "more than one of --good, --all, --why and --feasible",
            where="kanmon dependency",
            remedy="ask for one at a time",
        )
    if every or why or feasible:
        opened = open_screening(
            Store(store_path(store)), year=year, edition=edition, engine=engine.value
        )
        exports = "total" if total_exports else "extra"
        if why:
            found = [opened.why(why, party)]
        elif feasible:
            found = [opened.feasible(feasible, party)]
        else:
            found = [opened.products(party, exports=exports)]
    elif good:
        study = open_study(store, tiers)
        found = [study.indicator(name, good, party, year) for name in indicator or ["screen"]]
    else:
        study = open_study(store, tiers)
        found = [study.screen(party, year, name) for name in indicator or ["screen"]]
    if out is not None:
        if len(found) != 1:
            raise DataError(
                f"{len(found)} tables for one file",
                where=str(out),
                remedy="write one indicator at a time",
            )
        write_table(found[0], out)
    if as_json:
        print_json([f.as_json() for f in found])
        return
    screen = console()
    for finding in found:
        screen.print(_tall(finding) if why else _narrow(finding))
        for origin in finding.sources:
            screen.print(f"Source: {origin.cite()}", style="dim", markup=False)
    if out is not None:
        screen.print(f"Written: {out}", soft_wrap=True)


def _narrow(finding: Finding) -> Finding:
    """Keep the columns that fit a terminal, flagged rows first."""
    columns = _SHOWN.get(finding.kind)
    if columns is None:
        return finding
    table = finding.table
    if "flagged" in table.column_names:
        table = table.sort_by([("flagged", "descending"), ("imports", "descending")])
    left = [c for c in table.column_names if c not in columns]
    more = Caveat("columns", f"{len(left)} more columns with --out or --json: {', '.join(left)}")
    return replace(
        finding,
        table=table.select(columns),
        units={c: finding.units[c] for c in columns},
        caveats=(*finding.caveats, more),
    )


def _tall(finding: Finding) -> Finding:
    """Turn the one row of an explained product on its side: one component a line."""
    row = finding.table.to_pylist()[0]
    names = list(row)
    return replace(
        finding,
        table=pa.table(
            {
                "component": names,
                "value": [_text(row[n]) for n in names],
                "unit": [finding.units[n] for n in names],
            }
        ),
        units={"component": "", "value": "", "unit": ""},
        figures={},
    )


def _text(value: object) -> str:
    if value is None:
        return "n/a"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.4g}" if isinstance(value, float) else str(value)
