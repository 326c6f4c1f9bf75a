"""Conduct the screen of every HS6 product: reconciled trade from the store, year by year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.dependency.complexity.evidence import Evidence
from kanmon.analysis.dependency.complexity.feasible import feasible_suppliers
from kanmon.analysis.dependency.complexity.matrix import ExportMatrix
from kanmon.analysis.dependency.screen.bloc import BlocCuts, bloc
from kanmon.analysis.dependency.screen.every import Cuts, Screen, screen
from kanmon.analysis.dependency.screen.finding import bloc_products, dependent_products
from kanmon.analysis.dependency.screen.flows import ArrayFlows, coded
from kanmon.analysis.finding import Finding
from kanmon.catalogue.thresholds import threshold
from kanmon.codes import blocs
from kanmon.errors import CodeError, DataError
from kanmon.provenance import Lineage
from kanmon.store.store import Snapshot, Store

_RECONCILED = "baci"
_LOOK_BACK = 3
"""Years read: GeoDep's persistence looks at the last three."""


@dataclass(frozen=True, slots=True)
class Screening:
    """Hold the screened years of a store's trade, the newest last.

    Example:
        >>> from kanmon.analysis.dependency.screen.flows import coded
        >>> year = coded(2022, ["280530"], ["CHN", "JPN"], ([0], [1], [0], [5.0]))
        >>> found = Screening("HS1992", Lineage(), (year,), 1, "numpy").why("280530", "JPN")
        >>> found.table.column("top_supplier").to_pylist()
        ['CHN']
    """

    edition: str
    lineage: Lineage
    years: tuple[ArrayFlows, ...]
    threads: int
    engine: str

    def products(self, party: str, *, exports: str = "extra") -> Finding:
        """Screen every product a party imports: GeoDep for an economy, CDI1-3 for a bloc."""
        members = blocs.party(party, self.years[-1].year)
        if len(members) > 1:
            return self._bloc(party, members, exports)
        (economy,) = members
        needed = min(len(self.years), round(threshold("persistence_years").value))
        return dependent_products(self._screens(), economy, self.lineage, needed=needed)

    def why(self, product: str, party: str) -> Finding:
        """Explain one product of a party: its row of the screen with every component."""
        found = self.products(party)
        row = found.table.filter(pc.equal(found.table.column("product"), product))
        if not row.num_rows:
            raise CodeError(
                f"no imports of HS {product} ({self.edition})",
                where=f"{party}, {found.as_of}",
                remedy="check the code and the edition of the data",
            )
        return replace(
            found, good=product, table=row, lineage=found.lineage.then("select", f"HS {product}")
        )

    def feasible(self, product: str, party: str) -> Finding:
        """Rank who outside a party makes a product or could make it next."""
        members = blocs.party(party, self.years[-1].year)
        last, first = self.years[-1], self.years[0]
        if product not in last.products:
            raise CodeError(
                f"no trade of HS {product} ({self.edition})",
                where=str(last.year),
                remedy="check the code and the edition of the data",
            )
        bought = dict(
            zip(
                last.economies,
                _sums(last, by_importer=True)[:, last.products.index(product)].tolist(),
                strict=True,
            )
        )
        evidence = Evidence(
            before=_matrix(first) if len(self.years) > 1 else None,
            need=sum(v for e, v in bought.items() if e in members) or None,
            imports=bought,
            floor=threshold("value_floor").value,
        )
        return feasible_suppliers(
            _matrix(last),
            product,
            [product],
            party=party,
            members=members,
            lineage=self.lineage,
            evidence=evidence,
        )

    def _screens(self) -> list[Screen]:
        cuts = Cuts(
            import_hhi=threshold("import_hhi").value,
            world_hhi=threshold("world_export_hhi").value,
            ratio=threshold("import_export_ratio").value,
        )
        return [screen(year, cuts, threads=self.threads, engine=self.engine) for year in self.years]

    def _bloc(self, party: str, members: frozenset[str], exports: str) -> Finding:
        cuts = BlocCuts(
            hhi=threshold("import_hhi").value,
            extra_share=threshold("extra_share").value,
            ratio=threshold("import_export_ratio").value,
        )
        screened = [
            bloc(year, members & set(year.economies), threads=self.threads, engine=self.engine)
            for year in self.years
        ]
        found = bloc_products(screened[-1], party, cuts, self.lineage, exports=exports)
        times = np.sum([b.flagged(cuts, exports=exports) for b in screened], axis=0)
        position = {product: at for at, product in enumerate(screened[-1].products)}
        rows = [position[product] for product in found.table.column("product").to_pylist()]
        table = found.table.append_column("years_flagged", pa.array(times[rows], pa.int16()))
        units = {**found.units, "years_flagged": f"of {len(screened)} years"}
        return replace(found, table=table, units=units)


def open_screening(
    store: Store,
    *,
    year: int | None = None,
    edition: str = "",
    as_of: datetime | None = None,
    threads: int = 2,
    engine: str = "native",
) -> Screening:
    """Read the last three years of a store's reconciled trade for the screen.

    Args:
        store: a store with BACI.
        year: last year screened; the newest when not given.
        edition: HS edition; the one with the longest series when not given.
        as_of: what the store held at that moment; now when not given.
        threads: blocks worked on at once; the figures are the same for any number.
        engine: ``native``, or ``numpy`` for the readable twin.

    Returns:
        The years, ready to be asked about any party.

    Raises:
        DataError: the store has no reconciled trade, not of that edition, or not of that year.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     open_screening(Store(Path(folder)))
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: store: no reconciled trade. To mend: add BACI: kanmon data add \
baci PATH.
    """
    snapshot = _snapshot(store, edition, as_of)
    first, last = snapshot.first_year or 0, snapshot.last_year or 0
    wanted = last if year is None else year
    if not first <= wanted <= last:
        raise DataError(
            f"no trade of {wanted}", where=snapshot.id, remedy=f"ask for {first} to {last}"
        )
    years = [y for y in range(wanted - _LOOK_BACK + 1, wanted + 1) if y >= first]
    rows = store.query(
        "flows",
        columns=["year", "product", "importer", "exporter", "value"],
        where={"year": years},
        source=snapshot.source,
        variant=snapshot.variant,
        as_of=as_of,
    )
    lineage = Lineage((snapshot.origin,)).then("select", f"{years[0]}-{years[-1]}")
    found = _years(rows, years)
    return Screening(snapshot.variant, lineage, found, threads, engine)


def _matrix(year: ArrayFlows) -> ExportMatrix:
    values = _sums(year, by_importer=False)
    return ExportMatrix(year.economies, year.products, values, year.year, "kUSD")


def _sums(year: ArrayFlows, *, by_importer: bool) -> np.ndarray:
    """Add a year's flows up to economies x products, by exporter or by importer."""
    values = np.zeros((len(year.economies), len(year.products)))
    for block in year.blocks:
        k, j, i, v = block.load()
        np.add.at(values, (j if by_importer else i, k), v)
    return values


def _snapshot(store: Store, edition: str, as_of: datetime | None) -> Snapshot:
    found = [
        s
        for s in store.snapshots(table="flows", source=_RECONCILED, as_of=as_of)
        if edition in ("", s.variant)
    ]
    if not found:
        what = f"no reconciled trade of {edition}" if edition else "no reconciled trade"
        raise DataError(what, where="store", remedy="add BACI: kanmon data add baci PATH")
    return min(found, key=lambda s: ((s.first_year or 0) - (s.last_year or 0), s.variant))


def _years(rows: pa.Table, years: list[int]) -> tuple[ArrayFlows, ...]:
    """Code all years with the same labels, so that a cell means the same in each."""
    products, k = _codes(rows.column("product"))
    economies, both = _codes(
        pa.chunked_array([*_plain(rows.column("importer")), *_plain(rows.column("exporter"))])
    )
    j, i = both[: rows.num_rows], both[rows.num_rows :]
    value, at = rows.column("value").to_numpy(), rows.column("year").to_numpy()
    return tuple(
        coded(y, products, economies, (k[own], j[own], i[own], value[own]))
        for y in years
        for own in (at == y,)
    )


def _plain(column: pa.ChunkedArray) -> list[pa.Array]:
    chunks: list[pa.Array] = column.cast(pa.string()).chunks
    return chunks


def _codes(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """Number the distinct labels in alphabetical order."""
    if not len(column):
        return [], np.zeros(0, np.int64)
    encoded = column.cast(pa.string()).dictionary_encode().combine_chunks()
    labels = encoded.dictionary.to_pylist()
    order = sorted(range(len(labels)), key=labels.__getitem__)
    position = np.empty(len(labels), np.int64)
    position[order] = np.arange(len(labels))
    return [labels[o] for o in order], position[encoded.indices.to_numpy()]
