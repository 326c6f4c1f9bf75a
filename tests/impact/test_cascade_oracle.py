"""The cascade against GLcascade + fastcascade 0.9.3.1, run on the same synthetic networks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import pytest

from kanmon.analysis.impact.engines.cascade.classes import input_classes
from kanmon.analysis.impact.engines.cascade.graph import CascadeGraph, cascade_graph
from kanmon.analysis.impact.engines.cascade.risk import systemic_risk
from kanmon.analysis.impact.engines.cascade.rules import CascadeRules
from kanmon.analysis.impact.network import firm_network
from shared_data import SHARED, needs_shared

ORACLE = SHARED.parent / "oracles" / "impact" / "esri"

pytestmark = needs_shared


def oracle_graph(firms: int) -> CascadeGraph:
    links = pq.read_table(ORACLE / f"links_{firms}.parquet")
    sector = pq.read_table(ORACLE / f"firms_{firms}.parquet")["sector"].to_numpy()
    matrix = np.loadtxt(ORACLE / "input_class_89x89.csv", delimiter=",")
    labels = tuple(map(str, range(len(matrix))))
    seller, buyer, sales = (links[one].to_numpy() for one in ("supplier", "customer", "sales"))
    network = firm_network(seller, buyer, sales, sector, sectors=labels)
    return cascade_graph(network, input_classes(matrix, labels))


def oracle_figures(name: str) -> npt.NDArray[np.void]:
    return np.genfromtxt(ORACLE / name, delimiter=",", names=True)


@pytest.mark.parametrize("engine", ["native", "numpy"])
@pytest.mark.parametrize(
    ("firms", "name", "eps"),
    [
        (1000, "esri_1000_eps1e-2.csv", 1e-2),
        (1000, "esri_1000_eps1e-6.csv", 1e-6),
        (10000, "esri_10000_sample_eps1e-2.csv", 1e-2),
    ],
)
def test_every_column_and_the_number_of_steps_agree(
    engine: str, firms: int, name: str, eps: float
) -> None:
    told = oracle_figures(name)
    # The twin takes a firm at a time: every firm would take it minutes.
    told = told if engine == "native" else told[:: max(1, told.size // 25)]
    found = systemic_risk(
        oracle_graph(firms), told["firm"].astype(int), CascadeRules(eps=eps), engine=engine
    )
    for ours, theirs in (
        (found.esri, "esri"),
        (found.downstream, "esri_downstream"),
        (found.upstream, "esri_upstream"),
        (found.before, "esri_before_last_step"),
        (found.esri, "esri_last_step"),
    ):
        np.testing.assert_allclose(ours, told[theirs], rtol=0.0, atol=1e-13, err_msg=theirs)
    np.testing.assert_array_equal(found.steps, told["iterations"])
