"""Fill a store for the pages' tests: `python e2e/stores.py watched|every_product FOLDER`.

The stores are those of the Python tests, so that a page is tested on the figures they compare.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
from workspace import filled

MAKERS = {"watched": filled.watched, "every_product": filled.every_product}

if __name__ == "__main__":
    kind, folder = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    sys.stdout.write(f"{MAKERS[kind](Path(folder))}\n")
