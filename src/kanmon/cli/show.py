"""`kanmon show`: the picture of one good, who makes, ships and depends."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from kanmon.analysis.finding import Finding
from kanmon.catalogue.load import good as find_good
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
from kanmon.codes import blocs, economies
from kanmon.study import GoodStudy

_BAR = 20


def show(
    good: Annotated[str, typer.Argument(help="Good: id, name or HS6 code (see `kanmon goods`).")],
    party: Annotated[
        str, typer.Option("--party", "-p", help="Economy (JPN) or bloc (EPCC) that depends.")
    ] = "JPN",
    year: YearOption = None,
    lang: LangOption = "en",
    tiers: TiersOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who makes a good, who ships it, and who depends on whom, with source and date.

    Example: [bold]kanmon show gallium_metal --party JPN --year 2024[/]
    """
    one = find_good(good)
    told = open_study(store, tiers).show(one.id, party.upper(), year)
    if as_json:
        print_json(
            {
                "good": one.id,
                "party": party.upper(),
                "year": told.picture.year,
                "suppliers": told.findings.suppliers.as_json(),
                "production": [f.as_json() for f in told.counts],
                "trend": told.findings.trend.as_json(),
                "reliance": told.findings.reliance.as_json(),
                "customers": told.customers.as_json(),
                "dependents": told.dependents.as_json(),
            }
        )
        return
    console().print(_page(told, one.name(lang), lang))


def _page(told: GoodStudy, name: str, lang: str) -> Group:
    view = told.picture.goods[told.findings.good]
    who = blocs.party_name(told.picture.party, lang)
    codes = f"HS {', '.join(view.codes)} ({view.edition})" if view.codes else "no trade figures"
    head = Panel(
        Text.assemble((name, "bold"), f"  {view.stage} · {view.sector}\n{codes}"),
        title=f"{who}, {told.picture.year}",
        border_style="blue",
    )
    parts: list[object] = [head]
    parts += [_shares(c, "producer", "quantity", _made_title(c), lang) for c in told.counts[:4]]
    if not told.counts:
        parts.append(Text("Production: no figures in the data used.", style="dim"))
    if view.codes:
        suppliers = told.findings.suppliers
        parts.append(_shares(suppliers, "supplier", "value", _bought_title(suppliers, who), lang))
        if told.customers.table.num_rows:
            parts.append(
                _shares(
                    told.customers,
                    "customer",
                    "value",
                    f"{who}: exports of the good, {suppliers.as_of}",
                    lang,
                    5,
                )
            )
        parts.append(_reliance(told.findings.reliance))
        parts.append(_trend(told.findings.trend, lang))
        parts.append(_dependents(told.dependents, lang))
    parts.append(_notes([*told.counts, told.findings.suppliers, told.findings.reliance]))
    return Group(*parts)  # type: ignore[arg-type]


def _made_title(count: Finding) -> str:
    f = count.figures
    total = f["world_total"]
    return (
        f"World production {count.as_of}: {f['counted'].value}\n"
        f"{count.sources[0].publisher if count.sources else ''}, {f['edition'].value} · "
        f"world total {total.text()} · HHI {f['hhi'].text()}"
    )


def _bought_title(finding: Finding, who: str) -> str:
    f = finding.figures
    origin = finding.sources[0]
    weighted = f["governance_weighted_hhi"]
    return (
        f"{who}: imports by supplier, {finding.as_of}, total {_money(f['total_value'].value)}\n"
        f"{origin.publisher}, {origin.title}, {origin.vintage} · {f['hhi'].text()} "
        f"= {f['effective_suppliers'].text()} · governance-weighted {weighted.text()}\n"
        f"from economies of concern: {f['concern_share'].text()}"
    )


def _money(value: object) -> str:
    if not isinstance(value, int | float):
        return "not known"
    return f"USD {value / 1e6:,.2f} bn" if value >= 1e6 else f"USD {value / 1e3:,.3g} m"


def _shares(finding: Finding, who: str, amount: str, title: str, lang: str, most: int = 8) -> Table:
    unit = finding.units[amount]
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(who, no_wrap=True)
    table.add_column("share", justify="right")
    table.add_column("", width=_BAR, no_wrap=True)
    table.add_column(unit, justify="right")
    for row in finding.table.slice(0, most).to_pylist():
        filled = round(_BAR * min(1.0, row["share"]))
        table.add_row(
            economies.name(row[who], lang),
            f"{100 * row['share']:.1f} %",
            Text("█" * filled, style="blue"),
            f"{row[amount]:,.0f}",
        )
    left = finding.table.num_rows - most
    if left > 0:
        rest = sum(r["share"] for r in finding.table.slice(most).to_pylist())
        table.add_row(f"{left} others", f"{100 * rest:.1f} %", "", "", style="dim")
    return table


def _reliance(finding: Finding) -> Text:
    f = finding.figures
    return Text(
        f"\nNet import reliance: {f['net_import_reliance'].text()} "
        f"({f['net_import_reliance'].date}) · "
        f"imports over exports: {f['imports_over_exports'].text()}"
    )


def _trend(finding: Finding, lang: str) -> Table:
    table = Table(
        title="\nConcentration over the years",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    for column in ("year", "import HHI", "top supplier", "share", "world export HHI"):
        table.add_column(column, justify="left" if column == "top supplier" else "right")
    rows = finding.table.to_pylist()
    for row in [r for r in rows if r["year"] % 5 == 0 or r is rows[-1]]:
        top = economies.name(row["top_supplier"], lang) if row["top_supplier"] else "no imports"
        table.add_row(
            str(row["year"]),
            _number(row["hhi"]),
            top,
            _percent(row["top_share"]),
            _number(row["world_export_hhi"]),
        )
    return table


def _dependents(finding: Finding, lang: str) -> Table:
    table = Table(
        title=f"\nWho depends on whom, {finding.as_of}",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    for column in ("importer", "imports", "main supplier", "share", "HHI"):
        table.add_column(
            column, justify="left" if column in ("importer", "main supplier") else "right"
        )
    for row in finding.table.to_pylist():
        table.add_row(
            economies.name(row["importer"], lang),
            _money(row["value"]),
            economies.name(row["top_supplier"], lang),
            _percent(row["top_share"]),
            _number(row["hhi"]),
        )
    return table


def _number(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "n/a" if value is None else f"{100 * value:.0f} %"


def _notes(findings: list[Finding]) -> Text:
    caveats = dict.fromkeys(c.text for f in findings for c in f.caveats)
    sources = dict.fromkeys(o.cite() for f in findings for o in f.sources)
    text = Text("\n")
    for caveat in caveats:
        text.append(f"! {caveat}\n", style="yellow")
    for line in sources:
        text.append(f"Source: {line}\n", style="dim")
    return text
