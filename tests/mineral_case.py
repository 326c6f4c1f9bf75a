"""Gallium and germanium: markets made from rows of data, drawn and swung."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from kanmon.analysis.impact.market import (
    Market,
    Producer,
    Use,
    clear,
    output_lost,
    value_added_lost,
)
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.settle import triangular, uniforms

ROWS = Path(__file__).parent / "published" / "gallium_germanium.csv"
INDUSTRIES = tuple(f"c{n}" for n in range(1, 36))
Values = dict[str, float]
Sums = npt.NDArray[np.float64]
Accounts = tuple[Sums, Sums, Sums]


def spans() -> dict[str, dict[str, Range]]:
    """Read what is assumed of each mineral."""
    found: dict[str, dict[str, Range]] = {}
    with ROWS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ends = (float(row[end]) for end in ("low", "best", "high"))
            found.setdefault(row["mineral"], {})[row["what"]] = Range(*ends)
    return found


def gallium(v: Values) -> Market:
    """Make the gallium market outside China."""
    whole = v["restricted"] + v["primary"] + v["secondary"]
    chips = v["use:integrated_circuits"]
    shares = {"integrated_circuits": chips, "optoelectronics": 0.99 - chips, "other": 0.01}
    parts = {name: share * v["dependent"] for name, share in shares.items()}
    primary = Producer(
        "primary",
        v["primary"],
        max(v["primary"], v["primary_capacity"]),
        v["primary_elasticity"],
    )
    return _market(v, (primary, _recycling(v, v["secondary"])), whole, shares, parts)


def germanium(v: Values) -> Market:
    """Make the germanium market outside China."""
    fresh = v["restricted"] + v["primary"]
    whole = fresh / (1.0 - v["secondary_share"])
    shares = {n: v[f"use:{n}"] for n in ("optical_fibre", "electronics_solar", "other")}
    shares["infrared_optics"] = 1.0 - sum(shares.values())
    parts = {name: v[f"dependent:{name}"] for name in shares}
    primary = Producer(
        "primary", v["primary"], v["primary"] * v["primary_growth"], v["primary_elasticity"]
    )
    return _market(v, (primary, _recycling(v, whole - fresh)), whole, shares, parts)


MAKE: dict[str, Callable[[Values], Market]] = {"gallium": gallium, "germanium": germanium}


def _recycling(v: Values, quantity: float) -> Producer:
    return Producer(
        "secondary", quantity, quantity * v["secondary_growth"], v["secondary_elasticity"]
    )


def _market(
    v: Values,
    producers: tuple[Producer, ...],
    whole: float,
    shares: dict[str, float],
    parts: dict[str, float],
) -> Market:
    e, own = v["demand_elasticity"], v["consumption"]
    inside = tuple(
        Use(n, s * own, e, True, "c9" if n == "other" else "c14", parts[n], v["replaceable"])
        for n, s in shares.items()
    )
    abroad = Use("abroad", whole - sum(u.quantity for u in inside), e, False)
    return Market(producers, (*inside, abroad), v["restricted"], v["stock"])


def accounts(folder: Path) -> Accounts:
    """Read domestic deliveries, output and value added of the United States in 2011, MUSD."""
    table = pq.read_table(folder / "wiod_2013_release" / "wiot13_2011.parquet")
    mine = np.array([c == "USA" for c in table.column("country").to_pylist()])
    bought = np.stack([table.column(f"USA|{i}").to_numpy() for i in INDUSTRIES], axis=1)
    output = table.column("output").to_numpy()[mine].astype(np.float64)
    return bought[mine].astype(np.float64), output, output - bought.sum(axis=0)


def run(mineral: str, values: Values, books: Accounts) -> Values:
    """Stop all of China's deliveries; MUSD of value added, price as a change."""
    market = MAKE[mineral](values)
    after = clear(market, 1.0)
    lost = output_lost(market, after)
    hit, others = value_added_lost([lost.get(i, 0.0) for i in INDUSTRIES], *books)
    got = after.used
    left = sum(got[u.name] for u in market.uses if u.inside)
    return {
        "loss": float(hit.sum() + others.sum()),
        "direct": float(hit.sum()),
        "electronics": float((hit + others)[INDUSTRIES.index("c14")]),
        "price": after.price - 1.0,
        "bill": left * values["price"] * (after.price - 1.0) / 1e6,
        "residual": after.residual,
    }


def best(mineral: str) -> Values:
    """Give the best values."""
    return {what: span.best for what, span in spans()[mineral].items()}


def draws(mineral: str, books: Accounts, count: int, seed: int) -> dict[str, Sums]:
    """Draw all values from their triangles; elasticities of both minerals share no draw."""
    ranges = spans()[mineral]
    cells = {w: triangular(r, uniforms(seed, f"{mineral}.{w}", count)) for w, r in ranges.items()}
    runs = [run(mineral, {w: float(c[n]) for w, c in cells.items()}, books) for n in range(count)]
    return {name: np.array([one[name] for one in runs]) for name in runs[0]}


def swings(mineral: str, books: Accounts) -> list[tuple[str, float, float]]:
    """Move each value to its ends, largest swing first; MUSD of value added."""
    found = []
    for what, span in spans()[mineral].items():
        ends = [
            run(mineral, best(mineral) | {what: e}, books)["loss"] for e in (span.low, span.high)
        ]
        found.append((what, ends[0], ends[1]))
    return sorted(found, key=lambda one: -abs(one[2] - one[1]))
