"""`kanmon coercion`: is a measure science or pressure, what it costs, where goods can go."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kanmon.analysis.coercion.assess.assess import assess_case
from kanmon.analysis.coercion.case.library import cases
from kanmon.analysis.coercion.clock.state import stands
from kanmon.analysis.coercion.dossier import dossier
from kanmon.analysis.coercion.options.buyers import Sought, buyers
from kanmon.analysis.coercion.options.deterrence import deterrence
from kanmon.answering.cases import find_case
from kanmon.answering.flows import flows_of_case, flows_of_file
from kanmon.brief.coercion.options import buyers_terminal, exposure_terminal
from kanmon.brief.coercion.page import write_dossier
from kanmon.brief.coercion.sentences import grade, verdict
from kanmon.brief.coercion.terminal import dossier_terminal
from kanmon.brief.numbers import check_language
from kanmon.brief.wording import words
from kanmon.catalogue.capitals import capital_distance
from kanmon.catalogue.load import goods
from kanmon.catalogue.procedures import procedure, procedures
from kanmon.cli.files import write_table
from kanmon.cli.options import JsonOption, LangOption, StoreOption, console, print_json
from kanmon.codes.blocs import party as party_members
from kanmon.errors import CodeError, DataError
from kanmon.picture.build import Supply, build_picture
from kanmon.reference.pack import pack
from kanmon.settings import store_path
from kanmon.store.store import Store

app = typer.Typer(
    help="Is a measure science, or pressure? Graded evidence, what would change it, what to do.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
CaseArgument = Annotated[
    str, typer.Argument(help="Id of the library (see list), or your own TOML or JSON file.")
]
FlowsOption = Annotated[
    Path | None,
    typer.Option(
        "--flows",
        help="Trade, CSV or Parquet: year, exporter, importer, good or hs6, value (thousand USD), "
        "quantity (t).",
        show_default=False,
    ),
]


@app.command("list")
def list_cases(lang: LangOption = "en", as_json: JsonOption = False) -> None:
    """List the worked cases with what the evidence comes to.

    Example: [bold]kanmon coercion list[/]
    """
    check_language(lang)
    w = words(lang)
    made = [assess_case(one) for one in cases().values()]
    if as_json:
        print_json(
            [
                {
                    "id": one.case.id,
                    "title": one.case.title,
                    "start": one.case.start.isoformat(),
                    "science": one.verdicts.science,
                    **one.verdicts.limbs,
                }
                for one in made
            ]
        )
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in ("id", "", w.say("coercion.limb_science"), w.say("coercion.limb_purpose")):
        table.add_column(head, overflow="fold")
    for one in made:
        found = one.verdicts
        table.add_row(
            one.case.id,
            one.case.name(lang),
            grade("science", found.science, w),
            grade("purpose", found.limbs["purpose"], w),
        )
    console().print(table)


@app.command("assess")
def assess(
    case: CaseArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write the dossier here (.html).", show_default=False),
    ] = None,
    lang: LangOption = "en",
    as_json: JsonOption = False,
) -> None:
    """Weigh the evidence on a measure: science, purpose, what would change the answer.

    Graded evidence by dated rules, the same for every case; no legal verdict.
    Example: [bold]kanmon coercion assess seafood_japan_2023 -o dossier.html[/]
    """
    check_language(lang)
    made = assess_case(find_case(case))
    if out is not None:
        write_dossier(made, lang, dt.date.today(), out)
    if as_json:
        print_json(
            {
                "case": made.case.id,
                "verdict": list(verdict(made, words("en"))),
                "findings": [f.as_json() for f in dossier(made)],
            }
        )
        return
    screen = console()
    screen.print(dossier_terminal(made, lang))
    if out is not None:
        screen.print(f"[dim]HTML:[/] {out}", soft_wrap=True)


@app.command("alternatives")
def alternatives(
    case: CaseArgument,
    flows: FlowsOption = None,
    good: Annotated[
        list[str] | None,
        typer.Option(
            "--good", help="Good or HS6 code of the file; all of it otherwise.", show_default=False
        ),
    ] = None,
    partners: Annotated[
        str, typer.Option("--partners", help="Bloc or economy counted as partners.")
    ] = "G7",
    lost: Annotated[
        float | None,
        typer.Option(
            "--lost",
            help="What the imposer bought, thousand USD a year; of the flows otherwise.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write the table (.csv, .parquet).", show_default=False),
    ] = None,
    lang: LangOption = "en",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Where the goods can go instead: other buyers, their size, price, distance, and room.

    Example: [bold]kanmon coercion alternatives seafood_japan_2023 --flows baci_seafood.csv[/]
    """
    check_language(lang)
    one = find_case(case)
    if one.side != "import":
        raise DataError(
            f"{one.id} stops exports",
            where="kanmon coercion alternatives",
            remedy="ask `kanmon plan` whom else to buy from",
        )
    if flows is None:
        held = flows_of_case(one, Store(store_path(store)))
    else:
        held = flows_of_file(flows, good or ())
    year = one.start.year
    buyer_names = set(held.table.column("importer").to_pylist())
    km = {name: capital_distance(one.target, name) for name in sorted(buyer_names)}
    sought = Sought(
        one.target,
        frozenset(party_members(one.imposer, year)),
        frozenset(party_members(partners.upper(), year)),
        lost,
        {name: far for name, far in km.items() if far is not None},
    )
    found = buyers(held.table, held.goods if flows is None else (good or ()), sought, held.lineage)
    if out is not None:
        write_table(found, out)
    if as_json:
        print_json(found.as_json())
        return
    console().print(buyers_terminal(found, lang))


@app.command("exposure")
def exposure(
    case: CaseArgument,
    coalition: Annotated[
        str, typer.Option("--coalition", help="Bloc whose weight is asked about.")
    ] = "G7",
    least: Annotated[float, typer.Option("--least", help="Share from which a good counts.")] = 0.3,
    lang: LangOption = "en",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """What the imposer itself buys from a coalition for a large part.

    Example: [bold]kanmon coercion exposure seafood_japan_2025 --coalition G7[/]
    """
    check_language(lang)
    one = find_case(case)
    picture = build_picture(
        one.imposer, list(goods().values()), Supply(Store(store_path(store)), pack())
    )
    members = frozenset(party_members(coalition.upper(), picture.year))
    found = deterrence(picture, members - picture.members, least)
    if as_json:
        print_json(found.as_json())
        return
    console().print(exposure_terminal(found, lang, least))


@app.command("clock")
def clock(
    name: Annotated[str, typer.Argument(help="EU-ACI or WTO-DSU; nothing lists them.")] = "",
    done: Annotated[
        list[str] | None,
        typer.Option("--done", help="STEP=DAY, such as request=2026-01-05. Repeatable."),
    ] = None,
    today: Annotated[str, typer.Option("--today", help="Day of the answer; today otherwise.")] = "",
    lang: LangOption = "en",
    as_json: JsonOption = False,
) -> None:
    """Where a procedure stands: what is done, what is due, what is late.

    Example: [bold]kanmon coercion clock EU-ACI --done request=2026-01-05[/]
    """
    check_language(lang)
    if not name:
        for one in procedures().values():
            console().print(f"{one.id}  {getattr(one, lang)}  [dim]{one.source}[/]")
        return
    chosen = procedure(name.upper())
    found = stands(chosen, _days(done or []), _day(today) if today else dt.date.today())
    if as_json:
        print_json(
            [
                {
                    "step": s.step.id,
                    "state": s.state,
                    "done": None if s.done is None else s.done.isoformat(),
                    "normal": None if s.normal is None else s.normal.isoformat(),
                    "latest": None if s.latest is None else s.latest.isoformat(),
                    "source": s.step.source,
                    "status": s.step.status,
                }
                for s in found
            ]
        )
        return
    table = Table(box=None, pad_edge=False, header_style="dim", title=getattr(chosen, lang))
    for head in ("step", "state", "done", "normally by", "at the latest", "source"):
        table.add_column(head, overflow="fold")
    for s in found:
        days = (str(d) if d is not None else "" for d in (s.done, s.normal, s.latest))
        table.add_row(getattr(s.step, lang), s.state, *days, f"[dim]{s.step.source}[/]")
    console().print(table)
    if any(s.step.status == "memory" for s in found):
        console().print(
            "! times marked as from memory are to be checked; no legal advice", style="yellow"
        )


def _days(written: list[str]) -> dict[str, dt.date]:
    found = {}
    for one in written:
        step, mark, day = one.partition("=")
        if not mark:
            raise CodeError(f"--done {one!r}", remedy="write STEP=DAY, such as request=2026-01-05")
        found[step] = _day(day)
    return found


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as e:
        raise CodeError(f"day {text!r}", remedy="write it as 2026-01-05") from e
