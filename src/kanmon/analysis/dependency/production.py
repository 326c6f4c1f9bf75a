"""Who makes a good: production shares by publisher and edition, never mixed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.dependency.concentration import top_share
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture
from kanmon.provenance import Lineage

WORLD = "WLD"
OTHERS = "OTH"


@dataclass(frozen=True, slots=True)
class Series:
    """Name one publisher's count of a good's production: source, edition, year and kind.

    Example:
        >>> Series("usgs_mcs", "2026", 2024, "primary production", "t").year
        2024
    """

    source: str
    edition: str
    year: int
    kind: str
    unit: str


def production_series(picture: Picture, good: str, until: int | None = None) -> tuple[Series, ...]:
    """List the counts of a good's production up to the picture's year, newest first.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        until: last year counted; the picture's when not given.

    Returns:
        One series per source, edition and kind at its newest year with figures; ordered by
        year, then edition, both newest first, then source and kind.

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> production_series(tiny_picture("JPN"), "rare_earth_metals")[0].year
        2022
    """
    rows = picture.made(good)
    rows = rows.filter(
        pc.and_(
            pc.less_equal(rows.column("year"), picture.year if until is None else until),
            pc.is_valid(rows.column("quantity")),
        )
    )
    newest: dict[tuple[str, str, str, str], int] = {}
    for row in rows.select(["source", "edition", "kind", "unit", "year"]).to_pylist():
        key = (row["source"], row["edition"], row["kind"], row["unit"])
        newest[key] = max(newest.get(key, 0), row["year"])
    found = [Series(s, e, y, k, u) for (s, e, k, u), y in newest.items()]
    found.sort(key=lambda x: (x.source, x.kind))
    found.sort(key=lambda x: (x.year, x.edition), reverse=True)
    return tuple(found)


def production_shares(picture: Picture, good: str, series: Series | None = None) -> Finding:
    """Compute each economy's share of a good's world production in one publisher's count.

    The denominator is the publisher's own world total; where it has none, the sum of the
    economies listed, and a caveat says so. Output the publisher lumps as other economies
    counts in the total but not in the HHI, which is then a lower bound.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        series: which count; the newest when not given.

    Returns:
        Finding ``production_shares``: producer, quantity, share; figures hhi, top_producer,
        top_share, top3_share, world_total, edition. Empty table when there is no count.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        HHI over production shares.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> f = production_shares(tiny_picture("JPN"), "rare_earth_metals")
        >>> f.figures["top_producer"].value, f.figures["top_share"].text()
        ('CHN', '70 %')
    """
    if series is None:
        counts = production_series(picture, good)
        if not counts:
            return _nothing(picture, good)
        series = counts[0]
    rows = _rows(picture, good, series)
    economies = rows.column("economy").cast(pa.string()).to_pylist()
    amounts = rows.column("quantity").to_pylist()
    listed = {e: a for e, a in zip(economies, amounts, strict=True) if e != WORLD and a is not None}
    withheld = sorted(
        e for e, a in zip(economies, amounts, strict=True) if a is None and e not in (WORLD, OTHERS)
    )
    stated = [a for e, a in zip(economies, amounts, strict=True) if e == WORLD and a is not None]
    summed = float(sum(listed.values()))
    # A rounded total may fall short of its parts; a whole is never less than they are.
    total = max(stated[0], summed) if stated else summed
    caveats = _caveats(
        rows, series.edition, stated, summed, withheld, picture.thresholds["total_gap"]
    )
    named = {e: a for e, a in listed.items() if e != OTHERS}
    order = sorted(named, key=lambda e: (-named[e], e)) + ([OTHERS] if OTHERS in listed else [])
    quantity = np.array([listed[e] for e in order], dtype=np.float64)
    share = quantity / total if total else quantity
    own = share[: len(named)]
    date = str(series.year)

    def figure(amount: float | str | None, unit: str) -> Figure:
        missing = "" if amount is not None else "the publisher gives no production"
        return Figure(amount, unit, date, (series.source,), missing)

    top = order[0] if named and total else None
    return Finding(
        kind="production_shares",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.table(
            {
                "producer": pa.array(order, pa.string()),
                "quantity": pa.array(quantity, pa.float64()),
                "share": pa.array(share, pa.float64()),
            }
        ),
        units={"producer": "iso3", "quantity": series.unit, "share": "share"},
        figures={
            "hhi": figure(round(float(np.dot(own, own)), 12) if total else None, "HHI"),
            "top_producer": figure(top, "iso3"),
            "top_share": figure(float(own.max()) if top else None, "share"),
            "top3_share": figure(top_share(own, 3) * float(own.sum()) if top else None, "share"),  # type: ignore[operator]
            "world_total": figure(total if total else None, series.unit),
            "edition": figure(series.edition, ""),
            "counted": figure(series.kind, ""),
        },
        method=Method(
            "production shares and HHI",
            "s_i = q_i / world total; HHI = sum(s_i^2)",
            "Herfindahl (1950); Hirschman (1945)",
        ),
        lineage=_lineage(picture, series).then(
            "share", f"{series.kind} of {good} in {date}, edition {series.edition}"
        ),
        caveats=caveats,
    )


def _rows(picture: Picture, good: str, series: Series) -> pa.Table:
    rows = picture.made(good)
    keep = pc.equal(rows.column("year"), series.year)
    for column, wanted in (
        ("source", series.source),
        ("edition", series.edition),
        ("kind", series.kind),
        ("unit", series.unit),
    ):
        keep = pc.and_(keep, pc.equal(rows.column(column), wanted))
    return rows.filter(keep)


def _caveats(
    rows: pa.Table,
    edition: str,
    stated: list[float],
    summed: float,
    withheld: list[str],
    gap: float,
) -> tuple[Caveat, ...]:
    caveats = []
    if not stated:
        caveats.append(
            Caveat(
                "no_world_total", "the publisher gives no world total: shares are of the listed sum"
            )
        )
    elif stated[0] and abs(1 - summed / stated[0]) > gap:
        caveats.append(
            Caveat(
                "total_differs",
                f"those listed add up to {100 * summed / stated[0]:.0f} % of the world total",
                {"ratio": summed / stated[0]},
            )
        )
    if withheld:
        caveats.append(
            Caveat(
                "withheld",
                f"no figure published for {', '.join(withheld)}",
                {"economies": ", ".join(withheld)},
            )
        )
    if any(rows.column("estimated").to_pylist()):
        caveats.append(
            Caveat(
                "estimated",
                "the publisher marks figures of this year as estimates",
                {"edition": edition},
            )
        )
    return tuple(caveats)


def _lineage(picture: Picture, series: Series) -> Lineage:
    whole = picture.lineage("production")
    return Lineage(
        tuple(
            o
            for o in whole.origins
            if o.source == series.source and series.edition in (o.vintage, "")
        )
        or tuple(o for o in whole.origins if o.source == series.source),
        whole.steps,
    )


def _nothing(picture: Picture, good: str) -> Finding:
    missing = "no production figures in the data"
    date = str(picture.year)
    blank = Figure(None, "", date, (), missing)
    return Finding(
        kind="production_shares",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.table(
            {
                "producer": pa.array([], pa.string()),
                "quantity": pa.array([], pa.float64()),
                "share": pa.array([], pa.float64()),
            }
        ),
        units={"producer": "iso3", "quantity": "t", "share": "share"},
        figures=dict.fromkeys(
            ("hhi", "top_producer", "top_share", "top3_share", "world_total", "edition", "counted"),
            blank,
        ),
        method=Method("production shares and HHI", "s_i = q_i / world total", ""),
        lineage=picture.lineage("production"),
        caveats=(Caveat("no_production", missing),),
    )
