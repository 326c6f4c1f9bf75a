"""How the Mineral Commodity Summaries print a figure, and what each mark means."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Marks explained on the page "Units of measurement, symbols and abbreviations" of each edition.
_MARKS = {
    "W": "withheld to avoid disclosing company proprietary data",
    "NA": "not available",
    "XX": "not applicable",
    "E": "net exporter",
}
_ZERO = {"—", "–", "--"}
_HALF_UNIT = re.compile(r"^(s|less than (½|1/2) unit\.?)$", re.IGNORECASE)
_NUMBER = re.compile(r"^[−-]?\d[\d,]*(\.\d+)?$")
_BOUND = re.compile(r"^([<>])\s*(\d[\d,]*(?:\.\d+)?)$")
_RANGE = re.compile(r"^\d[\d,.]*\s*[–-]\s*\d[\d,.]*$")
_LOST_MINUS = re.compile(r"^\?\d[\d,]*(\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Printed:
    """Hold what one printed cell says.

    ``bound`` is ``point``, ``at_least`` or ``at_most``. ``doubt`` says that the cell could
    not be read as any of the publisher's ways to print a figure.

    Example:
        >>> parse("<25").bound
        'at_most'
    """

    value: float | None
    bound: str = "point"
    note: str = ""
    doubt: bool = False

    @property
    def point(self) -> float | None:
        """The value when it is a point, nothing when it is only a bound."""
        return self.value if self.bound == "point" else None


def parse(text: str) -> Printed:
    """Read one cell of a Mineral Commodity Summaries table.

    A dash is the publisher's zero. ``W``, ``NA`` and words are no figure, never zero.

    Args:
        text: cell as printed.

    Returns:
        Value, bound and remark.

    Example:
        >>> parse("839,000").value, parse("—").value, parse("W").value
        (839000.0, 0.0, None)
        >>> parse(">75")
        Printed(value=75.0, bound='at_least', note='printed as >75', doubt=False)
    """
    cell = text.replace("\u00a0", " ").strip()
    if not cell:
        return Printed(None)
    if cell in _ZERO:
        return Printed(0.0)
    if cell.upper() in _MARKS:
        return Printed(None, note=_MARKS[cell.upper()])
    if _NUMBER.match(cell):
        return Printed(_number(cell))
    if _HALF_UNIT.match(cell):
        return Printed(0.5, "at_most", "less than half a unit")
    if bound := _BOUND.match(cell):
        side = "at_least" if bound[1] == ">" else "at_most"
        return Printed(_number(bound[2]), side, f"printed as {cell}")
    if _RANGE.match(cell):
        return Printed(None, note=f"printed as a range, {cell}")
    if _LOST_MINUS.match(cell):
        return Printed(None, note=f"printed as {cell}; a minus sign may be lost", doubt=True)
    worded = not any(c.isdigit() for c in cell)
    return Printed(None, note=f"printed as {cell!r}", doubt=not worded)


def join_notes(*notes: str) -> str | None:
    """Join remarks on a figure into one.

    Args:
        notes: remarks, some empty.

    Returns:
        The remarks in order, or nothing when all are empty.

    Example:
        >>> join_notes("", "Estimated.", "not available")
        'Estimated. -- not available'
    """
    kept = [n.strip() for n in notes if n.strip()]
    return " -- ".join(kept) or None


def _number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))
