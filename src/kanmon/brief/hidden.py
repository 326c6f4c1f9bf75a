"""The section on hidden dependence: who stands behind the suppliers, and by which route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.caveats import caveat_text
from kanmon.brief.charts.dots import dots
from kanmon.brief.document import Brief
from kanmon.brief.headlines import headline, widest
from kanmon.brief.numbers import number, percent
from kanmon.brief.stack import stacked_twin
from kanmon.brief.twin import Twin
from kanmon.brief.wording import Words, words
from kanmon.catalogue.thresholds import threshold

_SHOWN = 8
_LOOK_COLUMNS = ("good", "supplier", "face_share", "origin_share", "hidden_share", "path")
_CHAIN_COLUMNS = ("good", "input", "origin", "share", "path")


@dataclass(frozen=True, slots=True)
class HiddenRow:
    """Carry one good whose origin differs from what its face shows.

    Example:
        >>> HiddenRow("good-x", "X", "", "4%", "56%", 0.04, 0.56, "", "China → Japan").origin
        '56%'
    """

    anchor: str
    name: str
    economy: str
    face: str
    origin: str
    face_raw: float
    origin_raw: float
    svg: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ChainRow:
    """Carry one good whose inputs rest on an economy that hardly shows among its suppliers.

    Example:
        >>> ChainRow("good-x", "X", "Lithium carbonate from Chile ...").anchor
        'good-x'
    """

    anchor: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class HiddenSection:
    """Carry the section: sentence, rows, the chain's rows, caveats and tables.

    Example:
        >>> HiddenSection("Nothing hidden.", (), (), (), ()).rows
        ()
    """

    headline: str
    rows: tuple[HiddenRow, ...]
    chain: tuple[ChainRow, ...]
    caveats: tuple[tuple[str, bool], ...]
    tables: tuple[Twin, ...]


def hidden_section(brief: Brief) -> HiddenSection | None:
    """Lay out what looking through re-exports and chains brings to light.

    Args:
        brief: any brief.

    Returns:
        The section, or None where the brief has no such findings.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> hidden_section(tiny_brief("JPN")) is None
        True
    """
    w, lang = words(brief.lang), brief.lang
    ranked = {row["good"] for row in brief.ranking() if row["rank"] is not None}
    looked = [f for f in brief.hidden if f.kind == "look_through" and f.good in ranked]
    chains = [f for f in brief.hidden if f.kind == "chain_exposure" and f.good in ranked]
    if not looked:
        return None
    detailed = {g.good for g in brief.goods}
    least = threshold("significant_share").value
    gaps = [(f, row) for f in looked if (row := widest(f)) is not None]
    gaps.sort(key=lambda found: (-found[1]["hidden_share"], found[0].good))
    wide = [(f, row) for f, row in gaps if row["hidden_share"] >= least]
    shown = wide[:_SHOWN]
    rested = _rests(looked, chains, least)[:_SHOWN]
    tables = [
        stacked_twin(
            looked,
            lang,
            "table-look-through",
            _LOOK_COLUMNS,
            lambda row: abs(row["hidden_share"]) >= least,
        )
    ]
    if any(f.table.num_rows for f in chains):
        tables.append(stacked_twin(chains, lang, "table-chain", _CHAIN_COLUMNS))
    cited = [f for f, _ in shown] + [f for f, _ in rested]
    return HiddenSection(
        headline=_headline(wide, len(looked), w),
        rows=tuple(_row(f, row, f.good in detailed, w) for f, row in shown),
        chain=tuple(
            ChainRow(
                f"good-{f.good}" if f.good in detailed else "",
                names.good(f.good, lang),
                headline(f, lang),
            )
            for f, _ in rested
        ),
        caveats=_caveats(cited or looked[:1], w),
        tables=tuple(tables),
    )


def _rests(
    looked: list[Finding], chains: list[Finding], least: float
) -> list[tuple[Finding, float]]:
    """Keep the goods whose worst input origin stands well above its own face share."""
    face = {
        (f.good, row["supplier"]): row["face_share"] for f in looked for row in f.table.to_pylist()
    }
    found = []
    for f in chains:
        origin, share = f.figures["worst_origin"].value, f.figures["worst_share"].value
        if origin is None or share is None:
            continue
        excess = float(share) - float(face.get((f.good, str(origin)), 0.0))
        if excess >= least:
            found.append((f, excess))
    return sorted(found, key=lambda pair: (-pair[1], pair[0].good))


def _headline(wide: list[tuple[Finding, dict[str, Any]]], total: int, w: Words) -> str:
    points = number(100 * threshold("significant_share").value, w.lang)
    if not wide:
        return w.say("headline.hidden_none", points=points)
    f, row = wide[0]
    return w.say(
        "headline.hidden",
        count=number(len(wide), w.lang),
        total=number(total, w.lang),
        points=points,
        good=names.good(f.good, w.lang),
        economy=names.place(row["supplier"], w.lang),
        face=percent(row["face_share"], w.lang),
        origin=percent(row["origin_share"], w.lang),
    )


def _row(f: Finding, row: dict[str, Any], detailed: bool, w: Words) -> HiddenRow:
    lang = w.lang
    name = names.good(f.good, lang)
    face, origin = f.figures["face_hhi"].value, f.figures["origin_hhi"].value
    limit = threshold("import_hhi").value
    shown = [
        w.say("page.not_known") if v is None else number(float(v), lang, 2) for v in (face, origin)
    ]
    desc = w.say(
        "chart.pair_desc", face=shown[0], origin=shown[1], threshold=number(limit, lang, 2)
    )
    svg = dots(
        None if origin is None else float(origin),
        None if face is None else float(face),
        limit,
        f"pair-{f.good}",
        (name, desc),
    )
    return HiddenRow(
        anchor=f"good-{f.good}" if detailed else "",
        name=name,
        economy=names.place(row["supplier"], lang),
        face=percent(row["face_share"], lang),
        origin=percent(row["origin_share"], lang),
        face_raw=row["face_share"],
        origin_raw=row["origin_share"],
        svg=svg,
        sentence=names.route(row["path"], lang),
    )


def _caveats(findings: list[Finding], w: Words) -> tuple[tuple[str, bool], ...]:
    """Word each caveat once; one that is about a single good says which."""
    found: dict[tuple[str, bool], None] = {}
    for f in findings:
        for caveat in f.caveats:
            text, own = caveat_text(caveat, w.lang)
            if caveat.code != "proportional":
                text = f"{names.good(f.good, w.lang)}{w.say('page.colon')}{text}"
            found[(text, own)] = None
    return tuple(found)
