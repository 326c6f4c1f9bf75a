"""The pack for a meeting as a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kanmon.brief import names
from kanmon.brief.consultation.tables import plain_twin
from kanmon.brief.numbers import check_language, day
from kanmon.brief.page import whole_page
from kanmon.brief.wording import words
from kanmon.catalogue.machines import machines

_HALF = 0.5


def agenda_page(held: Mapping[str, Any], lang: str) -> str:
    """Write the pack for a meeting as a whole HTML page.

    Args:
        held: sides, since, on, marking, goods, exposure, measures, cases, actions.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        The page; style and CSV files are inside it.

    Raises:
        CodeError: the page is not written in that language, or a code belongs to nothing.

    Example:
        >>> empty = {n: [] for n in ("goods", "exposure", "measures", "cases", "actions")}
        >>> empty |= {"sides": ["JPN", "USA"], "since": "2026-01-01", "on": "2026-11-23"}
        >>> empty["marking"] = "TLP:GREEN"
        >>> agenda_page(empty, "en").splitlines()[0]
        '<!doctype html>'
    """
    check_language(lang)
    w = words(lang)
    parties = [names.party(one, lang) for one in held["sides"]]
    exposure = [
        {
            "good": names.good(row["good"], lang),
            "side": names.party(row["party"], lang),
            "top_supplier": None
            if row["top_supplier"] is None
            else names.economy(row["top_supplier"], lang),
            "top_share": row["top_share"],
            "hhi": row["hhi"],
            "as_of": row["as_of"],
            "top_producer": None
            if row["top_producer"] is None
            else names.economy(row["top_producer"], lang),
            "producer_share": row["producer_share"],
            "made_as_of": row["made_as_of"],
            "source": w.say("page.separator").join(
                dict.fromkeys((*row["sources"], *row["made_sources"]))
            )
            or row["missing"],
        }
        for row in held["exposure"]
    ]
    joined = w.say("page.separator").join
    cases = [
        {
            **one,
            "parties": joined(one["parties"]),
            "machine": machines()[one["machine"]].names[lang],
            "state": w.say(f"consultation.state_{one['state']}"),
        }
        for one in held["cases"]
    ]
    actions = [
        {
            **one,
            "owners": joined(one["owners"]),
            "standing": w.say(f"commitment.is_{one['standing']}")
            + (f" ({w.say('commitment.late')})" if one["late"] else ""),
        }
        for one in held["actions"]
    ]
    measures = [
        {
            **one,
            "good": joined(names.good(g, lang) for g in one["goods"]),
            "imposer": names.party(one["imposer"], lang),
            "targets": joined(one["targets"]),
            "stage": w.say(f"coercion.stage_{one['stage']}"),
        }
        for one in held["measures"]
    ]
    high = {row["good"] for row in held["exposure"] if (row["top_share"] or 0.0) > _HALF}
    made = {row["good"] for row in held["exposure"] if (row["producer_share"] or 0.0) > _HALF}
    since = day(dt.date.fromisoformat(held["since"]), lang)
    return whole_page(
        "consultation_page.html.j2",
        ("brief.css", "impact.css", "plan.css", "consultation.css"),
        w,
        {
            "title": w.say("consultation.agenda"),
            "party": joined(parties),
            "made_on": day(dt.date.fromisoformat(held["on"]), lang),
            "marking": held["marking"],
            "headline": w.say(
                "consultation.agenda_head",
                goods=str(len(held["goods"])),
                sides=str(len(high)),
                makers=str(len(made)),
                since=since,
                cases=str(len(cases)),
                actions=str(len(actions)),
            ),
            "sections": (
                plain_twin(
                    "exposure",
                    exposure,
                    (
                        "good",
                        "side",
                        "top_supplier",
                        "top_share",
                        "hhi",
                        "as_of",
                        "top_producer",
                        "producer_share",
                        "made_as_of",
                        "source",
                    ),
                    w,
                ),
                plain_twin(
                    "measures",
                    measures,
                    ("good", "imposer", "targets", "stage", "in_force", "source"),
                    w,
                ),
                plain_twin("cases", cases, ("title", "machine", "state", "since", "parties"), w),
                plain_twin("actions", actions, ("owners", "words", "due", "standing"), w),
            ),
        },
    )
