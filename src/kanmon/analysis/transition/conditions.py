"""What published criteria say of a design, a host and a supplier: met, not met or open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.transition.laid import TEXT, WHOLE, laid
from kanmon.catalogue.conditions import PAIRED, Condition, Criterion, Test, asked_of
from kanmon.catalogue.reactors import Design
from kanmon.provenance import Licence, Lineage, Origin

MET, NOT_MET, UNDETERMINED = "met", "not_met", "undetermined"
OUTCOMES = (MET, NOT_MET, UNDETERMINED)
_METHOD = Method(
    "published conditions",
    "a criterion is met where all tests of an alternative are; all criteria must be met",
    "Kanmon, docs/methods/reactors.md",
)
_FACTS = Licence("facts", "facts of law with their sources", redistribution=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """Say who would supply what to whom, and on what day.

    Example:
        >>> Asked("JPN", "USA", dt.date(2026, 1, 1)).host
        'JPN'
    """

    host: str
    supplier: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold what came of one criterion, the facts it rests on, and what is missing.

    Where it rests on no fact of a state but on the design, an exemption or supplier and host
    being one, ``why``, ``source`` and ``since`` say so, in signs that need no language.

    Example:
        >>> Answer("safety", MET).missing
        ()
    """

    criterion: str
    outcome: str
    facts: tuple[Condition, ...] = ()
    missing: tuple[str, ...] = ()
    why: str = ""
    source: str = ""
    since: str = ""


def check(
    design: Design, asked: Asked, facts: Sequence[Condition], criteria: Iterable[Criterion]
) -> tuple[Answer, ...]:
    """Hold a design, its host and its supplier against published criteria.

    Args:
        design: what is to be built.
        asked: for whom, from whom, when.
        facts: on record; those of another day are passed over.
        criteria: those in force on the day are asked.

    Returns:
        One answer a criterion. A fact that is not on record leaves a criterion undetermined
        unless another alternative is met; it is never taken for no.

    Example:
        >>> from kanmon.catalogue.conditions import conditions, criteria
        >>> from kanmon.catalogue.reactors import design
        >>> asked = Asked("IDN", "USA", dt.date(2026, 1, 1))
        >>> answers = check(design("bwrx_300"), asked, conditions(), criteria().values())
        >>> {a.criterion: a.outcome for a in answers}["liability"]
        'undetermined'
    """
    live = [f for f in facts if f.holds(asked.day)]
    ended = [f for f in facts if f.end is not None and f.end <= asked.day]
    return tuple(
        _answer(one, design, asked, live, ended) for one in criteria if one.start <= asked.day
    )


def outcome_of(answers: Sequence[Answer]) -> str:
    """Put answers together: met only where all are, not met where any is not.

    Args:
        answers: of every criterion.

    Returns:
        One of ``OUTCOMES``; nothing asked is undetermined.

    Example:
        >>> outcome_of([Answer("a", MET), Answer("b", UNDETERMINED)])
        'undetermined'
    """
    outcomes = {a.outcome for a in answers}
    if NOT_MET in outcomes:
        return NOT_MET
    return UNDETERMINED if UNDETERMINED in outcomes or not outcomes else MET


def _answer(
    one: Criterion,
    design: Design,
    asked: Asked,
    live: Sequence[Condition],
    ended: Sequence[Condition],
) -> Answer:
    if one.assay_below is not None:
        return _assay(one, design)
    if one.home and asked.host == asked.supplier:
        return Answer(one.id, MET, why=f"{asked.supplier} = {asked.host}")
    for exempt in one.exemptions:
        if exempt.host == asked.host and exempt.start <= asked.day:
            return Answer(one.id, MET, source=exempt.source, since=exempt.start.isoformat())
    rests: list[Condition] = []
    open_tests: list[Test] = []
    for group in one.alternatives:
        results = [_test(t, asked, live, ended) for t in group]
        held = [f for _, facts in results for f in facts]
        if all(outcome == MET for outcome, _ in results):
            return Answer(one.id, MET, tuple(held))
        rests += [f for f in held if f not in rests]
        if not any(outcome == NOT_MET for outcome, _ in results):
            pairs = zip(group, results, strict=True)
            open_tests += [t for t, (outcome, _) in pairs if outcome == UNDETERMINED]
    if open_tests:
        return Answer(one.id, UNDETERMINED, tuple(rests), asked_of(open_tests))
    return Answer(one.id, NOT_MET, tuple(rests))


def _assay(one: Criterion, design: Design) -> Answer:
    assert one.assay_below is not None
    if design.assay_high is None:
        return Answer(one.id, UNDETERMINED, missing=("assay",))
    told = f"≤ {100 * design.assay_high:g} % U-235"
    outcome = MET if design.assay_high < one.assay_below else NOT_MET
    return Answer(one.id, outcome, why=told, source=design.source)


def _test(
    test: Test, asked: Asked, live: Sequence[Condition], ended: Sequence[Condition]
) -> tuple[str, tuple[Condition, ...]]:
    held = tuple(f for f in live if _is_of(f, test, asked))
    if any(f.value in test.met_by for f in held):
        return MET, tuple(f for f in held if f.value in test.met_by)
    # Facts that say another value, and agreements that ran out, answer no; silence does not.
    spent = tuple(f for f in ended if _is_of(f, test, asked))
    return (NOT_MET, held or spent) if held or spent else (UNDETERMINED, ())


def _is_of(fact: Condition, test: Test, asked: Asked) -> bool:
    if fact.instrument != test.instrument:
        return False
    if test.instrument in PAIRED:
        return {fact.economy, fact.other} == {asked.host, asked.supplier}
    return fact.economy == (asked.host if test.of == "host" else asked.supplier)


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
        fact_status, missing, criterion_source. Figures outcome, supplier,
        met, not_met, undetermined.

    Example:
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
