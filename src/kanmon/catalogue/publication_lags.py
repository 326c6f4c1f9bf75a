"""How long after a period ends its figure becomes public, by source and indicator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kanmon.catalogue.rows import read_csv
from kanmon.errors import DataError

STATUSES = ("found", "memory", "own")


@dataclass(frozen=True, slots=True)
class PublicationLag:
    """Say how many days after the end of its period a figure is public.

    ``status`` is ``found`` (read in a document), ``memory`` (to be checked) or ``own`` (assumed
    by Kanmon). ``*`` stands for every source or indicator.

    Example:
        >>> publication_lag("pink_sheet", "price").lag_days
        2
    """

    source: str
    indicator: str
    lag_days: int
    status: str
    note: str


@cache
def publication_lags() -> tuple[PublicationLag, ...]:
    """Load every publication lag.

    Returns:
        Lags in file order.

    Raises:
        DataError: a lag is negative, doubled or of unknown status.

    Example:
        >>> publication_lags()[-1].source
        '*'
    """
    columns = ("source", "indicator", "lag_days", "status", "note")
    lags = tuple(
        PublicationLag(r["source"], r["indicator"], int(r["lag_days"]), r["status"], r["note"])
        for r in read_csv("publication_lags.csv", columns)
    )
    keys = [(lag.source, lag.indicator) for lag in lags]
    if len(set(keys)) < len(keys) or any(
        lag.lag_days < 0 or lag.status not in STATUSES for lag in lags
    ):
        raise DataError(
            "a negative lag, an unknown status or a doubled row",
            where="catalogue/publication_lags.csv",
            remedy=f"one row a source and indicator, status {', '.join(STATUSES)}",
        )
    return lags


def publication_lag(source: str, indicator: str) -> PublicationLag:
    """Find the usual lag of a source's indicator, the most particular row first.

    Args:
        source: source name.
        indicator: indicator of the ``series`` table.

    Returns:
        The row for both; else for the source; else the one assumed for all.

    Raises:
        DataError: there is no row for all sources.

    Example:
        >>> publication_lag("somebody_new", "price").status
        'own'
    """
    known = {(lag.source, lag.indicator): lag for lag in publication_lags()}
    for key in ((source, indicator), (source, "*"), ("*", "*")):
        if key in known:
            return known[key]
    raise DataError(
        f"no lag for {source}/{indicator}",
        where="catalogue/publication_lags.csv",
        remedy="add a row '*,*'",
    )
