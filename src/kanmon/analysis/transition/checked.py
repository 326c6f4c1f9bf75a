"""Checks of reactor designs as findings: one design for one host, every design for a party."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.transition.conditions import (
    MET,
    NOT_MET,
    OUTCOMES,
    UNDETERMINED,
    Answer,
    Asked,
    outcome_of,
)
from kanmon.analysis.transition.laid import TEXT, WHOLE, laid
from kanmon.catalogue.conditions import Criterion
from kanmon.catalogue.reactors import Design
from kanmon.provenance import Licence, Lineage, Origin

_METHOD = Method(
    "published conditions",
    "a criterion is met where all tests of an alternative are; all criteria must be met",
    "Kanmon, docs/methods/reactors.md",
)
_FACTS = Licence("facts", "facts of law with their sources", redistribution=True)


def reactor_check(
    design: Design,
    asked: Asked,
    answers: Sequence[Answer],
    criteria: Mapping[str, Criterion],
) -> Finding:
    """Lay the answers out as a finding.

    Args:
        design: that was checked.
        asked: for whom, from whom, when.
        answers: of every criterion.
        criteria: their names and sources.

    Returns:
        Finding ``reactor_check``: criterion, outcome, fact (values on record), since, fact_source,
        fact_date, fact_status, missing, criterion_source. Figures outcome, supplier,
        met, not_met, undetermined.

    Example:
        >>> from kanmon.analysis.transition.conditions import check
        >>> from kanmon.catalogue.conditions import conditions, criteria
        >>> from kanmon.catalogue.reactors import design
        >>> asked, one = Asked("JPN", "USA", dt.date(2026, 1, 1)), design("bwrx_300")
        >>> answers = check(one, asked, conditions(), criteria().values())
        >>> reactor_check(one, asked, answers, criteria()).figures["outcome"].value
        'met'
    """
    rows: list[dict[str, Any]] = [_row(a, criteria[a.criterion]) for a in answers]
    date = asked.day.isoformat()
    newest = max((f.date for a in answers for f in a.facts), default=date)
    origin = Origin(
        "conditions",
        "Kanmon and the sources of each row",
        "treaties, agreements and reactor designs as dated rows",
        newest,
        _FACTS,
        note="rows of catalogue/transition/conditions.csv, criteria.toml and reactors.csv",
    )
    counts = {name: sum(a.outcome == name for a in answers) for name in OUTCOMES}
    figures = {
        "outcome": Figure(outcome_of(answers), "", date, (origin.source,)),
        "supplier": Figure(asked.supplier, "iso3", date, (origin.source,)),
        **{n: Figure(c, "criteria", date, (origin.source,)) for n, c in counts.items()},
    }
    table, units = laid(
        rows,
        {
            "criterion": (TEXT, "criterion"),
            "outcome": (TEXT, "outcome"),
            "fact": (TEXT, "condition"),
            "since": (TEXT, "date"),
            "fact_source": (TEXT, "text"),
            "fact_date": (TEXT, "date"),
            "fact_status": (TEXT, "text"),
            "missing": (TEXT, "instrument"),
            "criterion_source": (TEXT, "text"),
        },
    )
    memory = sorted({f.instrument for a in answers for f in a.facts if f.status == "memory"})
    caveats = [
        Caveat(
            "reactor_no_advice",
            "no legal advice, and no judgement of a design’s safety: published conditions only",
        )
    ]
    if memory:
        text = ", ".join(memory)
        caveats.append(
            Caveat(
                "reactor_memory", f"facts from memory, to be checked: {text}", {"instruments": text}
            )
        )
    return Finding(
        "reactor_check",
        design.id,
        asked.host,
        date,
        table,
        units,
        figures,
        _METHOD,
        Lineage((origin,)).then("check", f"{design.name} from {asked.supplier}"),
        tuple(caveats),
    )


def _row(answer: Answer, criterion: Criterion) -> dict[str, Any]:
    facts = answer.facts
    since = [f.start.isoformat() for f in facts if f.start is not None]
    return {
        "criterion": answer.criterion,
        "outcome": answer.outcome,
        "fact": ", ".join(dict.fromkeys(f.value for f in facts)) or answer.why,
        "since": min(since, default=answer.since),
        "fact_source": "; ".join(dict.fromkeys(f.source for f in facts)) or answer.source,
        "fact_date": max((f.date for f in facts), default=""),
        "fact_status": ", ".join(dict.fromkeys(f.status for f in facts)),
        "missing": ", ".join(answer.missing),
        "criterion_source": criterion.source,
    }


def reactor_hosts(
    party: str,
    asked: Iterable[tuple[Design, str, Sequence[Answer]]],
    date: dt.date,
    lineage: Lineage,
) -> Finding:
    """Sum up every design for each host of a party, supplied by its maker's economy.

    Args:
        party: for whom.
        asked: design, host and answers of each pair.
        date: day asked about.
        lineage: of facts and designs.

    Returns:
        Finding ``reactor_hosts``: design, host, supplier, fuel_class, outcome, met, open
        (criteria undetermined, by name), failed (criteria not met, by name). Figures designs
        and met.

    Example:
        >>> reactor_hosts("JPN", [], dt.date(2026, 1, 1), Lineage()).figures["designs"].value
        0
    """
    rows: list[dict[str, Any]] = []
    for design, host, answers in asked:
        by = {name: [a.criterion for a in answers if a.outcome == name] for name in OUTCOMES}
        rows.append(
            {
                "design": design.name,
                "host": host,
                "supplier": design.economy,
                "fuel_class": design.fuel_class,
                "outcome": outcome_of(answers),
                "met": len(by[MET]),
                "open": ", ".join(by[UNDETERMINED]),
                "failed": ", ".join(by[NOT_MET]),
            }
        )
    rows.sort(key=lambda r: (r["host"], OUTCOMES.index(r["outcome"]), r["design"]))
    sources = tuple(o.source for o in lineage.origins)
    day = date.isoformat()
    met = sum(r["outcome"] == MET for r in rows)
    table, units = laid(
        rows,
        {
            "design": (TEXT, "text"),
            "host": (TEXT, "iso3"),
            "supplier": (TEXT, "iso3"),
            "fuel_class": (TEXT, "text"),
            "outcome": (TEXT, "outcome"),
            "met": (WHOLE, "criteria"),
            "open": (TEXT, "criterion"),
            "failed": (TEXT, "criterion"),
        },
    )
    return Finding(
        "reactor_hosts",
        "",
        party,
        day,
        table,
        units,
        {
            "designs": Figure(len({r["design"] for r in rows}), "designs", day, sources),
            "met": Figure(met, "pairs", day, sources),
        },
        _METHOD,
        lineage.then("check", "each design from its maker's economy"),
        (
            Caveat(
                "reactor_no_advice",
                "no legal advice, and no judgement of a design’s safety: published conditions only",
            ),
        ),
    )
