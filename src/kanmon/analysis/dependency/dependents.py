"""Who else depends on whom for a good: the largest importers and their main supplier."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.dependency.concentration import hhi
from kanmon.analysis.dependency.suppliers import good_caveats
from kanmon.analysis.finding import Figure, Finding, Method
from kanmon.picture.picture import Picture, by_economy


def dependents(picture: Picture, good: str, count: int = 10) -> Finding:
    """List the largest importers of a good in the world, each with its main supplier.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        count: how many importers to list.

    Returns:
        Finding ``dependents``: importer, value (kUSD), top_supplier, top_share, hhi; figures
        importers (how many there are) and world_value.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        Shares and HHI of imports by value.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> found = dependents(tiny_picture("JPN"), "rare_earth_metals")
        >>> found.table.column("importer").to_pylist()
        ['JPN', 'USA']
    """
    trade = picture.trade(good, picture.year)
    importers, value, _ = by_economy(trade, "importer")
    rows = []
    for importer, bought in list(zip(importers, value, strict=True))[:count]:
        own = trade.filter(pc.equal(trade.column("importer"), importer))
        suppliers, amounts, _ = by_economy(own, "exporter")
        rows.append(
            {
                "importer": importer,
                "value": float(bought),
                "top_supplier": suppliers[0],
                "top_share": float(amounts[0] / amounts.sum()) if amounts.sum() else None,
                "hhi": hhi(amounts),
            }
        )
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows", good).origins)
    world = float(np.sum(value))
    return Finding(
        kind="dependents",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(
            rows,
            schema=pa.schema(
                [
                    ("importer", pa.string()),
                    ("value", pa.float64()),
                    ("top_supplier", pa.string()),
                    ("top_share", pa.float64()),
                    ("hhi", pa.float64()),
                ]
            ),
        ),
        units={
            "importer": "iso3",
            "value": "kUSD",
            "top_supplier": "iso3",
            "top_share": "share",
            "hhi": "HHI",
        },
        figures={
            "importers": Figure(len(importers), "economies", date, sources),
            "world_value": Figure(
                world if world else None,
                "kUSD",
                date,
                sources,
                "" if world else "no trade recorded",
            ),
        },
        method=Method("imports by importer", "v_j = sum_i v_ij", ""),
        lineage=picture.lineage("flows", good).then("sum", f"world trade of {good} in {date}"),
        caveats=good_caveats(picture, good),
    )


def customers(picture: Picture, good: str) -> Finding:
    """Compute the shares of the economies a party sells a good to.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Finding ``customer_shares``: customer, value (kUSD), share; figures total_value, hhi.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        Shares of exports by value, trade among members of a bloc netted out.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> found = customers(tiny_picture("JPN"), "rare_earth_metals")
        >>> found.table.column("customer").to_pylist()
        ['USA']
    """
    names, value, _ = by_economy(picture.exports(good), "importer")
    total = float(value.sum())
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows", good).origins)
    missing = "" if total else "no exports recorded"
    return Finding(
        kind="customer_shares",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.table(
            {
                "customer": pa.array(names, pa.string()),
                "value": pa.array(value, pa.float64()),
                "share": pa.array(value / total if total else value, pa.float64()),
            }
        ),
        units={"customer": "iso3", "value": "kUSD", "share": "share"},
        figures={
            "total_value": Figure(total if total else None, "kUSD", date, sources, missing),
            "hhi": Figure(hhi(value), "HHI", date, sources, missing),
        },
        method=Method("customer shares", "s_j = v_j / sum(v)", ""),
        lineage=picture.lineage("flows", good).then("net", f"members of {picture.party} left out"),
        caveats=good_caveats(picture, good),
    )
