"""Weigh evidence by criterion, and grade limbs and the science test from the points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kanmon.analysis.coercion.case.record import Evidence
from kanmon.catalogue.coercion_rules import Criterion

GRADES = ("none", "possible", "likely", "strong")
SCIENCE = ("passes", "passes provisionally", "fails", "undetermined", "not applicable")
LIMBS = ("measure", "purpose", "interference")
_PROVISIONAL = ("sps_5_7_insufficient", "sps_5_7_pertinent", "sps_5_7_seek", "sps_5_7_review")


@dataclass(frozen=True, slots=True)
class Weighed:
    """Hold what the evidence on one criterion comes to.

    ``points`` is the strongest piece for it less the strongest against it; None without any.

    Example:
        >>> Weighed("timing", 3, (), ()).points
        3
    """

    criterion: str
    points: int | None
    supports: tuple[Evidence, ...]
    opposes: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Hold the grade of each limb, the science test, and the innocent explanations that stand.

    Example:
        >>> Verdicts({"purpose": "possible"}, {"purpose": 3}, "fails", ()).science
        'fails'
    """

    limbs: Mapping[str, str]
    points: Mapping[str, int]
    science: str
    innocent: tuple[str, ...]


def weigh(
    evidence: Sequence[Evidence], criteria: Mapping[str, Criterion], grades: Mapping[str, float]
) -> dict[str, Weighed]:
    """Weigh the evidence on every criterion.

    One strong piece outweighs many weak ones: pieces of one criterion are not added up, since
    they often repeat each other.

    Args:
        evidence: every piece, computed ones included.
        criteria: all there are.
        grades: points of each strength.

    Returns:
        By criterion; those without evidence have no points.

    Example:
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> from kanmon.catalogue.coercion_rules import criteria, grades
        >>> found = weigh(example_case().evidence, criteria(), grades())
        >>> found["demand"].points, found["pattern"].points
        (3, None)
    """
    found = {}
    for name in criteria:
        mine = [one for one in evidence if one.criterion == name]
        supports = tuple(one for one in mine if one.supports)
        opposes = tuple(one for one in mine if not one.supports)
        best, worst = (
            max((int(grades[one.strength]) for one in side), default=0)
            for side in (supports, opposes)
        )
        found[name] = Weighed(name, best - worst if mine else None, supports, opposes)
    return found


def verdicts(
    weighed: Mapping[str, Weighed], criteria: Mapping[str, Criterion], grades: Mapping[str, float]
) -> Verdicts:
    """Grade the limbs and the science test.

    Args:
        weighed: by criterion.
        criteria: all there are.
        grades: points from which a limb is graded.

    Returns:
        The verdicts. Purpose is at most ``possible`` while an innocent explanation stands or the
        science test passes; a strong limb needs several criteria that speak for it.

    Example:
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> from kanmon.catalogue.coercion_rules import criteria, grades
        >>> found = weigh(example_case().evidence, criteria(), grades())
        >>> verdicts(found, criteria(), grades()).limbs["purpose"]
        'possible'
    """
    innocent = tuple(
        name
        for name, one in criteria.items()
        if one.test == "innocent" and (weighed[name].points or 0) >= grades["innocent_from"]
    )
    science = _science(weighed, criteria, grades)
    limbs, points = {}, {}
    for limb in LIMBS:
        its = [w for n, w in weighed.items() if criteria[n].limb == limb and w.points is not None]
        total = sum(w.points or 0 for w in its)
        speaking = sum((w.points or 0) > 0 for w in its)
        grade = "none"
        for name in GRADES[1:]:
            if total >= grades[f"{limb}_{name}"]:
                grade = name
        if grade == "strong" and speaking < grades[f"{limb}_criteria"]:
            grade = "likely"
        if limb == "purpose" and (innocent or science.startswith("passes")):
            grade = GRADES[min(GRADES.index(grade), GRADES.index("possible"))]
        limbs[limb], points[limb] = grade, total
    return Verdicts(limbs, points, science, innocent)


def _science(
    weighed: Mapping[str, Weighed], criteria: Mapping[str, Criterion], grades: Mapping[str, float]
) -> str:
    points = {n: w.points for n, w in weighed.items() if criteria[n].test == "science"}
    if not points:
        return "not applicable"
    if all(value is None for value in points.values()):
        return "undetermined"
    provisional = [points[name] for name in _PROVISIONAL]
    if all(value is not None and value > 0 for value in provisional):
        return "passes provisionally"
    core = {n: points[n] for n in points if criteria[n].core}
    if any(value is not None and value <= -grades["fails_from"] for value in core.values()):
        return "fails"
    known = [value for value in core.values() if value is not None]
    founded = (points["sps_2_2"] or 0) > 1 and max(points["sps_5_1"] or 0, points["sps_3"] or 0) > 0
    return "passes" if founded and min(known) >= 0 else "undetermined"
