"""The Commission's later screen: averaged over years, told apart by what could be done about it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.dependency.concentration import hhi
from kanmon.analysis.dependency.fragility import fragility
from kanmon.analysis.dependency.suppliers import good_caveats
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture, by_economy

_SCHEMA = pa.schema(
    [("criterion", pa.string()), ("value", pa.float64()), ("threshold", pa.float64()),
     ("met", pa.bool_())]
)  # fmt: skip


def averaged_screen(picture: Picture, good: str) -> Finding:
    """Screen a good on flows averaged over years, and say which remedy the world leaves open.

    A dependent good is *diversifiable* when the exports of all others are spread over enough
    economies to buy elsewhere, and otherwise *needs own capacity*; it has a single point of
    failure when the loss of one exporter leaves most of the world's imports unmet.

    Args:
        picture: tables of the party and year; as many years as the threshold ``average_years``.
        good: id of a strategic good.

    Returns:
        Finding ``averaged_screen``: criterion (cdi1, cdi2, cdi3, other_exports), value (empty
        where unlimited), threshold, met. Figures dependent, remedy (none, diversify, capacity),
        single_point and years (how many were averaged).

    Raises:
        CodeError: the good is not in the picture.

    Source:
        Arjona, Connell and Herghelegiu (2023) for averaging over four years, the division by
        remedy and single points of failure; the cut between remedies is Kanmon's reading (world
        exports outside the party and its largest supplier under GeoDep's world threshold).

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> f = averaged_screen(tiny_picture("JPN"), "rare_earth_metals")
        >>> f.figures["dependent"].value, f.figures["remedy"].value, f.figures["years"].value
        (True, 'capacity', 1)
    """
    limit = picture.thresholds
    wanted = range(picture.year - round(limit["average_years"]) + 1, picture.year + 1)
    trade = picture.trade(good)
    trade = trade.filter(pc.is_in(trade.column("year"), pa.array(list(wanted), pa.int16())))
    years = len(pc.unique(trade.column("year")))
    bought, sold, within = _sides(picture, trade)
    suppliers, amounts, _ = by_economy(bought, "exporter")
    m, x = float(amounts.sum()), float(sold.column("value").to_numpy().sum())
    inside = float(within.column("value").to_numpy().sum())
    exporters, exported, _ = by_economy(trade, "exporter")
    taken = {*picture.members, *suppliers[:1]}
    others = [v for e, v in zip(exporters, exported, strict=True) if e not in taken]
    values = {
        "cdi1": (hhi(amounts), limit["import_hhi"]),
        "cdi2": (m / (m + inside) if m else None, limit["extra_share"]),
        "cdi3": ((m / x if x else np.inf) if m else None, limit["import_export_ratio"]),
        "other_exports": (hhi(others), limit["world_export_hhi"]),
    }
    rows = [
        {
            "criterion": name,
            "value": None if value is None or np.isinf(value) else value,
            "threshold": cut,
            "met": None if value is None else bool(value > cut),
        }
        for name, (value, cut) in values.items()
    ]
    met = {r["criterion"]: r["met"] for r in rows}
    dependent = None if not m else all(met[c] for c in ("cdi1", "cdi2", "cdi3"))
    narrow = met["other_exports"] is None or met["other_exports"]
    remedy = None if dependent is None else "none"
    if dependent:
        remedy = "capacity" if narrow else "diversify"
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows", good).origins)
    missing = "" if m else "no imports recorded"
    return Finding(
        kind="averaged_screen",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        units={"criterion": "", "value": "HHI, share or ratio", "threshold": "as value", "met": ""},
        figures={
            "dependent": Figure(dependent, "", date, sources, missing),
            "remedy": Figure(remedy, "", date, sources, missing),
            "single_point": fragility(picture, good).figures["single_point"],
            "years": Figure(years, "years", date, sources),
        },
        method=Method(
            "averaged screen",
            "CDI1-3 on mean flows; HHI of exports without party and largest supplier",
            "Arjona, Connell and Herghelegiu (2023); SWD(2021) 352",
        ),
        lineage=picture.lineage("flows", good).then("average", f"{years} years to {date}"),
        caveats=(
            Caveat("averaged", f"flows are averaged over {years} years", {"count": years}),
            *good_caveats(picture, good),
        ),
    )


def _sides(picture: Picture, trade: pa.Table) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Split flows into what the party bought outside, sold outside, and traded within."""
    members = pa.array(sorted(picture.members))
    sells = pc.is_in(trade.column("exporter").cast(pa.string()), members)
    buys = pc.is_in(trade.column("importer").cast(pa.string()), members)
    return (
        trade.filter(pc.and_not(buys, sells)),
        trade.filter(pc.and_not(sells, buys)),
        trade.filter(pc.and_(buys, sells)),
    )
