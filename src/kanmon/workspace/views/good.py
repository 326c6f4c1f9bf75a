"""One good: who makes, who ships, stage by stage, how concentration moved, who depends."""

from __future__ import annotations

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.headlines import headline
from kanmon.brief.stack import stack
from kanmon.brief.wording import Words, words
from kanmon.catalogue.load import links
from kanmon.catalogue.thresholds import threshold
from kanmon.errors import DataError
from kanmon.study import GoodStudy
from kanmon.workspace import choices
from kanmon.workspace.asked import Asked
from kanmon.workspace.blocks import Look, block, sources, title
from kanmon.workspace.charts import Bars, Lines, Sankey
from kanmon.workspace.desk import Desk
from kanmon.workspace.listing import Sheet, listing
from kanmon.workspace.model import Block, View
from kanmon.workspace.page import Page, about, link, view
from kanmon.workspace.views.overview import FIRST, LAST

ALLOWED = ("year",)
DEFAULT = "rare_earth_metals"
_MOST_STAGES = 8


def good(desk: Desk, asked: Asked) -> View:
    """Show one good for one party.

    Args:
        desk: what it is made from.
        asked: good, party and year.

    Returns:
        The view.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> state = {"good": "gallium_metal", "year": "2022"}
        >>> good(Desk(Settings()), Asked("good", "en", state)).blocks[0].type
        'supplier_shares'
    """
    w = words(asked.lang)
    party = asked.party(desk.settings.party)
    one = asked.good() or DEFAULT
    year = asked.whole("year", FIRST, LAST)
    told = desk.show(one, party, year)
    year = told.picture.year
    found = told.findings
    origins = desk.indicator("origins", one, party, year)
    stages, without = _stages(desk, one, party, year)
    staged = stack([found.suppliers, *stages])
    blocks = [
        _suppliers(found.suppliers, w),
        *(_makers(count, f"makers_{n}", w) for n, count in enumerate(told.counts, start=1)),
        _sankey(staged, one, told, w),
        _concentration(found.trend, w),
        block(found.trend, w, "trend"),
        _origins(origins, w),
        block(found.reliance, w, "reliance", Look(sentence=headline(found.reliance, w.lang))),
        _dependents(told.dependents, w),
        block(told.customers, w, "customers", Look(chart=_bars("customer", "share"), unit="share")),
        _prices(told.prices, w),
    ]
    findings: list[Finding] = [
        found.suppliers,
        *told.counts,
        staged,
        found.trend,
        origins,
        found.reliance,
        told.dependents,
        told.customers,
        told.prices,
    ]
    return view(
        asked,
        Page(
            headline=about(one, headline(found.suppliers, w.lang), w),
            blocks=blocks,
            findings=findings,
            controls=[choices.amount("year", year, (FIRST, LAST), w, 1)],
            links=[
                link(w, "scenario", party=party, good=one),
                link(w, "plan", party=party, good=one),
                link(w, "map", party=party, good=one),
                link(w, "overview", party=party),
            ],
            caveats=(*told.picture.notes, *_without(without, w)),
            party=party,
            good=one,
            as_of=found.suppliers.as_of,
        ),
    )


def _stages(desk: Desk, one: str, party: str, year: int) -> tuple[list[Finding], list[str]]:
    """Suppliers of what goes into the good and of what is made of it; who has no figures."""
    rows = links().to_pylist()
    before = [r["input"] for r in rows if r["output"] == one]
    after = [r["output"] for r in rows if r["input"] == one]
    found, without = [], []
    for near in dict.fromkeys((*before[:_MOST_STAGES], *after[:_MOST_STAGES])):
        try:
            found.append(desk.indicator("suppliers", near, party, year))
        except DataError:  # no figures at all: told by name, not left out unsaid
            without.append(near)
    return found, without


def _without(goods: list[str], w: Words) -> tuple[str, ...]:
    if not goods:
        return ()
    named = w.say("page.list").join(names.good(g, w.lang) for g in goods)
    return (w.say("workspace.stages_without", goods=named),)


def _suppliers(found: Finding, w: Words) -> Block:
    return block(
        found,
        w,
        "suppliers",
        Look(chart=_bars("supplier", "share"), sentence=headline(found, w.lang), unit="share"),
    )


def _makers(found: Finding, name: str, w: Words) -> Block:
    return block(
        found,
        w,
        name,
        Look(
            chart=_bars("producer", "share"),
            sentence=headline(found, w.lang),
            unit="share",
        ),
    )


def _sankey(staged: Finding, one: str, told: GoodStudy, w: Words) -> Block:
    top = told.findings.suppliers.figures["top_supplier"].value
    mine, ours = names.good(one, w.lang), names.party(told.picture.party, w.lang)
    return block(
        staged,
        w,
        "stages",
        Look(
            title=w.say("workspace.block_stages", good=mine, party=ours),
            sentence=w.say("workspace.stages_lit"),
            shown=("good", "supplier", "value", "share"),
            extra={
                "good_name": ("text", lambda row: names.good(row["good"], w.lang)),
                "lit": ("flag", lambda row: row["good"] == one and row["supplier"] == top),
            },
            chart=Sankey(
                kind="sankey", source="supplier_name", target="good_name", value="value", lit="lit"
            ),
            keep=lambda row: bool(row["value"]),
            unit="kUSD",
        ),
    )


def _concentration(found: Finding, w: Words) -> Block:
    """The party's imports and the world's exports, one line each: the trend's own figures."""
    limit = threshold("import_hhi").value
    said = {"hhi": w.say("chart.line_party"), "world_export_hhi": w.say("chart.line_world")}
    rows = [
        {"year": row["year"], "line": line, "line_name": name, "hhi": row[line]}
        for line, name in said.items()
        for row in found.table.to_pylist()
    ]
    sheet = Sheet(
        "concentration",
        {
            "year": ("number", "year"),
            "line": ("text", ""),
            "line_name": ("text", ""),
            "hhi": ("number", "HHI"),
        },
        title=title(found, w),
        sentence=headline(found, w.lang),
        as_of=found.as_of,
        sources=sources(found.sources),
        chart=Lines(kind="lines", x="year", y="hhi", series="line_name", threshold=limit),
        hidden=("line",),
        empty=w.not_known(found.figures["change"].missing),
        unit="HHI",
        labels={"line_name": w.say("workspace.whose"), "hhi": "HHI"},
    )
    return listing(sheet, rows, w)


def _origins(found: Finding, w: Words) -> Block:
    chart = _bars("supplier", "origin_share")
    said = headline(found, w.lang)
    return block(found, w, "origins", Look(chart=chart, sentence=said, unit="share"))


def _dependents(found: Finding, w: Words) -> Block:
    chart = _bars("importer", "value")
    return block(found, w, "dependents", Look(chart=chart, unit="kUSD"))


def _prices(found: Finding, w: Words) -> Block:
    average = found.figures["average"]
    return block(
        found,
        w,
        "prices",
        Look(chart=Lines(kind="lines", x="year", y="price"), unit=average.unit or None),
    )


def _bars(label: str, value: str) -> Bars:
    return Bars(kind="bars", label=f"{label}_name", value=value)
