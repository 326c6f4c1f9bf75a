"""How fragile the world trade network of a good is: what is lost when one exporter drops out."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.analysis.dependency.hidden.world import trade_matrix
from kanmon.analysis.dependency.inequality import dispersion
from kanmon.analysis.dependency.suppliers import good_caveats
from kanmon.analysis.finding import Caveat, Figure, Finding, Method, Value
from kanmon.errors import DataError
from kanmon.picture.picture import Picture, by_economy

Matrix = npt.NDArray[np.float64]


def removal_loss(
    flows: npt.ArrayLike,
    headroom: npt.ArrayLike,
    reach: Literal["anyone", "customers"] = "anyone",
) -> Matrix:
    """Compute what each importer still lacks when each exporter in turn drops out.

    Args:
        flows: float64[n, n], value from row economy to column economy.
        headroom: float64[n], how much more each exporter could ship, same unit.
        reach: who spare supply may go to. ``anyone``: all spare is pooled and shared out in
            proportion to what each importer lost (lower bound of the loss). ``customers``: an
            exporter's spare goes only to importers it already serves, in proportion to its
            sales to those that lost supply, once (upper bound).

    Returns:
        float64[n, n], unmet value of importer j when exporter i drops out. Row sums over all
        trade are the removal loss U_i.

    Raises:
        DataError: shapes differ, or a figure is negative or missing.

    Source:
        U_i = sum_j max(0, v_ij - spare_j) / sum m, Kanmon's computable form of the Commission's
        single points of failure (Arjona, Connell and Herghelegiu 2023).

    Example:
        >>> removal_loss([[0.0, 8.0], [0.0, 0.0]], [0.0, 2.0])[0].tolist()
        [0.0, 6.0]
    """
    v, spare = _network(flows), np.asarray(headroom, dtype=np.float64)
    if spare.shape != v.shape[:1] or not np.all(np.isfinite(spare)) or np.any(spare < 0):
        raise DataError(
            "headroom of the wrong length, negative or missing",
            where="removal loss",
            remedy="give one amount of zero or more per exporter",
        )
    if reach == "anyone":
        lost = v.sum(axis=1)
        others = spare.sum() - spare
        unmet = np.maximum(lost - others, 0.0)
        part: Matrix = np.divide(unmet, lost, out=np.zeros_like(lost), where=lost > 0)
        pooled: Matrix = v * part[:, None]
        return pooled
    missing = np.zeros_like(v)
    for i in np.flatnonzero(v.sum(axis=1)):
        sales = np.where(v[i] > 0, v, 0.0)
        sales[i] = 0.0
        served = sales.sum(axis=1)
        each = np.divide(spare, served, out=np.zeros_like(spare), where=served > 0)
        missing[i] = np.maximum(v[i] - each @ sales, 0.0)
    return missing


def clustering(flows: npt.ArrayLike) -> float | None:
    """Compute the average weighted clustering coefficient of a trade network.

    Args:
        flows: float64[n, n], value from row economy to column economy.

    Returns:
        Mean over economies that trade of the directed, weighted coefficient, all triangle
        patterns, weights over the largest flow; 0 for an economy with fewer than two partners.
        None when nothing is traded.

    Raises:
        DataError: flows are not square, or negative or missing.

    Source:
        Fagiolo (2007), Physical Review E 76: C_i = [(W^1/3 + W'^1/3)^3]_ii / (2 [d(d-1) - 2b]),
        the directed form of Onnela et al. (2005); d total degree, b reciprocal links.

    Example:
        >>> round(clustering([[0, 1, 0], [0, 0, 1], [1, 0, 0]]), 6)
        0.5
    """
    v = _network(flows)
    largest = float(v.max()) if v.size else 0.0
    if largest == 0.0:
        return None
    root = np.cbrt(v / largest)
    both = root + root.T
    triangles = np.einsum("ij,jk,ki->i", both, both, both, optimize=True)
    link = (v > 0).astype(np.float64)
    degree = link.sum(axis=0) + link.sum(axis=1)
    possible = 2.0 * (degree * (degree - 1.0) - 2.0 * np.einsum("ij,ji->i", link, link))
    own = np.divide(triangles, possible, out=np.zeros_like(possible), where=possible > 0)
    return float(own[degree > 0].mean())


def headroom(picture: Picture, good: str, names: list[str]) -> Matrix:
    """Compute how much more each exporter has shown it can ship.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        names: economies wanted, in this order.

    Returns:
        float64[n], largest yearly exports of the last ``headroom_years`` up to the picture's
        year, minus those of the year, thousand USD; current prices, so price moves count.

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> headroom(tiny_picture("JPN"), "rare_earth_metals", ["CHN"]).tolist()
        [0.0]
    """
    most = np.zeros(len(names))
    now = np.zeros(len(names))
    for back in range(round(picture.thresholds["headroom_years"])):
        sellers, value, _ = by_economy(picture.trade(good, picture.year - back), "exporter")
        sold = dict(zip(sellers, value.tolist(), strict=True))
        year = np.array([sold.get(n, 0.0) for n in names])
        now = year if back == 0 else now
        most = np.maximum(most, year)
    return most - now


def fragility(picture: Picture, good: str) -> Finding:
    """Compute how fragile world trade in a good is, and what a party would lack.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Finding ``fragility``: exporter, exports, share, headroom, unmet and unmet_customers
        (share of world imports unmet without it, lower and upper bound), unmet_party (share of
        the party's outside imports, lower bound); largest loss first. Figures max_unmet,
        max_unmet_customers, weakest_point, single_point, dispersion, clustering, replaceable
        (part of the largest exporter's sales others could take over).

    Raises:
        CodeError: the good is not in the picture.

    Source:
        See :func:`removal_loss` and :func:`clustering`; dispersion of the weighted out-degree
        after Korniyenko, Pinat and Dew (2017), IMF WP 17/30. ``replaceable`` is Kanmon's proxy
        of international substitutability.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> f = fragility(tiny_picture("JPN"), "rare_earth_metals")
        >>> f.figures["weakest_point"].value, f.figures["max_unmet"].value
        ('CHN', 0.55)
    """
    names, v = trade_matrix(picture, good)
    total = float(v.sum())
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows", good).origins)
    rows: list[dict[str, Any]] = []
    values: dict[str, Value] = dict.fromkeys(_FIGURES)
    if total:
        spare = headroom(picture, good, names)
        rows = _rows(picture, names, v, spare)
        first, top = rows[0], max(rows, key=lambda r: r["share"])
        sold = v.sum(axis=1)
        values = {
            "max_unmet": first["unmet"],
            "max_unmet_customers": max(r["unmet_customers"] for r in rows),
            "weakest_point": first["exporter"] if first["unmet"] else "",
            "single_point": first["unmet"] > picture.thresholds["single_point"],
            "dispersion": dispersion(sold[sold > 0]),
            "clustering": clustering(v),
            "replaceable": 1.0 - top["unmet"] / top["share"],
        }
    return Finding(
        kind="fragility",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        units=_UNITS,
        figures={
            name: Figure(
                value, _FIGURES[name], date, sources, "" if value is not None else "no trade"
            )
            for name, value in values.items()
        },
        method=Method(
            "removal loss, dispersion and clustering",
            "U_i = sum_j max(0, v_ij - spare_j) / sum m",
            "after Arjona et al. (2023), Korniyenko et al. (2017), Fagiolo (2007)",
        ),
        lineage=picture.lineage("flows", good).then("remove", f"each exporter of {good} in {date}"),
        caveats=(
            Caveat("headroom", "what exporters could ship more is what they shipped before"),
            *good_caveats(picture, good),
        ),
    )


def _rows(picture: Picture, names: list[str], v: Matrix, spare: Matrix) -> list[dict[str, Any]]:
    total, sold = float(v.sum()), v.sum(axis=1)
    pooled, served = removal_loss(v, spare), removal_loss(v, spare, "customers")
    inside = np.array([n in picture.members for n in names], dtype=bool)
    bought = float(v[np.ix_(~inside, inside)].sum())
    rows = [
        {
            "exporter": names[i],
            "exports": float(sold[i]),
            "share": float(sold[i]) / total,
            "headroom": float(spare[i]),
            "unmet": float(pooled[i].sum()) / total,
            "unmet_customers": float(served[i].sum()) / total,
            "unmet_party": float(pooled[i][inside].sum()) / bought
            if bought and not inside[i]
            else None,
        }
        for i in np.flatnonzero(sold).tolist()
    ]
    return sorted(rows, key=lambda r: (-r["unmet"], -r["share"], r["exporter"]))


def _network(flows: npt.ArrayLike) -> Matrix:
    v = np.array(flows, dtype=np.float64)
    if v.ndim != 2 or v.shape[0] != v.shape[1] or not np.all(np.isfinite(v)) or np.any(v < 0):
        raise DataError(
            f"shape {v.shape}, or a negative or missing flow",
            where="trade network",
            remedy="give one row and column per economy, flows of zero or more",
        )
    np.fill_diagonal(v, 0.0)
    return v


_FIGURES = {
    "max_unmet": "share",
    "max_unmet_customers": "share",
    "weakest_point": "iso3",
    "single_point": "",
    "dispersion": "ratio",
    "clustering": "0-1",
    "replaceable": "share",
}
_UNITS = {
    "exporter": "iso3",
    "exports": "kUSD",
    "share": "share",
    "headroom": "kUSD",
    "unmet": "share",
    "unmet_customers": "share",
    "unmet_party": "share",
}
_SCHEMA = pa.schema([(n, pa.string() if n == "exporter" else pa.float64()) for n in _UNITS])
