"""Specifications of chips as intervals, each with its source; a reader's own parts alike."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from kanmon.catalogue.chip_figures import COLUMNS, Interval, read_interval, total_performance
from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.errors import CodeError, DataError

FILE = "chips.csv"
_WORDS = {
    "kind": ("chip", "memory", "assembly"),
    "maker": ("nvidia", "amd", "intel", "huawei", "other"),
    "marketing": ("datacenter", "consumer", ""),
    "us_market": ("yes", "no", ""),
    "planar": ("yes", "no", ""),
    "dense": ("yes", "no", ""),
    "status": ("found", "memory", "own"),
}
_FIGURES = ("node", "tpp", "die", "io", "dram", "package")


@dataclass(frozen=True, slots=True)
class Chip:
    """Describe a part by what control rules ask; None where it is not known.

    ``tpp`` is dense operations a second in tera times bits; ``die`` the applicable die area in
    mm2; ``io`` and ``dram`` GB/s; ``package`` mm2. ``said`` tells what was worked out, not given.

    Example:
        >>> chip("H100 SXM").tpp.best
        15832.0
    """

    name: str
    kind: str
    maker: str
    marketing: str
    us_market: str
    planar: str
    precision: str
    source: str
    status: str
    node: Interval | None = None
    tpp: Interval | None = None
    die: Interval | None = None
    io: Interval | None = None
    dram: Interval | None = None
    package: Interval | None = None
    also: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    note: str = ""

    @property
    def pd(self) -> Interval | None:
        """Performance density; none for a planar node, whose area does not count."""
        if self.planar == "yes":
            return Interval(0.0, 0.0, 0.0)
        if self.tpp is None or self.die is None:
            return None
        return self.tpp.over(self.die)

    def figures(self) -> Mapping[str, Interval]:
        """Give every number a rule may ask about, derived ones included, where it is known."""
        traffic = None if self.dram is None or self.io is None else self.dram.plus(self.io)
        density = None
        if self.kind == "memory" and self.dram is not None and self.package is not None:
            density = self.dram.over(self.package)
        found = {
            "tpp": self.tpp,
            "pd": self.pd,
            "io": self.io,
            "dram": self.dram,
            "traffic": traffic,
            "memory_density": density,
            "node": self.node,
        }
        return {name: figure for name, figure in found.items() if figure is not None}

    def words(self) -> Mapping[str, str]:
        """Give every word a rule may ask about, where it is known."""
        names = ("kind", "maker", "marketing", "us_market")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def parse_chips(text: str, *, where: str) -> tuple[Chip, ...]:
    """Read parts from comma-separated text, or from TOML with one table a part.

    Columns are those of the catalogue. A figure is a number or ``low/best/high``; an empty cell
    is not known. ``tops`` gives dense operations by precision (``fp16=312;int8=624``) where
    ``tpp`` is not given: the largest product with the bits counts. Where ``dense`` is ``no`` the
    figures are for sparse numbers, and are halved and said so.

    Args:
        text: the file's text.
        where: file named in an error; one that ends in ``.toml`` is TOML.

    Returns:
        Parts in file order.

    Raises:
        DataError: a column, word or figure is not what it must be, or a name stands twice.

    Source:
        15 CFR 774 Supplement 1, ECCN 3A090, technical notes: TPP = 2 x MacTOPS x bit length,
        dense, the largest over precisions; performance density = TPP / applicable die area.

    Example:
        >>> text = '["My part"]\\nkind = "chip"\\nmaker = "other"\\ndense = "no"\\n' \\
        ...        'tops = "fp16=200"\\nsource = "data sheet"\\nstatus = "own"'
        >>> part, = parse_chips(text, where="parts.toml")
        >>> part.tpp.best, part.said[0]
        (1600.0, 'sparse figures halved')
    """
    rows = _tables(text, where) if where.endswith(".toml") else _rows(text, where)
    found: dict[str, Chip] = {}
    for place, row in rows:
        made = _chip(row, place)
        for name in map(_key, (made.name, *made.also)):
            if name in found:
                raise DataError(f"{made.name} twice", where=place, remedy="keep one")
            found[name] = made
    return tuple(dict.fromkeys(found.values()))


@cache
def chips() -> Mapping[str, Chip]:
    """Load the chips of this package.

    Returns:
        Chips by name.

    Example:
        >>> chips()["L4"].pd.text()
        '6.59 (6.52 to 6.65)'
    """
    found = parse_chips(read_text(FILE), where=f"catalogue/{FILE}")
    return MappingProxyType({one.name: one for one in found})


def chip(name: str, parts: Mapping[str, Chip] | None = None) -> Chip:
    """Look up a chip by name; case, spaces and hyphens do not matter.

    Args:
        name: its name.
        parts: where to look; the catalogue otherwise.

    Returns:
        The chip.

    Raises:
        CodeError: there is none of that name, or several begin so.

    Example:
        >>> chip("rtx4090d").name
        'RTX 4090 D'
    """
    held = chips() if parts is None else parts
    by_key = {_key(n): one for one in held.values() for n in (one.name, *one.also)}
    if _key(name) in by_key:
        return by_key[_key(name)]
    near = {o.name: o for key, o in by_key.items() if _key(name) and key.startswith(_key(name))}
    if len(near) == 1:
        return next(iter(near.values()))
    raise CodeError(
        f"{'no' if not near else 'more than one'} chip {name!r}",
        where="chips",
        remedy=f"use {', '.join(near or held)}",
    )


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _rows(text: str, where: str) -> list[tuple[str, dict[str, str]]]:
    rows = parse_csv(text, COLUMNS, where=where)
    return [(f"{where}, line {line}", row) for line, row in enumerate(rows, start=2)]


def _tables(text: str, where: str) -> list[tuple[str, dict[str, str]]]:
    try:
        tables: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise DataError(f"no TOML ({e})", where=where, remedy="mend the file") from e
    made = []
    for name, fields in tables.items():
        place = f"{where}, {name}"
        unknown = set(fields) - set(COLUMNS) if isinstance(fields, dict) else {"no table"}
        if unknown:
            raise DataError(f"{sorted(unknown)}", where=place, remedy=f"use {', '.join(COLUMNS)}")
        if any(
            isinstance(v, bool) or not isinstance(v, str | int | float) for v in fields.values()
        ):
            raise DataError("a value", where=place, remedy="give texts and numbers")
        row = {c: str(fields.get(c, "")) for c in COLUMNS}
        made.append((place, {**row, "name": name}))
    return made


def _chip(row: dict[str, str], where: str) -> Chip:
    for column, words in _WORDS.items():
        if row[column] not in words:
            raise DataError(
                f"{column} {row[column]!r}",
                where=where,
                remedy=f"use {', '.join(filter(None, words))}",
            )
    if not row["name"].strip() or not row["source"].strip():
        raise DataError("no name or source", where=where, remedy="give both")
    figures = {name: read_interval(row[name], name, where) for name in _FIGURES}
    for name in ("die", "package"):
        area = figures[name]
        if area is not None and area.low == 0:
            raise DataError("an area of 0", where=where, remedy="leave it empty if not known")
    tpp, precision, said = total_performance(row, figures["tpp"], where)
    return Chip(
        row["name"].strip(),
        row["kind"],
        row["maker"],
        row["marketing"],
        row["us_market"],
        row["planar"],
        precision,
        row["source"],
        row["status"],
        node=figures["node"],
        tpp=tpp,
        die=figures["die"],
        io=figures["io"],
        dram=figures["dram"],
        package=figures["package"],
        also=tuple(n.strip() for n in row["also"].split(";") if n.strip()),
        said=said,
        note=row["note"],
    )
