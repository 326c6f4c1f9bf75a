"""Who stands one step up the chain: makers of what a good is made from."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from kanmon.analysis.plan.candidates.candidate import Output
from kanmon.analysis.plan.candidates.market import market, named
from kanmon.analysis.plan.candidates.output import outputs
from kanmon.analysis.plan.candidates.upstream import inputs_of
from kanmon.picture.picture import Picture


def near(picture: Picture, good: str, links: pa.Table) -> Mapping[str, Output]:
    """Find the economies that make much of what a good is made from.

    They hold the feed, not the plant: no capacity for the good is claimed for them. Nearness in
    product space needs trade in all products, which the pack has not; see ``Given.feasible``.

    Args:
        picture: tables of the party and year, with the good's inputs.
        good: id of a strategic good.
        links: a ``links`` table.

    Returns:
        What each makes or exports of its own of the nearest input with figures, from the
        threshold ``significant_share`` of the world's; never the party's members.

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.catalogue.load import links
        >>> from kanmon.testing import tiny_picture
        >>> near(tiny_picture("JPN"), "rare_earth_metals", links())
        {}
    """
    found: dict[str, Output] = {}
    queue = list(inputs_of(picture, good, links))
    seen: set[str] = set()
    for one in queue:
        if one in seen:
            continue
        seen.add(one)
        makers = _makers(picture, one)
        if not makers:
            queue += inputs_of(picture, one, links)
        for name, output in makers.items():
            found.setdefault(name, output)
    return found


def _makers(picture: Picture, good: str) -> dict[str, Output]:
    least = picture.thresholds["significant_share"]
    made = outputs(picture, good)
    amounts = {n: o.tonnes for n, o in made.by_economy.items()}
    world, year, source, kind = made.world, picture.year, "", ""
    if amounts:
        first = next(iter(made.by_economy.values()))
        year, source, kind = first.year, first.source, first.kind
    else:
        sales = market(picture, good).sales
        amounts = {n: s.own * s.now for n, s in sales.items()}
        world = sum(amounts[n] for n in sorted(amounts))
        source = ", ".join(o.source for o in picture.lineage("flows", good).origins)
        kind = "own exports"
    return {
        name: Output(amount, good, year, source, kind, same=False)
        for name, amount in sorted(amounts.items())
        if world
        and amount >= least * world
        and amount > 0
        and named(name)
        and name not in picture.members
    }
