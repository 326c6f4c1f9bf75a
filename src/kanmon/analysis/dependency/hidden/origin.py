"""Look through re-exports: where the good a party buys was first put into trade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.analysis.dependency.concentration import hhi
from kanmon.analysis.dependency.hidden.world import own_output, trade_matrix
from kanmon.analysis.dependency.suppliers import good_caveats
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.errors import DataError
from kanmon.picture.picture import Picture

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Origins:
    """Hold for each economy where its supply of a good comes from.

    ``mix[i, k]`` is the fraction of economy i's supply that economy k first put into trade;
    rows sum to one, or to zero for economies without any supply or whose supply only circles.

    Example:
        >>> origins(np.array([[0.0, 90.0, 0.0], [0.0, 0.0, 100.0], [0.0, 0.0, 0.0]])).mix[2]
        array([0.9, 0.1, 0. ])
    """

    mix: Matrix
    own: Matrix
    supply: Matrix
    circling: tuple[int, ...]


def origins(flows: npt.ArrayLike, made: npt.ArrayLike | None = None) -> Origins:
    """Trace each economy's supply of a good to the economies that first put it into trade.

    An economy's exports are taken to have the mix of all it holds: what it bought and what it
    added. What it added is its production where given, else what it sold beyond what it bought,
    a lower bound. Solved exactly as a linear system, not by rounds.

    Args:
        flows: float64[n, n], value from row economy to column economy.
        made: float64[n], own production in the same unit; NaN where not known.

    Returns:
        The origin mix of every economy.

    Raises:
        DataError: flows are not square, or negative or missing.

    Source:
        Proportional re-export look-through: supply-weighted Leontief inverse of the trade
        network, as in material-flow tracing (Markov-chain origin attribution).

    Example:
        >>> found = origins([[0.0, 90.0, 0.0], [0.0, 0.0, 100.0], [0.0, 0.0, 0.0]])
        >>> found.own.tolist()
        [90.0, 10.0, 0.0]
    """
    v = np.array(flows, dtype=np.float64)
    if v.ndim != 2 or v.shape[0] != v.shape[1]:
        raise DataError(f"shape {v.shape}", where="flows", remedy="give one row and column each")
    if not np.all(np.isfinite(v)) or np.any(v < 0):
        raise DataError("a negative or missing flow", where="flows", remedy="leave it out")
    np.fill_diagonal(v, 0.0)
    bought, sold = v.sum(axis=0), v.sum(axis=1)
    own = np.maximum(sold - bought, 0.0)
    if made is not None:
        known = np.asarray(made, dtype=np.float64)
        own = np.where(np.isnan(known), own, np.maximum(known, own))
    supply = bought + own
    held = supply > 0
    inflow = np.zeros_like(v)
    inflow[held] = v.T[held] / supply[held, None]
    circling = _circling(inflow, own, held)
    live = held.copy()
    live[list(circling)] = False
    mix = np.zeros_like(v)
    at = np.flatnonzero(live)
    if at.size:
        system = np.eye(at.size) - inflow[np.ix_(at, at)]
        mix[np.ix_(at, at)] = np.linalg.solve(system, np.diag(own[at] / supply[at]))
    return Origins(np.clip(mix, 0.0, 1.0), own, supply, tuple(circling))


def _circling(inflow: Matrix, own: Matrix, held: npt.NDArray[np.bool_]) -> list[int]:
    """Find economies that no origin reaches: their goods only pass in circles."""
    reached = (own > 0) & held
    while True:
        grown = reached | ((inflow[:, reached].sum(axis=1) > 0) & held)
        if np.array_equal(grown, reached):
            return [int(i) for i in np.flatnonzero(held & ~reached)]
        reached = grown


def look_through(picture: Picture, good: str) -> Finding:
    """Compute a party's suppliers of a good at face value and looked through re-exports.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Finding ``look_through``: supplier, face_share, origin_share, hidden_share (origin minus
        face), path (the main route of what is hidden); figures face_hhi, origin_hhi,
        most_hidden, most_hidden_share.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        See :func:`origins`.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> f = look_through(tiny_picture("USA"), "rare_earth_metals")
        >>> [(r["supplier"], round(r["origin_share"], 2)) for r in f.table.to_pylist()]
        [('CHN', 0.8), ('VNM', 0.15), ('THA', 0.05), ('JPN', 0.0)]
    """
    names, matrix = trade_matrix(picture, good)
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows", good).origins)
    inside = np.array([n in picture.members for n in names], dtype=bool)
    bought = matrix[np.ix_(~inside, inside)].sum(axis=1) if names else np.zeros(0)
    total = float(bought.sum())
    if not total:
        return _nothing(picture, good, sources)
    outside = [n for n, i in zip(names, inside, strict=True) if not i]
    # A party's own goods that come back to it are its own, so its members stay as origins.
    merged, merged_names = _merge(matrix, names, inside, picture.party)
    made = own_output(picture, good, names)
    at_home = np.append(made[~inside], np.nansum(made[inside]) if inside.any() else np.nan)
    traced = origins(merged, at_home)
    at = [merged_names.index(n) for n in outside]
    face = np.zeros(len(merged_names))
    face[at] = bought / total
    origin = face @ traced.mix
    rows: list[dict[str, Any]] = [
        {
            "supplier": merged_names[k],
            "face_share": float(face[k]),
            "origin_share": float(origin[k]),
            "hidden_share": float(origin[k] - face[k]),
            "path": _path(k, face, traced, merged_names, picture.party),
        }
        for k in np.lexsort((np.array(merged_names), -origin))
        if max(face[k], origin[k]) >= 0.5e-3
    ]
    most = max(rows, key=lambda r: r["hidden_share"])
    lost = 1.0 - float(origin.sum())
    return Finding(
        kind="look_through",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        units=_UNITS,
        figures={
            "face_hhi": Figure(hhi(face), "HHI", date, sources),
            "origin_hhi": Figure(hhi(origin), "HHI", date, sources),
            "most_hidden": Figure(str(most["supplier"]), "iso3", date, sources),
            "most_hidden_share": Figure(float(most["hidden_share"]), "share", date, sources),
        },
        method=Method(
            "re-export look-through",
            "O = (I - A)^-1 D, A_ij = v_ji / supply_i",
            "proportional origin tracing; own supply = production at the mean trade price, "
            "or exports beyond imports",
        ),
        lineage=picture.lineage("flows", good).then("trace", f"re-exports of {good} in {date}"),
        caveats=(
            Caveat("proportional", "re-exports are taken to have the mix of all an economy holds"),
            *(
                (
                    Caveat(
                        "circling",
                        f"{100 * lost:.1f} % of supply only circles and has no origin",
                        {"share": lost},
                    ),
                )
                if lost > picture.thresholds["total_gap"]
                else ()
            ),
            *good_caveats(picture, good),
        ),
    )


_SCHEMA = pa.schema(
    [
        ("supplier", pa.string()),
        ("face_share", pa.float64()),
        ("origin_share", pa.float64()),
        ("hidden_share", pa.float64()),
        ("path", pa.string()),
    ]
)
_UNITS = {
    "supplier": "iso3",
    "face_share": "share",
    "origin_share": "share",
    "hidden_share": "share",
    "path": "iso3 route",
}


def _merge(
    matrix: Matrix, names: Sequence[str], inside: npt.NDArray[np.bool_], party: str
) -> tuple[Matrix, list[str]]:
    """Fold the members of a party into one row and column."""
    outside = np.flatnonzero(~inside)
    kept = [names[i] for i in outside.tolist()]
    n = outside.size
    merged = np.zeros((n + 1, n + 1))
    merged[:n, :n] = matrix[np.ix_(outside, outside)]
    merged[:n, n] = matrix[np.ix_(outside, np.flatnonzero(inside))].sum(axis=1)
    merged[n, :n] = matrix[np.ix_(np.flatnonzero(inside), outside)].sum(axis=0)
    return merged, [*kept, party]


def _path(k: int, face: Matrix, traced: Origins, names: list[str], party: str) -> str:
    """Name the direct supplier through which most of an origin's hidden share comes."""
    direct = f"{names[k]} > {party}" if face[k] else ""
    through = face * traced.mix[:, k]
    if through.sum() <= face[k]:
        return direct
    through[k] = 0.0
    via = int(np.argmax(through))
    if through[via] < 0.5e-3:
        return direct
    return f"{names[k]} > {names[via]} > {party}"


def _nothing(picture: Picture, good: str, sources: tuple[str, ...]) -> Finding:
    blank = Figure(None, "", str(picture.year), sources, "no imports recorded")
    return Finding(
        kind="look_through",
        good=good,
        party=picture.party,
        as_of=str(picture.year),
        table=_SCHEMA.empty_table(),
        units=_UNITS,
        figures=dict.fromkeys(
            ("face_hhi", "origin_hhi", "most_hidden", "most_hidden_share"), blank
        ),
        method=Method("re-export look-through", "O = (I - A)^-1 D", ""),
        lineage=picture.lineage("flows", good),
    )
