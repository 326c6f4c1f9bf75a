"""What each member of a party imports, from whom, and how much of its use is made at home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kanmon.analysis.dependency.hidden.origin import origins
from kanmon.analysis.dependency.hidden.world import own_output, trade_matrix
from kanmon.analysis.finding import Caveat
from kanmon.analysis.impact.engines.chain.supply import DAYS, Sourced, traded
from kanmon.analysis.plan.candidates.candidate import CandidateSet
from kanmon.analysis.plan.candidates.output import outputs
from kanmon.catalogue.chain_times import chain_time
from kanmon.catalogue.planning import known
from kanmon.errors import DataError
from kanmon.picture.picture import Picture

Mix = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Member:
    """Hold one member's imports, tonnes a year, its suppliers' shares, and what is made inside.

    ``inside`` gives, by maker, the shares of its use that members of the party make.

    Example:
        >>> Member("JPN", 100.0, {"CHN": 1.0}, {"JPN": 0.2}).outside
        0.8
    """

    economy: str
    imports: float
    today: Mix
    inside: Mix = field(default_factory=dict)

    @property
    def outside(self) -> float:
        """Share of its use that is imported from outside the party."""
        return 1.0 - sum(self.inside[name] for name in sorted(self.inside))


@dataclass(frozen=True, slots=True)
class Needs:
    """Hold what a party imports of a good and from whom.

    ``makers`` gives by supplier who made what it sells. ``sourced`` is the good in the chain
    engine where trade figures tell of it; ``basis`` is ``measured`` or ``world_mix``.

    Example:
        >>> needs = Needs("x", (Member("JPN", 10.0, {"CHN": 1.0}),), {}, None, "world_mix")
        >>> needs.demand, dict(needs.today)
        (10.0, {'CHN': 1.0})
    """

    good: str
    members: tuple[Member, ...]
    makers: Mapping[str, Mix]
    sourced: Sourced | None
    basis: str
    caveats: tuple[Caveat, ...] = ()

    @property
    def demand(self) -> float:
        """Tonnes the party imports in a year."""
        return sum(one.imports for one in self.members)

    @property
    def today(self) -> Mix:
        """Shares of the party's imports by supplier."""
        found: dict[str, float] = {}
        for one in self.members:
            for name, share in one.today.items():
                found[name] = found.get(name, 0.0) + share * one.imports / self.demand
        return found

    def made_by(self, supplier: str) -> Mix:
        """Give who makes what a supplier sells; itself where nothing else is known."""
        return self.makers.get(supplier) or {supplier: 1.0}


def needs(picture: Picture, found: CandidateSet, need: float | None = None) -> Needs:
    """Gather what a party imports of a good.

    Where trade figures have a mass they count. Else the need is the reader's, or that of the
    catalogue (``catalogue/planning.csv``), without what is made at home; suppliers are then
    taken to sell in proportion to what they make.

    Args:
        picture: tables of the party and year.
        found: candidates of the good.
        need: tonnes the party imports in a year, in the place of what is known.

    Returns:
        The needs, with at least one member that imports.

    Raises:
        DataError: nobody knows how much the party needs, or nobody outside it makes the good.

    Example:
        >>> from kanmon.analysis.plan.candidates.find import candidates
        >>> from kanmon.testing import tiny_picture
        >>> picture = tiny_picture("JPN")
        >>> round(needs(picture, candidates(picture, "rare_earth_metals")).today["CHN"], 3)
        0.667
    """
    if found.demand:
        made = _from_trade(picture, found)
        if need is not None:
            made = _scaled(made, need)
        return made
    return _from_output(picture, found, need)


def _from_trade(picture: Picture, found: CandidateSet) -> Needs:
    good = found.good
    values: dict[tuple[str, str], float] = {}
    for row in picture.imports(good).select(["exporter", "importer", "value"]).to_pylist():
        key = (row["exporter"], row["importer"])
        values[key] = values.get(key, 0.0) + (row["value"] or 0.0)
    mass: dict[str, dict[str, float]] = {name: {} for name in sorted(picture.members)}
    for one in found.candidates:
        total = sum(values.get((one.economy, m), 0.0) for m in mass)
        if not one.imports or not total:
            continue
        for name, bought in mass.items():
            part = values.get((one.economy, name), 0.0) / total
            if part > 0.0:
                bought[one.economy] = one.imports * part
    least = chain_time("least_share", "all").best
    sourced = traded(picture, good, least)
    inside: dict[str, Mix] = {}
    for held in () if sourced is None else sourced.supplies:
        inside[held.economy] = {e: s for e, s in held.shares.items() if e in picture.members}
    members = tuple(
        Member(
            name,
            sum(bought[s] for s in sorted(bought)),
            _shares(bought),
            inside.get(name, {}),
        )
        for name, bought in mass.items()
        if bought
    )
    return Needs(good, members, _makers(picture, good), sourced, "measured")


def _makers(picture: Picture, good: str) -> dict[str, Mix]:
    """Who makes what each economy sells, by re-export look-through."""
    names, matrix = trade_matrix(picture, good)
    if not names:
        return {}
    traces = origins(matrix, own_output(picture, good, names))
    found: dict[str, Mix] = {}
    for place, name in enumerate(names):
        mix = {names[k]: float(s) for k, s in enumerate(traces.mix[place]) if s >= 1e-4}
        total = sum(mix.values())
        if total > 0.0:
            found[name] = {maker: share / total for maker, share in mix.items()}
    return found


def _from_output(picture: Picture, found: CandidateSet, need: float | None) -> Needs:
    good = found.good
    amounts = {}
    for one in found.candidates:
        made = one.output.tonnes if one.output is not None and one.output.same else None
        if made is None and one.relation == "producer" and one.capacity is not None:
            made = one.capacity.best
        if made:
            amounts[one.economy] = made
    if not amounts:
        raise DataError(
            f"nobody outside {found.party} is known to make {good}",
            where=f"plan of {good}",
            remedy="load trade figures (`kanmon data add`), or choose another good",
        )
    home = {name: one.tonnes for name, one in outputs(picture, good).by_economy.items()}
    rows = {name: known("need", f"{name}/{good}") for name in sorted(picture.members)}
    told = [f"{name} {row.best:g} t ({row.status})" for name, row in rows.items() if row]
    if need is None and not told:
        raise DataError(
            f"no trade figures of {good}, and the need of {found.party} is not known",
            where=f"plan of {good}",
            remedy="give it with --need TONNES, or load trade figures (`kanmon data add`)",
        )
    members = []
    today = _shares(amounts)
    for name, row in rows.items():
        if row is None:
            continue
        own = known("home", f"{name}/{good}")
        inside = own.best if own is not None else home.get(name, 0.0)
        members.append(Member(name, max(row.best - inside, 0.0), today, {name: inside / row.best}))
    if need is not None and not members:
        members = [Member(name, 1.0, today) for name in rows]
    caveats = [
        Caveat(
            "plan_world_mix",
            f"no trade figures of {good}: suppliers of today are taken to sell in proportion to "
            "what they make",
            {"goods": good},
        )
    ]
    if told:
        caveats.append(
            Caveat(
                "plan_need",
                f"need of {good}: {', '.join(told)} (catalogue/planning.csv)",
                {"needs": ", ".join(told)},
            )
        )
    members = [one for one in members if one.imports > 0.0]
    if not members:
        raise DataError(
            f"{found.party} makes all it needs of {good} itself",
            where=f"plan of {good}",
            remedy="nothing is imported; choose another good",
        )
    known_needs = Needs(good, tuple(members), {}, None, "world_mix", tuple(caveats))
    return known_needs if need is None else _scaled(known_needs, need)


def _scaled(made: Needs, need: float) -> Needs:
    factor = need / made.demand
    members = tuple(
        Member(one.economy, one.imports * factor, one.today, one.inside) for one in made.members
    )
    told = Caveat("plan_need_given", f"imports of {need:g} t a year are the reader's")
    return Needs(made.good, members, made.makers, made.sourced, made.basis, (*made.caveats, told))


def _shares(amounts: Mapping[str, float]) -> dict[str, float]:
    total = sum(amounts[name] for name in sorted(amounts))
    return {name: amount / total for name, amount in amounts.items()}


def daily_use(one: Member) -> float:
    """Give what a member uses a day, imports and its own, tonnes.

    Args:
        one: the member.

    Returns:
        Tonnes a day.

    Example:
        >>> daily_use(Member("JPN", 292.0, {"CHN": 1.0}, {"JPN": 0.2}))
        1.0
    """
    return one.imports / one.outside / DAYS
