"""Which suppliers are one source: those whose supply rests on the same economy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kanmon.analysis.plan.candidates.candidate import Source
from kanmon.catalogue.sourcing import assumed


def group(economy: str, good: str, sources: Iterable[Source]) -> str:
    """Name the economy a supplier's supply rests on.

    Args:
        economy: the supplier.
        good: what it supplies.
        sources: what it rests on.

    Returns:
        The other origin with the largest share above the threshold ``upstream_share`` of any one
        good; for one that makes none of the good, the largest origin of what it re-exports; else
        the supplier itself.

    Source:
        Kanmon; ``upstream_share`` of ``catalogue/sourcing.csv``.

    Example:
        >>> group("VNM", "rare_earth_magnets", [Source("rare_earth_metals", "CHN", 0.7)])
        'CHN'
    """
    limit = assumed("upstream_share").best
    known = list(sources)
    leaning = [s for s in known if s.origin != economy and s.share > limit]
    here = [s for s in known if s.good == good]
    if not leaning and here and all(s.origin != economy for s in here):
        leaning = here
    return min(leaning, key=lambda s: (-s.share, s.origin)).origin if leaning else economy


def ends(groups: Mapping[str, str]) -> dict[str, str]:
    """Follow groups to their end: who rests on a supplier rests on what that rests on.

    Args:
        groups: the economy each supplier rests on, itself where on none.

    Returns:
        The last economy of each chain; of a circle, the first of its names.

    Example:
        >>> ends({"BEL": "FIN", "FIN": "COD", "CAN": "CAN"})
        {'BEL': 'COD', 'FIN': 'COD', 'CAN': 'CAN'}
    """
    found = {}
    for name in groups:
        path = [name]
        while (after := groups.get(path[-1], path[-1])) not in path:
            path.append(after)
        found[name] = min(path[path.index(after) :])
    return found
