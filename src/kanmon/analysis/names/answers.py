"""Answers as a table: one row a match, one row for a query without any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from kanmon.analysis.names.record import Checked, Match
from kanmon.tables.listed import Listed

ANSWERS = pa.schema(
    [
        pa.field("query", pa.string(), nullable=False),
        pa.field("band", pa.string(), nullable=False),
        pa.field("rank", pa.int32()),
        pa.field("match_band", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("chance", pa.float64()),
        pa.field("entry", pa.string()),
        pa.field("asked", pa.string()),
        pa.field("listed", pa.string()),
        pa.field("program", pa.string()),
        pa.field("reasons", pa.string()),
        pa.field("flags", pa.string(), nullable=False),
    ]
)
"""Columns of answers: score in log-odds (natural logarithm), chance between 0 and 1."""


def answers(checked: Iterable[Checked], entries: Mapping[str, Listed]) -> pa.Table:
    """Lay answers out as a table.

    Args:
        checked: answers in order.
        entries: of the lists, by key, for the programme an entry stands under.

    Returns:
        A table of the columns ``ANSWERS``; rank, score and the rest are null for a query with
        no match.

    Example:
        >>> from kanmon.analysis.names.record import Band
        >>> answers([Checked("1", Band.CLEAR, ())], {}).column("band").to_pylist()
        ['clear']
    """
    rows: dict[str, list[object]] = {name: [] for name in ANSWERS.names}
    for answer in checked:
        flags = " ".join(answer.flags)
        for rank, match in enumerate(answer.matches or (None,), start=1):
            cells = _cells(rank, match, entries) if match else (None,) * 9
            values = (answer.query, answer.band.value, *cells, flags)
            for name, value in zip(ANSWERS.names, values, strict=True):
                rows[name].append(value)
    return pa.table(rows, schema=ANSWERS)


def _cells(rank: int, match: Match, entries: Mapping[str, Listed]) -> tuple[object, ...]:
    return (
        rank,
        match.band.value,
        match.score,
        match.chance,
        match.entry,
        match.asked,
        match.listed,
        entries[match.entry].program if match.entry in entries else None,
        why(match),
    )


def why(match: Match) -> str:
    """Write the reasons of a match, the weightiest first.

    Args:
        match: with its features.

    Returns:
        Features and what each adds to the log-odds.

    Example:
        >>> from kanmon.analysis.names.record import Band, Feature
        >>> reasons = (Feature("base", 1.0, -4.0), Feature("agreement", 1.0, 7.5))
        >>> why(Match("1", "uk:7", "Acme", "Acme Ltd", 3.5, Band.HIT, reasons))
        'agreement +7.50; base -4.00'
    """
    ranked = sorted(match.features, key=lambda f: (-abs(f.adds), f.name))
    return "; ".join(f"{f.name} {f.adds:+.2f}" for f in ranked)
