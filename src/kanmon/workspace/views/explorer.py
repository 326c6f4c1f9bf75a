"""The dependency explorer: every good or HS6 product, filters, and why a row scores as it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.headlines import headline
from kanmon.brief.numbers import number
from kanmon.brief.wording import Words, words
from kanmon.catalogue.load import sectors
from kanmon.errors import CodeError
from kanmon.workspace import choices
from kanmon.workspace.asked import Asked
from kanmon.workspace.blocks import Look, block, label, sources
from kanmon.workspace.charts import Bars, Scatter
from kanmon.workspace.desk import Desk
from kanmon.workspace.listing import Sheet, listing
from kanmon.workspace.model import Block, View
from kanmon.workspace.page import Page, link, view
from kanmon.workspace.views.overview import FIRST, LAST, RANKING

ALLOWED = ("year", "level", "sector", "flagged", "code")
_PARTS = (
    ("import_hhi", "HHI"),
    ("production_hhi", "HHI"),
    ("world_export_hhi", "HHI"),
    ("own_share", "share"),
    ("score", "0-1"),
)
_SCREEN = (
    "good",
    "imports",
    "cdi1",
    "cdi1_distance",
    "world",
    "world_distance",
    "ec2021",
    "geodep",
    "geodep_years",
)


def explorer(desk: Desk, asked: Asked) -> View:
    """Show every good of a party in one table, or explain one row.

    Args:
        desk: what it is made from.
        asked: party, year, level, sector; with ``block=why`` the row to explain.

    Returns:
        The view; with ``block=why`` only the blocks that explain.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> made = explorer(Desk(Settings()), Asked("explorer", "en", {"year": "2022"}))
        >>> made.blocks[0].id
        'goods'
    """
    w = words(asked.lang)
    party = asked.party(desk.settings.party)
    year = asked.whole("year", FIRST, LAST)
    level = asked.one("level", ("goods", "hs6"), "goods")
    if asked.text("block") == "why":
        return _why(desk, asked, party, year, level, w)
    known = sectors()
    sector = asked.one("sector", ("", *known), "")
    flagged = asked.flag("flagged")
    made = desk.brief(party, year)
    findings, shown = [made.chokepoints], made.year
    said = headline(made.chokepoints, w.lang)
    if level == "hs6":
        found = _screened(desk, party, year)
        blocks = [_products(found, party, flagged, w)]
        if found is not None:
            findings, shown = [found], int(found.as_of)
            said = _flagged(found, party, w)
    else:
        screen, axes = (desk.screen(party, year, n) for n in ("screen", "three_axes"))
        findings += [screen, axes]
        keep = _kept(made.ranking(), screen, sector, flagged)
        blocks = [
            _goods(made.chokepoints, keep, w),
            _screen(screen, keep, w),
            _axes(axes, keep, w),
        ]
    controls = [
        choices.select(
            "level",
            level,
            [(one, w.say(f"workspace.level_{one}")) for one in ("goods", "hs6")],
            w,
        ),
        choices.select(
            "sector",
            sector,
            [("", w.say("page.all")), *((k, names.sector(k, w.lang)) for k in known)],
            w,
        ),
        choices.toggle("flagged", flagged, w),
        choices.amount("year", shown, (FIRST, LAST), w, 1),
    ]
    return view(
        asked,
        Page(
            headline=said,
            blocks=blocks,
            findings=findings,
            controls=controls,
            links=[link(w, "overview", party=party), link(w, "map", party=party)],
            party=party,
            as_of=findings[0].as_of,
        ),
    )


def _kept(
    ranking: list[dict[str, Any]], screen: Finding, sector: str, flagged: bool
) -> Callable[[Mapping[str, Any]], bool]:
    """Which goods stay: of the sector asked for, and flagged where only these are wanted."""
    of_sector = {r["good"] for r in ranking if not sector or r["sector"] == sector}
    marked = {r["good"] for r in screen.table.to_pylist() if r["ec2021"] or r["geodep"]}
    return lambda row: row["good"] in of_sector and (not flagged or row["good"] in marked)


def _goods(found: Finding, keep: Callable[[Mapping[str, Any]], bool], w: Words) -> Block:
    return block(
        found,
        w,
        "goods",
        Look(
            shown=RANKING,
            keep=keep,
            extra={"good_name": ("text", lambda row: choices.good_name(row["good"], w))},
            chart=Scatter(kind="scatter", x="import_hhi", y="production_hhi", label="good_name"),
            sentence=w.say("workspace.explorer_goods"),
            unit="HHI",
        ),
    )


def _screen(found: Finding, keep: Callable[[Mapping[str, Any]], bool], w: Words) -> Block:
    look = Look(shown=_SCREEN, keep=keep, sentence=w.say("workspace.explorer_screen"))
    return block(found, w, "screen", look)


def _axes(found: Finding, keep: Callable[[Mapping[str, Any]], bool], w: Words) -> Block:
    columns = (
        "rank",
        "good",
        "best_rank",
        "worst_rank",
        "criticality",
        "vulnerability",
        "lack_of_resilience",
    )
    return block(
        found,
        w,
        "axes",
        Look(
            shown=columns,
            keep=keep,
            extra={"good_name": ("text", lambda row: choices.good_name(row["good"], w))},
            chart=Scatter(kind="scatter", x="criticality", y="vulnerability", label="good_name"),
            sentence=w.say("workspace.explorer_axes"),
            unit="0-1",
        ),
    )


def _screened(desk: Desk, party: str, year: int | None) -> Finding | None:
    """Every product, or None where the store has no reconciled trade to screen."""
    if not desk.store.snapshots(table="flows", source="baci"):
        return None
    return desk.products(party, year)


def _flagged(found: Finding, party: str, w: Words) -> str:
    marks = found.table.column("flagged").to_pylist()
    return w.say(
        "workspace.hs6_headline",
        flagged=number(sum(map(bool, marks)), w.lang),
        count=number(len(marks), w.lang),
        party=names.party(party, w.lang),
    )


def _products(found: Finding | None, party: str, flagged: bool, w: Words) -> Block:
    if found is None:
        # Products need the reader's own BACI; the page says what to add instead of failing.
        title = w.say("workspace.level_hs6")
        said = w.say("workspace.hs6_none", party=names.party(party, w.lang))
        sheet = Sheet("goods", {"product": ("text", "")}, title=title, empty=said)
        return listing(sheet, [], w)
    return block(
        found,
        w,
        "goods",
        Look(
            title=w.say("workspace.level_hs6"),
            keep=(lambda row: bool(row["flagged"])) if flagged else None,
        ),
    )


def _why(desk: Desk, asked: Asked, party: str, year: int | None, level: str, w: Words) -> View:
    """Explain one row: the parts its score is made from, and each published criterion."""
    code = asked.text("code")
    one = None if level == "hs6" and code else asked.good()
    if one is None:
        if not code:
            raise CodeError("no row named", where="view explorer", remedy="name it with good=")
        found = desk.product(party, code, year)
        sheet = Sheet(
            "why",
            {
                "part": ("text", ""),
                "part_name": ("text", ""),
                "value": ("number", ""),
                "unit": ("text", ""),
                "text": ("text", ""),
            },
            title=w.say("workspace.block_why", name=code),
            as_of=found.as_of,
            sources=sources(found.sources),
            hidden=("part",),
            labels={"part_name": label("part_of_score", w)},
        )
        parts = [_part(name, value, found, w) for name, value in found.table.to_pylist()[0].items()]
        blocks, findings = [listing(sheet, parts, w)], [found]
    else:
        made = desk.brief(party, year)
        criteria = desk.indicator("screen", one, party, made.year)
        name = names.good(one, w.lang)
        rows = [r for r in made.ranking() if r["good"] == one]
        blocks = [
            _score(made.chokepoints, rows, name, w),
            block(
                criteria,
                w,
                "criteria",
                Look(title=w.say("workspace.block_criteria", name=name)),
            ),
        ]
        findings = [made.chokepoints, criteria]
    return view(
        asked,
        Page(
            headline=w.say("workspace.block_why", name=names.good(one, w.lang) if one else code),
            blocks=blocks,
            findings=findings,
            party=party,
            good=one,
            as_of=findings[0].as_of,
        ),
    )


def _part(name: str, value: Any, found: Finding, w: Words) -> dict[str, Any]:
    """One component of a product's row: a figure in its unit, or words."""
    figure = isinstance(value, int | float) and not isinstance(value, bool)
    said = w.say("page.yes" if value else "page.no") if isinstance(value, bool) else value
    return {
        "part": name,
        "part_name": label(name, w),
        "value": value if figure else None,
        "unit": found.units[name] if figure else None,
        "text": None if figure else said,
    }


def _score(found: Finding, rows: list[dict[str, Any]], name: str, w: Words) -> Block:
    parts = [
        {"part": label(part, w), "value": row[part], "unit": unit, "formula": found.method.formula}
        for row in rows
        for part, unit in _PARTS
    ]
    sheet = Sheet(
        "why",
        {
            "part": ("text", ""),
            "value": ("number", ""),
            "unit": ("text", ""),
            "formula": ("text", ""),
        },
        title=w.say("workspace.block_why", name=name),
        sentence=w.say("method.chokepoints"),
        as_of=found.as_of,
        sources=sources(found.sources),
        chart=Bars(kind="bars", label="part", value="value"),
        hidden=("formula",),
        labels={"part": label("part_of_score", w)},
        empty=w.say("workspace.not_ranked", name=name),
    )
    return listing(sheet, parts, w)
