"""Monthly exchange rates a user supplies, because the statistics are in yen and we invent none."""

from __future__ import annotations

from pathlib import Path

from kanmon.errors import DataError
from kanmon.sources.text import parse_numbers, read_delimited

NAME = "rates.csv"
_COLUMNS = ("year", "month", "jpy_per_usd", "source")
# Wide enough for any month since the yen was floated; catches a rate turned upside down.
_LEAST, _MOST = 10.0, 1000.0


def read_rates(path: Path) -> tuple[dict[tuple[int, int], float], str]:
    """Read a table of monthly rates.

    Args:
        path: CSV with columns ``year,month,jpy_per_usd,source``.

    Returns:
        Yen per US dollar by year and month, and the sources named.

    Raises:
        DataError: the file is missing or broken, a rate is doubled, absurd or unsourced.

    Example:
        >>> from importlib.resources import files
        >>> sample = Path(str(files("kanmon.sources.japan_customs") / "sample" / "2023"))
        >>> rates, named = read_rates(sample / NAME)
        >>> rates[2023, 1]
        130.0
    """
    if not path.is_file():
        raise DataError(
            "values are in yen and no exchange rates were given",
            where=path.name,
            remedy=f"put {NAME} beside the statistics, with columns {','.join(_COLUMNS)}: one "
            "row a month, the average rate, and who published it",
        )
    table, _ = read_delimited(path, where=NAME, required=_COLUMNS)
    year, month, rate = (
        parse_numbers(table.column(c), where=f"{NAME}, column {c}", marks=("",))[0].to_pylist()
        for c in _COLUMNS[:3]
    )
    sources = [s.strip() for s in table.column("source").to_pylist()]
    rates: dict[tuple[int, int], float] = {}
    for y, m, r, said in zip(year, month, rate, sources, strict=True):
        if None in (y, m, r) or not said or y % 1 or m not in range(1, 13):
            raise DataError(
                f"an unfinished row ({y}, {m}, {r}, {said!r})",
                where=NAME,
                remedy="give year, month, rate and source in every row",
            )
        if not _LEAST < r < _MOST:
            raise DataError(
                f"{r:g} yen per dollar in {y:.0f}-{m:02.0f}",
                where=NAME,
                remedy="give yen per one US dollar",
            )
        if rates.setdefault((int(y), int(m)), r) != r:
            raise DataError(
                f"two rates for {y:.0f}-{m:02.0f}", where=NAME, remedy="keep one of them"
            )
    return rates, "; ".join(sorted(set(sources)))
