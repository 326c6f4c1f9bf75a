"""Which published price is the price of which good."""

from __future__ import annotations

import csv
from importlib import resources

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.tables.door import check_table


def goods_of_prices() -> dict[str, str]:
    """Give the strategic good of each published price that is the price of exactly one.

    Returns:
        Good by commodity as the publisher names it.

    Example:
        >>> goods_of_prices()["Nickel"]
        'nickel_metal'
    """
    owners: dict[str, set[str]] = {}
    for commodity, good in _pairs():
        owners.setdefault(commodity, set()).add(good)
    return {commodity: next(iter(ids)) for commodity, ids in owners.items() if len(ids) == 1}


def good_prices(prices: pa.Table, source: str) -> pa.Table:
    """Pick the prices of strategic goods out of a publisher's monthly prices.

    Args:
        prices: a ``prices`` table.
        source: name of the source the table is from.

    Returns:
        A ``good_prices`` table in the publisher's units.

    Example:
        >>> from kanmon.tables.schema import schema
        >>> good_prices(schema("prices").arrow.empty_table(), "pink_sheet").num_rows
        0
    """
    pairs = _pairs()
    wanted = pa.table(
        {
            "commodity": pa.array([c for c, _ in pairs], pa.string()),
            "good": pa.array([g for _, g in pairs], pa.string()),
        }
    )
    rows = prices.filter(pc.is_valid(prices.column("price"))).join(
        wanted, "commodity", join_type="inner", use_threads=False
    )
    rows = rows.sort_by([(k, "ascending") for k in ("good", "year", "month")])
    table = pa.table(
        {
            "year": rows.column("year"),
            "month": rows.column("month"),
            "good": rows.column("good"),
            "source": pa.array([source] * rows.num_rows, pa.string()),
            "commodity": rows.column("commodity"),
            "price": rows.column("price"),
            "unit": rows.column("unit"),
            "edition": rows.column("edition"),
        }
    )
    return check_table(table, "good_prices", where=f"prices by good, {source}")


def _pairs() -> list[tuple[str, str]]:
    text = (resources.files("kanmon.reference") / "prices.csv").read_text("utf-8")
    return [(row["commodity"], row["good"]) for row in csv.DictReader(text.splitlines())]
