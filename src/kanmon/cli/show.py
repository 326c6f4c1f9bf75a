"""`kanmon show`: the picture of one good, who makes, ships and depends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from kanmon.analysis.finding import Figure, Finding
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
_SHOWN = 0.0005  # below this a share prints as 0.0 %


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
                "prices": told.prices.as_json(),
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
    if told.prices.figures["average"].value is not None:
        parts.append(_price(told.prices))
    priced = [told.prices] if told.prices.table.num_rows else []
    trade = [told.findings.suppliers, told.findings.reliance] if view.codes else []
    parts.append(_notes([*told.counts, *trade, *priced]))
    return Group(*parts)  # type: ignore[arg-type]


def _made_title(count: Finding) -> str:
    f = count.figures
    publisher = count.sources[0].publisher if count.sources else ""
    summed = any(c.code == "no_world_total" for c in count.caveats)
    total = f"{'sum of those listed' if summed else 'world total'} {_amount(f['world_total'])}"
    return (
        f"World production {count.as_of}: {f['counted'].value}\n"
        f"{publisher}, {f['edition'].value} · {total} · "
        f"HHI {_number(f['hhi'].value)}"
    )


def _bought_title(finding: Finding, who: str) -> str:
    f = finding.figures
    if f["hhi"].value is None:
        return f"{who}: no imports recorded in {finding.as_of}"
    origin = finding.sources[0]
    return (
        f"{who}: imports by supplier, {finding.as_of}, {_money(f['total_value'].value)}\n"
        f"{origin.publisher}, {origin.title.split(':')[0]}, {origin.vintage}\n"
        f"HHI {_number(f['hhi'].value)}, as concentrated as {f['effective_suppliers'].value:.1f} "
        f"equal suppliers · governance-weighted HHI "
        f"{_or_missing(f['governance_weighted_hhi'], _number)} · from economies of concern "
        f"{_or_missing(f['concern_share'], _percent)}"
    )


def _or_missing(figure: Figure, words: Callable[[float], str]) -> str:
    if not isinstance(figure.value, float):
        return f"not known ({figure.missing})"
    return words(figure.value)


def _amount(figure: Figure) -> str:
    if not isinstance(figure.value, float):
        return "not known"
    return f"{figure.value:,.0f} {figure.unit}"


def _money(value: object) -> str:
    if not isinstance(value, int | float):
        return "not known"
    return f"USD {value / 1e6:,.2f} bn" if value >= 1e6 else f"USD {value / 1e3:,.3g} m"


def _shares(finding: Finding, who: str, amount: str, title: str, lang: str, most: int = 8) -> Group:
    table = Table(box=None, pad_edge=False)
    table.add_column(who, no_wrap=True)
    table.add_column("share", justify="right")
    table.add_column("", width=_BAR, no_wrap=True)
    table.add_column(finding.units[amount], justify="right")
    rows = finding.table.to_pylist()
    shown = [r for r in rows[:most] if r["share"] >= _SHOWN] or rows[:1]
    for row in shown:
        filled = round(_BAR * min(1.0, row["share"]))
        table.add_row(
            economies.name(row[who], lang),
            f"{100 * row['share']:.1f} %",
            Text("█" * filled, style="blue"),
            f"{row[amount]:,.0f}",
        )
    rest = rows[len(shown) :]
    if rest:
        share = sum(r["share"] for r in rest)
        table.add_row(f"{len(rest)} others", f"{100 * share:.1f} %", "", "", style="dim")
    return Group(Text("\n" + title, style="bold"), table)


def _reliance(finding: Finding) -> Text:
    f = finding.figures
    reliance, ratio = f["net_import_reliance"], f["imports_over_exports"]
    words = _or_missing(reliance, _percent)
    dated = f", {reliance.date}" if reliance.value is not None else ""
    return Text(
        f"\nNet import reliance: {words}{dated} · "
        f"imports over exports: {_or_missing(ratio, lambda v: f'{v:,.1f}')}"
    )


def _price(finding: Finding) -> Text:
    f = finding.figures
    change = f["change"].value
    moved = f", {100 * change:+.0f} % over 5 years" if isinstance(change, float) else ""
    average = f["average"]
    assert isinstance(average.value, float)
    return Text(
        f"\nPrice ({f['commodity'].value}): {average.value:,.0f} {average.unit}, "
        f"mean of {average.date}{moved}, nominal"
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


def _number(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "n/a"


def _percent(value: object) -> str:
    return f"{100 * value:.0f} %" if isinstance(value, float) else "n/a"


def _notes(findings: list[Finding]) -> Text:
    caveats = dict.fromkeys(c.text for f in findings for c in f.caveats)
    sources = dict.fromkeys(o.cite() for f in findings for o in f.sources)
    text = Text("\n")
    for caveat in caveats:
        text.append(f"! {caveat}\n", style="yellow")
    for line in sources:
        text.append(f"Source: {line}\n", style="dim")
    return text
