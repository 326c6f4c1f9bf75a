"""What the imposer depends on from a coalition: the other side of the scales."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture
from kanmon.provenance import Lineage

_TYPES = {
    "good": pa.string(),
    "imports": pa.float64(),
    "from_coalition": pa.float64(),
    "share": pa.float64(),
    "largest": pa.string(),
    "largest_share": pa.float64(),
}
_UNITS = {
    "good": "good",
    "imports": "kUSD",
    "from_coalition": "kUSD",
    "share": "share",
    "largest": "iso3",
    "largest_share": "share",
}


def deterrence(picture: Picture, coalition: frozenset[str], least: float = 0.3) -> Finding:
    """Tell which goods an imposer buys from a coalition for a large part.

    Args:
        picture: tables of the imposer and year.
        coalition: economies.
        least: share of the imposer's imports from which a good is listed.

    Returns:
        Finding ``deterrence``, the largest share first. Trade among the imposer's own members is
        left out.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> found = deterrence(tiny_picture("JPN"), frozenset({"VNM", "THA"}))
        >>> found.table.to_pylist()[0]["good"]
        'rare_earth_metals'
    """
    rows: list[dict[str, Any]] = []
    seen: list[str] = []
    for good in picture.goods:
        values: dict[str, float] = {}
        for row in picture.imports(good).select(["exporter", "value"]).to_pylist():
            values[row["exporter"]] = values.get(row["exporter"], 0.0) + (row["value"] or 0.0)
        total = sum(values[name] for name in sorted(values))
        if not total > 0.0:
            continue
        seen.append(good)
        theirs = {name: value for name, value in values.items() if name in coalition}
        part = sum(theirs[name] for name in sorted(theirs))
        if part / total < least:
            continue
        largest = max(theirs, key=lambda name: (theirs[name], name))
        rows.append(
            {
                "good": good,
                "imports": total,
                "from_coalition": part,
                "share": part / total,
                "largest": largest,
                "largest_share": theirs[largest] / total,
            }
        )
    rows.sort(key=lambda r: (-r["share"], r["good"]))
    lineage = Lineage().join(*(picture.lineage("flows", good) for good in seen))
    sources = tuple(o.source for o in lineage.origins)
    date = str(picture.year)
    return Finding(
        "deterrence",
        good="",
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(rows, schema=pa.schema(list(_TYPES.items()))),
        units=_UNITS,
        figures={
            "goods": Figure(len(rows), "goods", date, sources),
            "looked_at": Figure(len(seen), "goods", date, sources),
            "value": Figure(sum(r["from_coalition"] for r in rows), "kUSD", date, sources),
        },
        method=Method(
            "exposure of the imposer",
            "share = imports from the coalition / imports, by value",
            "Kanmon, docs/methods/coercion.md",
        ),
        lineage=lineage,
        caveats=(
            Caveat(
                "deterrence_goods",
                f"only {len(seen)} goods have trade figures here; dependence is no lever by itself",
                {"count": len(seen)},
            ),
        ),
    )
