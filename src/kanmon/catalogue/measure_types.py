"""Kinds of trade measures: chapters of the UN's MAST, types of the OECD's inventory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kanmon.catalogue.rows import read_csv
from kanmon.errors import CodeError

SYSTEMS = ("MAST", "OECD")
_COLUMNS = ("system", "code", "en", "ja", "fr", "source", "status")


@dataclass(frozen=True, slots=True)
class MeasureType:
    """Name one kind of measure in each language, with who defines it.

    ``status`` is ``found`` when the name was read in a document, ``memory`` when not.

    Example:
        >>> measure_type("MAST", "P").en
        'export-related measures'
    """

    system: str
    code: str
    en: str
    ja: str
    fr: str
    source: str
    status: str

    def name(self, lang: str = "en") -> str:
        """Give the name in ``en``, ``ja`` or ``fr``, or raise CodeError."""
        if lang not in ("en", "ja", "fr"):
            raise CodeError(f"language {lang!r}", remedy="use en, ja or fr")
        return str(getattr(self, lang))


@cache
def measure_types() -> tuple[MeasureType, ...]:
    """List the kinds of measures known.

    Returns:
        MAST chapters, then OECD types, in file order.

    Raises:
        CodeError: a row names an unknown system or stands twice.

    Example:
        >>> [t.code for t in measure_types()][:3]
        ['A', 'B', 'C']
    """
    found = tuple(MeasureType(**row) for row in read_csv("measure_types.csv", _COLUMNS))
    keys = [(t.system, t.code) for t in found]
    if len(set(keys)) < len(keys) or any(t.system not in SYSTEMS for t in found):
        raise CodeError("a system unknown or a type twice", where="catalogue/measure_types.csv")
    return found


def measure_type(system: str, code: str) -> MeasureType:
    """Look up a kind of measure.

    Args:
        system: ``MAST`` or ``OECD``.
        code: its code there.

    Returns:
        The type.

    Raises:
        CodeError: there is none.

    Example:
        >>> measure_type("OECD", "quota").name("ja")
        '輸出割当'
    """
    for one in measure_types():
        if (one.system, one.code) == (system, code):
            return one
    known = ", ".join(t.code for t in measure_types() if t.system == system)
    raise CodeError(f"no {system} type {code!r}", remedy=f"use one of {known or SYSTEMS}")
