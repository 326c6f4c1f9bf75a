"""How far a supplier lies from a party: the reader's own distances, or between capitals."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping

import pyarrow as pa

from kanmon.catalogue.capitals import capital_distance
from kanmon.errors import DataError

COLUMNS = ("economy", "partner", "km")


def party_distances(
    economies: Iterable[str],
    members: Collection[str],
    weights: Mapping[str, float],
    table: pa.Table | None = None,
) -> Mapping[str, float]:
    """Measure the way from each economy to a party.

    Args:
        economies: suppliers asked about.
        members: economies of the party.
        weights: value each member imports of the good; members weigh the same where none does.
        table: distances of the reader, economy by partner in km, either way round; where it has
            no pair, none is taken from elsewhere.

    Returns:
        Kilometres, the mean over the members by weight; an economy without them is left out.

    Raises:
        DataError: the table's columns are others, or a distance is negative or missing.

    Example:
        >>> found = party_distances(["CHN"], ["JPN", "USA"], {"JPN": 1.0})
        >>> round(found["CHN"], -2)
        2100.0
    """
    own = None if table is None else _read(table)
    used = [m for m in sorted(members) if weights.get(m, 0.0) > 0] or sorted(members)
    found: dict[str, float] = {}
    for name in economies:
        total = mass = 0.0
        for member in used:
            km = capital_distance(name, member) if own is None else own.get((name, member))
            if km is not None:
                weight = weights.get(member, 0.0) or 1.0
                total, mass = total + weight * km, mass + weight
        if mass:
            found[name] = total / mass
    return found


def _read(table: pa.Table) -> dict[tuple[str, str], float]:
    if set(table.column_names) != set(COLUMNS):
        raise DataError(
            f"columns {', '.join(table.column_names)}",
            where="distances",
            remedy=f"give exactly {', '.join(COLUMNS)}",
        )
    found: dict[tuple[str, str], float] = {}
    for number, row in enumerate(table.to_pylist(), start=1):
        km = row["km"]
        if not isinstance(km, int | float) or not math.isfinite(km) or km < 0:
            raise DataError(
                f"km {km!r}",
                where=f"distances, row {number}",
                remedy="give kilometres of zero or more",
            )
        found[row["economy"], row["partner"]] = float(km)
        found.setdefault((row["partner"], row["economy"]), float(km))
    return found
