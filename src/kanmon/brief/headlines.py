"""One sentence a finding, built from its figures and never from free text."""

from __future__ import annotations

from typing import Any

from kanmon.analysis.finding import Figure, Finding
from kanmon.brief import names
from kanmon.brief.document import Brief, Exposure
from kanmon.brief.numbers import as_of, money, number, percent, signed
from kanmon.brief.wording import Words, words
from kanmon.catalogue.thresholds import threshold

_FLAT = 0.02
"""A change of HHI that reads as about the same: below it the second decimal barely moves."""
_GAIN, _GAINERS = 0.005, 3
"""How much of a fuel's market a supplier must have gained to be named, and how many are."""


def headline(finding: Finding, lang: str) -> str:
    """Write the one sentence a finding is read for.

    Args:
        finding: of any kind the brief shows.
        lang: language code.

    Returns:
        A sentence; where the figure is missing, one that says so and why.

    Raises:
        KeyError: the finding is of a kind the brief has no sentence for.

    Example:
        >>> from kanmon.testing import tiny_good_findings
        >>> headline(tiny_good_findings("JPN").suppliers, "en")
        'Largest supplier: China, 60% of imports by value (2022). Three largest together: 100%.'
    """
    writers = {
        "chokepoints": _chokepoints,
        "supplier_shares": _suppliers,
        "production_shares": _production,
        "concentration_trend": _trend,
        "import_reliance": _reliance,
        "coverage": _coverage,
        "look_through": _look_through,
        "chain_exposure": _chain,
        "fuel_dependence": _fuels,
        "replaced_by": _replaced,
    }
    return writers[finding.kind](finding, words(lang))


def widest(finding: Finding) -> dict[str, Any] | None:
    """Find whose share grows most when a ``look_through`` finding looks past the face.

    Args:
        finding: of kind ``look_through``.

    Returns:
        The row, or None where no share grows; the party's own returned goods do not count.

    Example:
        >>> from kanmon.analysis.dependency.hidden.origin import look_through
        >>> from kanmon.testing import tiny_picture
        >>> widest(look_through(tiny_picture("USA"), "rare_earth_metals"))["supplier"]
        'CHN'
    """
    rows = [r for r in finding.table.to_pylist() if r["supplier"] != finding.party]
    most = max(rows, key=lambda r: r["hidden_share"], default=None)
    return None if most is None or most["hidden_share"] <= 0 else most


def map_headline(brief: Brief, found: tuple[Exposure, ...]) -> str:
    """Write the sentence of the map: who is the largest supplier of most goods.

    Args:
        brief: any brief.
        found: its exposure, most goods first.

    Returns:
        A sentence.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> from kanmon.brief.document import exposure
        >>> brief = tiny_brief("JPN")
        >>> map_headline(brief, exposure(brief))
        'Largest supplier for most goods: China (1 of 1 ranked goods).'
    """
    w = words(brief.lang)
    if not found or not found[0].goods:
        return w.say("headline.map_none")
    return w.say(
        "headline.map",
        economy=names.economy(found[0].economy, brief.lang),
        count=number(found[0].goods, brief.lang),
        total=_count(brief.chokepoints.figures.get("ranked"), w),
    )


def _chokepoints(f: Finding, w: Words) -> str:
    first = next((row for row in f.table.to_pylist() if row["rank"] == 1), None)
    if first is None:
        return w.say("headline.chokepoints_none", year=as_of(f.as_of, w.lang))
    return w.say(
        "headline.chokepoints",
        above=_count(f.figures.get("above_threshold"), w),
        ranked=_count(f.figures.get("ranked"), w),
        threshold=number(threshold("import_hhi").value, w.lang, 2),
        good=names.good(first["good"], w.lang),
        supplier=names.economy(first["top_supplier"], w.lang),
        share=percent(first["top_share"], w.lang),
    )


def _suppliers(f: Finding, w: Words) -> str:
    top, share = f.figures["top_supplier"], f.figures["top_share"]
    year = as_of(f.as_of, w.lang)
    if top.value is None or share.value is None:
        missing = w.not_known(top.missing or share.missing)
        return w.say("headline.supplier_shares_none", year=year, missing=missing)
    return w.say(
        "headline.supplier_shares",
        supplier=names.economy(str(top.value), w.lang),
        share=percent(float(share.value), w.lang),
        three=_share(f.figures["top3_share"], w),
        year=year,
    )


def _production(f: Finding, w: Words) -> str:
    top, share = f.figures["top_producer"], f.figures["top_share"]
    if top.value is None or share.value is None:
        missing = w.not_known(top.missing or share.missing)
        return w.say("headline.production_shares_none", missing=missing)
    return w.say(
        "headline.production_shares",
        producer=names.economy(str(top.value), w.lang),
        share=percent(float(share.value), w.lang),
        year=as_of(f.as_of, w.lang),
    )


def _trend(f: Finding, w: Words) -> str:
    change = f.figures["change"]
    if change.value is None:
        return w.say("headline.trend_none", missing=w.not_known(change.missing))
    moved = float(change.value)
    way = "flat" if abs(moved) < _FLAT else "up" if moved > 0 else "down"
    years = number(threshold("comparison_years").value, w.lang)
    return w.say(f"headline.trend_{way}", change=signed(moved, w.lang), years=years)


def _reliance(f: Finding, w: Words) -> str:
    figure = f.figures["net_import_reliance"]
    if figure.value is None:
        return w.say("headline.reliance_none", missing=w.not_known(figure.missing))
    return w.say(
        "headline.reliance",
        share=percent(float(figure.value), w.lang),
        year=as_of(figure.date, w.lang),
    )


def _coverage(f: Finding, w: Words) -> str:
    rows = f.table.to_pylist()
    return w.say(
        "headline.coverage",
        covered=number(sum(bool(r["has_trade"]) for r in rows), w.lang),
        made=number(sum(bool(r["has_production"]) for r in rows), w.lang),
        total=number(len(rows), w.lang),
    )


def _look_through(f: Finding, w: Words) -> str:
    row = widest(f)
    if f.figures["origin_hhi"].value is None:
        missing = w.not_known(f.figures["origin_hhi"].missing)
        return w.say("headline.look_through_missing", missing=missing)
    if row is None:
        return w.say("headline.look_through_none")
    return w.say(
        "headline.look_through",
        economy=names.place(row["supplier"], w.lang),
        face=percent(row["face_share"], w.lang),
        origin=percent(row["origin_share"], w.lang),
        path=names.route(row["path"], w.lang),
    )


def _chain(f: Finding, w: Words) -> str:
    rows = f.table.to_pylist()
    if not rows:
        missing = w.not_known(f.figures["worst_share"].missing)
        return w.say("headline.chain_none", missing=missing)
    worst = max(rows, key=lambda r: r["share"])
    return w.say(
        "headline.chain",
        input=names.good(worst["input"], w.lang),
        origin=names.place(worst["origin"], w.lang),
        share=percent(worst["share"], w.lang),
        path=names.route(worst["path"], w.lang),
    )


def _fuels(f: Finding, w: Words) -> str:
    now, highest, paid = (f.figures[k] for k in ("share_now", "share_highest", "paid_now"))
    supplier = names.economy(str(f.figures["supplier"].value), w.lang)
    year = as_of(f.as_of, w.lang)
    if now.value is None or highest.value is None or paid.value is None:
        missing = w.not_known(now.missing or highest.missing)
        return w.say("headline.fuels_none", supplier=supplier, year=year, missing=missing)
    return w.say(
        "headline.fuels",
        supplier=supplier,
        year=year,
        share=percent(float(now.value), w.lang, 1),
        highest=percent(float(highest.value), w.lang, 1),
        highest_year=as_of(highest.date, w.lang),
        paid=money(float(paid.value), w.lang),
    )


def _replaced(f: Finding, w: Words) -> str:
    gained = [r for r in f.table.to_pylist() if r["change"] >= _GAIN][:_GAINERS]
    if not gained:
        return w.say("headline.replaced_by_none")
    items = (
        f"{names.place(r['economy'], w.lang)}{w.say('page.gap')}"
        f"{w.say('figure.points', count=signed(100 * r['change'], w.lang, 1))}"
        for r in gained
    )
    return w.say("headline.replaced_by", items=w.say("page.list").join(items))


def _count(figure: Figure | None, w: Words) -> str:
    if figure is None or figure.value is None:
        return w.say("page.not_known")
    return number(float(figure.value), w.lang)


def _share(figure: Figure, w: Words) -> str:
    if figure.value is None:
        return w.not_known(figure.missing)
    return percent(float(figure.value), w.lang)
