"""The only conductor: opens the store, builds a picture, runs the analyses in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kanmon.analysis.dependency.chokepoints import GoodFindings, chokepoints
from kanmon.analysis.dependency.coverage import coverage
from kanmon.analysis.dependency.dependents import customers, dependents
from kanmon.analysis.dependency.fuels import fuel_dependence, replaced_by
from kanmon.analysis.dependency.hidden.chain import ChainStep, chain_exposure
from kanmon.analysis.dependency.hidden.origin import look_through
from kanmon.analysis.dependency.indicators import INDICATORS, OVERVIEWS
from kanmon.analysis.dependency.prices import price_history
from kanmon.analysis.dependency.production import (
    production_series,
    production_shares,
)
from kanmon.analysis.dependency.reliance import import_reliance
from kanmon.analysis.dependency.suppliers import supplier_shares
from kanmon.analysis.dependency.trend import concentration_trend
from kanmon.analysis.finding import Caveat, Finding
from kanmon.brief.document import Brief
from kanmon.catalogue.load import Good, goods, links
from kanmon.catalogue.load import good as find_good
from kanmon.codes.tiers import Tiers
from kanmon.errors import CodeError
from kanmon.picture.build import Supply, build_picture
from kanmon.picture.picture import Picture
from kanmon.reference.pack import Pack, pack
from kanmon.store.store import Store

Progress = Callable[[str, float], None]

_FUELS = ("steam_coal", "coking_coal", "crude_oil", "lng", "natural_gas", "uranium_ore")
_FUEL_SUPPLIER = "RUS"
_LATEST = date.max.year
_BEFORE = 2021
"""Last whole year before the full-scale invasion of Ukraine, which replacement is counted from."""


@dataclass(frozen=True, slots=True)
class GoodStudy:
    """Gather everything `kanmon show` tells of a good: trade, makers, trend, who depends.

    ``counts`` holds one finding per publisher's count of production, the newest first.

    Example:
        >>> Study().show("rare_earth_metals", "JPN", 2022).findings.suppliers.party
        'JPN'
    """

    picture: Picture
    findings: GoodFindings
    counts: tuple[Finding, ...]
    customers: Finding
    dependents: Finding
    prices: Finding


class Study:
    """Open the data and answer questions about goods and parties.

    Args:
        store: a store, the path of one, or None for the reference pack alone.
        tiers: the reader's own trust tiers.
        with_pack: whether the embedded reference pack fills what the store lacks.

    Example:
        >>> Study().suppliers("rare_earth_metals", "JPN", 2022).figures["top_supplier"].value
        'CHN'
    """

    def __init__(
        self,
        store: Store | Path | str | None = None,
        *,
        tiers: Tiers | None = None,
        with_pack: bool = True,
    ) -> None:
        opened = store if isinstance(store, Store) or store is None else Store(Path(store))
        embedded: Pack | None = pack() if with_pack else None
        self._supply = Supply(opened, embedded)
        self._tiers = tiers

    def picture(
        self, party: str, wanted: Sequence[str] | None = None, year: int | None = None
    ) -> Picture:
        """Build the picture of a party for some goods (all when not named) and a year."""
        chosen = list(goods().values()) if wanted is None else [find_good(g) for g in wanted]
        return build_picture(party, chosen, self._supply, year=year, tiers=self._tiers)

    def suppliers(self, good: str, party: str, year: int | None = None) -> Finding:
        """Return who a party imports a good from."""
        return supplier_shares(self.picture(party, [good], year), find_good(good).id)

    def production(self, good: str, year: int | None = None) -> Finding:
        """Return who makes a good, in the newest published count."""
        return production_shares(self.picture("WLD", [good], year), find_good(good).id)

    def trend(self, good: str, party: str, year: int | None = None) -> Finding:
        """Return how concentration of a party's imports of a good moved over the years."""
        return concentration_trend(self.picture(party, [good], year), find_good(good).id)

    def screen(self, party: str, year: int | None = None, name: str = "screen") -> Finding:
        """Return all goods with trade figures at once: a name of OVERVIEWS."""
        if name not in OVERVIEWS:
            raise CodeError(
                f"no overview {name!r} of all goods",
                remedy=f"use one of {', '.join(OVERVIEWS)}, or name a good",
            )
        return OVERVIEWS[name](self.picture(party, None, year))

    def indicator(self, name: str, good: str, party: str, year: int | None = None) -> Finding:
        """Return one indicator of a good: a name of INDICATORS, or ``chain`` for its inputs."""
        one = find_good(good).id
        if name == "chain":
            steps = [s for s in _steps() if s.output == one]
            wanted = _with_siblings([one, *(s.input for s in steps)])
            return chain_exposure(self.picture(party, list(wanted), year), one, steps)
        if name not in INDICATORS:
            raise CodeError(
                f"no indicator {name!r}", remedy=f"use one of {', '.join((*INDICATORS, 'chain'))}"
            )
        return INDICATORS[name](self.picture(party, _with_siblings([one]), year), one)

    def show(self, good: str, party: str, year: int | None = None) -> GoodStudy:
        """Gather all there is to tell of one good for one party.

        Production is published sooner than trade: where no year is asked for, trade is of its own
        newest year and each count of production of its own.
        """
        one = find_good(good)
        picture = self.picture(party, [one.id], year)
        until = _LATEST if year is None else picture.year
        return GoodStudy(
            picture=picture,
            findings=_findings(picture, one),
            counts=tuple(
                production_shares(picture, one.id, s)
                for s in production_series(picture, one.id, until)
            ),
            customers=customers(picture, one.id),
            dependents=dependents(picture, one.id),
            prices=price_history(picture, one.id),
        )

    def brief(
        self,
        party: str,
        year: int | None = None,
        *,
        lang: str = "en",
        made_on: date | None = None,
        progress: Progress | None = None,
    ) -> Brief:
        """Run every dependency analysis of a party and gather the findings as a brief."""
        picture = self.picture(party, None, year)
        covered = [g for g in goods().values() if picture.view(g.id).codes]
        found: list[GoodFindings] = []
        for index, one in enumerate(covered):
            if progress is not None:
                progress(one.name(lang), index / len(covered))
            found.append(_findings(picture, one))
        ranked = chokepoints(picture, found)
        order = {g: i for i, g in enumerate(ranked.table.column("good").to_pylist())}
        found.sort(key=lambda f: order[f.good])
        ids = [f.good for f in found]
        fuels, replaced = _fuel_findings(picture)
        if progress is not None:
            progress("", 1.0)
        return Brief(
            party=party,
            year=picture.year,
            lang=lang,
            made_on=date.today() if made_on is None else made_on,
            chokepoints=ranked,
            goods=tuple(found),
            coverage=coverage(picture),
            notes=picture.notes,
            hidden=_hidden_findings(picture, ids),
            fuels=fuels,
            replaced=replaced,
            replaced_since=_BEFORE,
        )


def _findings(picture: Picture, one: Good) -> GoodFindings:
    return GoodFindings(
        good=one.id,
        suppliers=supplier_shares(picture, one.id),
        production=production_shares(picture, one.id),
        trend=concentration_trend(picture, one.id),
        reliance=import_reliance(picture, one.id),
    )


def _with_siblings(ids: Sequence[str]) -> list[str]:
    """Add the goods of the same materials: their production tells who is no mere hub."""
    materials = {goods()[g].material for g in ids}
    others = [g.id for g in goods().values() if g.material in materials]
    return list(dict.fromkeys([*ids, *others]))


def _steps() -> list[ChainStep]:
    return [ChainStep(row["input"], row["output"], row["role"]) for row in links().to_pylist()]


def _hidden_findings(picture: Picture, ids: Sequence[str]) -> tuple[Finding, ...]:
    """Look through re-exports of each good, then through its inputs that little can replace."""
    steps = [
        ChainStep(row["input"], row["output"], row["role"])
        for row in links().to_pylist()
        if row["substitutability"] in ("none", "low")
    ]
    made_of_something = {step.output for step in steps}
    return (
        *(look_through(picture, one) for one in ids),
        *(chain_exposure(picture, one, steps) for one in ids if one in made_of_something),
    )


def _fuel_findings(picture: Picture) -> tuple[Finding | None, tuple[Finding, ...]]:
    """Trace the fuels bought from Russia; a fuel whose codes another holds is not counted twice."""
    codes = {f: set(picture.view(f).codes) for f in _FUELS if picture.view(f).codes}
    within = {
        small: large
        for small in codes
        for large in codes
        if codes[small] < codes[large]
        or (codes[small] == codes[large] and _FUELS.index(large) < _FUELS.index(small))
    }
    shown = [f for f in codes if f not in within]
    if not shown or _FUEL_SUPPLIER in picture.members:
        return None, ()
    found = fuel_dependence(picture, shown, _FUEL_SUPPLIER)
    merged = tuple(
        Caveat("same_codes", f"{small} is within {large}", {"goods": small, "good": large})
        for small, large in within.items()
    )
    replaced = (
        tuple(replaced_by(picture, f, _FUEL_SUPPLIER, _BEFORE) for f in shown)
        if picture.year > _BEFORE
        else ()
    )
    return replace(found, caveats=(*found.caveats, *merged)), replaced
