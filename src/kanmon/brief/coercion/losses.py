"""Trade without the measure, in words, as a chart and on a terminal: methods side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kanmon.analysis.finding import Finding
from kanmon.brief.caveats import caveat_text
from kanmon.brief.charts.lines import Line, Scale, lines
from kanmon.brief.coercion.tables import SHOWN, dossier_twin
from kanmon.brief.impact.acts import thing
from kanmon.brief.numbers import money, number
from kanmon.brief.wording import Words, words

_LARGER = {
    "kUSD": ((1e6, "bnUSD"), (1e3, "mnUSD")),
    "t": ((1e6, "Mt"), (1e3, "kt")),
}
# A terminal of 80 columns has no room for them.
_PAGE_ONLY = ("p_time", "rerouted")
_SMALL = 0.1
KINDS = ("counterfactual", "trade_loss", "gainers", "placebos")


def loss_sentences(found: Sequence[Finding], w: Words) -> tuple[str, ...]:
    """Say what was traded, what would have been, what was lost, and who gained.

    Args:
        found: findings of :data:`KINDS`.
        w: words of the language.

    Returns:
        Sentences; amounts are ranges over the methods, never an average. None without findings.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_trade_findings
        >>> loss_sentences(tiny_trade_findings(), words("en"))[1][:24]
        'Loss of this flow, by me'
    """
    by_kind = {one.kind: one for one in found}
    if not set(KINDS) <= set(by_kind):
        return ()
    gone, lost, gained = (by_kind[kind] for kind in KINDS[:3])
    methods = len({row["method"] for row in gone.table.to_pylist()})
    good = w.say("page.list").join(thing(one.strip(), w) for one in gone.good.split(","))
    said = [
        w.say(
            "coercion.loss",
            good=good,
            period=gone.as_of.replace("-", "–"),
            observed=_figure(gone, "observed", w),
            least=_figure(gone, "expected_least", w),
            most=_figure(gone, "expected_most", w),
            methods=methods,
        ),
        w.say(
            "coercion.loss_gross",
            least=_figure(lost, "gross_least", w),
            most=_figure(lost, "gross_most", w),
        ),
    ]
    if lost.figures["net_least"].value is not None:
        said.append(
            w.say(
                "coercion.loss_net",
                least=_figure(lost, "net_least", w),
                most=_figure(lost, "net_most", w),
            )
        )
    first, unknown = gained.figures["first"].value, gained.figures["gain"].value is None
    if first is not None and not unknown:
        said.append(
            w.say(
                "coercion.loss_gain",
                seller=thing(str(first), w),
                gain=_figure(gained, "gain", w),
                agree=number(_value(gained, "methods_that_agree"), w.lang),
                asked=number(_value(gained, "methods_asked"), w.lang),
            )
        )
    return tuple(said)


def loss_chart(found: Sequence[Finding], w: Words, anchor: str) -> str:
    """Draw trade as it was beside the least and the most any method expects.

    Args:
        found: findings; ``counterfactual`` is drawn.
        w: words of the language.
        anchor: start of the chart's id.

    Returns:
        An ``svg`` element; empty without that finding.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_trade_findings
        >>> loss_chart(tiny_trade_findings(), words("fr"), "a")[:4]
        '<svg'
    """
    one = next((f for f in found if f.kind == "counterfactual"), None)
    if one is None:
        return ""
    rows = [row for row in one.table.to_pylist() if row["period"] is not None]
    periods = tuple(sorted({row["period"] for row in rows}))
    seen = {row["period"]: row["observed"] for row in rows}
    start = int(one.as_of.split("-")[0])
    bounds: list[Mapping[int, float]] = [
        {p: pick(r["expected"] for r in rows if r["period"] == p) for p in periods if p >= start}
        for pick in (min, max)
    ]
    top = max([*seen.values(), *bounds[1].values()]) or 1.0
    scale, _ = _scaled(one)

    def line(key: str, values: Mapping[int, float], kind: str) -> Line:
        last = values[max(values)] / scale
        said = number(last, w.lang, 3 if last < _SMALL else 2)
        return Line(w.say(f"chart.{key}"), tuple(values.get(p) for p in periods), said, kind)

    drawn = [
        line("loss_least", bounds[0], "world"),
        line("loss_most", bounds[1], "world"),
        line("loss_observed", seen, "party"),
    ]
    ticks = ("0", *(number(part * top / scale, w.lang, 1) for part in (0.5, 1.0)))
    places = tuple(range(len(periods)))
    axes = Scale(places, ticks, None, "", top, tuple(str(p) for p in periods))
    title = chart_title(found, w)
    desc = " ".join(loss_sentences(found, w)) or title
    return lines(drawn, axes, f"{anchor}-course", title, desc)


def chart_title(found: Sequence[Finding], w: Words) -> str:
    """Name the chart and its unit.

    Args:
        found: findings; ``counterfactual`` is drawn.
        w: words of the language.

    Returns:
        The title; empty without that finding.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_trade_findings
        >>> chart_title(tiny_trade_findings(), words("en")).split(" (")[1]
        'million US$)'
    """
    one = next((f for f in found if f.kind == "counterfactual"), None)
    if one is None:
        return ""
    unit = _scaled(one)[1]
    return w.say("chart.loss", unit=w.say(f"unit.{unit}"))


def losses_terminal(found: Sequence[Finding], lang: str) -> RenderableType:
    """Lay losses out for a terminal: sentences, a row a method, who gained, caveats.

    Args:
        found: findings of :data:`KINDS`.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        A rich renderable.

    Example:
        >>> from kanmon.testing import tiny_trade_findings
        >>> len(losses_terminal(tiny_trade_findings(), "ja").renderables) > 3
        True
    """
    w = words(lang)
    joiner = "" if lang == "ja" else " "
    parts: list[RenderableType] = [Text(joiner.join(loss_sentences(found, w)), "bold")]
    unit = next(w.say(f"unit.{f.figures['observed'].unit}") for f in found if f.kind == KINDS[0])
    for one in found:
        twin = dossier_twin(one, w)
        if one.kind == "placebos" or not twin.rows:
            continue
        drawn = Table(box=None, pad_edge=False, header_style="dim")
        kept = [n for n, name in enumerate(SHOWN[one.kind]) if name not in _PAGE_ONLY]
        for head in (twin.columns[n] for n in kept):
            side: Literal["right", "left"] = "right" if head.numeric else "left"
            drawn.add_column(head.label, justify=side, overflow="fold", max_width=16)
        for row in twin.rows:
            drawn.add_row(*(row[n].text for n in kept))
        parts += [Padding(Text(f"{twin.caption} ({unit})", "bold"), (1, 0, 0, 0)), drawn]
    notes = dict.fromkeys(caveat_text(c, lang)[0] for f in found for c in f.caveats)
    sources = dict.fromkeys(
        f"{o.publisher}, {o.title}, {o.vintage}" for f in found for o in f.sources
    )
    parts.append(Padding(Group(*(Text(f"! {note}", "yellow") for note in notes)), (1, 0, 0, 0)))
    return Group(*parts, *(Text(one, "dim") for one in sources))


def _scaled(one: Finding) -> tuple[float, str]:
    """Choose a unit in which the largest amount has few digits."""
    unit = one.figures["observed"].unit
    top = max(row[name] for row in one.table.to_pylist() for name in ("observed", "expected"))
    for least, larger in _LARGER[unit]:
        if top >= least:
            return least, larger
    return 1.0, unit


def _value(one: Finding, name: str) -> float:
    value = one.figures[name].value
    return float(value) if isinstance(value, int | float) else 0.0


def _figure(one: Finding, name: str, w: Words) -> str:
    return _amount(_value(one, name), one.figures[name].unit, w)


def _amount(value: float, unit: str, w: Words) -> str:
    if value < 0.0:
        return f"\u2212{_amount(-value, unit, w)}"
    if unit == "kUSD":
        return money(value, w.lang)
    return w.say("coercion.tonnes", amount=number(float(f"{value:.3g}"), w.lang))
