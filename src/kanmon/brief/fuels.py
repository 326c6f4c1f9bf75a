"""The section on fuels bought from one supplier: share by year, what was paid, who came instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kanmon.analysis.finding import Figure, Finding
from kanmon.brief import names
from kanmon.brief.assemble import KeyFigure
from kanmon.brief.caveats import caveat_text
from kanmon.brief.charts.lines import Line, Scale, lines
from kanmon.brief.document import Brief
from kanmon.brief.headlines import headline
from kanmon.brief.numbers import as_of, money, number, percent, signed
from kanmon.brief.panels import Panel, short_source
from kanmon.brief.stack import stacked_twin
from kanmon.brief.twin import Twin, twin
from kanmon.brief.wording import Words, words

_TOPS = (0.1, 0.2, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class FuelPanel:
    """Carry one fuel: its line over the years and what is said under it.

    Example:
        >>> FuelPanel(Panel("Crude oil", "", "", ""), ("None bought.",)).sentences
        ('None bought.',)
    """

    panel: Panel
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FuelSection:
    """Carry the section: title, sentence, figures, one panel a fuel, caveats and tables.

    Example:
        >>> FuelSection("Fuels from Russia", "", (), (), (), ()).title
        'Fuels from Russia'
    """

    title: str
    headline: str
    figures: tuple[KeyFigure, ...]
    panels: tuple[FuelPanel, ...]
    caveats: tuple[tuple[str, bool], ...]
    tables: tuple[Twin, ...]


def fuel_section(brief: Brief) -> FuelSection | None:
    """Lay out a party's dependence on one supplier's fuels.

    Args:
        brief: any brief.

    Returns:
        The section, or None where the brief has no such finding.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> fuel_section(tiny_brief("JPN")) is None
        True
    """
    f = brief.fuels
    if f is None:
        return None
    w, lang = words(brief.lang), brief.lang
    supplier = names.economy(str(f.figures["supplier"].value), lang)
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in f.table.to_pylist():
        rows.setdefault(row["good"], []).append(row)
    replaced = {one.good: one for one in brief.replaced}
    since = as_of(str(brief.replaced_since), lang)
    tables = [twin(f, lang, id="table-fuels")]
    if any(one.table.num_rows for one in brief.replaced):
        tables.append(
            stacked_twin(
                brief.replaced,
                lang,
                "table-replaced",
                ("good", "economy", "share_then", "share_now", "change"),
                lambda row: abs(row["change"]) >= 0.005,
            )
        )
    return FuelSection(
        title=w.say("section.fuels", supplier=supplier),
        headline=headline(f, lang),
        figures=_figures(f, w),
        panels=tuple(
            FuelPanel(
                _panel(f, good, one, w),
                (
                    *_paid(one, supplier, w),
                    *(_instead(replaced[good], supplier, since, w) if good in replaced else ()),
                ),
            )
            for good, one in rows.items()
        ),
        caveats=_caveats(f, brief.replaced, w),
        tables=tuple(tables),
    )


def _figures(f: Finding, w: Words) -> tuple[KeyFigure, ...]:
    lang = w.lang

    def made(name: str, figure: Figure) -> KeyFigure:
        label = w.say(f"figure.fuel_{name}")
        if figure.value is None:
            reason = w.reason(figure.missing)
            return KeyFigure(label, w.say("page.not_known"), None, reason, name)
        amount = float(figure.value)
        if figure.unit == "share":
            text = percent(amount, lang, 1)
        elif figure.unit == "kUSD":
            text = money(amount, lang)
        else:
            text = w.say("figure.years", count=number(amount, lang))
        return KeyFigure(label, text, amount, as_of(figure.date, lang), name)

    return tuple(
        made(name, f.figures[name])
        for name in ("share_now", "share_highest", "paid_now", "years_to_target")
    )


def _panel(f: Finding, good: str, rows: list[dict[str, Any]], w: Words) -> Panel:
    name = names.good(good, w.lang)
    by_year = {row["year"]: row["share"] for row in rows}
    known = [(year, share) for year, share in by_year.items() if share is not None]
    if not known:
        return Panel(name, "", w.not_known("no imports recorded"), "")
    top = next(t for t in _TOPS if t >= max(share for _, share in known))
    years = tuple(range(min(by_year), max(by_year) + 1))
    values = tuple(by_year.get(year) for year in years)
    last = percent(known[-1][1], w.lang, 1)
    line = Line(as_of(str(known[-1][0]), w.lang), values, last, "party")
    ticks = tuple(percent(top * part / 2, w.lang) for part in range(3))
    items = w.say("page.list").join(
        f"{as_of(str(year), w.lang)} {percent(share, w.lang, 1)}"
        for year, share in dict.fromkeys([known[0], max(known, key=lambda k: k[1]), known[-1]])
    )
    desc = w.say("chart.fuel_desc", first=years[0], last=years[-1], items=items)
    scale = Scale(years, ticks, None, "", top)
    return Panel(name, lines([line], scale, f"fuel-{good}", name, desc), "", short_source(f, w))


def _paid(rows: list[dict[str, Any]], supplier: str, w: Words) -> tuple[str, ...]:
    last = rows[-1]
    year = as_of(str(last["year"]), w.lang)
    if last["share"] is None:
        return ()
    if not last["value"]:
        return (w.say("headline.fuel_nothing", supplier=supplier, year=year),)
    paid = money(last["value"], w.lang)
    return (w.say("headline.fuel_paid", supplier=supplier, year=year, paid=paid),)


def _instead(f: Finding, supplier: str, since: str, w: Words) -> tuple[str, ...]:
    lost = f.figures["lost"]
    if lost.value is None:
        return (w.say("headline.replaced_none", since=since, missing=w.not_known(lost.missing)),)
    change = float(lost.value)
    if abs(change) < 0.0005:
        return (w.say("headline.replaced_flat", supplier=supplier, since=since),)
    way = "fell" if change < 0 else "rose"
    points = signed(100 * change, w.lang, 1)
    said = w.say(f"headline.replaced_{way}", supplier=supplier, since=since, points=points)
    return (said, headline(f, w.lang)) if change < 0 else (said,)


def _caveats(f: Finding, replaced: tuple[Finding, ...], w: Words) -> tuple[tuple[str, bool], ...]:
    """Word each caveat once; one that is about a single fuel says which."""
    about = {(c.code, c.text): one.good for one in replaced for c in one.caveats}
    found: dict[tuple[str, bool], None] = {}
    for caveat in f.caveats:
        text, own = caveat_text(caveat, w.lang)
        good = about.get((caveat.code, caveat.text))
        if good:
            text = f"{names.good(good, w.lang)}{w.say('page.colon')}{text}"
        found[(text, own)] = None
    return tuple(found)
