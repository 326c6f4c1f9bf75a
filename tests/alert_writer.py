"""A process that merges alerts run by run, five a run: what the store's tests kill and pair."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

from kanmon.analysis.warning.alert import Alert
from kanmon.watching.book import Book

NOON = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
DAY = dt.date(2024, 1, 1)


def alerts(prefix: str, count: int, day: dt.date = DAY) -> list[Alert]:
    return [
        Alert("", f"{prefix}{n}", "CHN", "", "JPN", "watch", 0.9, day, (), "") for n in range(count)
    ]


def start(folder: Path, prefix: str, runs: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, str(folder), prefix, str(runs)])


if __name__ == "__main__":
    book = Book(Path(sys.argv[1]))
    for n in range(int(sys.argv[3])):
        book.merge("JPN", alerts(f"{sys.argv[2]}-{n}-", 5), at=NOON)
