"""Complexity measures against `ecomplexity` 0.5.3: its stored figures, and a run beside ours."""

from __future__ import annotations

import csv
import os
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kanmon.analysis.dependency.complexity.matrix import ExportMatrix
from kanmon.analysis.dependency.complexity.measures import Complexity, complexity
from shared_data import SHARED, needs_shared

Floats = npt.NDArray[np.float64]
ORACLES = SHARED.parent / "oracles" / "dependency"
PEERS = os.environ.get("KANMON_PEERS_PYTHON", "")

# Written by us against the peer's documented call; it runs where the peer is installed.
_PEER = """
import sys, warnings
import numpy as np, pandas as pd
warnings.simplefilter("ignore")
from ecomplexity import ecomplexity
values = np.load(sys.argv[1])
rows, columns = values.shape
frame = pd.DataFrame({"t": 2022, "i": np.repeat(np.arange(rows), columns),
                      "k": np.tile(np.arange(columns), rows), "v": values.ravel()})
out = ecomplexity(frame, {"time": "t", "loc": "i", "prod": "k", "val": "v"},
                  check_logsupermodularity=False, verbose=False).sort_values(["i", "k"])
np.savez(sys.argv[2], **{c: out[c].to_numpy(float).reshape(rows, columns)
         for c in ("rca", "mcp", "eci", "pci", "density", "coi", "cog")})
"""


def oracle(column: str) -> tuple[list[str], list[str], Floats]:
    with (ORACLES / "ecomplexity_2022.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    economies = sorted({r["i"] for r in rows}, key=int)
    products = sorted({r["k"] for r in rows})
    grid = np.full((len(economies), len(products)), np.nan)
    place = {e: i for i, e in enumerate(economies)}, {p: k for k, p in enumerate(products)}
    for r in rows:
        if r[column]:
            grid[place[0][r["i"]], place[1][r["k"]]] = float(r[column])
    return economies, products, grid


@pytest.fixture(scope="module")
def raw_materials() -> Complexity:
    economies, products, values = oracle("v")
    return complexity(ExportMatrix(tuple(economies), tuple(products), values, 2022, "kUSD"))


class TestOracle:
    """`ecomplexity` 0.5.3 on the world's trade in 74 raw materials in 2022."""

    pytestmark = needs_shared

    @pytest.mark.parametrize(
        ("column", "least"),
        [
            ("eci", 1e-10),
            ("pci", 1e-10),
            ("rca", 1e-6),
            ("mcp", 0.0),
            ("diversity", 0.0),
            ("ubiquity", 0.0),
        ],
    )
    def test_measure(self, raw_materials: Complexity, column: str, least: float) -> None:
        _, _, wanted = oracle(column)
        c = raw_materials
        got = {
            "eci": c.index.eci[:, None],
            "pci": c.index.pci[None, :],
            "rca": c.advantage,
            "mcp": c.present.astype(float),
            "diversity": c.diversity[:, None].astype(float),
            "ubiquity": c.ubiquity[None, :].astype(float),
        }[column]
        got = np.broadcast_to(got, wanted.shape)
        # The stored exports and advantages have seven digits, so those agree in ratio.
        assert np.array_equal(np.isnan(got), np.isnan(wanted))
        np.testing.assert_allclose(got, wanted, rtol=least if column == "rca" else 0, atol=least)

    def test_proximity(self, raw_materials: Complexity) -> None:
        table = pq.read_table(ORACLES / "proximity_2022.parquet")
        products = {p: k for k, p in enumerate(raw_materials.exports.products)}
        rows = [products[str(k)] for k in table.column("k_1").cast(pa.string()).to_pylist()]
        columns = [products[str(k)] for k in table.column("k_2").cast(pa.string()).to_pylist()]
        wanted = table.column("proximity").to_numpy()
        assert np.array_equal(raw_materials.proximity[rows, columns], wanted, equal_nan=True)


@pytest.mark.skipif(not PEERS, reason="KANMON_PEERS_PYTHON names no interpreter with ecomplexity")
@pytest.mark.parametrize(("seed", "shape"), [(11, (60, 200)), (12, (120, 80))])
def test_a_run_of_the_peer(tmp_path: Path, seed: int, shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(seed)
    values = rng.lognormal(0, 1, shape) * np.exp(
        np.outer(rng.normal(size=shape[0]), rng.normal(size=shape[1]))
    )
    np.save(tmp_path / "in.npy", values)
    call = [PEERS, "-c", _PEER, str(tmp_path / "in.npy"), str(tmp_path / "out.npz")]
    subprocess.run(call, check=True, capture_output=True)
    wanted = np.load(tmp_path / "out.npz")
    labels = tuple(map(str, range(shape[0]))), tuple(map(str, range(shape[1])))
    c = complexity(ExportMatrix(*labels, values, 2022, "kUSD"))
    got = {
        "rca": c.advantage,
        "mcp": c.present.astype(float),
        "eci": c.index.eci[:, None],
        "pci": c.index.pci[None, :],
        "density": c.density,
        "coi": c.outlook.coi[:, None],
        "cog": c.outlook.cog,
    }
    for name, values_here in got.items():
        full = np.broadcast_to(values_here, shape)
        np.testing.assert_allclose(full, wanted[name], rtol=1e-9, atol=1e-9, err_msg=name)
