"""From findings to the parts of a page: worded, numbered and drawn."""

from __future__ import annotations

from dataclasses import dataclass

from kanmon.analysis.finding import Figure, Finding
from kanmon.brief import names
from kanmon.brief.charts.bars import Bar, bars
from kanmon.brief.charts.dots import dots
from kanmon.brief.charts.lines import Line, Scale, lines
from kanmon.brief.document import Brief, GoodFindings
from kanmon.brief.headlines import caveat_text, headline
from kanmon.brief.numbers import as_of, money, number, percent, signed
from kanmon.brief.twin import Twin, tags, twin
from kanmon.brief.wording import Words, words
from kanmon.catalogue.thresholds import threshold

_BARS = 6


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """Carry one figure of a row of figures: label, text, exact value, remark below.

    Example:
        >>> KeyFigure("Import HHI", "0.41", 0.4137, "").raw
        0.4137
    """

    label: str
    text: str
    raw: float | int | None
    note: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Carry one chart with its heading and the line that cites it; no chart, a remark instead.

    Example:
        >>> Panel("Suppliers", "<svg/>", "", "Source: x").heading
        'Suppliers'
    """

    heading: str
    svg: str
    remark: str
    citation: str


@dataclass(frozen=True, slots=True)
class GoodSection:
    """Carry everything the page says of one good.

    Example:
        >>> GoodSection("good-x", "1", "X", "", (), (), (), (), ()).anchor
        'good-x'
    """

    anchor: str
    rank: str
    name: str
    meta: str
    headlines: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    panels: tuple[Panel, ...]
    caveats: tuple[tuple[str, bool], ...]
    tables: tuple[Twin, ...]


@dataclass(frozen=True, slots=True)
class RankRow:
    """Carry one line of the ranking.

    Example:
        >>> RankRow("1", "good-x", "X", "", "", "China", "59%", 0.586, "0.41", "").rank
        '1'
    """

    rank: str
    anchor: str
    name: str
    meta: str
    svg: str
    supplier: str
    share: str
    share_raw: float | None
    hhi: str
    flags: str


def rank_rows(brief: Brief) -> tuple[RankRow, ...]:
    """Lay out the ranking, one line a good with its two concentrations drawn.

    Args:
        brief: any brief.

    Returns:
        Ranked goods in order, then those without a rank.

    Example:
        >>> rank_rows(brief)[0].rank  # doctest: +SKIP
        '1'
    """
    w = words(brief.lang)
    limit = threshold("import_hhi").value
    detailed = {g.good for g in brief.goods}
    found = []
    for row in brief.ranking():
        supply = [v for v in (row["production_hhi"], row.get("world_export_hhi")) if v is not None]
        widest = max(supply) if supply else None
        name = names.good(row["good"], brief.lang)
        shown = [
            w.say("page.not_known") if v is None else number(v, brief.lang, 2)
            for v in (row["import_hhi"], widest)
        ]
        desc = w.say(
            "chart.strip_desc",
            imports=shown[0],
            supply=shown[1],
            threshold=number(limit, brief.lang, 2),
        )
        share = row["top_share"]
        found.append(
            RankRow(
                rank="–" if row["rank"] is None else str(row["rank"]),
                anchor=f"good-{row['good']}" if row["good"] in detailed else "",
                name=name,
                meta=_meta(row["stage"], row["sector"], w),
                svg=dots(row["import_hhi"], widest, limit, f"strip-{row['good']}", (name, desc)),
                supplier=(
                    w.say("page.not_known")
                    if row["top_supplier"] is None
                    else names.economy(row["top_supplier"], brief.lang)
                ),
                share="" if share is None else percent(share, brief.lang),
                share_raw=share,
                hhi=shown[0],
                flags=tags(str(row["flags"] or ""), "flags", w),
            )
        )
    return tuple(found)


def good_sections(brief: Brief) -> tuple[GoodSection, ...]:
    """Lay out each good's part of the page, in the order of the ranking.

    Args:
        brief: any brief.

    Returns:
        One section per good that has findings.

    Example:
        >>> good_sections(brief)[0].rank  # doctest: +SKIP
        '1'
    """
    w = words(brief.lang)
    by_good = {g.good: g for g in brief.goods}
    sections = []
    for row in brief.ranking():
        g = by_good.get(row["good"])
        if g is None:
            continue
        anchor = f"good-{g.good}"
        parts = (g.suppliers, g.production, g.trend, g.reliance)
        caveats = dict.fromkeys(caveat_text(c, brief.lang) for f in parts for c in f.caveats)
        tables = tuple(
            twin(f, brief.lang, id=f"{anchor}-{f.kind.replace('_', '-')}")
            for f in parts
            if f.table.num_rows
        )
        sections.append(
            GoodSection(
                anchor=anchor,
                rank="–" if row["rank"] is None else str(row["rank"]),
                name=names.good(g.good, brief.lang),
                meta=_meta(row["stage"], row["sector"], w),
                headlines=tuple(headline(f, brief.lang) for f in parts),
                figures=_figures(g, w),
                panels=(
                    _bars(g.suppliers, "supplier", "suppliers", anchor, w),
                    _bars(g.production, "producer", "producers", anchor, w),
                    _lines(g.trend, anchor, w),
                ),
                caveats=tuple(caveats),
                tables=tables,
            )
        )
    return tuple(sections)


def _meta(stage: str | None, sector: str | None, w: Words) -> str:
    parts = [tags(sector or "", "sector", w), tags(stage or "", "stage", w)]
    return " · ".join(part for part in parts if part)


def _figures(g: GoodFindings, w: Words) -> tuple[KeyFigure, ...]:
    lang = w.lang
    bought = g.suppliers.figures
    years = number(threshold("comparison_years").value, lang)

    def made(figure: Figure, label: str, note: str = "") -> KeyFigure:
        heading = w.say(f"figure.{label}")
        if figure.value is None:
            reason = w.reason(figure.missing)
            return KeyFigure(heading, w.say("page.not_known"), None, reason, label)
        amount = float(figure.value)
        if label == "change":
            text = signed(amount, lang)
        elif figure.unit == "share":
            text = percent(amount, lang)
        elif figure.unit == "kUSD":
            text = money(amount, lang)
        elif figure.unit == "suppliers":
            text = w.say("figure.effective_unit", count=number(amount, lang, 1))
        elif figure.unit == "ratio":
            text = w.say("figure.times", count=number(amount, lang, 1))
        else:
            text = number(amount, lang, 2)
        return KeyFigure(heading, text, amount, note, label)

    top = bought["top_supplier"].value
    reliance = g.reliance.figures["net_import_reliance"]
    figures = [
        made(bought["top_share"], "top_share", names.economy(str(top), lang) if top else ""),
        made(bought["top3_share"], "top3_share"),
        made(bought["hhi"], "hhi"),
        made(bought["effective_suppliers"], "effective_suppliers"),
        made(bought["total_value"], "total_value", as_of(bought["total_value"].date, lang)),
        made(g.trend.figures["change"], "change", w.say("figure.change_note", years=years)),
        made(g.production.figures["hhi"], "production_hhi", as_of(g.production.as_of, lang)),
        made(reliance, "net_import_reliance", as_of(reliance.date, lang)),
        made(bought["governance_weighted_hhi"], "governance_weighted_hhi"),
    ]
    ratio = g.reliance.figures.get("imports_over_exports")
    if ratio is not None:
        figures.append(made(ratio, "imports_over_exports", as_of(ratio.date, lang)))
    # Without the reader's own tiers there is no such share to be known or not.
    if bought["concern_share"].value is not None:
        figures.append(made(bought["concern_share"], "concern_share"))
    return tuple(figures)


def _bars(f: Finding, column: str, kind: str, anchor: str, w: Words) -> Panel:
    heading = w.say("chart.dated", what=w.say(f"chart.{kind}"), year=as_of(f.as_of, w.lang))
    rows = [r for r in f.table.to_pylist() if r["share"] is not None]
    if not rows or f.figures["top_share"].value is None:
        missing = f.figures["top_share"].missing
        return Panel(w.say(f"chart.{kind}"), "", w.not_known(missing), "")
    named = [r for r in rows if r[column] != names.OTHERS]
    lumped = [r for r in rows if r[column] == names.OTHERS]
    keep = named if len(named) <= _BARS + 1 else named[:_BARS]
    drawn = [
        Bar(
            names.economy(r[column], w.lang),
            r["share"],
            percent(r["share"], w.lang),
            "first" if i == 0 else "",
        )
        for i, r in enumerate(keep)
    ]
    rest = named[len(keep) :]
    if rest:
        share = sum(r["share"] for r in rest)
        label = w.say("page.others", count=number(len(rest), w.lang))
        drawn.append(Bar(label, share, percent(share, w.lang), "rest"))
    drawn += [
        Bar(names.economy(r[column], w.lang), r["share"], percent(r["share"], w.lang), "rest")
        for r in lumped
    ]
    items = w.say("page.list").join(f"{b.name} {b.label}" for b in drawn)
    svg = bars(drawn, f"{anchor}-{kind}", heading, w.say(f"chart.{kind}_desc", items=items))
    return Panel(heading, svg, "", _short_source(f, w))


def _lines(f: Finding, anchor: str, w: Words) -> Panel:
    rows = f.table.to_pylist()
    if not any(r["hhi"] is not None for r in rows):
        return Panel(w.say("figure.change"), "", w.not_known(f.figures["change"].missing), "")
    first, last = rows[0]["year"], rows[-1]["year"]
    by_year = {r["year"]: r for r in rows}
    years = tuple(range(first, last + 1))
    limit = threshold("import_hhi").value
    drawn = []
    for column, kind in (("world_export_hhi", "world"), ("hhi", "party")):
        values = tuple(by_year[t][column] if t in by_year else None for t in years)
        known = [v for v in values if v is not None]
        if known:
            label = number(known[-1], w.lang, 2)
            drawn.append(Line(w.say(f"chart.line_{kind}"), values, label, kind))
    scale = Scale(
        years,
        (number(0, w.lang), number(0.5, w.lang, 1), number(1, w.lang)),
        limit,
        w.say("chart.threshold", value=number(limit, w.lang, 2)),
    )
    items = w.say("page.list").join(f"{line.name} {line.label}" for line in reversed(drawn))
    heading = w.say("chart.trend", first=first, last=last)
    desc = w.say("chart.trend_desc", first=first, last=last, items=items)
    return Panel(
        heading, lines(drawn, scale, f"{anchor}-trend", heading, desc), "", _short_source(f, w)
    )


def _short_source(f: Finding, w: Words) -> str:
    """Name publisher and edition under a chart; the table below it has the whole line."""
    used = {s for figure in f.figures.values() for s in figure.sources}
    named = [o for o in f.sources if not used or o.source in used]
    cited = dict.fromkeys(f"{o.publisher} {o.vintage}" for o in named)
    text = w.say("page.separator").join(cited) or w.say("page.no_source")
    return f"{w.say('page.source')}{w.say('page.colon')}{text}"
