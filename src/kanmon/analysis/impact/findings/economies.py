"""Output and value added lost, by economy and by industry, for engines that count money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.impact.findings.case import NUMBER, TEXT, Case, said
from kanmon.analysis.impact.outcome import Node, Outcome
from kanmon.errors import DataError

YEAR = 365.0
"""Days of the year that ``share_of_year`` is a share of."""

_MONEY = ("MUSD", "MEUR", "MJPY", "USD", "EUR", "JPY", "money")


def impact_economies(best: Outcome, case: Case) -> Finding:
    """Tell what every economy loses, in money: the party's and all others.

    Args:
        best: the run at the best values, of an engine that counts money.
        case: whom it is told for.

    Returns:
        Finding ``impact_economies``, largest loss of output first.

    Raises:
        DataError: the engine does not count money, so that products cannot be added up.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> o = Outcome("economy", (Node("JPN", "c1"),), "MUSD 2011 a day", np.ones(1),
        ...             np.array([[1, 0.5]]), (), added=np.array([0.4]))
        >>> case = Case(Scenario("s", "S", dt.date(2027, 1, 1), 2), "JPN", frozenset({"JPN"}))
        >>> impact_economies(o, case).table["value_added_lost"].to_pylist()
        [0.2]
    """
    return _by(best, case, "impact_economies", lambda node: (node.economy,))


def impact_industries(best: Outcome, case: Case) -> Finding:
    """Tell what every industry of the party loses, in money.

    Args:
        best: the run at the best values, of an engine that counts money.
        case: whom it is told for.

    Returns:
        Finding ``impact_industries``, largest loss of output first.

    Raises:
        DataError: the engine does not count money.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> o = Outcome("economy", (Node("JPN", "c1"),), "MUSD 2011 a day", np.ones(1),
        ...             np.array([[1, 0.5]]), ())
        >>> case = Case(Scenario("s", "S", dt.date(2027, 1, 1), 2), "JPN", frozenset({"JPN"}))
        >>> impact_industries(o, case).table.to_pylist()[0]["industry"]
        'c1'
    """
    return _by(
        best,
        case,
        "impact_industries",
        lambda node: (node.economy, node.product) if node.economy in case.members else None,
    )


def _by(
    best: Outcome, case: Case, kind: str, key: Callable[[Node], tuple[str, ...] | None]
) -> Finding:
    unit = _money(best)
    lost = best.lost.sum(axis=1)
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, node in enumerate(best.nodes):
        name = key(node)
        if name is not None:
            groups.setdefault(name, []).append(place)
    rows = [_row(best, lost, name, np.array(at, np.intp)) for name, at in groups.items()]
    rows.sort(key=lambda r: (-r["output_lost"], r["economy"], r.get("industry", "")))
    columns = {
        "economy": (TEXT, "iso3"),
        **({"industry": (TEXT, "industry")} if kind == "impact_industries" else {}),
        "output_lost": (NUMBER, unit),
        "value_added_lost": (NUMBER, unit),
        "share_of_year": (NUMBER, "share"),
    }
    caveats = [*said(best, case)]
    unknown = [r["economy"] for r in rows if r["value_added_lost"] is None]
    if unknown:
        caveats.append(
            Caveat(
                "impact_no_value_added",
                "value added per unit of output is not known of some makers that lose output "
                f"({len(unknown)} rows); their cells are empty",
                {"rows": len(unknown)},
            )
        )
    mine = [r for r in rows if r["economy"] in case.members]
    known = [r["value_added_lost"] for r in mine]
    added = None if not known or None in known else float(sum(known))
    return case.finding(
        kind,
        rows,
        columns,
        Method(
            "output and value added lost",
            "output_lost = sum_d sum max(0, base - output_d); value_added_lost = sum of lost x "
            "value added per output; share_of_year = output_lost / (365 x base)",
            "Kanmon, docs/methods/impact.md",
        ),
        figures={
            "output_lost": case.figure(float(sum(r["output_lost"] for r in mine)), unit),
            "value_added_lost": case.figure(added, unit, "value added is not known of every maker"),
        },
        caveats=caveats,
    )


def _row(
    best: Outcome, lost: np.ndarray[Any, Any], name: tuple[str, ...], at: np.ndarray[Any, Any]
) -> dict[str, Any]:
    base, gone = float(best.base[at].sum()), float(lost[at].sum())
    hit = at[lost[at] > 0.0]
    added: float | None = None
    if best.added is not None and np.isfinite(best.added[hit]).all():
        added = float((best.added[hit] * lost[hit]).sum())
    return {
        **dict(zip(("economy", "industry"), name, strict=False)),
        "output_lost": gone,
        "value_added_lost": added,
        "share_of_year": gone / (YEAR * base) if base > 0.0 else None,
    }


def _money(best: Outcome) -> str:
    if not best.unit.startswith(_MONEY) or not best.unit.endswith(" a day"):
        raise DataError(
            f"output in {best.unit!r}",
            where=f"outcome of engine {best.engine}",
            remedy="products are added up in money a day only: use the economy engine",
        )
    return best.unit.removesuffix(" a day")
