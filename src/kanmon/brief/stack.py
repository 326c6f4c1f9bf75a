"""Several findings of one kind as one table, so that a section has one table and one CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from kanmon.analysis.finding import Finding
from kanmon.brief.twin import Twin, csv_link, twin
from kanmon.provenance import Lineage

Keep = Callable[[dict[str, Any]], bool]


def stack(findings: Sequence[Finding]) -> Finding:
    """Put the tables of findings of one kind under one another, each row with its good.

    Args:
        findings: one or more of a kind, same party and date.

    Returns:
        A finding of that kind whose table starts with the good, sourced from all of them.

    Example:
        >>> from kanmon.testing import tiny_good_findings
        >>> stack([tiny_good_findings("JPN").trend]).table.column_names[:2]
        ['good', 'year']
    """
    first = findings[0]
    tables = [
        f.table
        if "good" in f.table.column_names
        else f.table.add_column(0, "good", pa.array([f.good] * f.table.num_rows, pa.string()))
        for f in findings
    ]
    origins = dict.fromkeys(o for f in findings for o in f.sources)
    return replace(
        first,
        good="",
        table=pa.concat_tables(tables),
        units={"good": "good", **first.units},
        figures={},
        lineage=Lineage(tuple(origins)),
        caveats=(),
    )


def stacked_twin(
    findings: Sequence[Finding],
    lang: str,
    id: str,
    columns: Sequence[str],
    keep: Keep | None = None,
) -> Twin:
    """Print some rows and columns of stacked findings; the CSV has every row and column.

    Args:
        findings: one or more of a kind.
        lang: language code.
        id: id of the table, unique on the page.
        columns: which columns are printed.
        keep: says of a row whether it is printed; all are when not given.

    Returns:
        The table.

    Example:
        >>> from kanmon.testing import tiny_good_findings
        >>> f = tiny_good_findings("JPN").trend
        >>> len(stacked_twin([f], "en", "t", ["good", "year"], lambda row: False).rows)
        0
    """
    whole = stack(findings)
    kept = [row for row in whole.table.to_pylist() if keep is None or keep(row)]
    table = pa.Table.from_pylist(kept, schema=whole.table.schema)
    printed = twin(replace(whole, table=table), lang, id=id, columns=columns)
    return replace(printed, csv_href=csv_link(whole))
