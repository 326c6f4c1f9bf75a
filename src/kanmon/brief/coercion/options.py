"""Other buyers and the imposer's own dependence, on a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.caveats import caveat_text
from kanmon.brief.impact.acts import thing
from kanmon.brief.numbers import money, number, percent
from kanmon.brief.wording import Words, words


def buyers_terminal(found: Finding, lang: str, count: int = 15) -> RenderableType:
    """Lay other buyers out for a terminal.

    Args:
        found: finding ``alternatives``.
        lang: ``en``, ``ja`` or ``fr``.
        count: how many to show.

    Returns:
        A rich renderable; it leads with what the room covers.

    Example:
        >>> import pyarrow as pa
        >>> from kanmon.analysis.coercion.options.buyers import Sought, buyers
        >>> table = pa.table({"year": [2024] * 2, "exporter": ["JPN", "CHL"],
        ...     "importer": ["CHN", "USA"], "good": ["scallops"] * 2,
        ...     "value": [100.0, 300.0], "quantity": [10.0, 30.0]})
        >>> found = buyers(table, ["scallops"], Sought("JPN", frozenset({"CHN"})))
        >>> len(buyers_terminal(found, "en").renderables)
        3
    """
    w = words(lang)
    drawn = Table(box=None, pad_edge=False, header_style="dim")
    drawn.add_column(w.say("column.economy"), max_width=18, overflow="fold")
    for name in ("imports", "target_share", "room", "unit_value", "km"):
        drawn.add_column(w.say(f"column.{name}"), justify="right", max_width=16)
    drawn.add_column(w.say("column.partner"))
    bound = found.figures["covered_by_agreements"].value is not None
    if bound:
        drawn.add_column(w.say("column.agreements"), overflow="fold")
    for row in found.table.to_pylist()[:count]:
        price, far = row["unit_value"], row["km"]
        drawn.add_row(
            thing(row["economy"], w),
            money(row["imports"], lang),
            percent(row["target_share"], lang, 1),
            money(row["room"], lang),
            "" if price is None else number(price, lang, 2),
            "" if far is None else number(far, lang),
            w.say("page.yes") if row["partner"] else "",
            *((row["agreements"] or "",) if bound else ()),
        )
    return Group(Text(_headline(found, w), "bold"), Padding(drawn, (1, 0)), _notes(found, lang))


def exposure_terminal(found: Finding, lang: str, least: float) -> RenderableType:
    """Lay out what an imposer buys from a coalition.

    Args:
        found: finding ``deterrence``.
        lang: ``en``, ``ja`` or ``fr``.
        least: share from which goods are listed.

    Returns:
        A rich renderable.

    Example:
        >>> from kanmon.analysis.coercion.options.deterrence import deterrence
        >>> from kanmon.testing import tiny_picture
        >>> found = deterrence(tiny_picture("JPN"), frozenset({"VNM"}))
        >>> len(exposure_terminal(found, "fr", 0.3).renderables)
        3
    """
    w = words(lang)
    drawn = Table(box=None, pad_edge=False, header_style="dim")
    drawn.add_column(w.say("column.good"), max_width=30, overflow="fold")
    for name in ("imports", "share"):
        drawn.add_column(w.say(f"column.{name}"), justify="right")
    drawn.add_column(w.say("column.largest"))
    drawn.add_column(w.say("column.largest_share"), justify="right")
    for row in found.table.to_pylist():
        drawn.add_row(
            thing(row["good"], w),
            money(row["imports"], lang),
            percent(row["share"], lang),
            names.place(row["largest"], lang),
            percent(row["largest_share"], lang),
        )
    said = w.say(
        "coercion.exposure",
        least=percent(least, lang),
        count=found.figures["goods"].value,
        seen=found.figures["looked_at"].value,
        year=found.as_of,
    )
    return Group(Text(said, "bold"), Padding(drawn, (1, 0)), _notes(found, lang))


def _headline(found: Finding, w: Words) -> str:
    goods = w.say("page.list").join(thing(one.strip(), w) for one in found.good.split(","))
    figures, count = found.figures, found.figures["buyers"].value
    covered, partners = figures["covered"].value, figures["covered_by_partners"].value
    lost = figures["lost"].value
    if not isinstance(covered, float) or not isinstance(partners, float) or not lost:
        return w.say("coercion.buyers_none", goods=goods, year=found.as_of, count=count)
    said = w.say(
        "coercion.buyers",
        goods=goods,
        year=found.as_of,
        count=count,
        lost=money(float(lost), w.lang),
        covered=percent(covered, w.lang),
        partners=percent(partners, w.lang),
    )
    cost = figures["support"].value
    if not isinstance(cost, float):
        return said
    joiner = "" if w.lang == "ja" else " "
    return said + joiner + w.say("coercion.support", cost=money(cost, w.lang))


def _notes(found: Finding, lang: str) -> RenderableType:
    said = [f"! {caveat_text(one, lang)[0]}" for one in found.caveats]
    said += [f"{o.publisher}, {o.title}, {o.vintage}" for o in found.sources]
    return Group(*(Text(one, "yellow" if one.startswith("!") else "dim") for one in said))
