"""A finding's table as a file of the reader's choice."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from kanmon.analysis.finding import Finding
from kanmon.errors import DataError


def write_table(finding: Finding, out: Path) -> None:
    """Write a finding's table; units and citation go along where the format carries them."""
    units = {f"unit.{n}": u for n, u in finding.units.items()}
    table = finding.table.replace_schema_metadata({**units, "citation": finding.cite()})
    partial = out.with_name(f".{out.name}.part")
    if out.suffix == ".csv":
        pa.csv.write_csv(table, partial)
    elif out.suffix == ".parquet":
        pq.write_table(table, partial, compression="zstd")
    elif out.suffix == ".arrow":
        with pa.OSFile(str(partial), "wb") as sink, pa.ipc.new_file(sink, table.schema) as file:
            file.write_table(table)
    else:
        raise DataError(
            f"ending {out.suffix!r}",
            where=str(out),
            remedy="end the name in .csv, .parquet or .arrow",
        )
    partial.replace(out)
