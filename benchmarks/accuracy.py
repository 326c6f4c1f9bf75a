"""Back-test the early warning on the shared data, and write docs/accuracy.md.

    python -m benchmarks.accuracy [--shared ../shared/data] [--write docs/accuracy.md] [--json]

China's critical-mineral exports come in their author's layout; they are converted here to the
table `series`. Everything else is read by its own source.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

GROUPS = {
    "Gallium/Germanium": "gallium_metal",
    "Rare Earths": "rare_earth_metals",
    "Polysilicon": "polysilicon",
}
"""Group of the author, and the good it is filed under; HS 811292 is a basket of metals."""

COLUMNS = ("series", "indicator", "good", "economy", "freq", "period", "value", "unit")
MEASURES = (
    ("val", "export_value", "USD"),
    ("qty", "export_quantity", "kg"),
    ("uv", "unit_value", "USD/kg"),
)
LAYOUTS = {
    "country_monthly_stats.csv": ("broad_group", "partner_name"),
    "deep_dive_hs6_monthly.csv": ("hs6", "partner_name"),
    "strategic_premium_hs6.csv": ("hs6", "bloc"),
    "composition_subgroup.csv": ("subgroup",),
}
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
    rows = []
    for name, about in LAYOUTS.items():
        with (folder / name).open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                stem = "/".join([name.split("_")[0], *(line[field] for field in about)])
                group = line.get("broad_group") or "Gallium/Germanium"
                for column, indicator, unit in MEASURES:
                    text = line.get(column, "")
                    if text in ("", "inf", "nan") or not float(text) > 0.0:
                        continue
                    figures = (
                        f"{stem}/{column}",
                        indicator,
                        GROUPS[group],
                        "CHN",
                        "monthly",
                        line["period_dt"],
                        text,
                        unit,
                    )
                    rows.append(dict(zip(COLUMNS, figures, strict=True)))
    return rows


def write_series(rows: list[dict[str, str]], path: Path) -> None:
    """Write rows in the layout of the table `series`."""
    empty = ("partner", "place", "published")
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
        files = [str(made), *(f"{name}={asked.shared / path}" for name, path in SOURCES)]
        command = [sys.executable, "-c", "from kanmon.cli.main import run; run()", "backtest"]
        command += ["--seeds", asked.seeds, "--write", str(asked.write)]
        command += [*(["--json"] if asked.json else [])]
        command += [part for file in files for part in ("--series", file)]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
