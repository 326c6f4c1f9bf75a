"""The recipe of the reference pack: open figures only, added up to goods and rounded.

Run as ``python -m kanmon.reference.build FOLDER`` (or ``make pack``), where FOLDER holds the
publishers' files in the layout of the project's shared data.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kanmon.catalogue.load import Good, goods
from kanmon.errors import AccessError, DataError
from kanmon.provenance import Lineage, Origin, Step
from kanmon.reference.price_goods import good_prices
from kanmon.sources.registry import source
from kanmon.sources.source import Reading, hold_to_card
from kanmon.tables.goods import good_flows, good_production, good_reliance
from kanmon.tables.reserves import good_reserves

DIGITS = 3
"""Significant digits kept: the pack is for orientation; exact figures come from the publisher."""

EDITION = "HS1992"
"""The only edition whose series runs from 1995 to the newest year without a break."""

# The copy at hand does not carry its release in its file name; its code tables and years do.
BACI_VINTAGE = "HS92, code tables V202401b, years 1995-2024"

FILES = {
    "baci": ("baci_raw_materials/baci_hs92_raw_materials.parquet",),
    "usgs_mcs": ("usgs_mcs/MCS2025_World_Data.csv", "usgs_mcs/MCS2026_Commodities_Data.parquet"),
    "wgi": ("wgi_political_stability/wgi_pv.parquet",),
    "pink_sheet": ("worldbank_pink_sheet/monthly_prices_long.parquet",),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Hold one table of the pack on its way to disk, with its lineage.

    Example:
        >>> Part("gdp", pa.table({"year": [2022]}), Lineage()).name
        'gdp'
    """

    name: str
    table: pa.Table
    lineage: Lineage


def round_column(values: pa.ChunkedArray, digits: int = DIGITS) -> pa.Array:
    """Round a column to significant digits, keeping what is empty empty.

    Args:
        values: float64 column, any unit.
        digits: significant digits kept.

    Returns:
        Rounded float64 array of the same length and unit.

    Example:
        >>> round_column(pa.chunked_array([[123456.0, None]])).to_pylist()
        [123000.0, None]
    """
    plain = values.to_numpy(zero_copy_only=False).astype(np.float64)
    empty = np.isnan(plain)
    size = np.where(empty | (plain == 0), 1.0, np.abs(plain))
    scale = 10.0 ** (digits - 1 - np.floor(np.log10(size)))
    # Through the decimal text the result is the double nearest the printed figure.
    rounded = np.where(
        scale >= 1, np.rint(plain * scale) / scale, np.rint(plain * scale) * np.rint(1 / scale)
    )
    return pa.array(rounded, pa.float64(), mask=empty)


def _read(name: str, folder: Path) -> list[Reading]:
    reader = source(name)
    if not reader.card.licence.redistribution or reader.card.licence.non_commercial:
        raise AccessError(
            f"the licence of {name} ({reader.card.licence.name}) does not allow shipping it",
            where="reference pack",
            remedy="leave the source out of the pack",
        )
    return [
        hold_to_card(reader.read(folder / file), reader.card, where=file) for file in FILES[name]
    ]


def _compile(
    folder: Path, chosen: list[Good]
) -> tuple[list[Part], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    rounding = Step("round", f"to {DIGITS} significant digits")
    (trade,) = _read("baci", folder)
    trade_origin = replace(
        trade.origin,
        vintage=BACI_VINTAGE,
        note="74 raw-material codes; the release that holds 2023 and 2024 is not stated",
    )
    made = good_flows(trade.tables["flows"], EDITION, chosen)
    held = [g.id for g in chosen if made.present[g.id]]
    flows = _rounded(made.table, "value", "quantity")
    minerals = _read("usgs_mcs", folder)
    production = pa.concat_tables(
        [good_production(r.tables["production"], "usgs_mcs", chosen) for r in minerals]
    ).unify_dictionaries()
    reliance = pa.concat_tables(
        [
            good_reliance(r.tables["balances"], "usgs_mcs", chosen)
            for r in minerals
            if "balances" in r.tables
        ]
    ).unify_dictionaries()
    reserves = pa.concat_tables(
        [good_reserves(r.tables["reserves"], "usgs_mcs", chosen) for r in minerals]
    ).unify_dictionaries()
    (wgi,) = _read("wgi", folder)
    (pink,) = _read("pink_sheet", folder)
    summed = Step("sum", f"HS6 codes ({EDITION}) added up to strategic goods")
    picked = Step("select", "figures of the catalogue's goods, in the publisher's own units")
    parts = [
        Part("good_flows", flows, Lineage((trade_origin,), (summed, rounding))),
        Part(
            "good_production",
            _rounded(production, "quantity"),
            Lineage(tuple(r.origin for r in minerals), (picked, rounding)),
        ),
        Part("good_reliance", reliance, Lineage(tuple(r.origin for r in minerals), (picked,))),
        Part(
            "good_reserves",
            _rounded(reserves, "quantity"),
            Lineage(tuple(r.origin for r in minerals), (picked, rounding)),
        ),
        Part(
            "governance",
            _governance(wgi.tables["governance"]),
            Lineage((wgi.origin,), (Step("select", "political stability, estimate"), rounding)),
        ),
        Part(
            "good_prices",
            _rounded(good_prices(pink.tables["prices"], "pink_sheet"), "price"),
            Lineage((pink.origin,), (picked, rounding)),
        ),
    ]
    return parts, {g: made.present[g] for g in held}, {g: made.absent[g] for g in held}


def _rounded(table: pa.Table, *columns: str) -> pa.Table:
    for name in columns:
        at = table.column_names.index(name)
        table = table.set_column(at, table.schema.field(name), round_column(table.column(name)))
    return table


def _governance(table: pa.Table) -> pa.Table:
    kept = table.filter(pc.equal(table.column("dimension"), "PV"))
    return _rounded(kept, "estimate", "standard_error", "percentile")


def _write(folder: Path, target: Path) -> dict[str, int]:
    """Write files and manifest; return bytes by file name."""
    parts, present, absent = _compile(folder, list(goods().values()))
    target.mkdir(parents=True, exist_ok=True)
    sizes: dict[str, int] = {}
    entries = {}
    for part in parts:
        sink = io.BytesIO()
        pq.write_table(
            part.table,
            sink,
            compression="zstd",
            compression_level=19,
            use_dictionary=True,
            row_group_size=1 << 20,
            write_statistics=False,
        )
        raw = sink.getvalue()
        file = f"{part.name}.parquet"
        (target / file).write_bytes(raw)
        sizes[file] = len(raw)
        entries[part.name] = {
            "file": file,
            "sha256": hashlib.sha256(raw).hexdigest(),
            "rows": part.table.num_rows,
            "origins": [_plain(o) for o in part.lineage.origins],
            "steps": [asdict(s) for s in part.lineage.steps],
        }
    manifest = {
        "built": datetime.now(UTC).date().isoformat(),
        "edition": EDITION,
        "digits": DIGITS,
        "tables": entries,
        "present": present,
        "absent": absent,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (target / "manifest.json").write_text(text, "utf-8")
    sizes["manifest.json"] = len(text.encode())
    return sizes


def _plain(origin: Origin) -> dict[str, object]:
    return asdict(origin)


def main(arguments: list[str]) -> int:
    """Build the pack from the command line.

    Reads the publishers' files, adds flows up to goods, rounds to three significant digits and
    writes Parquet files with a manifest of origins, licences and checksums beside this module.

    Args:
        arguments: one folder.

    Returns:
        Exit status.

    Raises:
        DataError: not exactly one existing folder was named, or a file is not what its source
            promises.
        AccessError: a source's licence does not allow shipping figures on.

    Example:
        >>> main([])
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: pack: arguments []. To mend: name the folder of files.
    """
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        raise DataError(
            f"arguments {arguments}",
            where="pack",
            remedy="name the folder of files",
        )
    sizes = _write(Path(arguments[0]), Path(__file__).parent / "data")
    for name, size in sizes.items():
        sys.stdout.write(f"{size:>9,} bytes  {name}\n")
    sys.stdout.write(f"{sum(sizes.values()):>9,} bytes  in all\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
