"""The picture: who makes, ships and needs each good, as of a date, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import CodeError
from kanmon.provenance import Lineage
from kanmon.tables.schema import schema


@dataclass(frozen=True, slots=True)
class GoodView:
    """Say what stands behind a good in this picture: its codes, and what the data lacks.

    ``codes`` are the HS6 codes the flows were summed over, ``absent`` those of the catalogue
    that the flow source does not carry at all.

    Example:
        >>> GoodView("gallium_metal", "metal", "minerals", "HS1992", ("811291",), ()).edition
        'HS1992'
    """

    good: str
    stage: str
    sector: str
    edition: str
    codes: tuple[str, ...]
    absent: tuple[str, ...]
    basket: bool = False
    basket_note: str = ""
    material: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold the tables every analysis starts from, for one party and year.

    ``flows`` has one ``good_flows`` table a good. ``members`` are the economies of the party in
    that year: flows among them are netted out. ``tiers`` maps economies to the reader's own
    trust tiers and is ``None`` when none were given. ``lineages`` has one entry a table, and one
    ``flows/GOOD`` for each good, since goods may come from different places.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> tiny_picture("JPN").imports("rare_earth_metals").num_rows
        3
    """

    party: str
    members: frozenset[str]
    year: int
    flows: Mapping[str, pa.Table]
    production: pa.Table
    reliance: pa.Table
    prices: pa.Table
    governance: pa.Table
    goods: Mapping[str, GoodView]
    lineages: Mapping[str, Lineage]
    thresholds: Mapping[str, float]
    tiers: Mapping[str, str] | None = None
    notes: tuple[str, ...] = field(default=())
    reserves: pa.Table = field(default_factory=lambda: schema("good_reserves").arrow.empty_table())

    def view(self, good: str) -> GoodView:
        """Return what stands behind a good, or raise CodeError."""
        if good not in self.goods:
            raise CodeError(
                f"good {good!r} is not in this picture",
                remedy="ask for it when the picture is built, or see `kanmon goods`",
            )
        return self.goods[good]

    def trade(self, good: str, year: int | None = None) -> pa.Table:
        """Return all flows of a good among all economies, every year or one."""
        self.view(good)
        rows = self.flows.get(good)
        if rows is None:
            rows = schema("good_flows").arrow.empty_table()
        return rows if year is None else rows.filter(pc.equal(rows.column("year"), year))

    def imports(self, good: str, year: int | None = None) -> pa.Table:
        """Return what the party bought from outside itself in a year (the picture's own)."""
        rows = self.trade(good, self.year if year is None else year)
        return rows.filter(
            pc.and_(self._inside(rows, "importer"), pc.invert(self._inside(rows, "exporter")))
        )

    def exports(self, good: str, year: int | None = None) -> pa.Table:
        """Return what the party sold to outside itself in a year (the picture's own)."""
        rows = self.trade(good, self.year if year is None else year)
        return rows.filter(
            pc.and_(self._inside(rows, "exporter"), pc.invert(self._inside(rows, "importer")))
        )

    def made(self, good: str) -> pa.Table:
        """Return every production figure of a good, all sources, editions and years."""
        self.view(good)
        return self.production.filter(pc.equal(self.production.column("good"), good))

    def in_ground(self, good: str) -> pa.Table:
        """Return every figure of a good's reserves, all sources, editions and years."""
        self.view(good)
        return self.reserves.filter(pc.equal(self.reserves.column("good"), good))

    def lineage(self, table: str, good: str = "") -> Lineage:
        """Return where a table of the picture comes from, for one good where that is known."""
        whole = self.lineages.get(table, Lineage())
        return self.lineages.get(f"{table}/{good}", whole)

    def _inside(self, rows: pa.Table, column: str) -> pa.Array:
        return pc.is_in(rows.column(column), pa.array(sorted(self.members)))


def by_economy(rows: pa.Table, column: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Add up a flow table by one side, largest first.

    Args:
        rows: ``good_flows`` rows of one good.
        column: ``exporter`` or ``importer``.

    Returns:
        Economies, values in thousand USD, and tonnes (NaN where any flow lacks a mass),
        sorted by value, then by code.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> by_economy(tiny_picture("JPN").imports("rare_earth_metals"), "exporter")[0]
        ['CHN', 'VNM', 'THA']
    """
    if not rows.num_rows:
        return [], np.zeros(0), np.zeros(0)
    codes = np.asarray(rows.column(column).cast(pa.string()).to_numpy(zero_copy_only=False))
    names, index = np.unique(codes.astype(str), return_inverse=True)
    value = np.bincount(index, rows.column("value").to_numpy(), names.size)
    mass = rows.column("quantity").to_numpy(zero_copy_only=False).astype(np.float64)
    quantity = np.bincount(index, mass, names.size)
    order = np.lexsort((names, -value))
    return [str(n) for n in names[order]], value[order], quantity[order]
