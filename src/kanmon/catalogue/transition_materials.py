"""Materials of clean technologies: which good's output counts each, and whose trade carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.load import goods
from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.catalogue.technologies import STATUS, Span, one_of, span
from kanmon.errors import DataError

FILE = "transition/materials.csv"
_COLUMNS = (
    *("id", "en", "ja", "fr", "produced", "traded", "low", "contained", "high"),
    *("source", "date", "status", "note"),
)


@dataclass(frozen=True, slots=True)
class TransitionMaterial:
    """Hold one material.

    ``produced`` is the good whose published output counts it, empty where nobody's does;
    ``contained`` the tonnes of it in a tonne of that output; ``traded`` the goods whose trade
    carries it.

    Example:
        >>> transition_materials()["neodymium"].produced
        'rare_earth_ore'
    """

    id: str
    names: Mapping[str, str]
    produced: str
    traded: tuple[str, ...]
    contained: Span
    source: str
    date: str
    status: str
    note: str = ""


@cache
def transition_materials() -> Mapping[str, TransitionMaterial]:
    """Load the materials.

    Returns:
        By id, in the order of the file.

    Example:
        >>> transition_materials()["copper"].contained.best
        1.0
    """
    return parse_materials(read_text(FILE), where=f"catalogue/{FILE}")


def parse_materials(text: str, *, where: str) -> Mapping[str, TransitionMaterial]:
    """Read materials out of comma-separated text.

    Args:
        text: rows with the columns of ``catalogue/transition/materials.csv``; ``traded`` has
            goods with semicolons between them.
        where: file named in an error.

    Returns:
        By id.

    Raises:
        DataError: an unknown good or status, bounds out of order or above one, a missing name,
            or an id that stands twice.

    Example:
        >>> parse_materials(",".join(_COLUMNS), where="x.csv")
        mappingproxy({})
    """
    known = goods()
    found: dict[str, TransitionMaterial] = {}
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        if row["id"] in found or not row["id"]:
            raise DataError(f"id {row['id']!r}", where=place, remedy="give each row its own")
        one_of(row["status"], STATUS, "status", place)
        names = {lang: row[lang] for lang in ("en", "ja", "fr")}
        if not all(names.values()):
            raise DataError("a name is missing", where=place, remedy="name it in en, ja and fr")
        traded = tuple(part.strip() for part in row["traded"].split(";") if part.strip())
        for name in (*traded, *([row["produced"]] if row["produced"] else [])):
            if name not in known:
                raise DataError(f"good {name!r}", where=place, remedy="see `kanmon goods`")
        contained = span(row, ("low", "contained", "high"), place)
        if contained.high > 1.0 or contained.low <= 0.0:
            raise DataError(
                f"{contained.low} to {contained.high}",
                where=place,
                remedy="give shares above 0 and at most 1",
            )
        rest = {name: row[name] for name in ("source", "date", "status", "note")}
        found[row["id"]] = TransitionMaterial(
            row["id"], MappingProxyType(names), row["produced"], traded, contained, **rest
        )
    return MappingProxyType(found)
