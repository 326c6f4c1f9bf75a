"""The only conductor: opens the store, builds a picture, runs the analyses in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kanmon.analysis.dependency.chokepoints import GoodFindings, chokepoints
from kanmon.analysis.dependency.coverage import coverage
from kanmon.analysis.dependency.dependents import customers, dependents
from kanmon.analysis.dependency.prices import price_history
from kanmon.analysis.dependency.production import (
    production_series,
    production_shares,
)
from kanmon.analysis.dependency.reliance import import_reliance
from kanmon.analysis.dependency.suppliers import supplier_shares
from kanmon.analysis.dependency.trend import concentration_trend
from kanmon.analysis.finding import Finding
from kanmon.brief.document import Brief
from kanmon.catalogue.load import Good, goods
from kanmon.catalogue.load import good as find_good
from kanmon.codes.tiers import Tiers
from kanmon.picture.build import Supply, build_picture
from kanmon.picture.picture import Picture
from kanmon.reference.pack import Pack, pack
from kanmon.store.store import Store

Progress = Callable[[str, float], None]


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

    def show(self, good: str, party: str, year: int | None = None) -> GoodStudy:
        """Gather all there is to tell of one good for one party."""
        one = find_good(good)
        picture = self.picture(party, [one.id], year)
        return GoodStudy(
            picture=picture,
            findings=_findings(picture, one),
            counts=tuple(
                production_shares(picture, one.id, s) for s in production_series(picture, one.id)
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
        )


def _findings(picture: Picture, one: Good) -> GoodFindings:
    return GoodFindings(
        good=one.id,
        suppliers=supplier_shares(picture, one.id),
        production=production_shares(picture, one.id),
        trend=concentration_trend(picture, one.id),
        reliance=import_reliance(picture, one.id),
    )
