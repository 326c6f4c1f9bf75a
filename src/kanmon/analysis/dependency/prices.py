"""What a good cost: yearly averages of a published price, nominal."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture


def price_history(picture: Picture, good: str) -> Finding:
    """Average a good's published monthly prices by year.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Finding ``prices``: year, price (mean of the months published, publisher's unit), months;
        years up to the picture's. Figures average, change (over the threshold
        ``comparison_years``, as a share) and commodity, the series in the publisher's words.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        Arithmetic mean of monthly nominal prices.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> price_history(tiny_picture("JPN"), "rare_earth_metals").figures["average"].missing
        'no price published in the data used'
    """
    picture.view(good)
    table = picture.prices.filter(
        pc.and_(
            pc.equal(picture.prices.column("good"), good),
            pc.less_equal(picture.prices.column("year"), picture.year),
        )
    )
    years, at = np.unique(table.column("year").to_numpy(), return_inverse=True)
    months = np.bincount(at, minlength=years.size)
    mean = np.bincount(at, table.column("price").to_numpy(), years.size) / np.maximum(months, 1)
    unit = str(table.column("unit")[0]) if table.num_rows else ""
    sources = tuple(o.source for o in picture.lineage("prices").origins)
    date = str(picture.year)
    by_year = dict(zip(years.tolist(), mean.tolist(), strict=True))
    now = by_year.get(picture.year)
    then = by_year.get(picture.year - round(picture.thresholds["comparison_years"]))
    missing = "no price published in the data used"
    change = now / then - 1.0 if now is not None and then else None
    commodity = str(table.column("commodity")[0]) if table.num_rows else None
    return Finding(
        kind="prices",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.table(
            {
                "year": pa.array(years, pa.int16()),
                "price": pa.array(mean, pa.float64()),
                "months": pa.array(months, pa.int16()),
            }
        ),
        units={"year": "year", "price": unit, "months": "months"},
        figures={
            "average": Figure(now, unit, date, sources, missing if now is None else ""),
            "change": Figure(change, "share", date, sources, missing if change is None else ""),
            "commodity": Figure(commodity, "", date, sources, missing if not commodity else ""),
        },
        method=Method("yearly average price", "mean of monthly prices", ""),
        lineage=picture.lineage("prices"),
        caveats=(Caveat("nominal", "nominal prices, not corrected for inflation"),)
        if by_year
        else (),
    )
