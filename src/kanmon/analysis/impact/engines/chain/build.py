"""Build a chain world from a picture: the goods up and down from those named, and their makers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from kanmon.analysis.finding import Caveat
from kanmon.analysis.impact.engines.chain.assemble import Recipe, Timing, assemble
from kanmon.analysis.impact.engines.chain.supply import Sourced, assumed_home, traded, world_mix
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.catalogue.chain_times import Times, chain_time, chain_times
from kanmon.catalogue.load import links as all_links
from kanmon.errors import CodeError
from kanmon.picture.picture import Picture


@dataclass(frozen=True, slots=True)
class ChainData:
    """Say what a chain is built with beside the picture.

    ``days`` takes the assumed days at their ``low``, ``best`` or ``high`` end, ``bite`` how hard
    a lack bites; ``links`` and ``times`` are the catalogue's where not given; ``upstream`` also
    takes what the goods named are made of. ``users`` are taken to use what has no trade figures,
    beside the party and the makers of what is made of it: those whom a scenario strikes.
    ``supplies`` replace what is known of whole goods, as a plan would have them; ``held`` are days
    of stock of a good in an economy, in the place of the assumed ones.

    Example:
        >>> ChainData(days="low").days
        'low'
    """

    days: str = "best"
    bite: str = "best"
    upstream: bool = True
    users: tuple[str, ...] = ()
    links: pa.Table | None = None
    times: Times | None = None
    supplies: tuple[Sourced, ...] = ()
    held: Mapping[tuple[str, str], float] = field(default_factory=dict)


def chain_world(
    picture: Picture, goods: Iterable[str] | None = None, data: ChainData | None = None
) -> ChainWorld:
    """Build the supply graph of some goods and all that is made of them.

    Args:
        picture: tables of the party and year; goods it does not hold are left out and named.
        goods: ids of strategic goods; all of the picture when not given.
        data: ends of the assumed ranges, links and times; the catalogue's best when not given.

    Returns:
        The world; ``assumptions`` tell on what each good's supply rests.

    Raises:
        CodeError: no good is named, or one is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> world = chain_world(tiny_picture("JPN"), ["rare_earth_metals"])
        >>> world.goods, world.units
        (('rare_earth_metals',), ('t',))
    """
    choice = data or ChainData()
    links = all_links() if choice.links is None else choice.links
    times = chain_times() if choice.times is None else choice.times
    named = list(picture.goods) if goods is None else list(dict.fromkeys(goods))
    strange = [one for one in named if one not in picture.goods]
    if strange or not named:
        raise CodeError(
            f"{', '.join(strange) or 'no good'} in the picture of {picture.party}",
            where="chain world",
            remedy="build the picture with the goods wanted, or with all of them",
        )
    rows = links.select(["input", "output", "substitutability"]).to_pylist()
    wanted = set(named)
    wanted |= _reach(rows, named, "input", "output")
    if choice.upstream:
        wanted |= _reach(rows, named, "output", "input")
    held = sorted(wanted & set(picture.goods))
    recipes = [
        Recipe(row["input"], row["output"], _bite(row, times, choice.bite))
        for row in rows
        if row["input"] in held and row["output"] in held
    ]
    least = chain_time("least_share", "all", times=times).best
    sourced = _sourced(picture, held, recipes, least, choice)
    timing = {good: _timing(picture, good, times, choice.days) for good in held}
    return assemble(
        [supply for one in sourced for supply in one.supplies],
        recipes,
        timing,
        _told(sourced, wanted - set(held), choice),
        held=choice.held,
    )


def _reach(rows: list[dict[str, str]], start: list[str], near: str, far: str) -> set[str]:
    steps: dict[str, set[str]] = {}
    for row in rows:
        steps.setdefault(row[near], set()).add(row[far])
    found: set[str] = set()
    queue = list(start)
    for here in queue:
        fresh = steps.get(here, set()) - found
        found |= fresh
        queue += sorted(fresh)
    return found


def _sourced(
    picture: Picture,
    goods: list[str],
    recipes: list[Recipe],
    least: float,
    choice: ChainData,
) -> list[Sourced]:
    by_trade = {one.good: one for one in choice.supplies if one.good in goods}
    for good in goods:
        if good in by_trade:
            continue
        found = traded(picture, good, least)
        if found is not None:
            by_trade[good] = found
    # Users of a good without trade figures: the party, whoever makes something of it, and those
    # named.
    makers = {g: {e for s in one.supplies for e in s.shares} for g, one in by_trade.items()}
    sourced = []
    for good in goods:
        if good in by_trade:
            sourced.append(by_trade[good])
            continue
        users = {*picture.members, *choice.users}
        for one in recipes:
            if one.input == good:
                users |= makers.get(one.output, set())
        sourced.append(
            world_mix(picture, good, users, least) or assumed_home(good, picture.members)
        )
    return sourced


def _bite(row: dict[str, str], times: Times, end: str) -> float:
    """Output that stops for want of the input: how hard it bites, on the part it goes into."""
    hard = chain_time("bite", f"grade:{row['substitutability']}", times=times)
    part = chain_time("part", f"link:{row['input']}>{row['output']}", "all", times=times)
    return hard.at(end) * part.at(end)


def _timing(picture: Picture, good: str, times: Times, end: str) -> Timing:
    scopes = (f"good:{good}", f"stage:{picture.view(good).stage}", "all")
    stock, transit, make = (
        chain_time(what, *scopes, times=times).at(end)
        for what in ("stock_days", "transit_days", "make_days")
    )
    return Timing(stock, transit, make)


_WORDS: Mapping[str, str] = {
    "measured": "by trade figures, traced through re-exporters to the makers; where no output is "
    "published, an economy is taken to make only what it exports beyond its imports",
    "world_mix": "without trade figures: every user is taken to buy from the makers in "
    "proportion to world production",
    "assumed_home": "without any figure: each member of the party is taken to make its own",
}


def _told(sourced: list[Sourced], missing: set[str], choice: ChainData) -> tuple[Caveat, ...]:
    told = []
    for basis, words in _WORDS.items():
        names = ", ".join(one.good for one in sourced if one.basis == basis)
        if names:
            told.append(Caveat(f"chain_{basis}", f"{names}: {words}", {"goods": names}))
    lost = {one.good: one.lost for one in sourced if one.lost > 0.05}
    if lost:
        names = ", ".join(f"{good} {100 * part:.0f} %" for good, part in sorted(lost.items()))
        told.append(
            Caveat(
                "chain_left_out",
                f"supply of no known origin or from very small makers is left out, and the others "
                f"stand for it: {names}",
                {"goods": names},
            )
        )
    late = {one.good: one.later for one in sourced if one.later}
    if late:
        names = ", ".join(f"{good} {year}" for good, year in sorted(late.items()))
        told.append(
            Caveat(
                "chain_later_year",
                f"no world production as old as the scenario; the first year known stands in: "
                f"{names}",
                {"what": names},
            )
        )
    if missing:
        names = ", ".join(sorted(missing))
        told.append(
            Caveat("chain_not_in_picture", f"not in the picture: {names}", {"goods": names})
        )
    told.append(
        Caveat(
            "chain_times",
            f"days of stock, transit and making ({choice.days} of their ranges) and how hard a "
            f"lack bites ({choice.bite}) are assumed: catalogue/chain_times.csv",
            {"days": choice.days, "bite": choice.bite},
        )
    )
    return tuple(told)
