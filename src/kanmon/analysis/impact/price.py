"""What a shortage does to the price a party pays: kept apart from what it does to quantities."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.impact.findings.case import NUMBER, TEXT, Case
from kanmon.catalogue.load import good
from kanmon.errors import DataError

_LARGEST = 300.0
"""Largest logarithm of a price ratio computed; beyond it no price has a meaning."""

_COLUMNS = {
    "good": (TEXT, "good"),
    "shortage_share": (NUMBER, "share"),
    "kind": (TEXT, ""),
    "elasticity_low": (NUMBER, ""),
    "elasticity_best": (NUMBER, ""),
    "elasticity_high": (NUMBER, ""),
    "source": (TEXT, ""),
    "price_low": (NUMBER, "share"),
    "price_best": (NUMBER, "share"),
    "price_high": (NUMBER, "share"),
    "reason": (TEXT, ""),
}


@dataclass(frozen=True, slots=True)
class Elasticity:
    """Hold one elasticity and what it is fit for.

    ``demand`` (below zero): own price, short run, of all supply. ``substitution`` (above one):
    between origins, long run; good only for the cost of losing an origin while the others can
    deliver any amount at their old price.

    Example:
        >>> Elasticity("demand", -0.5, -0.2, -0.1, "own estimate").best
        -0.2
    """

    kind: str
    low: float
    best: float
    high: float
    source: str

    def __post_init__(self) -> None:
        fit = {
            "demand": self.high < 0.0,
            "substitution": self.low > 1.0,
        }
        ends = (self.low, self.best, self.high)
        if not all(map(math.isfinite, ends)) or not self.low <= self.best <= self.high:
            raise DataError(f"{ends}", where="elasticity", remedy="give low <= best <= high")
        if not fit.get(self.kind, False):
            raise DataError(
                f"{self.kind} elasticity {ends}",
                where="elasticity",
                remedy="give demand below zero, or substitution above one",
            )


def price_change(shortage: float, elasticity: float, kind: str) -> float:
    """Compute the change of a price that follows from a shortage.

    ``demand``: the price at which buyers want only what is left. ``substitution``: the rise of
    the price index when origins with that share of purchases are gone and the others deliver at
    their old prices; the gains from variety lost.

    Args:
        shortage: share of normal purchases that no longer come, in [0, 1).
        elasticity: below zero for ``demand``, above one for ``substitution``.
        kind: which of the two.

    Returns:
        Change of the price as a share of the old one (0.5 is +50 %).

    Raises:
        DataError: the share or the elasticity is out of bounds.

    Source:
        substitution: Feenstra (1994), American Economic Review 84: 157-177 (the lambda ratio).

    Example:
        >>> round(price_change(0.2, -0.5, "demand"), 4)
        0.5625
        >>> round(price_change(0.2, 3.0, "substitution"), 4)
        0.118
    """
    if not 0.0 <= shortage < 1.0:
        raise DataError(
            f"shortage of {shortage}", where="price", remedy="give a share from 0 to below 1"
        )
    # Made for its checks alone.
    Elasticity(kind, elasticity, elasticity, elasticity, "")
    power = 1.0 / elasticity if kind == "demand" else 1.0 / (1.0 - elasticity)
    exponent = power * math.log1p(-shortage)
    if exponent > _LARGEST:
        raise DataError(
            f"elasticity {elasticity} at a shortage of {shortage}",
            where="price",
            remedy="no price in reach clears that market; give a larger elasticity",
        )
    return math.expm1(exponent)


def price_effects(
    shortages: Mapping[str, float], elasticities: Mapping[str, Elasticity | str], case: Case
) -> Finding:
    """Tell what shortages do to prices, apart from what they do to quantities.

    Nothing of this flows back into the quantities of a scenario: those are what stocks, recipes
    and deliveries allow, whatever the price.

    Args:
        shortages: by good, the share of the party's normal purchases that no longer come.
        elasticities: by good; a text instead says why there is none.
        case: whom it is told for.

    Returns:
        Finding ``price_effects``, largest shortage first; a good without an elasticity stands in
        it with the reason.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> case = Case(Scenario("s", "S", dt.date(2027, 1, 1), 2), "JPN", frozenset({"JPN"}))
        >>> own = Elasticity("demand", -1.0, -0.5, -0.5, "own estimate")
        >>> found = price_effects({"gallium_metal": 0.2}, {"gallium_metal": own}, case)
        >>> row, = found.table.to_pylist()
        >>> round(row["price_low"], 4), round(row["price_high"], 4)
        (0.25, 0.5625)
    """
    rows = [
        _row(one, share, elasticities.get(one, "no elasticity"))
        for one, share in sorted(shortages.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    missing = sum(row.get("price_best") is None for row in rows)
    caveats = [
        Caveat(
            "price_apart",
            "prices are computed apart from quantities and change none of them",
        )
    ]
    if any(row.get("kind") == "substitution" for row in rows):
        caveats.append(
            Caveat(
                "price_long_run",
                "elasticities between origins are long-run averages from trade data: the price "
                "shown is that of losing the origin once all others have expanded at their old "
                "prices, a floor, not the peak after a ban",
            )
        )
    if missing:
        caveats.append(
            Caveat("price_missing", f"{missing} goods have no price effect", {"count": missing})
        )
    return case.finding(
        "price_effects",
        rows,
        _COLUMNS,
        Method(
            "price effects",
            "demand: (1-s)^(1/e) - 1 with own-price elasticity e < 0; substitution: "
            "(1-s)^(1/(1-sigma)) - 1 with elasticity between origins sigma > 1",
            "Feenstra (1994), American Economic Review 84: 157-177, for substitution",
        ),
        figures={"goods": case.figure(len(rows) - missing, "goods")},
        caveats=caveats,
    )


def elasticity_of(
    name: str, party: str, tables: Sequence[pa.Table], *, edition: str = "HS2007"
) -> Elasticity | str:
    """Find the elasticity fit for a good, the reader's own short-run one first.

    ProTEE is taken next, over the good's own HS6 codes, estimates alone: what is flagged as not
    different from zero or of the wrong sign is not used. Broda-Weinstein, which is by importer but
    only to three digits, is taken last, and for a single economy.

    Args:
        name: id of the good.
        party: importer; ``""`` or a bloc finds no figure by importer.
        tables: of schema ``elasticities``.
        edition: of the HS6 codes ProTEE is read by.

    Returns:
        The elasticity; or, as text, why there is none.

    Example:
        >>> row = {"kind": "substitution", "classification": "HS2007", "product": "811292",
        ...        "economy": None, "low": None, "best": 35.6, "high": None,
        ...        "status": "not_significant", "edition": "ProTEE 0.1"}
        >>> elasticity_of("gallium_metal", "USA", [pa.Table.from_pylist([row])])
        'ProTEE 0.1 has no significant estimate for 811292'
    """
    rows = [row for table in tables for row in table.to_pylist()]
    own = [r for r in rows if r["classification"] == "good" and r["product"] == name]
    if own:
        best = own[0]
        return Elasticity(best["kind"], best["low"], best["best"], best["high"], best["edition"])
    what = good(name)
    codes = what.codes(edition)
    about = [r for r in rows if r["classification"] == edition and r["product"] in codes]
    used = sorted(r["best"] for r in about if r["status"] == "estimated" and r["best"] > 1.0)
    if used:
        middle = _middle(used)
        return Elasticity("substitution", used[0], middle, used[-1], about[0]["edition"])
    groups = {code[:3] for code in what.codes("HS1992")}
    near = sorted(
        r["best"]
        for r in rows
        if r["classification"] == "HS1992-3"
        and r["economy"] == party
        and r["product"] in groups
        and r["status"] == "estimated"
    )
    if near:
        return Elasticity("substitution", near[0], _middle(near), near[-1], "Broda-Weinstein")
    if about:
        told = ", ".join(sorted({r["product"] for r in about}))
        return f"{about[0]['edition']} has no significant estimate for {told}"
    return "no elasticity of its codes" if codes else f"no code of {edition}"


def _middle(values: Sequence[float]) -> float:
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2.0


def _row(name: str, share: float, given: Elasticity | str) -> dict[str, Any]:
    if not 0.0 <= share <= 1.0:
        raise DataError(f"shortage of {share}", where=name, remedy="give a share from 0 to 1")
    row: dict[str, Any] = {"good": name, "shortage_share": share}
    if isinstance(given, str):
        return row | {"reason": given}
    row |= {
        "kind": given.kind,
        "elasticity_low": given.low,
        "elasticity_best": given.best,
        "elasticity_high": given.high,
        "source": given.source,
    }
    if share == 1.0:
        return row | {"reason": "nothing is left to have a price"}
    # A larger number (nearer zero for demand) moves prices more for demand, less for substitution.
    ends = sorted(price_change(share, e, given.kind) for e in (given.low, given.high))
    return row | {
        "price_low": ends[0],
        "price_best": price_change(share, given.best, given.kind),
        "price_high": ends[1],
        "reason": None,
    }
