"""What each maker of a party loses, from when, until when, and for want of what."""

from __future__ import annotations

from typing import Any

import numpy as np

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.impact.findings.case import NUMBER, TEXT, WHOLE, Case, makers, said
from kanmon.analysis.impact.findings.draws import Draws, range_caveat, spread
from kanmon.analysis.impact.outcome import Binding, Node, Outcome
from kanmon.errors import DataError

WHOLE_AGAIN = 0.99
"""Share of normal output from which a maker counts as recovered."""

_COLUMNS = {
    "good": (TEXT, "good"),
    "economy": (TEXT, "iso3"),
    "stage": (TEXT, ""),
    "unit": (TEXT, ""),
    "base": (NUMBER, "in column unit"),
    "days_to_shortage": (WHOLE, "days"),
    "lost_days": (NUMBER, "days"),
    "lost_low": (NUMBER, "days"),
    "lost_high": (NUMBER, "days"),
    "lost_share": (NUMBER, "share"),
    "worst_share": (NUMBER, "share"),
    "recovered_day": (WHOLE, "day"),
    "binding_input": (TEXT, "good"),
    "binding_supplier": (TEXT, "iso3"),
}


def impact_losses(best: Outcome, draws: Draws | None, case: Case) -> Finding:
    """Tell what each maker of a party loses.

    A loss is counted in days of the maker's own normal output, so that no units are added up.

    Args:
        best: the run at the best values.
        draws: drawn runs, or None.
        case: whom it is told for.

    Returns:
        Finding ``impact_losses``, largest loss first; makers that lose nothing stand in it with
        zero. Columns that cannot be filled are empty, and a caveat says why.

    Raises:
        DataError: the draws are of another world; nobody in the party makes anything.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> o = Outcome("chain", (Node("JPN", "x"),), "u", np.ones(1), np.array([[1, 0.5]]), ())
        >>> case = Case(Scenario("s", "S", dt.date(2027, 1, 1), 2), "JPN", frozenset({"JPN"}))
        >>> row, = impact_losses(o, None, case).table.to_pylist()
        >>> row["days_to_shortage"], row["lost_days"], row["lost_share"], row["recovered_day"]
        (1, 0.5, 0.25, None)
    """
    if draws is not None and draws.nodes != best.nodes:
        raise DataError("draws of another world", where="impact losses", remedy="draw them again")
    places = np.sort(np.concatenate(list(makers(best, case.members).values())))
    held = main_bindings(best)
    rows = [_row(best, draws, int(place), case, held) for place in places]
    rows.sort(key=lambda r: (-r["lost_days"], r["good"], r["economy"]))
    short = [r for r in rows if r["days_to_shortage"] is not None]
    first = min(short, key=lambda r: (r["days_to_shortage"], r["good"], r["economy"]), default=None)
    none = "no maker falls short"
    figures = {
        "goods_hit": case.figure(len({r["good"] for r in short}), "goods"),
        "first_shortage": case.figure(first["days_to_shortage"] if first else None, "days", none),
        "first_good": case.figure(first["good"] if first else None, "good", none),
        "largest_loss": case.figure(short[0]["lost_days"] if short else 0.0, "days"),
        "largest_good": case.figure(short[0]["good"] if short else None, "good", none),
        "horizon": case.figure(best.output.shape[1], "days"),
    }
    return case.finding(
        "impact_losses",
        rows,
        _COLUMNS,
        Method(
            "output below normal",
            "lost_days = sum_d max(0, base - output_d) / base; lost_share = lost_days / days; "
            "worst_share = min_d output_d / base; shortage from 1e-6 below normal; recovered "
            f"when at least {WHOLE_AGAIN:g} of normal until the end",
            "Kanmon, docs/methods/impact.md",
        ),
        figures=figures,
        caveats=(*said(best, case), range_caveat(draws), *_gaps(best, short)),
    )


def main_bindings(outcome: Outcome) -> dict[Node, Binding]:
    """Pick what held each node back most.

    Args:
        outcome: any run.

    Returns:
        The binding that cost each node most; equal ones by input, then supplier.

    Example:
        >>> node = Node("JPN", "x")
        >>> o = Outcome("chain", (node,), "u", np.ones(1), np.ones((1, 1)), (),
        ...             bindings=(Binding(node, "a", "", 1, 0.1), Binding(node, "b", "", 1, 0.4)))
        >>> main_bindings(o)[node].input
        'b'
    """
    held: dict[Node, Binding] = {}
    for one in sorted(outcome.bindings, key=lambda b: (-b.lost, -b.days, b.input, b.supplier)):
        held.setdefault(one.node, one)
    return held


def _row(
    best: Outcome, draws: Draws | None, place: int, case: Case, held: dict[Node, Binding]
) -> dict[str, Any]:
    node, base = best.nodes[place], float(best.base[place])
    share = best.output[place] / base
    days = share.size
    first = int(best.first_short[place])
    lost = float(best.lost[place].sum() / base)
    low, high = (None, None) if draws is None else spread(draws.lost[:, place] / base)
    binding = held.get(node) if first >= 0 else None
    return {
        "good": node.product,
        "economy": node.economy,
        "stage": case.stages.get(node.product, ""),
        "unit": best.unit,
        "base": base,
        "days_to_shortage": first if first >= 0 else None,
        "lost_days": lost,
        "lost_low": low,
        "lost_high": high,
        "lost_share": lost / days,
        "worst_share": float(share.min()),
        "recovered_day": _recovered(share, first),
        "binding_input": binding.input if binding else None,
        "binding_supplier": (binding.supplier or None) if binding else None,
    }


def _recovered(share: np.ndarray[Any, np.dtype[np.float64]], first: int) -> int | None:
    """First day after the shortage began from which output stays whole; None if it does not."""
    if first < 0:
        return None
    low = np.flatnonzero(share < WHOLE_AGAIN)
    day = max(first, int(low[-1]) if low.size else first) + 1
    return day if day < share.size else None


def _gaps(best: Outcome, short: list[dict[str, Any]]) -> tuple[Caveat, ...]:
    found: list[Caveat] = []
    if not best.bindings:
        found.append(
            Caveat(
                "impact_no_bindings",
                f"the {best.engine} engine does not tell which input held a maker back",
                {"engine": best.engine},
            )
        )
    elif any(r["binding_input"] is None for r in short):
        found.append(
            Caveat(
                "impact_unbound",
                "makers without a binding input fell short by their own capacity or for lack of "
                "orders, not of an input",
            )
        )
    if any(r["recovered_day"] is None for r in short):
        count = sum(r["recovered_day"] is None for r in short)
        found.append(
            Caveat(
                "impact_not_recovered",
                f"{count} makers have not recovered when the scenario ends",
                {"count": count},
            )
        )
    return tuple(found)
