"""How concentration moved over the years, for the party and for the world."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.dependency.concentration import hhi, top_share
from kanmon.analysis.dependency.suppliers import good_caveats
from kanmon.analysis.finding import Figure, Finding, Method
from kanmon.picture.picture import Picture


def concentration_trend(picture: Picture, good: str) -> Finding:
    """Compute a party's import HHI and the world's export HHI for every year of the data.

    Args:
        picture: tables of the party and year; years after the picture's are left out.
        good: id of a strategic good.

    Returns:
        Finding ``concentration_trend``: year, hhi, top_supplier, top_share, total_value (kUSD),
        world_export_hhi; figures change (HHI over the threshold ``comparison_years``), first
        and last. A year without imports has an empty HHI, not zero.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        HHI by year; members as of the picture's year for every year, so that a bloc's line
        does not jump when it grows.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> f = concentration_trend(tiny_picture("JPN"), "rare_earth_metals")
        >>> f.table.column("world_export_hhi").to_pylist()
        [0.39]
    """
    trade = picture.trade(good)
    trade = trade.filter(pc.less_equal(trade.column("year"), picture.year))
    when = trade.column("year").to_numpy()
    value = trade.column("value").to_numpy()
    exporters, seller = _numbered(trade.column("exporter"))
    importers, buyer = _numbered(trade.column("importer"))
    members = sorted(picture.members)
    bought = np.isin(importers, members)[buyer] & ~np.isin(exporters, members)[seller]
    rows: list[dict[str, Any]] = []
    for year in np.unique(when):
        world = when == year
        own = world & bought
        largest, imported = _ranked(seller[own], value[own])
        _, exported = _ranked(seller[world], value[world])
        some = bool(imported.sum())
        rows.append(
            {
                "year": int(year),
                "hhi": hhi(imported),
                "top_supplier": str(exporters[largest[0]]) if some else None,
                "top_share": top_share(imported),
                "total_value": float(imported.sum()) if some else None,
                "world_export_hhi": hhi(exported),
            }
        )
    table = pa.Table.from_pylist(
        rows,
        schema=pa.schema(
            [
                ("year", pa.int16()),
                ("hhi", pa.float64()),
                ("top_supplier", pa.string()),
                ("top_share", pa.float64()),
                ("total_value", pa.float64()),
                ("world_export_hhi", pa.float64()),
            ]
        ),
    )
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows", good).origins)
    change, missing = _change(rows, picture.year, round(picture.thresholds["comparison_years"]))
    return Finding(
        kind="concentration_trend",
        good=good,
        party=picture.party,
        as_of=date,
        table=table,
        units={
            "year": "year",
            "hhi": "HHI",
            "top_supplier": "iso3",
            "top_share": "share",
            "total_value": "kUSD",
            "world_export_hhi": "HHI",
        },
        figures={"change": Figure(change, "HHI", date, sources, missing)},
        method=Method("HHI by year", "HHI_t = sum(s_it^2)", "Herfindahl (1950); Hirschman (1945)"),
        lineage=picture.lineage("flows", good).then(
            "net", f"members of {picture.party} as of {date} for every year"
        ),
        caveats=good_caveats(picture, good),
    )


def _numbered(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.intp]]:
    """Return the codes of a column in order, and each row's place among them."""
    codes = np.asarray(column.cast(pa.string()).to_numpy(zero_copy_only=False)).astype(str)
    names, index = np.unique(codes, return_inverse=True)
    return names, index


def _ranked(
    index: npt.NDArray[np.intp], value: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Add values up by index: largest first, then by index; as `by_economy` does, without names."""
    places, inverse = np.unique(index, return_inverse=True)
    total = np.bincount(inverse, value, places.size).astype(np.float64, copy=False)
    order = np.lexsort((places, -total))
    return places[order], total[order]


def _change(rows: list[dict[str, Any]], year: int, back: int) -> tuple[float | None, str]:
    by_year = {row["year"]: row["hhi"] for row in rows}
    now, then = by_year.get(year), by_year.get(year - back)
    if now is None or then is None:
        return None, "no imports in one of the years compared"
    return float(np.round(now - then, 12)), ""
