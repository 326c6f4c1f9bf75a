"""What is left in the ground of each good: a publisher's reserves picked by good."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.catalogue.load import Good
from kanmon.errors import DataError
from kanmon.tables.door import check_table
from kanmon.tables.schema import schema


def good_reserves(reserves: pa.Table, source: str, goods: Iterable[Good]) -> pa.Table:
    """Pick each good's reserves out of a publisher's table.

    Args:
        reserves: a ``reserves`` table of one source.
        source: that source's name, as in the catalogue's ``minerals`` entries.
        goods: the goods wanted.

    Returns:
        A ``good_reserves`` table, in the publisher's own units.

    Raises:
        DataError: an economy's reserves of a good are counted twice in one edition.

    Example:
        >>> from kanmon.catalogue.load import good
        >>> from kanmon.tables.schema import schema
        >>> nothing = schema("reserves").arrow.empty_table()
        >>> good_reserves(nothing, "usgs_mcs", [good("lithium_ore")]).num_rows
        0
    """
    target = schema("good_reserves").arrow
    parts = [target.empty_table()]
    mineral = reserves.column("mineral").cast(pa.string())
    kind = reserves.column("kind").cast(pa.string())
    for one in goods:
        for line in one.minerals:
            if line.source != source or line.role != "reserves":
                continue
            rows = reserves.filter(
                pc.and_(pc.equal(mineral, line.commodity), pc.equal(kind, line.kind))
            )
            count = rows.num_rows
            parts.append(
                pa.table(
                    {
                        "year": rows.column("year"),
                        "good": pa.array([one.id] * count, pa.string()),
                        "economy": rows.column("economy").cast(pa.string()),
                        "source": pa.array([source] * count, pa.string()),
                        "edition": rows.column("edition"),
                        "kind": rows.column("kind"),
                        "quantity": rows.column("quantity"),
                        "unit": rows.column("unit").cast(pa.string()),
                        "note": rows.column("note"),
                    }
                ).cast(target)
            )
    found = pa.concat_tables(parts).unify_dictionaries()
    _counted_once(found, source)
    return check_table(found, "good_reserves", where=f"reserves by good, {source}")


def _counted_once(rows: pa.Table, source: str) -> None:
    keys = ["good", "edition", "year", "economy"]
    counted = rows.group_by(keys).aggregate([([], "count_all")])
    twice = counted.filter(pc.greater(counted.column("count_all"), 1))
    if twice.num_rows:
        first = {k: str(twice.column(k)[0]) for k in keys}
        raise DataError(
            f"{twice.num_rows} reserves are counted twice, first {first}",
            where=f"{source} reserves",
            remedy="let the catalogue's minerals name one count (kind) of the good",
        )
