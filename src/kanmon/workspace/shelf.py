"""The views there are: id, group, the choices each knows, and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kanmon.workspace.asked import Asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import View
from kanmon.workspace.problems import RequestError
from kanmon.workspace.views import (
    alerts,
    coercion,
    consultation,
    controls,
    data,
    explorer,
    good,
    map,
    measures,
    overview,
    plan,
    scenario,
    transition,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Describe a view: where it stands, which choices it knows, what makes it.

    Example:
        >>> kind("good").group
        'look'
    """

    id: str
    group: str
    allowed: tuple[str, ...]
    make: Callable[[Desk, Asked], View]


KINDS = (
    Kind("overview", "look", overview.ALLOWED, overview.overview),
    Kind("good", "look", good.ALLOWED, good.good),
    Kind("explorer", "compare", explorer.ALLOWED, explorer.explorer),
    Kind("map", "look", map.ALLOWED, map.exposure_map),
    Kind("alerts", "look", alerts.ALLOWED, alerts.alerts),
    Kind("measures", "compare", measures.ALLOWED, measures.measures),
    Kind("transition", "compare", transition.ALLOWED, transition.transition),
    Kind("scenario", "decide", scenario.ALLOWED, scenario.scenario),
    Kind("plan", "decide", plan.ALLOWED, plan.plan),
    Kind("controls", "decide", controls.ALLOWED, controls.controls),
    Kind("coercion", "decide", coercion.ALLOWED, coercion.coercion),
    Kind("consultation", "decide", consultation.ALLOWED, consultation.consultation),
    Kind("data", "quote", data.ALLOWED, data.data),
)


def kind(name: str) -> Kind:
    """Look up a view.

    Args:
        name: its id.

    Returns:
        The view's kind.

    Raises:
        RequestError: there is none.

    Example:
        >>> kind("overview").allowed
        ('year',)
    """
    for one in KINDS:
        if one.id == name:
            return one
    raise RequestError(
        f"no view {name[:80]!r}",
        where="views",
        remedy=f"use one of {', '.join(k.id for k in KINDS)}",
        status=404,
    )
