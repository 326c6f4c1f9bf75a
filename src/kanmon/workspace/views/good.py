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
    found = told.findings
    makers = [_makers(count, f"makers_{n}", w) for n, count in enumerate(told.counts, start=1)]
    traded = bool(told.picture.goods[one].codes)
    # Without trade there is no one year of the page: each block has its own newest.
    shown = told.picture.year if traded else year
    stages, without = _stages(desk, one, party, shown)
    blocks, findings = (
        _traded(desk, told, stages, makers, w) if traded else _made_only(told, stages, makers, w)
    )
    first = found.suppliers if traded or not told.counts else told.counts[0]
    return view(
        asked,
        Page(
            headline=about(one, headline(first, w.lang), w),
            blocks=blocks,
            findings=findings,
            controls=[choices.amount("year", shown, (FIRST, LAST), w, 1)],
            links=[
                link(w, "scenario", party=party, good=one),
                link(w, "plan", party=party, good=one),
                link(w, "map", party=party, good=one),
                link(w, "overview", party=party),
            ],
            caveats=(*told.picture.notes, *_without(without, w)),
            party=party,
            good=one,
            as_of=first.as_of,
        ),
    )


_Told = tuple[list[Block], list[Finding]]


def _traded(
    desk: Desk, told: GoodStudy, stages: list[Finding], makers: list[Block], w: Words
) -> _Told:
    """Everything there is to tell, the chain first after the suppliers."""
    found, party, one = told.findings, told.picture.party, told.findings.good
    origins = desk.indicator("origins", one, party, told.picture.year)
    staged = stack([found.suppliers, *stages])
    blocks = [
        _suppliers(found.suppliers, w),
        _sankey(staged, told, w),
        *makers,
        _concentration(found.trend, told, w),
        block(found.trend, w, "trend", Look(title=_named("trend", told, w))),
        _origins(origins, w),
        *_elsewhere(told, w),
        _dependents(told.dependents, w),
        block(told.customers, w, "customers", Look(chart=_bars("customer", "share"), unit="share")),
    ]
    findings = [found.suppliers, staged, *told.counts, found.trend, origins]
    return blocks, [*findings, found.reliance, told.dependents, told.customers, told.prices]


def _made_only(told: GoodStudy, stages: list[Finding], makers: list[Block], w: Words) -> _Told:
    """What is known of a good whose trade the data used do not hold; that is said once."""
    suppliers = told.findings.suppliers
    none = Look(
        title=title(suppliers, w),
        empty=w.say("workspace.good_no_trade", good=names.good(told.findings.good, w.lang)),
    )
    bought = [one for one in stages if one.table.num_rows]
    staged = stack(bought) if bought else None
    blocks = [*makers, block(suppliers, w, "suppliers", none)]
    if staged is not None:
        blocks.append(_sankey(staged, told, w))
    findings = [*told.counts, suppliers, *([] if staged is None else [staged])]
    return [*blocks, *_elsewhere(told, w)], [*findings, told.findings.reliance, told.prices]


def _elsewhere(told: GoodStudy, w: Words) -> list[Block]:
    """What publishers say of a good beside trade and makers."""
    reliance = told.findings.reliance
    return [
        block(reliance, w, "reliance", Look(sentence=headline(reliance, w.lang))),
        _prices(told.prices, w),
    ]


def _named(which: str, told: GoodStudy, w: Words) -> str:
    good = names.good(told.findings.good, w.lang)
    party = names.party(told.picture.party, w.lang)
    return w.say(f"workspace.block_{which}", good=good, party=party)


def _stages(desk: Desk, one: str, party: str, year: int | None) -> tuple[list[Finding], list[str]]:
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
            # Editions and kinds of count stand side by side: a title says which one this is.
            title=w.say(
                "workspace.block_makers",
                good=names.good(found.good, w.lang),
                year=found.as_of,
                edition=str(found.figures["edition"].value),
            ),
            chart=_bars("producer", "share"),
            sentence=headline(found, w.lang),
            unit="share",
        ),
    )


def _sankey(staged: Finding, told: GoodStudy, w: Words) -> Block:
    one = told.findings.good
    top = told.findings.suppliers.figures["top_supplier"].value
    return block(
        staged,
        w,
        "stages",
        Look(
            title=_named("stages", told, w),
            sentence=None if top is None else w.say("workspace.stages_lit"),
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


def _concentration(found: Finding, told: GoodStudy, w: Words) -> Block:
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
        title=_named("concentration", told, w),
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
