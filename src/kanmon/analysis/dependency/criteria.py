"""Threshold screens of a good: European Commission 2021 and CEPII GeoDep, with distance and
persistence beside every flag."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kanmon.analysis.dependency.concentration import hhi
from kanmon.analysis.dependency.suppliers import good_caveats
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture, by_economy


@dataclass(frozen=True, slots=True)
class Criterion:
    """Hold one criterion of one year: its value, threshold and whether it is met.

    ``value`` is infinite where exports are zero (nothing could replace imports) and None where
    the year has no imports. ``distance`` is value minus threshold in the criterion's unit.

    Example:
        >>> Criterion("cdi1", 0.5, 0.4).met, round(Criterion("cdi1", 0.5, 0.4).distance, 2)
        (True, 0.1)
    """

    name: str
    value: float | None
    threshold: float

    @property
    def met(self) -> bool | None:
        """Whether the value is above the threshold; None when there is no value."""
        return None if self.value is None else self.value > self.threshold

    @property
    def distance(self) -> float | None:
        """Value minus threshold."""
        return None if self.value is None else self.value - self.threshold


def year_criteria(picture: Picture, good: str, year: int) -> tuple[Criterion, ...]:
    """Compute every criterion of a good for the party in one year.

    Args:
        picture: tables of the party.
        good: id of a strategic good.
        year: calendar year.

    Returns:
        cdi1 (HHI of outside suppliers), cdi2 (outside share of all imports, members' trade with
        each other included), cdi3_extra (outside imports over outside exports), cdi3_total
        (outside imports over all exports), world (HHI of world exports).

    Raises:
        CodeError: the good is not in the picture.

    Source:
        SWD(2021) 352 (CDI1-3; whether CDI3 divides by extra-bloc or total exports is ambiguous
        in secondary sources, so both are given); Lefebvre and Wibaux 2024 (GeoDep).

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> [c.met for c in year_criteria(tiny_picture("JPN"), "rare_earth_metals", 2022)]
        [True, True, True, True, False]
    """
    limit = picture.thresholds
    outside = picture.imports(good, year)
    sold = picture.exports(good, year)
    trade = picture.trade(good, year)
    members = np.array(sorted(picture.members))
    sellers = np.asarray(trade.column("exporter").cast(pa.string()).to_pylist(), dtype=str)
    buyers = np.asarray(trade.column("importer").cast(pa.string()).to_pylist(), dtype=str)
    value = trade.column("value").to_numpy()
    all_imports = float(value[np.isin(buyers, members)].sum())
    all_exports = float(value[np.isin(sellers, members)].sum())
    m = float(outside.column("value").to_numpy().sum())
    x = float(sold.column("value").to_numpy().sum())
    _, supplied, _ = by_economy(outside, "exporter")
    _, exported, _ = by_economy(trade, "exporter")
    some = m > 0
    return (
        Criterion("cdi1", hhi(supplied), limit["import_hhi"]),
        Criterion("cdi2", m / all_imports if some else None, limit["extra_share"]),
        Criterion("cdi3_extra", _over(m, x) if some else None, limit["import_export_ratio"]),
        Criterion(
            "cdi3_total", _over(m, all_exports) if some else None, limit["import_export_ratio"]
        ),
        Criterion("world", hhi(exported), limit["world_export_hhi"]),
    )


def _over(imports: float, exports: float) -> float:
    return imports / exports if exports else math.inf


def dependency_screen(picture: Picture, good: str) -> Finding:
    """Screen a good by the Commission's and GeoDep's criteria, year by year.

    A product flagged in one year often is not in the next, so every flag stands beside the
    distance to its threshold and the number of the last three years in which it held.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Finding ``dependency_screen``: year, criterion, value (empty where infinite or missing),
        unlimited (exports are zero), threshold, distance, met; newest year first. Figures
        ec2021 and ec2021_total (CDI1-3 all met, either reading of CDI3), geodep (criteria 1-3),
        geodep_persistent (in at least ``persistence_years`` of the last three years), and
        geodep_years, ec2021_years (how many of the last three).

    Raises:
        CodeError: the good is not in the picture.

    Source:
        SWD(2021) 352; Lefebvre and Wibaux 2024; churn of flags: CEPII brief 41.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> f = dependency_screen(tiny_picture("JPN"), "rare_earth_metals")
        >>> f.figures["ec2021"].value, f.figures["geodep"].value
        (True, False)
    """
    years = [picture.year - back for back in range(3)]
    found = {year: year_criteria(picture, good, year) for year in years}
    rows = [
        {
            "year": year,
            "criterion": c.name,
            "value": None if c.value is None or math.isinf(c.value) else c.value,
            "unlimited": c.value is not None and math.isinf(c.value),
            "threshold": c.threshold,
            "distance": None if c.distance is None or math.isinf(c.distance) else c.distance,
            "met": c.met,
        }
        for year, criteria in found.items()
        for c in criteria
    ]
    ec = {y: _all(found[y], ("cdi1", "cdi2", "cdi3_extra")) for y in years}
    total = {y: _all(found[y], ("cdi1", "cdi2", "cdi3_total")) for y in years}
    geodep = {y: _all(found[y], ("cdi1", "world", "cdi3_extra")) for y in years}
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows", good).origins)

    def flag(value: bool | int | None) -> Figure:
        unit = "years of the last 3" if not isinstance(value, bool) and value is not None else ""
        return Figure(
            value, unit, date, sources, "" if value is not None else "no imports recorded"
        )

    need = round(picture.thresholds["persistence_years"])
    known = [y for y in years if geodep[y] is not None]
    lasting = None if len(known) < need else sum(bool(geodep[y]) for y in known) >= need
    return Finding(
        kind="dependency_screen",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        units={
            "year": "year",
            "criterion": "",
            "value": "HHI, share or ratio",
            "unlimited": "",
            "threshold": "as value",
            "distance": "as value",
            "met": "",
        },
        figures={
            "ec2021": flag(ec[picture.year]),
            "ec2021_total": flag(total[picture.year]),
            "ec2021_years": flag(sum(bool(v) for v in ec.values())),
            "geodep": flag(geodep[picture.year]),
            "geodep_years": flag(sum(bool(v) for v in geodep.values())),
            "geodep_persistent": flag(lasting),
        },
        method=Method(
            "dependency screen",
            "CDI1 > 0.4, CDI2 > 0.5, CDI3 > 1; GeoDep 2 of 3 years",
            "SWD(2021) 352; Lefebvre and Wibaux (2024)",
        ),
        lineage=picture.lineage("flows", good).then("screen", f"{good}, {years[-1]}-{years[0]}"),
        caveats=(
            Caveat("churn", "about one threshold flag in five changes from year to year"),
            *good_caveats(picture, good),
        ),
    )


_SCHEMA = pa.schema(
    [
        ("year", pa.int16()),
        ("criterion", pa.string()),
        ("value", pa.float64()),
        ("unlimited", pa.bool_()),
        ("threshold", pa.float64()),
        ("distance", pa.float64()),
        ("met", pa.bool_()),
    ]
)


def _all(criteria: tuple[Criterion, ...], names: tuple[str, ...]) -> bool | None:
    by_name = {c.name: c.met for c in criteria}
    if any(by_name[n] is None for n in names):
        return None
    return all(by_name[n] for n in names)
