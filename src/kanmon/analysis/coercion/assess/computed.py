"""Evidence that is worked out from the case itself: timing, and measured values against limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kanmon.analysis.coercion.case.record import Case, Evidence, Measurement
from kanmon.analysis.coercion.science.limits import held_to

OWN = "computed from the case file"


def timing(case: Case, grades: Mapping[str, float]) -> Evidence | None:
    """Work out how soon after a trigger the measure came, and whether the hazard changed between.

    Args:
        case: with events.
        grades: days that count as soon and as near.

    Returns:
        Evidence for ``timing``; against it where the hazard changed within the same days; None
        where no trigger is known or the last one is too far back.

    Example:
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> from kanmon.catalogue.coercion_rules import grades
        >>> timing(example_case(), grades()).text
        'the measure came 12 days after: A remark in parliament'
    """
    triggers = [one for one in case.of("trigger") if one.day <= case.start]
    soon, near = (dt.timedelta(days=grades[k]) for k in ("soon_days", "near_days"))
    changed = [one for one in case.of("hazard") if case.start - near <= one.day <= case.start]
    if not triggers:
        if not changed:
            return None
        return Evidence(
            "timing",
            False,
            "medium",
            f"the measure follows a change of the hazard on {changed[-1].day}: {changed[-1].text}",
            f"{OWN}; {changed[-1].source}",
            "computed",
        )
    last = triggers[-1]
    gap = case.start - last.day
    if gap > near:
        return None
    text = f"the measure came {gap.days} days after: {last.text}"
    if [one for one in changed if one.day >= last.day - soon]:
        text += "; the hazard changed in the same days, so that timing tells little"
        return Evidence("timing", True, "weak", text, f"{OWN}; {last.source}", "computed")
    strength = "strong" if gap <= soon else "medium"
    return Evidence("timing", True, strength, text, f"{OWN}; {last.source}", "computed")


def measured(case: Case, grades: Mapping[str, float]) -> tuple[Evidence, ...]:
    """Weigh measured values against their limits.

    Args:
        case: with measurements.
        grades: samples that are enough.

    Returns:
        Evidence on ``sps_2_2``: against the measure where every limit is kept, for it where one
        is broken; strong with enough samples, or a value beyond ten times its limit.

    Example:
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> from kanmon.catalogue.coercion_rules import grades
        >>> one, = measured(example_case(), grades())
        >>> one.speaks, one.strength
        ('against', 'medium')
    """
    found = []
    for one in case.measurements:
        held = held_to(one, grades["confidence"])
        known = [h for h in held if h.kept is not None]
        if not known:
            continue
        broken = [h for h in known if not h.kept]
        enough = one.samples >= grades["enough_samples"]
        if broken:
            worst = max(h.ratio or 0.0 for h in broken)
            strength = "strong" if enough or worst > 10.0 else "medium"
            text = f"{one.substance}: {_count(one)} above a limit"
            if worst:
                text += f", up to {worst:.3g} times it"
            found.append(Evidence("sps_2_2", True, strength, text, one.source, "computed"))
            continue
        ratios = [h.ratio for h in known if h.ratio is not None]
        text = f"{one.substance}: {_count(one)} above any of {len(known)} limits"
        if ratios:
            text += f"; the largest value is {max(ratios):.2g} of the strictest"
        most = max((h.most for h in known if h.most is not None), default=None)
        if most is not None:
            text += f"; at most {most:.1%} could be above ({grades['confidence']:.0%} confidence)"
        strength = "strong" if enough else "medium"
        found.append(Evidence("sps_2_2", False, strength, text, one.source, "computed"))
    return tuple(found)


def _count(one: Measurement) -> str:
    return f"{'an unpublished number' if one.above is None else one.above} of {one.samples} samples"
