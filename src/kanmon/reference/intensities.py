"""The recipe of material intensities: published studies joined, each value once, with bounds.

Run as ``python -m kanmon.reference.intensities FOLDER``, where FOLDER holds the publishers' files
in the layout of the project's shared data.
"""

from __future__ import annotations

import csv
import math
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kanmon.catalogue.intensities import FILES
from kanmon.errors import DataError
from kanmon.reference.intensity_labels import (
    BATTERIES,
    BATTERY_MATERIALS,
    BULK,
    MATERIALS,
    MOTOR,
    PLANT,
    SHEETS,
    SOLAR,
)
from kanmon.reference.intensity_rows import intensity_csv, intensity_rows

FOLDER = "material_intensity"
WORKBOOK = "premise_SI_2_Material_requirements.xlsx"
TABLE = "energy_tech_intensity_t_per_GW.csv"
BATPAC = "batpac_battery_mineral_intensity.csv"
_FENCE, _ORDER, _FEWEST = 3.5, 10.0, 5
"""A value is taken for a slip of units where the modified z-score of its logarithm is beyond the
first and it is more than the second times off the median; the fewest values that can tell."""

_SAME = 1e-3
"""A value of the second compilation nearer than this to one held is the same figure, rounded."""

_FIRST_VALUE = 8
_MOTOR_KG = 53.0
"""The workbook divides every value per vehicle by a motor of this mass: we multiply it back."""
_PREMISE = (
    "premise 2.5.2, PREMISE-METALS: Material requirements (per-study values)",
    "BSD-3-Clause",
    "2.5.2",
)
_COMPILED = ("materials-demand-model, MDM-INTENSITY (published values)", "MIT", "2026-04-10")
_BATPAC = ("Argonne BatPaC 5.1 runs, ANL-BATPAC", "MIT", "2025-07-15")
_Row = tuple[str, str, float, str]
"""Technology, material, tonnes per unit, and the study that says so; empty where none is named."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold published values by technology and material, labels nobody mapped, and slips.

    ``values`` are tonnes per unit of the technology, ``sources`` where each pair is from,
    ``slips`` values left out for being orders of size away from all others, ``named`` the studies
    of a pair that have a name.

    Example:
        >>> Reading({}, {}, ()).left
        ()
    """

    values: Mapping[tuple[str, str], tuple[float, ...]]
    sources: Mapping[tuple[str, str], tuple[tuple[str, str, str], ...]]
    left: tuple[tuple[str, str], ...]
    slips: tuple[tuple[str, str, float], ...] = ()
    named: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def read_intensities(folder: Path) -> Reading:
    """Read every published value, each study once.

    Values of the workbook stand under a study's name and all count, equal ones too. The second
    compilation names no study: its value counts unless it is within a thousandth of one held,
    for then it is that figure again, rounded.

    Args:
        folder: of the publishers' files.

    Returns:
        Values in t/GW, t/GWh and t/million vehicles, with labels that stand for none of our
        technologies or materials.

    Raises:
        DataError: a file or sheet is missing, or a unit is another.

    Example:
        >>> read_intensities(Path("nowhere"))
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: nowhere: no folder material_intensity. To mend: name it.
    """
    place = folder / FOLDER
    if not place.is_dir():
        raise DataError(f"no folder {FOLDER}", where=str(folder), remedy="name it")
    values: dict[tuple[str, str], list[float]] = {}
    sources: dict[tuple[str, str], dict[tuple[str, str, str], None]] = {}
    named: dict[tuple[str, str], dict[str, None]] = {}
    left: dict[tuple[str, str], None] = {}
    for origin, rows in (
        (_PREMISE, _workbook(place / WORKBOOK, left)),
        (_COMPILED, _table(place / TABLE, left)),
        (_BATPAC, _batteries(place / BATPAC, left)),
    ):
        for technology, material, value, study in rows:
            key = (technology, material)
            held = values.setdefault(key, [])
            if study:
                named.setdefault(key, {})[study] = None
            elif any(math.isclose(value, one, rel_tol=_SAME) for one in held):
                continue
            held.append(value)
            sources.setdefault(key, {})[origin] = None
    kept = {k: within_fence(v) for k, v in values.items()}
    return Reading(
        kept,
        {k: tuple(v) for k, v in sources.items()},
        tuple(left),
        tuple((*k, one) for k, v in values.items() for one in v if one not in kept[k]),
        {k: tuple(v) for k, v in named.items()},
    )


def within_fence(values: Sequence[float]) -> tuple[float, ...]:
    """Leave out values that are orders of size away from all others.

    Args:
        values: one pair's, any unit.

    Returns:
        Those kept, in order; all where there are too few to tell, and every zero.

    Source:
        Iglewicz and Hoaglin (1993), on logarithms.

    Example:
        >>> within_fence([20.0, 24.0, 30.0, 22.0, 26.0, 44160.0])
        (20.0, 24.0, 30.0, 22.0, 26.0)
    """
    logs = [math.log(v) for v in values if v > 0.0]
    if len(logs) < _FEWEST:
        return tuple(values)
    middle = statistics.median(logs)
    spread = 1.4826 * statistics.median(abs(one - middle) for one in logs)
    if not spread > 0.0:
        return tuple(values)
    far = max(_FENCE * spread, math.log(_ORDER))
    return tuple(v for v in values if v <= 0.0 or abs(math.log(v) - middle) <= far)


def _workbook(path: Path, left: dict[tuple[str, str], None]) -> Iterator[_Row]:
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True, read_only=True)
    for sheet, technologies in SHEETS.items():
        if sheet not in book.sheetnames:
            raise DataError(f"no sheet {sheet}", where=path.name, remedy="see its contents")
        motor = sheet == MOTOR
        head, _, *rows = book[sheet].iter_rows(values_only=True)
        for row in rows:
            label, unit, year = row[0], row[1], row[2]
            # What a sheet says of 2050 is its authors' own guess, not a study's value.
            if not label or year != 2020:
                continue
            if unit != ("kg metal/kg motor" if motor else "kg/MW"):
                raise DataError(f"unit {unit!r}", where=f"{path.name}, {sheet}", remedy="see it")
            name = MATERIALS.get(str(label))
            if name is None or not _counted(sheet, name):
                left[sheet, str(label)] = None
                continue
            for study, cell in zip(head[_FIRST_VALUE:], row[_FIRST_VALUE:], strict=True):
                if isinstance(cell, int | float):
                    # kg/MW is t/GW; kg a vehicle is a thousand t a million vehicles.
                    value = cell * _MOTOR_KG * 1e3 if motor else float(cell)
                    for technology in technologies:
                        yield technology, name, value, str(study or sheet).replace("_", " ")


def _counted(sheet: str, name: str) -> bool:
    return (
        name not in PLANT if sheet in SOLAR else sheet != MOTOR or name in BATTERY_MATERIALS[MOTOR]
    )


def _table(path: Path, left: dict[tuple[str, str], None]) -> Iterator[_Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            label, material = row["technology"], row["Material"]
            name = MATERIALS.get(material, "")
            parts = [part for part in BULK.get(label, ()) if name and part.takes(name)]
            if not parts:
                left[label, material] = None
            for part in parts:
                for technology in part.technologies:
                    yield technology, name, float(row["value"]), ""


def _batteries(path: Path, left: dict[tuple[str, str], None]) -> Iterator[_Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            chemistry, material = row["chemistry"].strip(), row["Mineral"]
            name = MATERIALS.get(material)
            if chemistry not in BATTERIES or name not in BATTERY_MATERIALS["battery"]:
                left[chemistry, material] = None
                continue
            # kg/kWh is a thousand t/GWh.
            yield BATTERIES[chemistry], name, float(row["kg_per_kwh"]) * 1e3, "BatPaC 5.1"


def main(arguments: Sequence[str]) -> int:
    """Compile the intensities from the command line, and say what was left out.

    Args:
        arguments: one folder.

    Returns:
        Exit status.

    Raises:
        DataError: not exactly one folder was named, or a file is not what it should be.

    Example:
        >>> main([])
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: intensities: arguments []. To mend: name the folder of files.
    """
    if len(arguments) != 1:
        raise DataError(
            f"arguments {list(arguments)}", where="intensities", remedy="name the folder of files"
        )
    reading = read_intensities(Path(arguments[0]))
    target = Path(__file__).parent.parent / "catalogue" / FILES[0]
    text = intensity_csv(intensity_rows(reading.values, reading.sources, reading.named))
    target.write_text(text, "utf-8")
    sys.stdout.write(f"{text.count(chr(10)) - 1} rows; left out {len(reading.left)}:\n")
    for where, label in reading.left:
        sys.stdout.write(f"  {where}: {label}\n")
    sys.stdout.write(f"taken for slips of units: {len(reading.slips)}\n")
    for technology, material, value in reading.slips:
        sys.stdout.write(f"  {technology}, {material}: {value:g}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
