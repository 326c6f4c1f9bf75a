"""The series of a store as grids, with everything not public by a day taken out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from kanmon.analysis.warning.gather import (
    Gathered,
    gather_flows,
    gather_prices,
    gather_series,
    join_gathered,
)
from kanmon.analysis.warning.grid import Grid, month_grid
from kanmon.analysis.warning.weeks import week_grid
from kanmon.catalogue.load import goods
from kanmon.reference.price_goods import goods_of_prices
from kanmon.store.store import Store

Tell = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Stored:
    """Hold the months and the weeks of a store's series as known on a day.

    ``months`` is one grid of all sources (None without series); ``weeks`` one a source.

    Example:
        >>> Stored(None, (), ()).weeks
        ()
    """

    months: Grid | None
    weeks: tuple[Grid, ...]
    notes: tuple[str, ...]


def stored_series(held: Store, as_of: dt.date, tell: Tell | None = None) -> Stored:
    """Read the store's series, monthly flows and prices as they were known on a day.

    A figure is left out when the day it was public, stated or by the source's usual lag, is
    later. An HS6 code that belongs to one good of the catalogue stands as that good.

    Args:
        held: the store.
        as_of: the day.
        tell: told of what is done and the share done.

    Returns:
        Months, weeks and remarks of the reading.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     print(stored_series(Store(Path(folder)), dt.date(2024, 1, 1)).months)
        None
    """
    parts: list[Gathered] = []
    weeks: list[Grid] = []
    snapshots = [s for table in ("series", "flows", "prices") for s in held.snapshots(table=table)]
    for n, snapshot in enumerate(snapshots):
        if tell:
            tell(snapshot.id, n / len(snapshots))
        rows = held.read(snapshot)
        name = snapshot.source
        if snapshot.table == "series":
            parts.append(gather_series(rows, name))
            grid = week_grid(rows, name)
            if grid.keys:
                weeks.append(known_grid(grid, as_of))
        elif rows.column("month").null_count == rows.num_rows:
            continue
        elif snapshot.table == "flows":
            parts.append(gather_flows(rows, name, _goods_of_codes(snapshot.variant)))
        else:
            parts.append(gather_prices(rows, name, goods_of_prices()))
    some = [part for part in parts if part.panel.keys]
    months = known_grid(month_grid(join_gathered(some)), as_of) if some else None
    notes = dict.fromkeys(note for part in parts for note in part.notes)
    return Stored(months, tuple(weeks), tuple(notes))


def known_grid(grid: Grid, as_of: dt.date) -> Grid:
    """Take out of a grid every figure that was public only after a day.

    Args:
        grid: any grid.
        as_of: the day.

    Returns:
        The grid with later figures unknown.

    Example:
        >>> from kanmon.analysis.warning.gather import settle
        >>> from kanmon.analysis.warning.panel import SeriesKey
        >>> rows = [(SeriesKey("price"), 24240, 1.0, 0)]
        >>> grid = month_grid(settle(rows, "pink_sheet", ()))
        >>> bool(np.isnan(known_grid(grid, dt.date(2020, 1, 31)).values).all())
        True
    """
    late = grid.published > as_of.toordinal()
    return replace(
        grid,
        values=np.where(late, np.nan, grid.values),
        published=np.where(late, 0, grid.published),
    )


def _goods_of_codes(edition: str) -> dict[str, str]:
    owners: dict[str, list[str]] = {}
    for good in goods().values():
        for code in good.codes(edition):
            owners.setdefault(code, []).append(good.id)
    return {code: ids[0] for code, ids in owners.items() if len(ids) == 1}
