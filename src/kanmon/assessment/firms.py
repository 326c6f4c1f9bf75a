"""Every firm of the reader's own network, ranked by its systemic risk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.impact.engines.cascade.classes import input_classes
from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
from kanmon.analysis.impact.engines.cascade.risk import systemic_risk
from kanmon.analysis.impact.engines.cascade.rules import CascadeRules
from kanmon.analysis.impact.network import FirmNetwork
from kanmon.assessment.engines import OWN
from kanmon.assessment.runs import Told
from kanmon.provenance import Lineage


def every_firm(
    network: FirmNetwork,
    names: Sequence[str],
    classes: tuple[Sequence[str], Sequence[Sequence[int]]],
    *,
    threads: int = 1,
    arithmetic: str = "native",
    told: Told | None = None,
) -> Finding:
    """Rank firms by the share of the network's output that is lost when each fails.

    Args:
        network: links between firms.
        names: of the firms, in the network's order.
        classes: names of the sectors, and how much each (row) is needed by each (column): 0, 1, 2.
        threads: never change a bit.
        arithmetic: ``native``, or ``numpy`` for the readable twin.
        told: called with what is being done and the share of it that is done.

    Returns:
        Finding ``firm_risk``, the riskiest firm first.

    Source:
        Diem, Borsos, Reisch, Kertesz and Thurner (2022), Scientific Reports 12, 7719.

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> net = firm_network([0, 1], [1, 2], [3.0, 1.0], [0, 1, 2])
        >>> found = every_firm(net, ["a", "b", "c"], (["0", "1", "2"], [[0] * 3] * 3),
        ...                    arithmetic="numpy")
        >>> found.table.column("firm").to_pylist()[0], found.figures["firms"].value
        ('b', 3)
    """
    labels, matrix = classes
    graph = cascade_graph(network, input_classes(np.asarray(matrix), labels))

    def step(done: int, total: int) -> None:
        if told is not None:
            told(f"{done} / {total}", done / total)

    rules = CascadeRules()
    found = systemic_risk(graph, None, rules, threads=threads, progress=step, engine=arithmetic)
    # Equal risks stand in the order of the firms' own list, so that the table is always the same.
    order = np.lexsort((found.firms, -found.esri))
    who = found.firms[order]
    table = pa.table(
        {
            "rank": pa.array(np.arange(1, who.size + 1), pa.int64()),
            "firm": pa.array([names[i] for i in who], pa.string()),
            "sector": pa.array([network.sectors[k] for k in network.sector[who]], pa.string()),
            "economy": pa.array(
                [network.economies[k] or None for k in network.economy[who]], pa.string()
            ),
            "esri": pa.array(found.esri[order], pa.float64()),
            "downstream": pa.array(found.downstream[order], pa.float64()),
            "upstream": pa.array(found.upstream[order], pa.float64()),
        }
    )
    sources = ("own_network",)
    moved = float(np.max(np.abs(found.esri - found.before), initial=0.0))
    return Finding(
        "firm_risk",
        "",
        "",
        "",
        table,
        {
            "rank": "",
            "firm": "",
            "sector": "",
            "economy": "iso3",
            "esri": "share",
            "downstream": "share",
            "upstream": "share",
        },
        {
            "firms": Figure(network.firms, "firms", "", sources),
            "links": Figure(int(network.amount.size), "links", "", sources),
            "highest": Figure(float(found.esri.max()), "share", "", sources),
            "mean": Figure(float(found.esri.mean()), "share", "", sources),
        },
        Method(
            "economic systemic risk index",
            "sum_i w_i (1 - min(h_i^down, h_i^up)), one firm failing at a time",
            "Diem, Borsos, Reisch, Kertesz and Thurner (2022), Scientific Reports 12, 7719",
        ),
        Lineage((OWN,)),
        (
            Caveat(
                "cascade_stops",
                f"each cascade stops when no firm loses more than {rules.eps:g} further in a "
                f"step, as published; the last step moved an index by up to {moved:.2g}",
                {"share": moved},
            ),
        ),
    )
