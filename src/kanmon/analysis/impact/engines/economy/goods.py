"""From goods to industries: an industry is only partly the good that is restricted."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kanmon.errors import ScenarioError

Bridge = Mapping[str, tuple[tuple[str, float], ...]]
"""Good -> its industries, each with the share of the industry's deliveries the good makes up."""

PREFIX = "industry:"


def check_bridge(bridge: Bridge, industries: tuple[str, ...]) -> None:
    """Hold a bridge to the industries of a table.

    Args:
        bridge: good to industries and shares.
        industries: codes of the table.

    Raises:
        ScenarioError: an industry is not in the table or stands twice, or a share is not above 0
            and at most 1.

    Example:
        >>> check_bridge({"gallium_metal": (("c12", 0.001),)}, ("c12",))
    """
    for good, parts in bridge.items():
        where = f"bridge, good {good}"
        codes = [code for code, _ in parts]
        unknown = sorted(set(codes) - set(industries))
        if unknown or len(set(codes)) < len(codes) or not codes:
            raise ScenarioError(
                f"industries {', '.join(codes) or 'none'}; not in the table: {', '.join(unknown)}",
                where=where,
                remedy="name one or more industries of the table, each once",
            )
        for code, share in parts:
            if not (math.isfinite(share) and 0.0 < share <= 1.0):
                raise ScenarioError(
                    f"share {share} of {code}",
                    where=where,
                    remedy="give the share of the industry's deliveries that is this good",
                )


def parts_of(
    goods: tuple[str, ...], bridge: Bridge, industries: tuple[str, ...], where: str
) -> dict[str, dict[int, float]]:
    """Spell goods out as industries.

    Args:
        goods: catalogue ids, or ``industry:CODE``.
        bridge: good to industries and shares.
        industries: codes of the table.
        where: part of the scenario, named in an error.

    Returns:
        For each good, position of each industry and the share the good makes up in it.

    Raises:
        ScenarioError: a good is not in the bridge, or an industry not in the table.

    Example:
        >>> parts_of(("industry:c2",), {}, ("c1", "c2"), "ban")
        {'industry:c2': {1: 1.0}}
    """
    found: dict[str, dict[int, float]] = {}
    for good in goods:
        if good.startswith(PREFIX):
            code = good.removeprefix(PREFIX)
            if code not in industries:
                raise ScenarioError(
                    f"industry {code!r} is not in the table",
                    where=where,
                    remedy=f"use one of {', '.join(industries[:8])}...",
                )
            found[good] = {industries.index(code): 1.0}
        elif good in bridge:
            found[good] = {industries.index(code): share for code, share in bridge[good]}
        else:
            raise ScenarioError(
                f"good {good!r} is in no industry of the bridge",
                where=where,
                remedy="add it to the bridge, or name an industry as industry:CODE",
            )
    return found
