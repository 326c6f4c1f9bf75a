"""World input-output tables into mrio: one release and year a reading."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path

from kanmon.errors import DataError
from kanmon.provenance import Origin
from kanmon.sources.mrio.cells import to_table
from kanmon.sources.mrio.parsed import read_parsed
from kanmon.sources.mrio.wide import read_wide
from kanmon.sources.raw import origin
from kanmon.sources.source import Card, Progress, Reading, load_card
from kanmon.tables.door import check_table


@dataclass(frozen=True, slots=True)
class _Release:
    pattern: re.Pattern[str]
    name: str
    publisher: str
    title: str
    system: str
    parser: str


_RELEASES = (
    _Release(
        re.compile(r"^wiot13_(?P<year>\d{4})\.parquet$", re.IGNORECASE),
        "WIOD2013",
        "World Input-Output Database, University of Groningen",
        "World Input-Output Tables, 2013 release",
        "wiod",
        "",
    ),
    _Release(
        re.compile(r"^wiot(?P<year>\d{2})_.*\.xlsx$", re.IGNORECASE),
        "WIOD2013",
        "World Input-Output Database, University of Groningen",
        "World Input-Output Tables, 2013 release",
        "wiod",
        "wiod",
    ),
    _Release(
        re.compile(r"^ICIO(?P<version>\d{4})_(?P<year>\d{4})\.(csv|zip)$", re.IGNORECASE),
        "ICIO{version}",
        "OECD",
        "Inter-Country Input-Output Tables, edition {version}",
        "wiod",
        "oecd",
    ),
)


@dataclass(frozen=True, slots=True)
class Mrio:
    """Read a world input-output table.

    Example:
        >>> Mrio().card.units
        'million current US dollars'
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read one file of one year; release and year are told from its name."""
        tell = progress or (lambda _what, _done: None)
        release, found = _release(path)
        year = _year(found["year"])
        version = found.groupdict().get("version", "")
        tell(path.name, 0.0)
        if release.parser:
            deliveries, issues = read_parsed(path, release.parser)
        else:
            deliveries, issues = read_wide(path)
        tell("cells to rows", 0.5)
        table = to_table(deliveries, year, system=release.system, where=path.name)
        name = release.name.format(version=version)
        reading = Reading(
            {"mrio": check_table(table, "mrio", where=path.name)},
            self._origin(path, release, name, version),
            f"{name}-{year}",
            issues,
        )
        tell("read", 1.0)
        return reading

    def _origin(self, path: Path, release: _Release, name: str, version: str) -> Origin:
        return dataclasses.replace(
            origin(self.card, [path], name),
            publisher=release.publisher,
            title=release.title.format(version=version),
        )


def _release(path: Path) -> tuple[_Release, re.Match[str]]:
    for release in _RELEASES:
        if found := release.pattern.match(path.name):
            return release, found
    raise DataError(
        "no name of a release this source reads",
        where=path.name,
        remedy="keep the publisher's file name, and hand over one year at a time: "
        "wiot13_2011.parquet, wiot11_row_apr12.xlsx, ICIO2023_2018.csv",
    )


def _year(text: str) -> int:
    """Read the year of a file name; WIOD writes two digits, from 1995 on."""
    if len(text) == 4:
        return int(text)
    return 1900 + int(text) if int(text) >= 95 else 2000 + int(text)
