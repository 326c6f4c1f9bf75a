"""The systemic risk of every firm, swept in blocks, is that computed at one go."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from firm_work import FirmRisk
from kanmon.analysis.impact.engines.cascade.classes import input_classes
from kanmon.analysis.impact.engines.cascade.graph import CascadeGraph, cascade_graph
from kanmon.analysis.impact.engines.cascade.risk import systemic_risk
from kanmon.analysis.impact.network import firm_network
from kanmon.sweep.blocks import sweep_ranges
from kanmon.sweep.crew import Backend

FIRMS, LINKS = 60, 240


def network() -> CascadeGraph:
    rng = np.random.default_rng(3)
    seller, buyer = rng.integers(0, FIRMS, (2, LINKS))
    apart = seller != buyer
    links = firm_network(
        seller[apart], buyer[apart], rng.uniform(0.1, 9.0, LINKS)[apart], np.arange(FIRMS) % 4
    )
    return cascade_graph(links, input_classes(rng.integers(0, 3, (4, 4)), "0123"))


@pytest.mark.parametrize("engine", ["numpy", "native"])
def test_all_firms_in_blocks_equal_all_firms_at_once(tmp_path: Path, engine: str) -> None:
    graph = network()
    whole = systemic_risk(graph, engine=engine)
    assert whole.esri.max() > 2.0 * np.median(whole.esri) > 0.0
    work = FirmRisk(graph, engine)
    for block in (1, 7, FIRMS):
        found = sweep_ranges(work, FIRMS, backend=Backend("here", block=block))
        if engine == "native":
            assert found.rows["esri"].tobytes() == whole.esri.tobytes()
        assert np.allclose(found.rows["esri"], whole.esri, rtol=1e-14)
        assert found.rows["steps"].tobytes() == whole.steps.tobytes()
    apart = sweep_ranges(
        work, FIRMS, workers=2, folder=tmp_path, backend=Backend("process", block=13)
    )
    assert np.allclose(apart.rows["up"], whole.upstream, rtol=1e-14)
