"""Assess a clean-technology path: run it, hold it against supply, say what fuel it saves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kanmon.analysis.finding import Finding
from kanmon.analysis.transition.balance import check_balance
from kanmon.analysis.transition.demand import Demand, material_demand
from kanmon.analysis.transition.displacement import FUELS, Member, fuel_displaced
from kanmon.analysis.transition.draws import Draws
from kanmon.analysis.transition.findings import (
    deployment,
    material_by_technology,
    material_need,
)
from kanmon.analysis.transition.fuel.chain import RUSSIA, fuel_chain
from kanmon.analysis.transition.fuel.cover import fuel_cover
from kanmon.analysis.transition.fuel.lost import fuel_lost
from kanmon.analysis.transition.fuel.need import REACTORS, path_need
from kanmon.analysis.transition.fuel.path_fuel import fuel_need
from kanmon.analysis.transition.path import DeploymentPath, FloatArray, joined, parse_path
from kanmon.analysis.transition.stated import path_rows
from kanmon.analysis.transition.supply.binding import binding_materials
from kanmon.analysis.transition.supply.compare import technology_materials, technology_risk
from kanmon.analysis.transition.supply.need import Asked as SupplyAsked
from kanmon.analysis.transition.supply.need import Need
from kanmon.analysis.transition.supply.tension import material_supply
from kanmon.analysis.transition.uses import parts
from kanmon.brief.moved import Transition
from kanmon.catalogue.deployment_paths import path_texts
from kanmon.catalogue.fuel_facts import facts
from kanmon.catalogue.intensities import intensities
from kanmon.catalogue.technologies import technologies
from kanmon.codes.blocs import party as party_members
from kanmon.codes.tiers import Tiers
from kanmon.errors import DataError
from kanmon.moving.enrichment import enrichment_stop
from kanmon.moving.hosts import reactor_hosts
from kanmon.moving.origins import fuel_lineage, material_lineage, path_lineage
from kanmon.moving.supply import material_picture, rated, supplies, under_way
from kanmon.picture.picture import Picture, by_economy
from kanmon.provenance import Lineage
from kanmon.store.store import Store

Progress = Callable[[str, float], None]
CATALOGUE = "catalogue"


@dataclass(frozen=True, slots=True)
class Asked:
    """Say whose path is run, how often figures are drawn, and on what day it was asked.

    ``text`` is the reader's own path and ``name`` its file; without it the documented targets
    are run.

    Example:
        >>> Asked().draws
        1000
    """

    text: str = ""
    name: str = CATALOGUE
    draws: int = 1000
    seed: int = 1
    made_on: dt.date = dt.date.min

    @property
    def day(self) -> dt.date:
        """The day asked; today's where none was given."""
        return dt.date.today() if self.made_on == dt.date.min else self.made_on


def make_transition(
    party: str,
    asked: Asked | None = None,
    store: Store | None = None,
    tiers: Tiers | None = None,
    told: Progress | None = None,
) -> Transition:
    """Assess a party's path of clean technologies.

    Args:
        party: economy or bloc.
        asked: whose path, and how often figures are drawn.
        store: the reader's own figures; the reference pack fills what it lacks.
        tiers: the reader's trust tiers; without them nobody counts as trusted.
        told: called with what is being done and the share of it that is done.

    Returns:
        The path with its findings.

    Raises:
        CodeError: the party is not known, or no targets of it are documented.
        DataError: the path is not what it should be, or a material balance does not close.

    Example:
        >>> made = make_transition("JPN", Asked(draws=0))
        >>> made.first_year, made.last_year
        (2024, 2040)
    """
    mine, tell = asked or Asked(), told or (lambda _what, _part: None)
    if mine.draws < 0:
        raise DataError(f"{mine.draws} draws", remedy="give zero or more")
    day = mine.day
    members = party_members(party, day)
    paths = read_paths(party, sorted(members), mine)
    path = paths[party] if party in paths else joined(party, [paths[m] for m in sorted(paths)])
    draws = Draws(mine.draws, mine.seed)
    tell("running the path", 0.1)
    run = material_demand(
        parts(path), path.years, draws, lambda _what, part: tell("running the path", part * 0.5)
    )
    check_balance(run)
    tell("gathering supply", 0.5)
    every = sorted({i.material for i in intensities().values()})
    picture = material_picture(party, every, (), store, tiers)
    whose = path_lineage(path, mine.name)
    stuff = material_lineage(c.technology for c in path.courses)
    findings = [
        deployment(path, run, whose),
        path_rows(path, whose),
        material_need(party, run, whose.join(stuff)),
        material_by_technology(party, run, whose.join(stuff)),
        *_supply(run, picture, whose.join(stuff)),
    ]
    tell("comparing technologies", 0.7)
    findings += _compared(path, picture, every)
    tell("fuel", 0.9)
    findings += _fuels(path, paths, draws, store, tiers)
    hosts = reactor_hosts(party, sorted(members), day)
    if hosts is not None:
        findings.append(hosts)
    tell("done", 1.0)
    return Transition(
        party,
        mine.name,
        path.first_year,
        path.last_year,
        tuple(findings),
        day,
        {"draws": mine.draws, "seed": mine.seed},
    )


def read_paths(party: str, members: list[str], asked: Asked) -> Mapping[str, DeploymentPath]:
    """Read the path of a party, or those of its members.

    Args:
        party: economy or bloc.
        members: its economies.
        asked: the reader's own text; documented targets without it.

    Returns:
        Paths by party.

    Raises:
        CodeError: no targets are documented.
        DataError: the text is not a path, or holds none of the party.

    Example:
        >>> sorted(read_paths("EPCC", ["JPN", "USA"], Asked()))
        ['JPN', 'USA']
    """
    known = {key: one.unit for key, one in technologies().items()}
    if not asked.text:
        return {
            name: parse_path(text, known, where=f"documented targets of {name}")[name]
            for name, text in path_texts(party, asked.day)
        }
    found = parse_path(asked.text, known, where=asked.name)
    if party in found:
        return {party: found[party]}
    held = {name: found[name] for name in members if name in found}
    if len(held) < len(members) or not held:
        missing = ", ".join(m for m in members if m not in held)
        raise DataError(
            f"paths of {', '.join(found)}",
            where=asked.name,
            remedy=f"add rows of {party}"
            + (f", or of {missing}" if missing and members != [party] else ""),
        )
    return held


def _supply(run: Demand, picture: Picture, lineage: Lineage) -> list[Finding]:
    held = supplies(picture, [m.material for m in run.materials])
    needs = [Need(m.material, *m.span("primary")) for m in run.materials]
    asked = SupplyAsked(picture.party, run.years, picture.members, picture.tiers, under_way())
    whole = picture.lineage("production").join(
        picture.lineage("reserves"), picture.lineage("flows"), lineage
    )
    return [
        material_supply(needs, held, asked, whole),
        binding_materials(needs, held, asked, whole),
    ]


def _compared(path: DeploymentPath, picture: Picture, every: Iterable[str]) -> list[Finding]:
    known = rated(picture, supplies(picture, list(every)))
    lineage = material_lineage(technologies()).join(
        picture.lineage("production"), picture.lineage("governance")
    )
    laid = technology_materials(
        list(technologies().values()), intensities().values(), known, path.party, lineage
    )
    return [technology_risk(laid, [c.technology for c in path.courses]), laid]


def _fuels(
    path: DeploymentPath,
    paths: Mapping[str, DeploymentPath],
    draws: Draws,
    store: Store | None,
    tiers: Tiers | None,
) -> list[Finding]:
    lineage, found = fuel_lineage(), []
    known = facts("plant_factors")
    members = []
    whole = lineage
    for name in sorted(paths):
        if any((name, f"mix/{fuel}") in known for fuel in FUELS):
            picture = material_picture(name, [], FUELS, store, None)
            whole = whole.join(picture.lineage("flows"))
            origins, prices = _bought(picture)
            members.append(Member(name, _stock(paths[name], path), origins, prices))
    if members:
        found.append(fuel_displaced(path.party, path.years, members, draws, whole))
    if any(c.technology in REACTORS for c in path.courses):
        economies = sorted(paths)
        found.append(fuel_chain(path.party, economies, lineage, _trusted(economies, tiers)))
        found.append(fuel_cover(path.party, economies, lineage))
        found.append(fuel_lost(path.party, economies, RUSSIA, lineage))
        stock = {c.technology: c.values for c in path.courses if c.measure == "installed"}
        found.append(fuel_need(path.party, path.years, path_need(stock, draws), lineage))
        stopped = enrichment_stop(path.party, store)
        found += [] if stopped is None else [stopped]
    return found


def _stock(own: DeploymentPath, path: DeploymentPath) -> Mapping[str, FloatArray]:
    """A member's stocks over the years of the whole path."""
    cut = slice(path.first_year - own.first_year, path.last_year - own.first_year + 1)
    return {c.technology: c.values[cut] for c in own.courses if c.measure == "installed"}


def _bought(picture: Picture) -> tuple[Mapping[str, Mapping[str, float]], Mapping[str, float]]:
    """Whom each fuel is bought of, by value, and what a tonne of it costs, kUSD."""
    origins: dict[str, Mapping[str, float]] = {}
    prices: dict[str, float] = {}
    for fuel in FUELS:
        names, value, tonnes = by_economy(picture.imports(fuel), "exporter")
        total = float(value.sum())
        if total:
            origins[fuel] = {n: float(v) / total for n, v in zip(names, value, strict=True)}
        known = np.isfinite(tonnes) & (tonnes > 0.0)
        if known.any():
            prices[fuel] = float(value[known].sum() / tonnes[known].sum())
    return origins, prices


def _trusted(members: Sequence[str], tiers: Tiers | None) -> tuple[str, ...] | None:
    if tiers is None:
        return None
    return tuple(sorted({*members, *tiers.economies("trusted")}))
