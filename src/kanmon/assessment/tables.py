"""The economy engine's table: from the store, or from a file of a publisher."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.impact.engines.economy.table import EconomyTable, economy_table
from kanmon.errors import DataError
from kanmon.provenance import Lineage, Origin
from kanmon.sources.registry import source
from kanmon.store.store import Store

_MRIO = "mrio"


def world_table(store: Store | None, file: Path | None = None) -> EconomyTable:
    """Read an input-output table: of a file, or the newest year of the store.

    Args:
        store: looked in when no file is given.
        file: of a source of world input-output tables (WIOD, OECD ICIO).

    Returns:
        The table, in million current US dollars.

    Raises:
        DataError: there is none. None is embedded: their terms do not allow it.

    Example:
        >>> world_table(None)
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: economy engine: no input-output table. To mend: load one \
(`kanmon data add mrio PATH`), or name its file with --table.
    """
    if file is not None:
        reading = source(_MRIO).read(file)
        return _economy(reading.tables[_MRIO], reading.origin)
    held = () if store is None else store.snapshots(table=_MRIO)
    if store is None or not held:
        raise DataError(
            "no input-output table",
            where="economy engine",
            remedy="load one (`kanmon data add mrio PATH`), or name its file with --table",
        )
    newest = max(held, key=lambda s: (s.last_year or 0, s.added_at))
    return _economy(store.read(newest), newest.origin)


def _economy(rows: pa.Table, origin: Origin) -> EconomyTable:
    year = pc.max(rows.column("year")).as_py()
    rows = rows.filter(pc.equal(rows.column("year"), year))
    names = {
        side: np.asarray(rows.column(side).cast(pa.string()).to_pylist(), dtype=np.str_)
        for side in ("from_economy", "from_industry", "to_economy", "to_industry")
    }
    economies = tuple(np.unique(names["from_economy"]).tolist())
    industries = tuple(np.unique(names["from_industry"]).tolist())
    uses = tuple(sorted(set(names["to_industry"].tolist()) - set(industries)))
    place = {e: i for i, e in enumerate(economies)}
    trade = {t: i for i, t in enumerate((*industries, *uses))}
    count = len(industries)

    def at(side: str, known: dict[str, int]) -> np.ndarray:
        return np.array([known[n] for n in names[side].tolist()], np.int64)

    seller = at("from_economy", place) * count + at("from_industry", trade)
    buyer, used = at("to_economy", place), at("to_industry", trade)
    value = rows.column("value").to_numpy()
    size = len(economies) * count
    inner = used < count
    sales, final = np.zeros((size, size)), np.zeros((size, len(economies) * max(1, len(uses))))
    np.add.at(sales, (seller[inner], buyer[inner] * count + used[inner]), value[inner])
    outer = ~inner
    np.add.at(final, (seller[outer], buyer[outer] * len(uses) + used[outer] - count), value[outer])
    return economy_table(
        economies,
        industries,
        sales,
        final,
        unit=f"MUSD {year}",
        lineage=Lineage((origin,)).then("select", f"year {year}"),
    )
