"""The plan run again through the impact engine: what is lost with today's supply and with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kanmon.analysis.impact.engines.chain.assemble import Supply
from kanmon.analysis.impact.engines.chain.build import ChainData, chain_world
from kanmon.analysis.impact.engines.chain.engine import ChainEngine
from kanmon.analysis.impact.engines.chain.supply import Sourced
from kanmon.analysis.impact.findings.case import lost_days, makers
from kanmon.analysis.impact.outcome import Outcome
from kanmon.analysis.impact.scenario.settle import settled
from kanmon.catalogue.links import reach
from kanmon.catalogue.load import links as all_links
from kanmon.errors import DataError
from kanmon.picture.picture import Picture
from kanmon.planning.needs import Member, Needs, daily_use
from kanmon.planning.threats import Threat


@dataclass(frozen=True, slots=True)
class Buying:
    """Say how a party buys: shares of its imports by supplier, and days of stock of imports.

    Example:
        >>> Buying({"CHN": 1.0}, 60.0).days
        60.0
    """

    shares: Mapping[str, float]
    days: float


@dataclass(frozen=True, slots=True)
class Lost:
    """Hold what a scenario costs the party's makers of what the good goes into.

    ``mean`` is days of normal output lost, the mean over those goods; ``worst`` of the good that
    loses most, named in ``good`` (empty where none loses).

    Example:
        >>> Lost(0.0, 0.0, "").mean
        0.0
    """

    mean: float
    worst: float
    good: str


def rerun(
    picture: Picture, needs: Needs, ways: Mapping[str, Buying], found: Sequence[Threat]
) -> dict[str, tuple[Lost, ...]]:
    """Run scenarios through the chain engine, once for each way of buying.

    Every way is laid into the same world: only who supplies the party's members with the good,
    and their stock of it, differ. A plan for a bloc becomes each member's: what it buys less of
    shrinks in the same proportion for all, what takes its place is shared out by need.

    Args:
        picture: tables of the party and year, with the goods up and down the chain.
        needs: what the party imports.
        ways: of buying, by name.
        found: scenarios.

    Returns:
        Losses by way, one a scenario in order.

    Raises:
        DataError: nobody in the party makes anything of the good.

    Example:
        >>> from kanmon.analysis.plan.candidates.find import candidates
        >>> from kanmon.planning.needs import needs
        >>> from kanmon.testing import tiny_picture
        >>> picture = tiny_picture("JPN")
        >>> made = needs(picture, candidates(picture, "rare_earth_metals"))
        >>> rerun(picture, made, {"today": Buying(made.today, 60.0)}, ())
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: plan of rare_earth_metals run again: nothing that is made of it \
is made in JPN, by the figures at hand. To mend: add the goods it goes into to the picture.
    """
    links = all_links()
    below = set(reach(links, needs.good, "input", "output")) & set(picture.goods)
    scenarios = [settled(one.scenario) for one in found]
    named = [good for one in scenarios for shock in one.shocks for good in shock.goods]
    wanted = [g for g in dict.fromkeys((needs.good, *named)) if g in picture.goods]
    lost: dict[str, tuple[Lost, ...]] = {}
    for name, way in ways.items():
        held = {(needs.good, m.economy): way.days * m.outside for m in needs.members}
        world = chain_world(picture, wanted, ChainData(supplies=(_laid(needs, way),), held=held))
        inside = {world.node(n) for n in range(world.nodes)}
        if not any(e in picture.members and g in below for e, g in inside):
            raise DataError(
                f"nothing that is made of it is made in {picture.party}, by the figures at hand",
                where=f"plan of {needs.good} run again",
                remedy="add the goods it goes into to the picture",
            )
        outcomes = ChainEngine(world).run(scenarios) if scenarios else ()
        lost[name] = tuple(_lost(one, picture.members, below) for one in outcomes)
    return lost


def _lost(outcome: Outcome, members: frozenset[str], below: set[str]) -> Lost:
    at = {good: places for good, places in makers(outcome, members).items() if good in below}
    days = {good: lost_days(outcome, places) for good, places in sorted(at.items())}
    worst = max(days, key=lambda good: (days[good], good))
    mean = float(np.mean(list(days.values())))
    return Lost(mean, days[worst], worst if days[worst] > 0.0 else "")


def _laid(needs: Needs, way: Buying) -> Sourced:
    """Put the members' supply as a way of buying has it into what is known of the good."""
    laid = []
    shares = members_shares(needs, way.shares)
    for one in needs.members:
        bought: dict[str, float] = dict(one.inside)
        for supplier, share in shares[one.economy].items():
            for maker, part in needs.made_by(supplier).items():
                bought[maker] = bought.get(maker, 0.0) + one.outside * share * part
        total = sum(bought[name] for name in sorted(bought))
        mix = {name: bought[name] / total for name in sorted(bought) if bought[name] > 0.0}
        laid.append(_supply(one, mix, needs))
    others = () if needs.sourced is None else needs.sourced.supplies
    kept = tuple(s for s in others if s.economy not in {m.economy for m in needs.members})
    return Sourced(needs.good, needs.basis, (*kept, *laid))


def _supply(one: Member, mix: Mapping[str, float], needs: Needs) -> Supply:
    known = None
    if needs.sourced is not None:
        known = next((s for s in needs.sourced.supplies if s.economy == one.economy), None)
    if known is not None:
        return Supply(needs.good, one.economy, mix, known.use, known.unit, needs.basis)
    unit = "t" if needs.sourced is None else needs.sourced.supplies[0].unit
    return Supply(needs.good, one.economy, mix, daily_use(one), unit, needs.basis)


def members_shares(needs: Needs, pooled: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Share a party's plan out among its members.

    Args:
        needs: members' imports and today's shares.
        pooled: shares of the party's imports by supplier.

    Returns:
        Shares of each member's imports by supplier; weighed by imports they sum to the plan.

    Example:
        >>> a, b = Member("JPN", 1.0, {"CHN": 1.0}), Member("USA", 1.0, {"CHN": 0.2, "CAN": 0.8})
        >>> needs = Needs("x", (a, b), {}, None, "world_mix")
        >>> made = members_shares(needs, {"CHN": 0.3, "CAN": 0.5, "AUS": 0.2})["JPN"]
        >>> {name: round(share, 3) for name, share in made.items()}
        {'CHN': 0.5, 'CAN': 0.167, 'AUS': 0.333}
    """
    today = needs.today
    total = sum(pooled[name] for name in sorted(pooled))
    aim = {name: share / total for name, share in pooled.items()}
    rise = {n: s - today.get(n, 0.0) for n, s in aim.items() if s > today.get(n, 0.0)}
    more = sum(rise[name] for name in sorted(rise))
    found = {}
    for one in needs.members:
        kept = {
            name: share * min(1.0, aim.get(name, 0.0) / today[name])
            for name, share in one.today.items()
            if share > 0.0
        }
        gap = 1.0 - sum(kept[name] for name in sorted(kept))
        for name, share in rise.items():
            kept[name] = kept.get(name, 0.0) + gap * share / more
        found[one.economy] = {name: share for name, share in kept.items() if share > 1e-12}
    return found
