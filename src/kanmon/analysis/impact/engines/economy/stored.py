"""An economy table from the store's rows of world input-output tables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.impact.engines.economy.table import EconomyTable, economy_table
from kanmon.errors import DataError
from kanmon.provenance import Lineage


def stored_economy(rows: pa.Table, year: int, lineage: Lineage | None = None) -> EconomyTable:
    """Build a table from rows of ``mrio``; absent cells are the publisher's zeros.

    What an industry sells to a name that sells nothing itself is final demand of that category.
    Output is what each row sells: the store keeps no output of its own.

    Args:
        rows: table ``mrio``.
        year: calendar year wanted.
        lineage: where the rows come from.

    Returns:
        The table, economies and industries in order of first appearance.

    Raises:
        DataError: the year is not there, or a cell stands twice.

    Example:
        >>> rows = pa.table({"year": [2011, 2011], "from_economy": ["JPN", "JPN"],
        ...                  "from_industry": ["c1", "c1"], "to_economy": ["JPN", "JPN"],
        ...                  "to_industry": ["c1", "c37"], "value": [2.0, 3.0]})
        >>> stored_economy(rows, 2011).output
        array([5.])
    """
    where = f"mrio rows of {year}"
    kept = rows.filter(pc.equal(rows["year"], year))
    if not kept.num_rows:
        raise DataError("no rows", where=where, remedy="add that year to the store")

    def text(name: str) -> npt.NDArray[np.object_]:
        return np.asarray(kept[name].cast(pa.string()).to_pylist(), dtype=object)

    seller, trade = text("from_economy"), text("from_industry")
    buyer, use = text("to_economy"), text("to_industry")
    economies = tuple(dict.fromkeys((*seller, *buyer)))
    industries = tuple(dict.fromkeys(trade))
    categories = tuple(dict.fromkeys(u for u in use if u not in set(industries))) or ("none",)
    place = {code: n for n, code in enumerate(economies)}
    column = {code: n for n, code in enumerate((*industries, *categories))}
    count, wide = len(industries), len(column)
    row = np.array([place[e] * count + column[i] for e, i in zip(seller, trade, strict=True)])
    to = np.array([place[e] * wide + column[i] for e, i in zip(buyer, use, strict=True)])
    cells = np.zeros((len(economies) * count, len(economies) * wide))
    if len(np.unique(row * cells.shape[1] + to)) < len(row):
        raise DataError("a cell stands twice", where=where, remedy="take one release of the year")
    cells[row, to] = kept["value"].to_numpy()
    apart = cells.reshape(len(cells), len(economies), wide)
    return economy_table(
        economies,
        industries,
        apart[:, :, :count].reshape(len(cells), -1),
        apart[:, :, count:].reshape(len(cells), -1),
        unit=f"MUSD {year}",
        lineage=(lineage or Lineage()).then("table", f"input-output table of {year}"),
    )
