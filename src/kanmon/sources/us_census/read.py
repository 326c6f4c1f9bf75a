"""Read United States monthly trade into flows: countries only, six digits, no total twice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.codes.crosswalk import Crosswalk
from kanmon.errors import DataError
from kanmon.sources.commodities import code_commodities
from kanmon.sources.flows import Coded, Floats, FlowColumns, Ints, assemble
from kanmon.sources.raw import origin
from kanmon.sources.sieve import Sieve
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.sources.us_census.layout import read_answer
from kanmon.sources.variant import few
from kanmon.units import factor

_HOME = "USA"
_MASS = {"KG": "kg", "T": "t", "G": "g"}
_TAIL = (".json", ".csv")
_GROUP = "^(-|00[0-9]{2}|[0-9]X+|.*TOTAL.*)$"


@dataclass(frozen=True, slots=True)
class UsCensus:
    """Read United States trade; ``edition`` overrides the HS edition in force in the year.

    Example:
        >>> UsCensus().card.licence.redistribution
        True
    """

    edition: str = ""

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read an answer of the API, or a folder of them, into ``flows``."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        files = [path]
        if path.is_dir():
            files = sorted(f for f in path.iterdir() if f.name.lower().endswith(_TAIL))
        if not files:
            raise DataError("no JSON or CSV in it", where=path.name, remedy="hand in answers")
        answers = [read_answer(f) for f in files]
        tell("checking", 0.6)
        table = pa.concat_tables([t for t, _ in answers])
        sieve = _sift(table, path.name)
        table = table.filter(pa.array(sieve.keep))
        columns, doubts = _columns(table, self.edition, path.name)
        flows, more = assemble(columns, where=path.name)
        repairs = [i for _, found in answers for i in found]
        reading = Reading(
            {"flows": flows},
            origin(self.card, files, "not stated"),
            _variant(flows),
            (*repairs, *sieve.issues, *doubts, *more),
        )
        tell("read", 1.0)
        return reading


def _sift(table: pa.Table, where: str) -> Sieve:
    sieve = Sieve(table.num_rows, where)
    group = pc.match_substring_regex(table.column("country"), _GROUP).to_numpy()
    grouped = pc.is_in(table.column("level"), pa.array(["", "DET"])).to_numpy()
    sieve.drop(group | ~grouped, "totals over countries and country groups")
    length = pc.utf8_length(table.column("code")).to_numpy()
    digits = pc.match_substring_regex(table.column("code"), "^[0-9]+$").to_numpy()
    # Six-digit rows, or else the ten-digit ones that make them; both would count twice.
    wanted = 6 if (sieve.keep & digits & (length == 6)).any() else 10
    sieve.drop(~digits | (length != wanted), f"rows not at {wanted} digits of the HS")
    for side in ("importer", "exporter"):
        here = pc.equal(table.column("side"), side).to_numpy()
        total = here & pc.is_in(table.column("kind"), pa.array(["-", ""])).to_numpy()
        if (sieve.keep & total).any():
            sieve.drop(here & ~total, "rows that break exports down into domestic and foreign")
    sieve.hold("ask the API for countries at COMM_LVL=HS6")
    return sieve


def _columns(table: pa.Table, edition: str, where: str) -> tuple[FlowColumns, tuple[Issue, ...]]:
    imports = pc.equal(table.column("side"), "importer").to_numpy()
    year, month = _dates(table, where)
    names, partner = _partners(table, where)
    home = names.index(_HOME)
    product, hs, strangers = code_commodities(
        table.column("code"), year, edition, where=f"{where}, commodity codes"
    )
    value = _numbers(table, "value", where) / factor("kUSD", "USD")
    mass = _masses(table, where)
    empty = (mass == 0) & (value > 0)
    mass[empty] = np.nan
    what = "masses of zero beside a value, read as missing"
    repair = Issue("repair", what, int(empty.sum()), where)
    traded = (value != 0) | (mass > 0)  # NaN is not 0: a missing value is refused further on
    none = Issue("dropped", "rows without trade", int((~traded).sum()), where)
    assert product.index is not None
    assert hs.index is not None
    columns = FlowColumns(
        year=year[traded],
        month=month[traded],
        exporter=Coded(names, np.where(imports, partner, home)[traded]),
        importer=Coded(names, np.where(imports, home, partner)[traded]),
        product=Coded(product.names, product.index[traded]),
        value=value[traded],
        quantity=mass[traded],
        hs=Coded(hs.names, hs.index[traded]),
        reported_by=Coded(("exporter", "importer"), imports[traded].astype(np.int32)),
        valuation=Coded(("national",)),
        line=_lines(table)[traded],
    )
    return columns, tuple(i for i in (repair, none, *strangers) if i.count)


def _dates(table: pa.Table, where: str) -> tuple[Ints, npt.NDArray[np.int8]]:
    time = table.column("time")
    split = pc.binary_join_element_wise(
        table.column("year"), pc.utf8_lpad(table.column("month"), 2, "0"), "-"
    )
    text = pc.if_else(pc.equal(time, ""), split, time)
    if not pc.all(pc.match_substring_regex(text, "^[0-9]{4}-(0[1-9]|1[0-2])$")).as_py():
        raise DataError(
            "a date that is not a year and a month",
            where=f"{where}, YEAR and MONTH or time",
            remedy="ask the API for YEAR and MONTH",
        )
    year = pc.utf8_slice_codeunits(text, 0, 4).cast(pa.int16()).to_numpy()
    return year, pc.utf8_slice_codeunits(text, 5, 7).cast(pa.int8()).to_numpy()


def _partners(table: pa.Table, where: str) -> tuple[tuple[str, ...], Ints]:
    """Know each country by code or name; where both are known they must agree."""
    coded = table.column("country").combine_chunks()
    named = table.column("name").combine_chunks()
    by_code = Crosswalk("census").map(coded).codes.cast(pa.string())
    by_name = Crosswalk("name").map(named).codes.cast(pa.string())
    apart = pc.fill_null(pc.not_equal(by_code, by_name), False)
    both = pc.coalesce(by_code, by_name)
    for wrong, what in ((apart, "whose code and name disagree"), (pc.is_null(both), "not known")):
        if pc.any(wrong).as_py():
            first = pc.index(wrong, True).as_py()
            raise DataError(
                f"country {coded[first].as_py()!r} {named[first].as_py()!r} {what}",
                where=f"{where}, CTY_CODE and CTY_NAME",
                remedy="ask the API for CTY_NAME too, or add the code to the crosswalk",
            )
    found = both.dictionary_encode()
    names = tuple(sorted({*found.dictionary.to_pylist(), _HOME}))
    place = np.array([names.index(n) for n in found.dictionary.to_pylist()], np.int32)
    return names, place[found.indices.to_numpy()]


def _numbers(table: pa.Table, name: str, where: str) -> Floats:
    numbers, _ = parse_numbers(table.column(name), where=f"{where}, {name}", marks=("", "-"))
    floats: Floats = numbers.to_numpy(zero_copy_only=False).astype(np.float64)
    return floats


def _masses(table: pa.Table, where: str) -> Floats:
    mass = np.full(table.num_rows, np.nan)
    for n in ("1", "2"):
        amounts = _numbers(table, f"quantity{n}", where)
        for spelt, unit in _MASS.items():
            rows = pc.equal(table.column(f"unit{n}"), spelt).to_numpy()
            mass[rows] = amounts[rows] * factor(unit, "t")
    return mass


def _lines(table: pa.Table) -> Ints:
    """Tell apart the codes, countries and kinds of export that add up to a flow."""
    line = pc.binary_join_element_wise(*(table.column(n) for n in ("code", "country", "kind")), " ")
    index: Ints = line.combine_chunks().dictionary_encode().indices.to_numpy()
    return index


def _variant(flows: pa.Table) -> str:
    side = flows.column("reported_by").cast(pa.string()).unique().to_pylist()
    years = [str(y) for y in flows.column("year").unique().to_pylist()]
    products = flows.column("product").cast(pa.string()).unique().to_pylist()
    return "-".join([few(years), few(side), few(products)])
