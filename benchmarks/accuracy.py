"""Back-test the early warning on the shared data, and write docs/accuracy.md.

    python -m benchmarks.accuracy [--shared ../shared/data] [--write docs/accuracy.md] [--json]

China's critical-mineral exports and the yearly exports of nickel ore come in their publishers'
layouts; they are converted here to the table `series`. Everything else is read by its own source.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

GROUPS = {
    "Gallium/Germanium": "gallium_metal",
    "Rare Earths": "rare_earth_compounds",
    "Polysilicon": "polysilicon",
}
PRODUCTS = {
    "280461": "polysilicon",
    "280530": "rare_earth_metals",
    "282560": "germanium_oxides",
    "284690": "rare_earth_compounds",
    "850511": "rare_earth_magnets",
}
"""Good of an HS6 code; the other codes of the table are gallium's and germanium's baskets."""
PARTNERS = {
    "Belgium": "BEL", "Canada": "CAN", "France": "FRA", "Germany": "DEU", "Hong Kong": "HKG",
    "India": "IND", "Italy": "ITA", "Japan": "JPN", "Malaysia": "MYS", "Netherlands": "NLD",
    "Russia": "RUS", "South Korea": "KOR", "Taiwan": "TWN", "Thailand": "THA", "USA": "USA",
    "United Kingdom": "GBR", "Vietnam": "VNM",
}  # fmt: skip
"""Partners with 30 months of trade or more; the others are left out."""
COLUMNS = ("series", "indicator", "good", "economy", "partner", "freq", "period", "value", "unit")
MEASURES = (
    ("val", "export_value", "USD"),
    ("qty", "export_quantity", "kg"),
    ("uv", "unit_value", "USD/kg"),
)
ORE = "260400"
"""HS6 code of nickel ores and concentrates."""
YEARS = 10
"""Years an exporter of ore must have reported; the others are left out."""
PUBLIC = 365
"""Days after its end at which a year is taken as public: assumed, as for BACI."""
SOURCES = (
    ("portwatch", "imf_portwatch_chokepoints/chokepoint_monthly.parquet"),
    ("portwatch", "imf_portwatch_chokepoints/hormuz_daily.parquet"),
    ("entsog", "eu_gas_flows_daily/eu_gas_flows_daily.parquet"),
    ("pink_sheet", "worldbank_pink_sheet/monthly_prices_long.parquet"),
    ("gscpi", "gscpi/gscpi.csv"),
    ("gpr", "gpr_index/gpr_monthly.parquet"),
)


def chinese_exports(folder: Path) -> list[dict[str, str]]:
    """Convert the author's tables to rows of `series`; a nought or missing figure is left out."""
    flows: dict[tuple[str, str, str, str], list[float]] = {}
    for line in _lines(folder / "strategic_premium_hs6.csv"):
        code = line["hs6"]
        key = (f"HS {code}", PRODUCTS.get(code, "gallium_metal"), "", line["period_dt"])
        _add(flows, key, line)
    for line in _lines(folder / "deep_dive_hs6_monthly.csv"):
        if line["partner_name"] in PARTNERS:
            partner = PARTNERS[line["partner_name"]]
            key = (f"HS 811292 to {partner}", "gallium_metal", partner, line["period_dt"])
            _add(flows, key, line)
    for line in _lines(folder / "country_monthly_stats.csv"):
        partner, group = PARTNERS[line["partner_name"]], line["broad_group"]
        _add(flows, (f"{group} to {partner}", GROUPS[group], partner, line["period_dt"]), line)
    rows = []
    for (name, good, partner, period), (value, quantity) in flows.items():
        unit_value = value / quantity if quantity > 0.0 else 0.0
        for (short, indicator, unit), figure in zip(
            MEASURES, (value, quantity, unit_value), strict=True
        ):
            if figure > 0.0:
                cells = (f"{name}/{short}", indicator, good, "CHN", partner, "monthly", period)
                rows.append(dict(zip(COLUMNS, (*cells, repr(figure), unit), strict=True)))
    return rows


def ore_exports(folder: Path) -> list[dict[str, str]]:
    """Convert exporters' own yearly totals of nickel ore; a nought or missing one is left out."""
    flows: dict[str, list[dict[str, str]]] = {}
    years: dict[str, set[int]] = {}
    for line in pq.read_table(folder / "un_nickel_trade.parquet").to_pylist():
        if (line["cmdCode"], line["flowCode"], line["partnerISO"]) != (ORE, "X", "W00"):
            continue
        economy, year = line["reporterISO"], int(line["period"])
        if not economy.isalpha():  # S19 and the like are no economies
            continue
        public = dt.date(year, 12, 31) + dt.timedelta(days=PUBLIC)
        for (short, indicator, unit), name in zip(
            MEASURES, ("primaryValue", "netWgt"), strict=False
        ):
            if not line[name]:
                continue
            cells = (f"HS {ORE} {economy}/{short}", indicator, "nickel_ore", economy, "", "yearly")
            row = dict(zip(COLUMNS, (*cells, f"{year}-01-01", repr(line[name]), unit), strict=True))
            flows.setdefault(economy, []).append({**row, "published": public.isoformat()})
            years.setdefault(economy, set()).add(year)
    return [row for economy, rows in flows.items() if len(years[economy]) >= YEARS for row in rows]


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _add(
    flows: dict[tuple[str, str, str, str], list[float]],
    key: tuple[str, str, str, str],
    line: dict[str, str],
) -> None:
    amounts = flows.setdefault(key, [0.0, 0.0])
    amounts[0] += float(line["val"] or 0.0)
    amounts[1] += float(line["qty"] or 0.0)


def write_series(rows: list[dict[str, str]], path: Path) -> None:
    """Write rows in the layout of the table `series`."""
    empty = ("place", "published")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*COLUMNS, *empty], restval="")
        writer.writeheader()
        writer.writerows(rows)


def main() -> int:
    """Convert, run `kanmon backtest`, and pass its exit status on."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--shared", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--write", type=Path, default=Path("docs/accuracy.md"))
    arguments.add_argument("--seeds", default="101,102,103")
    arguments.add_argument("--json", action="store_true")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "china_exports.csv"
        write_series(chinese_exports(asked.shared / "china_critmin_exports_monthly"), made)
        ore = Path(folder) / "nickel_ore_exports.csv"
        write_series(ore_exports(asked.shared / "comtrade_nickel_hs6"), ore)
        files = [str(made), str(ore), *(f"{name}={asked.shared / path}" for name, path in SOURCES)]
        command = [sys.executable, "-c", "from kanmon.cli.main import run; run()", "backtest"]
        command += ["--seeds", asked.seeds, "--write", str(asked.write)]
        command += ["--json"] if asked.json else []
        command += [part for file in files for part in ("--series", file)]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
