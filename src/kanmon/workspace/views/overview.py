"""The overview of a party: ranked chokepoints, fuels, origins, open alerts, what is not covered."""

from __future__ import annotations

from kanmon.analysis.finding import Finding
from kanmon.brief.headlines import headline
from kanmon.brief.stack import stack
from kanmon.brief.wording import Words, words
from kanmon.catalogue.thresholds import threshold
from kanmon.workspace import choices
from kanmon.workspace.alerted import alert_block
from kanmon.workspace.asked import Asked
from kanmon.workspace.blocks import Look, block
from kanmon.workspace.charts import Bars, Lines
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import Block, View
from kanmon.workspace.page import Page, link, view

ALLOWED = ("year",)
FIRST, LAST = 1995, 2100
RANKING = (
    "rank",
    "good",
    "score",
    "import_hhi",
    "top_supplier",
    "top_share",
    "production_hhi",
    "world_export_hhi",
    "top_producer",
    "top_producer_share",
    "total_value",
    "trend",
    "flags",
)


def overview(desk: Desk, asked: Asked) -> View:
    """Show where a party depends on too few.

    Args:
        desk: what it is made from.
        asked: party and year.

    Returns:
        The view.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> made = overview(Desk(Settings()), Asked("overview", "en", {"year": "2022"}))
        >>> made.blocks[0].id, made.party
        ('ranking', 'JPN')
    """
    w = words(asked.lang)
    party = asked.party(desk.settings.party)
    made = desk.brief(party, asked.whole("year", FIRST, LAST))
    watched = desk.watched(party, desk.today, None)
    findings: list[Finding] = [made.chokepoints]
    blocks = [ranking(made.chokepoints, w), alert_block(watched, w)]
    if made.fuels is not None:
        findings.append(made.fuels)
        blocks.append(_fuels(made.fuels, w))
    looked = [f for f in made.hidden if f.kind == "look_through" and f.table.num_rows]
    if looked:
        origins = stack(looked)
        findings.append(origins)
        blocks.append(_origins(origins, w))
    findings.append(made.coverage)
    covered = Look(sentence=headline(made.coverage, w.lang))
    blocks.append(block(made.coverage, w, "coverage", covered))
    first = [r["good"] for r in made.ranking() if r["rank"] is not None][:3]
    return view(
        asked,
        Page(
            headline=headline(made.chokepoints, w.lang),
            blocks=blocks,
            findings=findings,
            controls=[choices.amount("year", made.year, (FIRST, LAST), w, 1)],
            links=[
                *(link(w, "good", party=party, good=good) for good in first),
                link(w, "explorer", party=party),
                link(w, "map", party=party),
            ],
            caveats=made.notes,
            party=party,
            as_of=made.chokepoints.as_of,
        ),
    )


def ranking(found: Finding, w: Words) -> Block:
    """Show the ranked chokepoints.

    Args:
        found: finding ``chokepoints``.
        w: words of the language.

    Returns:
        The block.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_brief
        >>> ranking(tiny_brief("JPN").chokepoints, words("en")).chart.kind
        'bars'
    """
    return block(
        found,
        w,
        "ranking",
        Look(
            shown=RANKING,
            extra={"good_name": ("text", lambda row: choices.good_name(row["good"], w))},
            chart=Bars(kind="bars", label="good_name", value="score"),
            sentence=headline(found, w.lang),
            unit="0-1",
        ),
    )


def _fuels(found: Finding, w: Words) -> Block:
    chart = Lines(kind="lines", x="year", y="share", series="good_name")
    return block(
        found,
        w,
        "fuels",
        Look(
            shown=("good", "year", "share", "value", "total_value", "unit_value"),
            extra={"good_name": ("text", lambda row: choices.good_name(row["good"], w))},
            chart=chart,
            sentence=headline(found, w.lang),
            unit="share",
        ),
    )


def _origins(found: Finding, w: Words) -> Block:
    least = threshold("significant_share").value
    return block(
        found,
        w,
        "origins",
        Look(
            shown=("good", "supplier", "face_share", "origin_share", "hidden_share", "path"),
            keep=lambda row: abs(row["hidden_share"]) >= least,
            sentence=w.say("intro.hidden"),
            empty=w.say("headline.hidden_none", points=f"{100 * least:g}"),
            unit="share",
        ),
    )
