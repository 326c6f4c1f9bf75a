"""Distances between capitals against those of CEPII (Mayer and Zignago 2011)."""

from __future__ import annotations

import numpy as np
import pyarrow.parquet as pq

from kanmon.catalogue.capitals import capital_distance
from shared_data import SHARED, needs_shared

pytestmark = needs_shared

# CEPII places these more than 100 km from the capitals of today; the others agree within that.
OTHER_CITY = {"BOL", "NZL", "MMR", "GIN"}


def test_distances_are_those_of_cepii() -> None:
    peer = pq.read_table(SHARED / "cepii_distance" / "dist_cepii.parquet")
    away = []
    for row in peer.select(["iso_o", "iso_d", "distcap"]).to_pylist():
        ends = {row["iso_o"], row["iso_d"]}
        km = capital_distance(row["iso_o"], row["iso_d"])
        if km is None or len(ends) == 1 or ends & OTHER_CITY:
            continue
        away.append(abs(km - row["distcap"]))
    assert len(away) > 25_000
    assert np.median(away) < 15
    assert np.percentile(away, 99) < 150
