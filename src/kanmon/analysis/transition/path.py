"""A deployment path: what a party means to have, or to add, of each technology in each year."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kanmon.catalogue.rows import parse_csv
from kanmon.errors import DataError

FloatArray = npt.NDArray[np.float64]
COLUMNS = (
    *("party", "technology", "year", "capacity", "unit", "measure", "status", "source", "date"),
)
MEASURES = ("installed", "added")
_YEARS = (1990, 2100)


@dataclass(frozen=True, slots=True)
class Stated:
    """Hold one row of a path: a year, a capacity, and who said it.

    Example:
        >>> Stated(2030, 10.0, "memory", "METI", "2025-02-18").year
        2030
    """

    year: int
    capacity: float
    status: str
    source: str
    date: str


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Hold one technology's path on every year from first to last.

    ``values`` [Y] are the stock at the end of each year (``installed``) or gross additions
    (``added``), in ``unit``.

    Example:
        >>> Course("x", "GW", "installed", np.array([0.0, 1.0]), ()).values.sum()
        np.float64(1.0)
    """

    technology: str
    unit: str
    measure: str
    values: FloatArray
    stated: tuple[Stated, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DeploymentPath:
    """Hold a party's path: a course a technology on one span of years.

    ``partial`` names technologies that some members of a bloc state and others do not.

    Example:
        >>> example_path().years
        (2024, 2025, 2026)
    """

    party: str
    first_year: int
    last_year: int
    courses: tuple[Course, ...]
    partial: Mapping[str, tuple[str, ...]]

    @property
    def years(self) -> tuple[int, ...]:
        """Every year from first to last."""
        return tuple(range(self.first_year, self.last_year + 1))

    def scaled(self, factor: float) -> DeploymentPath:
        """Return the path times a factor of zero or more."""
        courses = tuple(replace(c, values=c.values * factor) for c in self.courses)
        return replace(self, courses=courses)


def parse_path(text: str, known: Mapping[str, str], *, where: str) -> Mapping[str, DeploymentPath]:
    """Read deployment paths out of comma-separated text.

    Args:
        text: party, technology, year, capacity, unit, measure (``installed`` at the end of the
            year, or ``added`` in it), status, source, date. Stated years of ``installed`` are
            joined by straight lines; ``added`` must be stated for every year. All technologies
            of a party must state the same first and last year: nothing is assumed beyond.
        known: unit of each technology by id.
        where: file named in an error.

    Returns:
        Paths by party, technologies in the order they are first named.

    Raises:
        DataError: a column, technology, unit, measure, year or capacity is not what it should
            be, a row stands twice, years are missing, or there is no row.

    Example:
        >>> head = "party,technology,year,capacity,unit,measure,status,source,date"
        >>> rows = "JPN,x,2024,0,GW,installed,found,s,2024\\nJPN,x,2026,4,GW,installed,found,s,2024"
        >>> parse_path(f"{head}\\n{rows}", {"x": "GW"}, where="a.csv")["JPN"].courses[0].values
        array([0., 2., 4.])
    """
    rows: dict[str, dict[str, dict[int, Stated]]] = {}
    measures: dict[tuple[str, str], str] = {}
    for line, row in enumerate(parse_csv(text, COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        party, name = row["party"].strip().upper(), row["technology"].strip()
        if not party:
            raise DataError("no party", where=place, remedy="name an economy")
        if name not in known:
            raise DataError(
                f"technology {name!r}", where=place, remedy=f"use one of {', '.join(known)}"
            )
        if row["unit"] != known[name]:
            raise DataError(
                f"unit {row['unit']!r} of {name}", where=place, remedy=f"give it in {known[name]}"
            )
        if row["measure"] not in MEASURES:
            raise DataError(
                f"measure {row['measure']!r}",
                where=place,
                remedy=f"use one of {', '.join(MEASURES)}",
            )
        if measures.setdefault((party, name), row["measure"]) != row["measure"]:
            raise DataError(
                f"{name} is both installed and added",
                where=place,
                remedy="use one measure for a technology",
            )
        one = Stated(
            _year(row["year"], place),
            _capacity(row["capacity"], place),
            row["status"],
            row["source"],
            row["date"],
        )
        held = rows.setdefault(party, {}).setdefault(name, {})
        if one.year in held:
            raise DataError(
                f"{party} {name} {one.year} stands twice", where=place, remedy="keep one"
            )
        held[one.year] = one
    if not rows:
        raise DataError("no rows", where=where, remedy="state at least one technology and year")
    return {party: _path(party, mine, known, measures, where=where) for party, mine in rows.items()}


def joined(party: str, paths: Sequence[DeploymentPath]) -> DeploymentPath:
    """Add up the paths of a bloc's members over the years all of them state.

    Args:
        party: the bloc.
        paths: of its members.

    Returns:
        The sum; ``partial`` names technologies that not every member states.

    Raises:
        DataError: there is none, they share no year, or one states as installed what another
            states as added.

    Example:
        >>> joined("EPCC", [example_path(), example_path()]).courses[0].values
        array([2., 4., 8.])
    """
    if not paths:
        raise DataError("no path", where=party, remedy="give the path of a member")
    first, last = max(p.first_year for p in paths), min(p.last_year for p in paths)
    if first >= last:
        raise DataError("the members' paths share no years", where=party, remedy="extend them")
    found: dict[str, Course] = {}
    stating: dict[str, list[str]] = {}
    for path in paths:
        for course in path.courses:
            kept = course.values[first - path.first_year : last - path.first_year + 1]
            stating.setdefault(course.technology, []).append(path.party)
            other = found.get(course.technology)
            if other is None:
                found[course.technology] = replace(course, values=kept)
                continue
            if other.measure != course.measure:
                raise DataError(
                    f"{course.technology} is installed for one member, added for another",
                    where=party,
                    remedy="use one measure for a technology",
                )
            found[course.technology] = replace(
                other, values=other.values + kept, stated=(*other.stated, *course.stated)
            )
    partial = {n: tuple(who) for n, who in stating.items() if len(who) < len(paths)}
    return DeploymentPath(party, first, last, tuple(found.values()), partial)


def example_path() -> DeploymentPath:
    """Give a path of one technology over three years.

    Returns:
        The path.

    Example:
        >>> example_path().courses[0].technology
        'solar_perovskite'
    """
    values = np.array([1.0, 2.0, 4.0])
    stated = (Stated(2024, 1.0, "assumption", "invented", "2024-01-01"),)
    course = Course("solar_perovskite", "GW", "installed", values, stated)
    return DeploymentPath("JPN", 2024, 2026, (course,), {})


def _path(
    party: str,
    mine: Mapping[str, Mapping[int, Stated]],
    known: Mapping[str, str],
    measures: Mapping[tuple[str, str], str],
    *,
    where: str,
) -> DeploymentPath:
    first, last = min(min(r) for r in mine.values()), max(max(r) for r in mine.values())
    if last == first:
        raise DataError(
            f"{party} states only {first}", where=where, remedy="state at least two years"
        )
    courses = []
    for name, rows in mine.items():
        measure = measures[party, name]
        wanted = (first, last) if measure == "installed" else range(first, last + 1)
        missing = [y for y in wanted if y not in rows]
        if missing:
            raise DataError(
                f"{party} {name} has no {', '.join(map(str, missing[:5]))}",
                where=where,
                remedy="state every technology from the path's first year to its last "
                "(0 where there is none yet); additions for each year",
            )
        years = sorted(rows)
        grid = np.arange(first, last + 1, dtype=np.float64)
        values = np.interp(grid, years, [rows[y].capacity for y in years])
        courses.append(Course(name, known[name], measure, values, tuple(rows[y] for y in years)))
    return DeploymentPath(party, first, last, tuple(courses), {})


def _year(text: str, place: str) -> int:
    if not (text.isdigit() and _YEARS[0] <= int(text) <= _YEARS[1]):
        raise DataError(
            f"year {text!r}", where=place, remedy=f"give a year from {_YEARS[0]} to {_YEARS[1]}"
        )
    return int(text)


def _capacity(text: str, place: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not (math.isfinite(amount) and amount >= 0.0):
        raise DataError(f"capacity {text!r}", where=place, remedy="give a number of zero or more")
    return amount
