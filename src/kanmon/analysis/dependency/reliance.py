"""How far a party's consumption rests on imports."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture


def import_reliance(picture: Picture, good: str) -> Finding:
    """State a party's net import reliance where published, and its imports over exports.

    Net import reliance needs production, trade and stocks in one unit. It is taken from the
    publisher that has them and is otherwise left undetermined with the reason: ore in metal
    content and trade in gross weight do not add up.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Finding ``import_reliance``: one row per published line (year, economy, detail, bound,
        reliance); figures net_import_reliance, imports_over_exports, imports, exports.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        Net import reliance: U.S. Geological Survey definition, (imports - exports +/- stock
        changes) / apparent consumption; imports over exports: CDI3, European Commission
        SWD(2021) 352, with imports and exports both counted outside the party.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> f = import_reliance(tiny_picture("JPN"), "rare_earth_metals")
        >>> f.figures["imports_over_exports"].value
        2.0
    """
    published = _published(picture, good)
    bought = float(sum(picture.imports(good).column("value").to_pylist()))
    sold = float(sum(picture.exports(good).column("value").to_pylist()))
    date = str(picture.year)
    flows = tuple(o.source for o in picture.lineage("flows", good).origins)
    reliance, caveats = _figure(picture, published)
    ratio = bought / sold if sold else None
    return Finding(
        kind="import_reliance",
        good=good,
        party=picture.party,
        as_of=date,
        table=published,
        units={
            "year": "year",
            "economy": "iso3",
            "detail": "",
            "bound": "",
            "reliance": "share",
            "edition": "",
        },
        figures={
            "net_import_reliance": reliance,
            "imports_over_exports": Figure(
                ratio, "ratio", date, flows, "" if ratio is not None else "no exports recorded"
            ),
            "imports": Figure(
                bought if bought else None,
                "kUSD",
                date,
                flows,
                "" if bought else "no imports recorded",
            ),
            "exports": Figure(
                sold if sold else None, "kUSD", date, flows, "" if sold else "no exports recorded"
            ),
        },
        method=Method(
            "net import reliance; imports over exports",
            "(M - X +/- stocks) / apparent consumption; M / X",
            "USGS Mineral Commodity Summaries; SWD(2021) 352",
        ),
        lineage=picture.lineage("flows", good).join(picture.lineage("reliance")),
        caveats=caveats,
    )


def _published(picture: Picture, good: str) -> pa.Table:
    rows = picture.reliance
    keep = pc.and_(
        pc.equal(rows.column("good"), good), pc.less_equal(rows.column("year"), picture.year)
    )
    keep = pc.and_(keep, pc.is_in(rows.column("economy"), pa.array(sorted(picture.members))))
    columns = ["year", "economy", "detail", "bound", "reliance", "edition"]
    kept = rows.filter(keep).select(columns)
    for name in ("economy", "bound", "edition"):
        kept = kept.set_column(columns.index(name), name, kept.column(name).cast(pa.string()))
    order = [("year", "descending"), ("edition", "descending"), ("detail", "ascending")]
    return kept.sort_by(order)


def _figure(picture: Picture, published: pa.Table) -> tuple[Figure, tuple[Caveat, ...]]:
    sources = tuple(o.source for o in picture.lineage("reliance").origins)
    date = str(picture.year)
    if len(picture.members) > 1:
        return Figure(None, "share", date, sources, "no publisher states it for a bloc"), ()
    usable = [r for r in published.to_pylist() if r["reliance"] is not None]
    if not usable:
        return Figure(None, "share", date, sources, "not published for this party and good"), ()
    newest = [
        r for r in usable if r["year"] == usable[0]["year"] and r["edition"] == usable[0]["edition"]
    ]
    caveats = []
    if len(newest) > 1:
        caveats.append(
            Caveat(
                "several_lines",
                "reliance is published for several forms; the first is shown, see the table",
                {"count": len(newest)},
            )
        )
    row = newest[0]
    if row["bound"] != "point":
        words = "at least" if row["bound"] == "at_least" else "at most"
        caveats.append(
            Caveat("bound", f"published as {words} this figure", {"bound": row["bound"]})
        )
    return Figure(float(row["reliance"]), "share", str(row["year"]), sources), tuple(caveats)
