"""What the data cover and what they lack, good by good."""

from __future__ import annotations

import pyarrow as pa

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture


def coverage(picture: Picture) -> Finding:
    """Say for each good of the catalogue what figures the picture holds and what it lacks.

    Args:
        picture: a picture of the whole catalogue.

    Returns:
        Finding ``coverage``: good, sector, has_trade, has_production, reason (a code:
        ``covered``, ``no_code`` when no HS6 code of the edition names the good, ``no_trade``
        when the trade data lack its codes).

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> coverage(tiny_picture("JPN")).figures["with_trade"].value
        1
    """
    made = set(picture.production.column("good").to_pylist())
    rows = []
    for view in picture.goods.values():
        reason = "covered" if view.codes else "no_trade"
        rows.append(
            {
                "good": view.good,
                "sector": view.sector,
                "has_trade": bool(view.codes),
                "has_production": view.good in made,
                "reason": reason,
            }
        )
    rows.sort(key=lambda r: (str(r["sector"]), str(r["good"])))
    without = sum(not r["has_trade"] for r in rows)
    date_text = str(picture.year)
    return Finding(
        kind="coverage",
        good="",
        party=picture.party,
        as_of=date_text,
        table=pa.Table.from_pylist(
            rows,
            schema=pa.schema(
                [
                    ("good", pa.string()),
                    ("sector", pa.string()),
                    ("has_trade", pa.bool_()),
                    ("has_production", pa.bool_()),
                    ("reason", pa.string()),
                ]
            ),
        ),
        units={"good": "good", "sector": "", "has_trade": "", "has_production": "", "reason": ""},
        figures={
            "goods": Figure(len(rows), "goods", date_text, ()),
            "with_trade": Figure(len(rows) - without, "goods", date_text, ()),
            "with_production": Figure(
                sum(bool(r["has_production"]) for r in rows), "goods", date_text, ()
            ),
        },
        method=Method("coverage", "goods of the catalogue with figures in the data used", ""),
        lineage=picture.lineage("flows").join(picture.lineage("production")),
        caveats=(
            Caveat(
                "not_covered",
                f"{without} of {len(rows)} goods have no trade figures in the data used",
                {"count": without, "goods": len(rows)},
            ),
        )
        if without
        else (),
    )
