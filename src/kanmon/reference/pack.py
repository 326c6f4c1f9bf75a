"""The embedded reference pack: read its tables and say where each figure comes from."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyarrow as pa
import pyarrow.parquet as pq

from kanmon.errors import DataError
from kanmon.provenance import Licence, Lineage, Origin, Step

_FOLDER = "data"


@dataclass(frozen=True, slots=True)
class Pack:
    """Hold the pack's tables, the lineage of each, and what each good's flows rest on.

    Example:
        >>> pack().lineages["good_flows"].origins[0].source
        'baci'
    """

    tables: Mapping[str, pa.Table]
    lineages: Mapping[str, Lineage]
    edition: str
    present: Mapping[str, tuple[str, ...]]
    absent: Mapping[str, tuple[str, ...]]
    built: str

    def table(self, name: str) -> pa.Table:
        """Return one table, or raise DataError."""
        if name not in self.tables:
            raise DataError(
                f"no table {name!r} in the reference pack",
                remedy=f"use one of {', '.join(self.tables)}",
            )
        return self.tables[name]


@cache
def pack() -> Pack:
    """Load the embedded reference pack.

    Returns:
        The pack, its files held to the checksums of its manifest.

    Raises:
        DataError: a file is missing or its bytes are not those the manifest names.

    Example:
        >>> pack().table("good_flows").num_rows > 100_000
        True
    """
    folder = resources.files("kanmon.reference") / _FOLDER
    manifest_file = folder / "manifest.json"
    if not manifest_file.is_file():
        raise DataError(
            "the reference pack is missing",
            where="kanmon.reference",
            remedy="reinstall Kanmon, or build it with `make pack`",
        )
    manifest = json.loads(manifest_file.read_text("utf-8"))
    tables, lineages = {}, {}
    for name, entry in manifest["tables"].items():
        raw = (folder / entry["file"]).read_bytes()
        if hashlib.sha256(raw).hexdigest() != entry["sha256"]:
            raise DataError(
                f"{entry['file']} is not the file its manifest names",
                where="kanmon.reference",
                remedy="reinstall Kanmon",
            )
        tables[name] = pq.read_table(io.BytesIO(raw))
        lineages[name] = Lineage(
            tuple(_origin(o) for o in entry["origins"]),
            tuple(Step(s["verb"], s["what"]) for s in entry["steps"]),
        )
    return Pack(
        tables=tables,
        lineages=lineages,
        edition=manifest["edition"],
        present={k: tuple(v) for k, v in manifest["present"].items()},
        absent={k: tuple(v) for k, v in manifest["absent"].items()},
        built=manifest["built"],
    )


def _origin(raw: dict[str, object]) -> Origin:
    licence = raw["licence"]
    assert isinstance(licence, dict)
    plain = {k: str(v) for k, v in raw.items() if k != "licence"}
    return Origin(licence=Licence(**licence), **plain)
