"""A case assessed, as Findings: grades, evidence, science, timeline, trade, changes, gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from kanmon.analysis.coercion.assess.assess import Assessed
from kanmon.analysis.coercion.assess.weigh import LIMBS
from kanmon.analysis.coercion.science.limits import held_to
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.catalogue.coercion_rules import criteria, grades
from kanmon.provenance import Licence, Lineage, Origin

KINDS = (
    "coercion_grades",
    "coercion_evidence",
    "coercion_science",
    "coercion_timeline",
    "coercion_trade",
    "coercion_changes",
    "coercion_missing",
)
_TEXT, _NUMBER, _WHOLE, _FLAG = pa.string(), pa.float64(), pa.int64(), pa.bool_()
_REFERENCE = "Regulation (EU) 2023/2675; WTO SPS Agreement; Kanmon, docs/methods/coercion.md"
_NO_VERDICT = Caveat(
    "coercion_no_verdict",
    "graded evidence, no legal verdict: points and limits are in catalogue/coercion/grades.csv",
)


def dossier(made: Assessed) -> tuple[Finding, ...]:
    """Lay an assessed case out as findings.

    Args:
        made: the case assessed.

    Returns:
        Findings in the order of ``KINDS``; those without rows are left out, but for the grades,
        the evidence and what is missing.

    Example:
        >>> from kanmon.analysis.coercion.assess.assess import assess_case
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> [f.kind for f in dossier(assess_case(example_case()))][:2]
        ['coercion_grades', 'coercion_evidence']
    """
    found = (
        _grades(made),
        _evidence(made),
        _science(made),
        _timeline(made),
        _trade(made),
        _changes(made),
        _missing(made),
    )
    always = ("coercion_grades", "coercion_evidence", "coercion_missing")
    return tuple(f for f in found if f.table.num_rows or f.kind in always)


def _finding(
    made: Assessed,
    kind: str,
    columns: Mapping[str, tuple[pa.DataType, str]],
    rows: Sequence[Mapping[str, Any]],
    method: tuple[str, str],
    figures: Mapping[str, Any] | None = None,
    caveats: tuple[Caveat, ...] = (),
) -> Finding:
    case = made.case
    date = (case.as_of or case.start).isoformat()
    name = f"case:{case.id}"
    origin = Origin(
        name,
        "Kanmon and the sources named in each row",
        f"Case file: {case.title}",
        date,
        Licence("own", "facts with their sources", redistribution=True),
    )
    schema = pa.schema([(column, kept) for column, (kept, _) in columns.items()])
    return Finding(
        kind,
        ", ".join(case.goods),
        case.target,
        date,
        pa.Table.from_pylist([dict(row) for row in rows], schema=schema),
        {column: unit for column, (_, unit) in columns.items()},
        {n: Figure(value, "", date, (name,)) for n, value in (figures or {}).items()},
        Method(method[0], method[1], _REFERENCE),
        Lineage((origin,)).then("assess", f"case {case.id}"),
        caveats,
    )


def _grades(made: Assessed) -> Finding:
    found = made.verdicts
    rows = [
        {"limb": limb, "grade": found.limbs[limb], "points": found.points[limb]} for limb in LIMBS
    ]
    rows.append({"limb": "science", "grade": found.science, "points": None})
    memory = sum(one.status == "memory" for one in made.evidence)
    notes = [_NO_VERDICT]
    if memory:
        notes.append(
            Caveat(
                "coercion_memory",
                f"{memory} of {len(made.evidence)} pieces of evidence are from memory and to be "
                "checked",
                {"count": memory, "of": len(made.evidence)},
            )
        )
    return _finding(
        made,
        "coercion_grades",
        {"limb": (_TEXT, ""), "grade": (_TEXT, ""), "points": (_WHOLE, "points")},
        rows,
        (
            "graded limbs",
            "points of a criterion = strongest for - strongest against; limb = sum of its criteria",
        ),
        {**found.limbs, "science": found.science, "innocent": ", ".join(found.innocent)},
        tuple(notes),
    )


def _evidence(made: Assessed) -> Finding:
    rules = criteria()
    rows = [
        {
            "criterion": name,
            "limb": rules[name].limb,
            "test": rules[name].test,
            "points": one.points,
            "speaks": piece.speaks,
            "strength": piece.strength,
            "text": piece.text,
            "ja": piece.ja,
            "fr": piece.fr,
            "source": piece.source,
            "status": piece.status,
        }
        for name, one in made.weighed.items()
        for piece in (*one.supports, *one.opposes)
    ]
    columns = dict.fromkeys(("criterion", "limb", "test"), (_TEXT, ""))
    columns["points"] = (_WHOLE, "points")
    columns |= dict.fromkeys(
        ("speaks", "strength", "text", "ja", "fr", "source", "status"), (_TEXT, "")
    )
    return _finding(
        made, "coercion_evidence", columns, rows, ("evidence by criterion", "as in the case file")
    )


def _science(made: Assessed) -> Finding:
    rows = [
        {
            "substance": one.substance,
            "unit": one.unit,
            "samples": one.samples,
            "limit_of": held.limit.kind,
            "limit": held.limit.value,
            "highest": one.highest,
            "detection": one.detection,
            "ratio": held.ratio,
            "above": held.above,
            "most": held.most,
            "kept": held.kept,
            "independent": one.independent,
            "period": one.period,
            "source": one.source,
            "limit_source": held.limit.source,
            "status": one.status,
        }
        for one in made.case.measurements
        for held in held_to(one, grades()["confidence"])
    ]
    columns: dict[str, tuple[pa.DataType, str]] = {
        "substance": (_TEXT, ""),
        "unit": (_TEXT, ""),
        "samples": (_WHOLE, "samples"),
        "limit_of": (_TEXT, ""),
        "limit": (_NUMBER, "in column unit"),
        "highest": (_NUMBER, "in column unit"),
        "detection": (_NUMBER, "in column unit"),
        "ratio": (_NUMBER, "ratio"),
        "above": (_NUMBER, "share"),
        "most": (_NUMBER, "share"),
        "kept": (_FLAG, "yes or no"),
        "independent": (_FLAG, "yes or no"),
        **dict.fromkeys(("period", "source", "limit_source", "status"), (_TEXT, "")),
    }
    method = (
        "measured values against limits",
        "most = Clopper-Pearson upper bound of the share above; ratio = highest / limit",
    )
    return _finding(made, "coercion_science", columns, rows, method)


def _timeline(made: Assessed) -> Finding:
    names = ("day", "kind", "text", "ja", "fr", "source", "status")
    rows = [
        {
            "day": one.day.isoformat(),
            "kind": one.kind,
            "text": one.text,
            "ja": one.ja,
            "fr": one.fr,
            "source": one.source,
            "status": one.status,
        }
        for one in made.case.events
    ]
    columns = {name: (_TEXT, "date" if name == "day" else "") for name in names}
    return _finding(made, "coercion_timeline", columns, rows, ("timeline", "as in the case file"))


def _trade(made: Assessed) -> Finding:
    rows = [
        {
            "period": one.period,
            "what": one.what,
            "value": one.value,
            "unit": one.unit,
            "source": one.source,
            "status": one.status,
        }
        for one in made.case.trade
    ]
    columns = {
        "period": (_TEXT, ""),
        "what": (_TEXT, ""),
        "value": (_NUMBER, "in column unit"),
        "unit": (_TEXT, ""),
        "source": (_TEXT, ""),
        "status": (_TEXT, ""),
    }
    return _finding(made, "coercion_trade", columns, rows, ("published trade", "as published"))


def _changes(made: Assessed) -> Finding:
    names = ("kind", "criterion", "direction", "what", "before", "after", "text")
    rows = [
        {
            "kind": one.kind,
            "criterion": one.criterion,
            "direction": "for" if one.supports else "against",
            "what": one.what,
            "before": one.before,
            "after": one.after,
            "text": one.text,
        }
        for one in made.changes
    ]
    method = (
        "what would change it",
        "each piece of evidence left out, each criterion without any met or not met strongly",
    )
    return _finding(made, "coercion_changes", dict.fromkeys(names, (_TEXT, "")), rows, method)


def _missing(made: Assessed) -> Finding:
    rules = criteria()
    rows = [{"kind": "fact", "what": one} for one in made.case.missing]
    rows += [{"kind": "evidence", "what": rules[name].en} for name in made.missing]
    rows += [
        {"kind": "figure", "what": f"{one.substance}: largest value measured"}
        for one in made.case.measurements
        if one.highest is None
    ]
    return _finding(
        made,
        "coercion_missing",
        {"kind": (_TEXT, ""), "what": (_TEXT, "")},
        rows,
        ("what is missing", "named in the case file, or criteria without evidence"),
    )
