"""`kanmon coercion`: is a measure science or pressure, what it costs, where goods can go."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kanmon.analysis.coercion.assess.assess import assess_case
from kanmon.analysis.coercion.case.library import cases
from kanmon.analysis.coercion.dossier import dossier
from kanmon.analysis.coercion.options.buyers import Sought, buyers
from kanmon.analysis.coercion.options.deterrence import deterrence
from kanmon.answering.agreements import agreements_of_file
from kanmon.answering.cases import find_case
from kanmon.answering.draft import draft
from kanmon.answering.flows import flows_of_case, flows_of_file
from kanmon.brief.coercion.options import buyers_terminal, exposure_terminal
from kanmon.brief.coercion.page import write_dossier
from kanmon.brief.coercion.sentences import grade, verdict
from kanmon.brief.coercion.terminal import dossier_terminal
from kanmon.brief.numbers import check_language
from kanmon.brief.wording import words
from kanmon.catalogue.capitals import capital_distance
from kanmon.catalogue.load import goods
from kanmon.cli.files import write_table
from kanmon.cli.options import JsonOption, LangOption, StoreOption, console, print_json
from kanmon.cli.procedures import clock
from kanmon.cli.trade_loss import trade_loss
from kanmon.codes.blocs import party as party_members
from kanmon.errors import CodeError, DataError
from kanmon.picture.build import Supply, build_picture
from kanmon.reference.pack import pack
from kanmon.settings import store_path
from kanmon.store.register import MeasureRegister
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


@app.command("draft")
def draft_case(
    act: Annotated[str, typer.Argument(help="Id of an act (see `kanmon measures list`).")],
    target: Annotated[str, typer.Option("--target", help="Economy or bloc it is told for.")],
    store: StoreOption = None,
) -> None:
    """Begin a case file from an act of the measures register, printed as TOML.

    Example: [bold]kanmon coercion draft m0123456789ab --target JPN > my_case.toml[/]
    """
    held = {one.id: one for one in MeasureRegister(store_path(store)).list()}
    if act not in held:
        raise CodeError(f"no act {act!r}", remedy="see `kanmon measures list`")
    typer.echo(draft(held[act], target.upper()), nl=False)


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
    agreements: Annotated[
        Path | None,
        typer.Option(
            "--agreements",
            help="Agreements with the target, CSV or Parquet: agreement, economy, from_date, "
            "to_date, source.",
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
        None
        if agreements is None
        else agreements_of_file(agreements, party_members(one.target, year), one.start),
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


app.command("trade-loss")(trade_loss)
app.command("clock")(clock)
