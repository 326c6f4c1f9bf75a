"""Stores with something in them: exports of a good that stop, two acts, five thousand products."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np

from kanmon.codes import products
from kanmon.sources.baci.read import Baci
from kanmon.sources.series.read import Series
from kanmon.store.register import MeasureRegister
from kanmon.store.store import Store
from kanmon.tables.measure import Act
from kanmon.tables.schema import schema

ECONOMIES = ["CHN", "JPN", "DEU", "USA", "KOR", "RUS", "CAN", "FRA", "ITA", "ESP", "BRA", "IND"]
MANY = 5000
SELLERS, BUYERS = (156, 276, 410, 842, 36, 704), (392, 842, 276)


def watched(folder: Path) -> Path:
    """Monthly exports of a good by twelve economies, one of which stops; two acts."""
    path = folder / "series.csv"
    path.write_text(_series(), "utf-8")
    store = folder / "store"
    Store(store).add(Series(), path)
    MeasureRegister(store).add(
        [
            Act(
                "CHN",
                ("WLD",),
                "export",
                "in_force",
                "https://example.org/23",
                goods=("gallium_metal",),
                in_force=dt.date(2023, 8, 1),
                instrument="Announcement 23 of 2023",
            ),
            Act(
                "USA",
                ("CHN",),
                "export",
                "announced",
                "https://example.org/x",
                goods=("memory_chips",),
                announced=dt.date(2024, 12, 2),
                instrument="=HYPERLINK(1)",
                standing="read",
                review="the day is not certain",
            ),
        ]
    )
    return store


def every_product(folder: Path) -> Path:
    """One synthetic year shaped as BACI, so that a table has five thousand rows; no trade."""
    draw = np.random.default_rng(5)
    codes = sorted(products.codes("HS1992"))[:MANY]
    path = folder / "BACI_HS92_Y2022_V202401b.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(["t", "i", "j", "k", "v", "q"])
        for seller in SELLERS:
            for buyer in BUYERS:
                if seller == buyer:
                    continue
                values = draw.lognormal(6.0, 2.0, len(codes))
                write.writerows(
                    [2022, seller, buyer, code, f"{value:.3f}", f"{value / 3:.3f}"]
                    for code, value in zip(codes, values.tolist(), strict=True)
                )
    store = folder / "store"
    Store(store).add(Baci(), path, partial=True)
    return store


def _series() -> str:
    draw = np.random.default_rng(11)
    names = schema("series").names
    lines = [",".join(names)]
    for economy in ECONOMIES:
        for month in range(72):
            period = dt.date(2019 + month // 12, month % 12 + 1, 1)
            value = float(draw.lognormal(5.0, 0.1))
            if economy == "CHN" and month == 71:
                value = 2.0
            row = {
                "series": f"exports {economy}",
                "indicator": "export_value",
                "good": "rare_earth_metals",
                "economy": economy,
                "freq": "monthly",
                "period": period.isoformat(),
                "value": f"{value:.3f}",
                "unit": "kUSD",
                "published": (period + dt.timedelta(days=62)).isoformat(),
            }
            lines.append(",".join(row.get(name, "") for name in names))
    return "\n".join(lines) + "\n"
