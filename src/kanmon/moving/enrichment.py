"""The scenario "no Russian enrichment", run through the impact engine for a party."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.errors import DataError, ScenarioError
from kanmon.planning.asked import Asked
from kanmon.planning.make import Figures, make_plan
from kanmon.provenance import Lineage
from kanmon.store.store import Store

GOOD = "enriched_uranium"
STOP = "stop-RUS"


def enrichment_stop(party: str, store: Store | None = None) -> Finding | None:
    """Run a year's stop of Russia's enriched uranium with the party's supply of today.

    The plan of enriched uranium runs it through the chain engine among its scenarios; here only
    what it costs with today's supply is told.

    Args:
        party: economy or bloc.
        store: the reader's own figures.

    Returns:
        Finding ``enrichment_stop``: scenario, title, good (hit worst), worst_today, mean_today
        (days of normal output lost). Figures days_lost (worst good) and good; where no need of
        the party is on record they are empty and say so. None where it buys none of Russia.

    Example:
        >>> enrichment_stop("USA").figures["days_lost"].value > 10
        True
    """
    try:
        made = make_plan(party, Asked(GOOD, draws=0), Figures(store))
    except (DataError, ScenarioError) as e:
        return _cannot(party, str(e))
    held = made.get("sourcing_avoided")
    assert held is not None
    rows = held.table.filter(pc.equal(held.table.column("scenario"), STOP))
    if not rows.num_rows:
        return None
    kept = ["scenario", "title", "good", "worst_today", "mean_today"]
    (row,) = rows.select(kept).to_pylist()
    sources = tuple(o.source for o in held.sources)
    days = row["worst_today"]
    return Finding(
        "enrichment_stop",
        GOOD,
        made.party,
        held.as_of,
        rows.select(kept),
        {name: held.units[name] for name in kept},
        {
            "days_lost": Figure(days, "days", held.as_of, sources),
            "good": Figure(row["good"] or None, "good", held.as_of, sources, "none runs short"),
        },
        held.method,
        held.lineage,
        (*held.caveats, *made.plan.caveats),
    )


def _cannot(party: str, why: str) -> Finding:
    empty = Figure(None, "days", "", (), why)
    columns = {"scenario": "text", "title": "text", "good": "good"}
    return Finding(
        "enrichment_stop",
        GOOD,
        party,
        "",
        pa.table({name: pa.array([], pa.string()) for name in columns}),
        columns,
        {"days_lost": empty, "good": empty},
        Method("impact engine", "", ""),
        Lineage(),
        (Caveat("enrichment_unknown", why),),
    )
