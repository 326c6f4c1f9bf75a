"""The shape Diem et al. (2022) found in Hungary: few firms matter much, nearly all hardly."""

from __future__ import annotations

import numpy as np
import pytest

from kanmon.analysis.impact.engines.cascade.classes import input_classes
from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
from kanmon.analysis.impact.engines.cascade.risk import systemic_risk
from kanmon.analysis.impact.network import firm_network


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 8])
def test_a_heavy_tailed_network_has_few_firms_of_high_risk(seed: int) -> None:
    """Shape only: the network is drawn, not Hungary's. How far off: docs/methods/cascade.md."""
    rng = np.random.default_rng(seed)
    firms, sectors = 20_000, 89
    size = rng.pareto(1.1, firms) + 1.0
    chance = size / size.sum()
    links = int(1.6 * firms)
    seller = np.concatenate((rng.choice(firms, links, p=chance), rng.integers(0, firms, firms)))
    buyer = np.concatenate((rng.choice(firms, links, p=chance), np.arange(firms)))
    apart = seller != buyer
    worth = np.sqrt(size[seller] * size[buyer]) * rng.lognormal(0.0, 1.0, seller.size)
    matrix = rng.choice([0, 1, 2], (sectors, sectors), p=[0.75, 0.11, 0.14])
    labels = tuple(map(str, range(sectors)))
    sector = rng.integers(0, sectors, firms)
    net = firm_network(seller[apart], buyer[apart], worth[apart], sector, sectors=labels)
    esri = systemic_risk(cascade_graph(net, input_classes(matrix, labels))).esri
    assert np.mean(esri < 0.01) > 0.98
    assert 0.0 < np.mean(esri > 0.1) < 0.01
