"""The loss a plan avoids, by the impact engine: scenarios planned for, and those held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.planning.findings.about import FLAG, NUMBER, TEXT, About
from kanmon.planning.rerun import Lost
from kanmon.planning.threats import Threat


def sourcing_avoided(
    about: About, found: Sequence[Threat], lost: Mapping[str, Sequence[Lost]]
) -> Finding:
    """Tell what each scenario costs with today's supply and with the plan.

    Args:
        about: the solved plan.
        found: scenarios.
        lost: by way of buying (``today`` and ``plan`` at least), one entry a scenario.

    Returns:
        Finding ``sourcing_avoided``: planned scenarios first, the largest loss avoided first.

    Example:
        >>> from kanmon.planning.example import example_about, example_threat
        >>> lost = {"today": [Lost(9.0, 20.0, "x")], "plan": [Lost(3.0, 7.0, "x")]}
        >>> f = sourcing_avoided(example_about(), [example_threat()], lost)
        >>> f.figures["avoided_planned"].value
        6.0
    """
    rows = []
    for n, one in enumerate(found):
        before, after = lost["today"][n], lost["plan"][n]
        rows.append(
            {
                "scenario": one.scenario.id,
                "title": one.scenario.title,
                "planned": one.planned,
                "chance": one.chance,
                "good": before.good or after.good,
                "worst_today": before.worst,
                "worst_plan": after.worst,
                "mean_today": before.mean,
                "mean_plan": after.mean,
                "avoided": before.mean - after.mean,
            }
        )
    rows.sort(key=lambda r: (not r["planned"], -float(str(r["avoided"])), str(r["scenario"])))
    columns = {
        "scenario": (TEXT, ""),
        "title": (TEXT, ""),
        "planned": (FLAG, "yes or no"),
        "chance": (NUMBER, "share"),
        "good": (TEXT, "good"),
        "worst_today": (NUMBER, "days"),
        "worst_plan": (NUMBER, "days"),
        "mean_today": (NUMBER, "days"),
        "mean_plan": (NUMBER, "days"),
        "avoided": (NUMBER, "days"),
    }
    figures = {}
    for key, told in (("planned", True), ("held_out", False)):
        some = [r for r in rows if r["planned"] is told]
        for name, column in (("avoided", "avoided"), ("lost_today", "mean_today")):
            value = float(np.mean([float(str(r[column])) for r in some])) if some else None
            figures[f"{name}_{key}"] = about.figure(value, "days", "no such scenario")
    figures["worse"] = about.figure(
        sum(float(str(r["avoided"])) < -1e-9 for r in rows), "scenarios"
    )
    method = Method(
        "loss avoided in the impact engine",
        "days of normal output lost by the party's makers of what the good goes into, mean over "
        "those goods, with today's supply less that with the plan's last year",
        "Kanmon, docs/methods/impact.md",
    )
    notes = (
        Caveat(
            "plan_rerun",
            "the loss avoided is the chain engine's, not the programme's: it knows transit, stocks "
            "of what is made, substitution and the makers' own sources",
        ),
    )
    return about.finding("sourcing_avoided", rows, columns, method, figures, notes)
