"""The charts of one good, each with heading and source."""

from __future__ import annotations

from dataclasses import dataclass

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.charts.bars import Bar, bars
from kanmon.brief.charts.lines import Line, Scale, lines
from kanmon.brief.numbers import as_of, number, percent
from kanmon.brief.wording import Words
from kanmon.catalogue.thresholds import threshold

_BARS = 6


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


def share_panel(f: Finding, column: str, kind: str, anchor: str, w: Words) -> Panel:
    """Draw a finding's shares, the smallest lumped.

    Args:
        f: finding with a ``share`` column and the figure ``top_share``.
        column: column that holds the economies.
        kind: ``suppliers`` or ``producers``, which words it takes.
        anchor: start of the chart's id.
        w: words of the language.

    Returns:
        The panel; where there are no shares, one that says so.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_good_findings
        >>> f = tiny_good_findings("JPN").suppliers
        >>> share_panel(f, "supplier", "suppliers", "x", words("en")).heading
        'Suppliers of imports (2022)'
    """
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
    return Panel(heading, svg, "", short_source(f, w))


def trend_panel(f: Finding, anchor: str, w: Words) -> Panel:
    """Draw a finding's concentration over the years.

    Args:
        f: finding ``concentration_trend``.
        anchor: start of the chart's id.
        w: words of the language.

    Returns:
        The panel; where no year has imports, one that says so.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_good_findings
        >>> trend_panel(tiny_good_findings("JPN").trend, "x", words("en")).heading
        'Concentration 2022–2022'
    """
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
        heading, lines(drawn, scale, f"{anchor}-trend", heading, desc), "", short_source(f, w)
    )


def short_source(f: Finding, w: Words) -> str:
    """Name publisher and edition under a chart; the table below it has the whole line.

    Args:
        f: any finding.
        w: words of the language.

    Returns:
        One short line.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_good_findings
        >>> short_source(tiny_good_findings("JPN").suppliers, words("en"))[:7]
        'Source:'
    """
    used = {s for figure in f.figures.values() for s in figure.sources}
    named = [o for o in f.sources if not used or o.source in used]
    cited = dict.fromkeys(f"{o.publisher} {o.vintage}" for o in named)
    text = w.say("page.separator").join(cited) or w.say("page.no_source")
    return f"{w.say('page.source')}{w.say('page.colon')}{text}"
