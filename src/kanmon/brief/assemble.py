"""From findings to the parts of a page: worded, numbered and drawn."""

from __future__ import annotations

from dataclasses import dataclass

from kanmon.analysis.finding import Figure
from kanmon.brief import names
from kanmon.brief.caveats import caveat_text
from kanmon.brief.cells import tags
from kanmon.brief.charts.dots import dots
from kanmon.brief.document import Brief, GoodFindings
from kanmon.brief.headlines import headline
from kanmon.brief.numbers import as_of, money, number, percent, signed
from kanmon.brief.panels import Panel, share_panel, trend_panel
from kanmon.brief.twin import Twin, twin
from kanmon.brief.wording import Words, words
from kanmon.catalogue.thresholds import threshold

_FAR = 100.0
"""A multiple above which only its size is told."""


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
        >>> from kanmon.testing import tiny_brief
        >>> rank_rows(tiny_brief("JPN"))[0].rank
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
        >>> from kanmon.testing import tiny_brief
        >>> good_sections(tiny_brief("JPN"))[0].rank
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
                    share_panel(g.suppliers, "supplier", "suppliers", anchor, w),
                    share_panel(g.production, "producer", "producers", anchor, w),
                    trend_panel(g.trend, anchor, w),
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
            # A multiple of thousands is a good the party hardly sells, not a measurement.
            far = amount > _FAR
            text = (
                w.say("figure.times_over", count=number(_FAR, lang))
                if far
                else w.say("figure.times", count=number(amount, lang, 1))
            )
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
