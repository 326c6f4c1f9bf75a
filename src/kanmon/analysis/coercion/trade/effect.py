"""The break of trade as evidence: for or against, by how many methods find it, or none at all."""

from __future__ import annotations

from collections.abc import Mapping

from kanmon.analysis.coercion.case.record import Evidence
from kanmon.analysis.coercion.trade.losses import Losses


def effect(found: Losses, grades: Mapping[str, float], source: str) -> Evidence | None:
    """Weigh whether trade broke with a measure.

    Args:
        found: every answer on the flow.
        grades: ``break_p``, the largest p-value of a fall that counts as strange.
        source: where the flows are from.

    Returns:
        Evidence on ``trade_effect``: for it, strongly, where all methods find a loss and most of
        those that can tell find the fall strange, with medium strength where at least one does;
        against it where most find no loss; None where the methods cannot tell: a fall that is not
        strange is no evidence of none.

    Source:
        Kanmon, ``docs/methods/coercion.md``.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> from kanmon.analysis.coercion.trade.losses import losses
        >>> from kanmon.analysis.coercion.trade.measure import Measure
        >>> from kanmon.catalogue.coercion_rules import grades
        >>> found = losses(example_panel(), Measure("T", "I", "g0", 2013))
        >>> one = effect(found, grades(), "made up")
        >>> one.speaks, one.strength
        ('for', 'strong')
    """
    answered = [one for one in found.direct if not one.missing]
    lost = [one for one in answered if one.loss > 0.0]
    # With few placebos no p-value can be small: such a method could not have found anything.
    able = [
        one
        for one in answered
        if one.p_fall is not None and 1 / (len(one.placebos) + 1) <= grades["break_p"]
    ]
    strange = [one for one in able if (one.p_fall or 0.0) <= grades["break_p"]]
    unit, measure = found.panel.unit, found.measure
    least, most = (f(one.total[1] for one in answered) for f in (min, max))
    text = (
        f"{measure.exporter} to {measure.importer}, {measure.good}, from {measure.start}: "
        f"{answered[0].total[0]:,.4g} {unit} against {least:,.4g} to {most:,.4g} expected; "
        f"{len(lost)} of {len(answered)} methods find a loss, {len(strange)} of the {len(able)} "
        f"that can tell find it strange (p at most {grades['break_p']:g})"
    )
    if len(lost) == len(answered) and strange:
        strength = "strong" if 2 * len(strange) > len(able) else "medium"
        return Evidence("trade_effect", True, strength, text, source, "computed")
    if 2 * len(lost) < len(answered):
        return Evidence("trade_effect", False, "medium", text, source, "computed")
    return None
