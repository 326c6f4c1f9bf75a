"""Who supplies each economy with a good: by trade, by world production, or by assumption."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from kanmon.analysis.dependency.hidden.origin import origins
from kanmon.analysis.dependency.hidden.world import own_output, trade_matrix
from kanmon.analysis.dependency.production import OTHERS, production_series, production_shares
from kanmon.analysis.impact.engines.chain.assemble import Supply
from kanmon.picture.picture import Picture

DAYS = 365.0


@dataclass(frozen=True, slots=True)
class Sourced:
    """Hold the supplies of one good, and what had to be assumed for them.

    ``lost`` is the share of the good's supply left out: of no known origin, or too small.
    ``later`` is the year of the figures where none is as old as the picture's, else zero.

    Example:
        >>> Sourced("x", "assumed_home").supplies
        ()
    """

    good: str
    basis: str
    supplies: tuple[Supply, ...] = ()
    lost: float = 0.0
    later: int = 0


def traded(picture: Picture, good: str, least: float) -> Sourced | None:
    """Trace a good with trade figures from makers to users, through re-exporters.

    What an economy uses is its own output and imports without its exports. Its own output is
    the published one, valued at the mean price of trade, or what it exports beyond its imports.
    Amounts are in tonnes of trade at that price, or in thousand USD where no flow has a mass.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        least: share of an economy's supply below which an origin is left out.

    Returns:
        Its supplies; None where there are no trade figures.

    Source:
        ``analysis/dependency/hidden/origin.py``: proportional re-export look-through.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> found = traded(tiny_picture("JPN"), "rare_earth_metals", 0.001)
        >>> [(s.economy, s.unit) for s in found.supplies][:2]
        [('CHN', 't'), ('JPN', 't')]
    """
    names, matrix = trade_matrix(picture, good)
    if not names or not matrix.sum() > 0.0:
        return None
    made = own_output(picture, good, names)
    traces = origins(matrix, made)
    # An economy's own goods that return to it are its own.
    use = np.maximum(traces.supply - matrix.sum(axis=1), 0.0)
    scale, unit = _scale(picture, good)
    total = float(use.sum())
    kept = 0.0
    supplies = []
    for place in np.flatnonzero(use > 1e-9 * max(total, 1e-300)).tolist():
        mix = traces.mix[place]
        some = np.flatnonzero(mix >= least)
        if not some.size:
            continue
        held = float(mix[some].sum())
        kept += held * float(use[place])
        shares = {names[k]: float(mix[k]) / held for k in some.tolist()}
        supplies.append(
            Supply(good, names[place], shares, float(use[place]) * scale / DAYS, unit, "measured")
        )
    lost = 1.0 - kept / total if total > 0.0 else 0.0
    return Sourced(good, "measured", tuple(supplies), max(lost, 0.0)) if supplies else None


def _scale(picture: Picture, good: str) -> tuple[float, str]:
    """Tonnes per thousand USD over the flows that have both, or one and the unit of value."""
    rows = picture.trade(good, picture.year)
    value = rows.column("value").to_numpy()
    mass = rows.column("quantity").to_numpy(zero_copy_only=False).astype(np.float64)
    both = np.isfinite(mass) & (mass > 0.0) & (value > 0.0)
    if not both.any():
        return 1.0, "kUSD"
    return float(mass[both].sum() / value[both].sum()), "t"


def world_mix(picture: Picture, good: str, users: Iterable[str], least: float) -> Sourced | None:
    """Let every user buy a good from its makers in proportion to world production.

    Where the first figures are younger than the picture, they stand in, and ``later`` says so.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        users: economies that use it; how much is not known, so each uses an index of one.
        least: share of world production below which a maker is left out.

    Returns:
        Its supplies; None where no production is published.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> found = world_mix(tiny_picture("JPN"), "rare_earth_metals", ["JPN"], 0.001)
        >>> round(found.supplies[0].shares["CHN"], 6)
        0.7
    """
    counts, later = production_series(picture, good), 0
    if not counts:
        rows = picture.made(good)
        first = pc.min(rows.filter(pc.is_valid(rows.column("quantity"))).column("year")).as_py()
        if first is None:
            return None
        counts, later = production_series(picture, good, until=first), int(first)
    counted = production_shares(picture, good, counts[0])
    amounts = dict(
        zip(
            counted.table.column("producer").to_pylist(),
            counted.table.column("quantity").to_pylist(),
            strict=True,
        )
    )
    stated = counted.figures["world_total"].value
    listed = float(sum(amounts.values()))
    total = max(listed, float(stated) if isinstance(stated, int | float) else 0.0)
    if not total > 0.0:
        return None
    if total > listed:
        amounts[OTHERS] = amounts.get(OTHERS, 0.0) + total - listed
    some = {e: a / total for e, a in amounts.items() if a / total >= least}
    held = sum(some.values())
    shares = {e: share / held for e, share in sorted(some.items())}
    return Sourced(
        good,
        "world_mix",
        tuple(Supply(good, e, shares, basis="world_mix") for e in sorted(set(users))),
        1.0 - held,
        later,
    )


def assumed_home(good: str, members: Iterable[str]) -> Sourced:
    """Let each member of the party make a good itself, for want of any figure.

    Args:
        good: id of a strategic good.
        members: economies of the party.

    Returns:
        Its supplies, each an index of one.

    Example:
        >>> assumed_home("logic_chips", ["JPN"]).supplies[0].shares
        {'JPN': 1.0}
    """
    return Sourced(
        good,
        "assumed_home",
        tuple(Supply(good, e, {e: 1.0}, basis="assumed_home") for e in sorted(set(members))),
    )
