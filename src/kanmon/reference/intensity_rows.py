"""Published material intensities as rows of the catalogue: least, median and most."""

from __future__ import annotations

import csv
import io
import statistics
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kanmon.catalogue.intensities import COLUMNS
from kanmon.catalogue.technologies import technologies
from kanmon.reference.intensity_labels import SMALL_REACTORS
from kanmon.units import round_significant

Pair = tuple[str, str]
Origin = tuple[str, str, str]
NONE: Mapping[Pair, Sequence[str]] = MappingProxyType({})
DIGITS = 4
"""Significant digits kept."""


def intensity_rows(
    found: Mapping[Pair, Sequence[float]],
    sources: Mapping[Pair, Sequence[Origin]],
    named: Mapping[Pair, Sequence[str]] = NONE,
) -> list[dict[str, str]]:
    """Join published values into rows with bounds: least, median and most.

    Small reactors have no published bill of materials: they carry the large reactor's, spread by
    the factors of ``SMALL_REACTORS``, and say that this is assumed.

    Args:
        found: published values by technology and material.
        sources: source, licence and vintage of each pair.
        named: studies of each pair that have a name, for the note.

    Returns:
        Rows of the catalogue's layout, by technology and material.

    Example:
        >>> key = ("solar_cdte", "tellurium")
        >>> row = intensity_rows({key: (90.0, 70.0, 80.0)}, {key: (("a", "MIT", "1"),)})[0]
        >>> row["low"], row["best"], row["high"], row["studies"]
        ('70', '80', '90', '3')
    """
    rows = []
    for (technology, material), values in sorted(found.items()):
        origins = sources[technology, material]
        bounds = (min(values), statistics.median(values), max(values))
        if not bounds[2] > 0.0:
            continue
        note = _note(len(values), named.get((technology, material), ()))
        rows.append({**_row(technology, material, bounds, len(values), origins), "note": note})
        if technology != "reactor_large":
            continue
        for other, (least, most) in SMALL_REACTORS.items():
            wide = (bounds[0] * least, bounds[1], bounds[2] * most)
            row = _row(other, material, wide, len(values), origins)
            note = f"no published bill of materials: the large reactor’s, {least:g} to {most:g}"
            rows.append({**row, "status": "assumption", "note": f"{note} times"})
    rows.sort(key=lambda r: (r["technology"], r["material"]))
    return rows


def _note(values: int, studies: Sequence[str]) -> str:
    if values == 1:
        return f"one value: {studies[0]}" if studies else "one value, its study not named"
    joined = f"; named: {', '.join(studies)}" if studies else "; no study is named"
    return f"least, median and most of {values} values{joined}"


def _row(
    technology: str,
    material: str,
    bounds: tuple[float, float, float],
    studies: int,
    origins: Sequence[tuple[str, str, str]],
) -> dict[str, str]:
    unit = technologies()[technology].unit
    low, best, high = (f"{round_significant(b, DIGITS):.10g}" for b in bounds)
    return {
        "technology": technology,
        "material": material,
        "low": low,
        "best": best,
        "high": high,
        "unit": f"t/{unit}",
        "studies": str(studies),
        "year": "2020",
        "source": "; ".join(o[0] for o in origins),
        "licence": "; ".join(dict.fromkeys(o[1] for o in origins)),
        "vintage": "; ".join(dict.fromkeys(o[2] for o in origins)),
        "status": "found",
        "note": "",
    }


def intensity_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """Write rows as the catalogue keeps them.

    Args:
        rows: of the catalogue's layout.

    Returns:
        Comma-separated text.

    Example:
        >>> intensity_csv([]).startswith("technology,material,low")
        True
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
