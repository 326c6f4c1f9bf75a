"""Read Japan's monthly trade statistics into flows: wide months made long, yen made dollars."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import DataError
from kanmon.sources.commodities import code_commodities
from kanmon.sources.flows import Coded, Floats, FlowColumns, Ints, assemble
from kanmon.sources.japan_customs.rates import NAME, read_rates
from kanmon.sources.parties import code_economies
from kanmon.sources.raw import origin
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers, read_delimited
from kanmon.sources.variant import few
from kanmon.units import factor

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KEYS = ("Exp or Imp", "Year", "HS", "Country", "Unit1", "Unit2")
_REQUIRED = (
    *_KEYS,
    *(f"{what}-{m}" for m in ("Year", *_MONTHS) for what in ("Quantity1", "Quantity2", "Value")),
)
# Units of mass as the statistics spell them; other units (numbers, litres) are not tonnes.
_MASS = {"KG": "kg", "MT": "t", "GR": "g", "CT": "ct"}
_EXPORT, _IMPORT = "1", "2"
_JAPAN = "JPN"
# The publisher rounds each month and the year on its own.
_ROUNDING_KJPY = 12.0


@dataclass(frozen=True, slots=True)
class JapanCustoms:
    """Read Japan's trade statistics, with the monthly exchange rates put beside them.

    ``edition`` overrides the HS edition in force in the year.

    Example:
        >>> JapanCustoms().card.cadence
        'monthly'
    """

    edition: str = ""

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read one CSV, or a folder of them, with ``rates.csv`` beside, into ``flows``."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        files, rates_file = _find(path)
        tables: list[pa.Table] = []
        issues: list[Issue] = []
        for n, file in enumerate(files):
            tell(file.name, 0.8 * n / len(files))
            table, found = read_delimited(
                file, where=file.name, required=_REQUIRED, allow_trailing_comma=True
            )
            tables.append(_trimmed(table))
            issues += found
        whole = pa.concat_tables(tables)
        rates, named = read_rates(rates_file)
        tell("checking", 0.8)
        columns, doubts = _columns(whole, rates, self.edition, path.name)
        flows, more = assemble(columns, where=path.name)
        note = f"yen turned into dollars at monthly rates of: {named}"
        reading = Reading(
            {"flows": flows},
            origin(self.card, (*files, rates_file), "not stated", note),
            _variant(flows),
            (*issues, *doubts, *more),
        )
        tell("read", 1.0)
        return reading


def _find(path: Path) -> tuple[list[Path], Path]:
    if path.is_dir():
        files = sorted(
            f for f in path.iterdir() if f.name.lower().endswith(".csv") and f.name != NAME
        )
        if not files:
            raise DataError("no CSV in it", where=path.name, remedy="hand in the statistics")
        return files, path / NAME
    return [path], path.parent / NAME


def _trimmed(table: pa.Table) -> pa.Table:
    """Keep the columns we read, and a customs office where the file has one."""
    office = "Custom" if "Custom" in table.column_names else None
    blank = pa.array([""] * table.num_rows, pa.string())
    columns = [pc.utf8_trim(table.column(n), characters=" '\"=\u3000") for n in _REQUIRED]
    columns.append(pc.utf8_trim_whitespace(table.column(office)) if office else blank)
    return pa.table(columns, names=[*_REQUIRED, "Custom"])


def _columns(
    table: pa.Table, rates: dict[tuple[int, int], float], edition: str, where: str
) -> tuple[FlowColumns, tuple[Issue, ...]]:
    export = _sides(table, where)
    year = _years(table, where)
    value, doubts = _values(table, where)
    quantity = _quantities(table, where)
    traded, unpublished = _traded(value, quantity, year, where)
    row, month = np.nonzero(traded)
    amount, mass = value[row, month], quantity[row, month]
    empty = (mass == 0) & (amount > 0)
    mass[empty] = np.nan
    doubts.append(
        Issue("repair", "masses of zero beside a value, read as missing", int(empty.sum()), where)
    )
    doubts.append(Issue("dropped", "months not yet published", unpublished, where))
    partners, partner = code_economies(
        table.column("Country"), "japan_customs", where=f"{where}, column Country"
    )
    names = tuple(sorted({*partners, _JAPAN}))
    home = names.index(_JAPAN)
    place = np.array([names.index(p) for p in partners], np.int32)[partner][row]
    at = f"{where}, column HS"
    product, hs, strangers = code_commodities(_nine_digits(table, at), year, edition, where=at)
    doubts += strangers
    assert product.index is not None
    assert hs.index is not None
    columns = FlowColumns(
        year=year[row],
        month=(month + 1).astype(np.int8),
        exporter=Coded(names, np.where(export[row], home, place)),
        importer=Coded(names, np.where(export[row], place, home)),
        product=Coded(product.names, product.index[row]),
        value=amount / _rates_of(rates, year[row], month + 1),
        quantity=mass,
        hs=Coded(hs.names, hs.index[row]),
        reported_by=Coded(("exporter", "importer"), (~export[row]).astype(np.int32)),
        valuation=Coded(("cif", "fob"), export[row].astype(np.int32)),
        line=_lines(table)[row],
    )
    return columns, tuple(i for i in doubts if i.count)


def _sides(table: pa.Table, where: str) -> npt.NDArray[np.bool_]:
    side = table.column("Exp or Imp")
    if not pc.all(pc.is_in(side, pa.array([_EXPORT, _IMPORT]))).as_py():
        raise DataError(
            "rows that are neither export (1) nor import (2)",
            where=f"{where}, column Exp or Imp",
            remedy="check that no column changed place with another",
        )
    export: npt.NDArray[np.bool_] = pc.equal(side, _EXPORT).to_numpy()
    return export


def _years(table: pa.Table, where: str) -> Ints:
    if not pc.all(pc.match_substring_regex(table.column("Year"), "^[0-9]{4}$")).as_py():
        raise DataError(
            "a year that is not four digits",
            where=f"{where}, column Year",
            remedy="check that no column changed place with another",
        )
    year: Ints = table.column("Year").cast(pa.int16()).to_numpy()
    return year


def _wide(table: pa.Table, what: str, where: str) -> Floats:
    """Take twelve monthly columns as one array, rows by months, empty cells as NaN."""
    months = []
    for m in _MONTHS:
        name = f"{what}-{m}"
        cells, _ = parse_numbers(table.column(name), where=f"{where}, column {name}", marks=("",))
        months.append(cells.to_numpy(zero_copy_only=False))
    return np.stack(months, axis=1)


def _values(table: pa.Table, where: str) -> tuple[Floats, list[Issue]]:
    """Take monthly values in kJPY, and doubt rows whose months do not make their year."""
    value = _wide(table, "Value", where)
    total, _ = parse_numbers(
        table.column("Value-Year"), where=f"{where}, column Value-Year", marks=("",)
    )
    apart = np.abs(np.nansum(value, axis=1) - total.to_numpy(zero_copy_only=False))
    off = int((~(apart <= _ROUNDING_KJPY)).sum())
    return value, [Issue("doubt", "rows whose months do not add up to their year", off, where)]


def _quantities(table: pa.Table, where: str) -> Floats:
    """Take monthly masses in tonnes from whichever quantity is a mass; NaN where none is."""
    mass = np.full((table.num_rows, 12), np.nan)
    for n in ("1", "2"):
        amounts = _wide(table, f"Quantity{n}", where)
        for spelt, unit in _MASS.items():
            rows = pc.equal(pc.utf8_upper(table.column(f"Unit{n}")), spelt).to_numpy()
            mass[rows] = amounts[rows] * factor(unit, "t")
    return mass


def _traded(
    value: Floats, quantity: Floats, year: Ints, where: str
) -> tuple[npt.NDArray[np.bool_], int]:
    """Tell traded cells from those without trade and from months not yet published.

    The statistics fill months to come with zeros: those after the last month with any trade
    in a year are taken as unpublished, zeros before it as no trade.
    """
    some = (value > 0) | (quantity > 0)
    published = np.zeros_like(some)
    unpublished = 0
    for y in np.unique(year):
        rows = year == y
        months = np.flatnonzero(some[rows].any(axis=0))
        last = int(months[-1]) + 1 if len(months) else 0
        published[rows, :last] = True
        unpublished += 12 - last
    if (np.isnan(value) & published).any():
        raise DataError(
            f"{int((np.isnan(value) & published).sum())} empty values before the last month",
            where=where,
            remedy="get the file again: the publisher writes 0 where there was no trade",
        )
    if (value < 0).any() or (quantity < 0).any():
        raise DataError("a negative figure", where=where, remedy="get the file again")
    return some & published, unpublished


def _nine_digits(table: pa.Table, where: str) -> pa.ChunkedArray:
    codes = table.column("HS")
    if not pc.all(pc.match_substring_regex(codes, "^[0-9]{9}$")).as_py():
        raise DataError(
            "a code that is not nine digits",
            where=where,
            remedy="keep leading zeros; check that no column changed place with another",
        )
    return codes


def _rates_of(rates: dict[tuple[int, int], float], year: Ints, month: Ints) -> Floats:
    wanted = sorted(set(zip(year.tolist(), month.tolist(), strict=True)))
    missing = [f"{y}-{m:02d}" for y, m in wanted if (y, m) not in rates]
    if missing:
        raise DataError(
            f"no exchange rate for {', '.join(missing[:6])}",
            where=NAME,
            remedy="add a row with year, month, jpy_per_usd and source for each",
        )
    return np.array([rates[y, m] for y, m in zip(year.tolist(), month.tolist(), strict=True)])


def _lines(table: pa.Table) -> Ints:
    """Tell apart the nine-digit lines, countries and customs offices that add up to a flow."""
    line = pc.binary_join_element_wise(*(table.column(n) for n in ("HS", "Country", "Custom")), " ")
    index: Ints = line.combine_chunks().dictionary_encode().indices.to_numpy()
    return index


def _variant(flows: pa.Table) -> str:
    years = flows.column("year").unique().to_pylist()
    side = flows.column("reported_by").cast(pa.string()).unique().to_pylist()
    chapters = pc.utf8_slice_codeunits(flows.column("product").cast(pa.string()), 0, 2).unique()
    return "-".join([few(map(str, years)), few(side), f"HS{few(chapters.to_pylist())}"])
