"""Read Comtrade extracts into flows: totals only, six digits only, each side as it reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import DataError
from kanmon.sources.comtrade.layout import read_extract
from kanmon.sources.edition import refuse_unknown, settle_edition
from kanmon.sources.flows import Coded, Floats, FlowColumns, Ints, assemble
from kanmon.sources.parties import code_economies
from kanmon.sources.raw import origin
from kanmon.sources.sieve import Mask, Sieve
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.sources.variant import few
from kanmon.units import factor

_IMPORT, _EXPORT = ("M", "1"), ("X", "2")
_WORLD = ("0", "W00", "WLD")
_EDITIONS = {
    f"H{n}": e
    for n, e in enumerate(("HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022"))
}
# What each breakdown column holds in the rows that are totals over it.
_TOTALS = {
    "partner2": ("", "0"),
    "customs": ("", "C00"),
    "supply": ("", "0"),
    "transport": ("", "0"),
}
_UNSPECIFIED = "999999"


@dataclass(frozen=True, slots=True)
class Comtrade:
    """Read Comtrade; ``edition`` states the HS edition of files that leave it out.

    Example:
        >>> Comtrade().card.publisher
        'United Nations Statistics Division'
    """

    edition: str = ""

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read an extract, or a folder of them, into ``flows``."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        if not path.exists():
            raise DataError("no such file or folder", where=path.name, remedy="check the path")
        table, files, issues = read_extract(path)
        tell("checking", 0.5)
        sieve = _sift(table, path.name, self.edition)
        table = table.filter(pa.array(sieve.keep))
        columns, doubts = _columns(table, self.edition, path.name)
        flows, more = assemble(columns, where=path.name)
        note = f"edition {self.edition} stated by the user" if self.edition else ""
        reading = Reading(
            {"flows": flows},
            origin(self.card, files, "not stated", note),
            _variant(flows),
            (*issues, *sieve.issues, *doubts, *more),
        )
        tell("read", 1.0)
        return reading


def _sift(table: pa.Table, where: str, edition: str) -> Sieve:
    sieve = Sieve(table.num_rows, where)
    sieve.drop(~_among(table, "kind", ("", "C")), "rows that are not goods")
    unknown = ~_among(table, "flow", (*_IMPORT, *_EXPORT))
    sieve.drop(unknown, "re-exports, re-imports and other flows beside imports and exports")
    sieve.drop(_among(table, "partner", _WORLD), "world totals")
    for name, totals in _TOTALS.items():
        sieve.drop(~_among(table, name, totals), f"rows that break a total down by {name}")
    known = (*_EDITIONS, *(("", "HS") if edition else ("",)))
    if not edition and _among(table, "hs", ("HS",)).any():
        raise DataError(
            "the edition of the HS is given as 'HS' only",
            where=where,
            remedy="download with the classification as reported, or state the edition",
        )
    sieve.drop(~_among(table, "hs", known), "rows of another classification than the HS")
    length = pc.utf8_length(table.column("code")).to_numpy()
    digits = pc.utf8_is_digit(table.column("code")).to_numpy()
    for shown, at in (("two", (1, 2)), ("four", (3, 4)), ("eight or more", range(7, 13))):
        sieve.drop(digits & np.isin(length, at), f"rows at {shown} digits of the HS, not six")
    sieve.drop(~digits, "rows for all products together or for a custom group")
    sieve.drop(_among(table, "code", (_UNSPECIFIED,)), "rows of goods not specified by kind")
    sieve.drop(_among(table, "value", ("",)), "rows without a value")
    sieve.hold("download bilateral trade at six digits of the HS from Comtrade Plus")
    return sieve


def _columns(table: pa.Table, edition: str, where: str) -> tuple[FlowColumns, tuple[Issue, ...]]:
    imports = _among(table, "flow", _IMPORT)
    reporters, reporter = _parties(table, "reporter", where)
    partners, partner = _parties(table, "partner", where)
    names = tuple(sorted({*reporters, *partners}))
    reporter = np.array([names.index(n) for n in reporters], np.int32)[reporter]
    partner = np.array([names.index(n) for n in partners], np.int32)[partner]
    product, repaired = _products(table, where)
    hs, doubts = _hs(table, product, edition, where)
    value = _numbers(table, "value", where) / factor("kUSD", "USD")
    weight, zeros = _weights(table, value, where)
    year, month = _periods(table, where)
    _refuse_two_editions(year, month, reporter, imports, hs, where)
    columns = FlowColumns(
        year=year,
        month=month,
        exporter=Coded(names, np.where(imports, partner, reporter)),
        importer=Coded(names, np.where(imports, reporter, partner)),
        product=product,
        value=value,
        quantity=weight,
        hs=hs,
        reported_by=Coded(("exporter", "importer"), imports.astype(np.int32)),
        valuation=Coded(("cif", "fob"), (~_cif(table, imports)).astype(np.int32)),
        # Several partner codes are one economy to us (areas not specified).
        line=_lines(table),
    )
    return columns, tuple(i for i in (*repaired, *doubts, *zeros) if i.count)


def _among(table: pa.Table, name: str, values: Sequence[str]) -> Mask:
    mask: Mask = pc.is_in(table.column(name), pa.array(values, pa.string())).to_numpy()
    return mask


def _parties(table: pa.Table, name: str, where: str) -> tuple[tuple[str, ...], Ints]:
    return code_economies(table.column(name), "comtrade", where=f"{where}, {name} codes")


def _lines(table: pa.Table) -> Ints:
    """Tell apart the publisher's own codes, several of which may be one economy to us."""
    pair = pc.binary_join_element_wise(table.column("reporter"), table.column("partner"), " ")
    index: Ints = pair.combine_chunks().dictionary_encode().indices.to_numpy()
    return index


def _numbers(table: pa.Table, name: str, where: str) -> Floats:
    numbers, _ = parse_numbers(table.column(name), where=f"{where}, {name} column", marks=("",))
    floats: Floats = numbers.to_numpy(zero_copy_only=False)
    return floats


def _weights(table: pa.Table, value: Floats, where: str) -> tuple[Floats, tuple[Issue, ...]]:
    weight = _numbers(table, "weight", where) * factor("kg", "t")
    # Comtrade writes 0 where a reporter gave no weight.
    empty = (weight == 0) & (value > 0)
    weight[empty] = np.nan
    what = "net weights of zero beside a value, read as missing"
    return weight, (Issue("repair", what, int(empty.sum()), where),)


def _cif(table: pa.Table, imports: Mask) -> Mask:
    """Tell which rows are valued with insurance and freight: imports, but for FOB reporters."""
    only_fob = _among(table, "cif", ("",)) & ~_among(table, "fob", ("",))
    return imports & ~only_fob


def _periods(table: pa.Table, where: str) -> tuple[Ints, npt.NDArray[np.int8] | None]:
    text = table.column("period")
    where = f"{where}, period column"
    if not pc.all(pc.match_substring_regex(text, r"^[0-9]{4}([0-9]{2})?$")).as_py():
        raise DataError("a period that is neither YYYY nor YYYYMM", where=where, remedy="see it")
    period = text.cast(pa.int32()).to_numpy()
    monthly = period > 9999
    if not monthly.any():
        return period.astype(np.int16), None
    if not monthly.all():
        raise DataError(
            "years and months in one extract would be counted twice",
            where=where,
            remedy="hand in yearly and monthly extracts apart",
        )
    month = (period % 100).astype(np.int8)
    if month.min() < 1 or month.max() > 12:
        raise DataError(f"month {month.max()}", where=where, remedy="get the file again")
    return (period // 100).astype(np.int16), month


def _products(table: pa.Table, where: str) -> tuple[Coded, tuple[Issue, ...]]:
    coded = table.column("code").combine_chunks().dictionary_encode()
    raw = coded.dictionary.to_pylist()
    codes = [c.zfill(6) if len(c) == 5 else c for c in raw]
    refuse_unknown(codes, where=f"{where}, commodity codes")
    names = tuple(sorted(set(codes)))
    index = np.array([names.index(c) for c in codes], np.int32)[coded.indices.to_numpy()]
    short = np.array([len(c) == 5 for c in raw])[coded.indices.to_numpy()]
    lost = Issue("repair", "HS codes with a lost leading zero", int(short.sum()), where)
    return Coded(names, index), (lost,)


def _hs(
    table: pa.Table, product: Coded, edition: str, where: str
) -> tuple[Coded, tuple[Issue, ...]]:
    """Settle each row's edition, and hold the codes of each edition to it."""
    coded = table.column("hs").combine_chunks().dictionary_encode()
    assert product.index is not None
    at: list[str] = []
    doubts: list[Issue] = []
    for n, written in enumerate(coded.dictionary.to_pylist()):
        rows = coded.indices.to_numpy() == n
        used = [product.names[i] for i in np.unique(product.index[rows])]
        stated = _EDITIONS.get(written, edition)
        settled, found = settle_edition(used, stated, where=f"{where}, classification {written}")
        at.append(settled)
        doubts += found
    names = tuple(sorted(set(at)))
    place = np.array([names.index(e) for e in at], np.int32)
    return Coded(names, place[coded.indices.to_numpy()]), tuple(doubts)


def _refuse_two_editions(
    year: Ints, month: Ints | None, reporter: Ints, imports: Mask, hs: Coded, where: str
) -> None:
    """Refuse a report given in two editions of the HS: adding it up would count it twice."""
    time = year.astype(np.int64) * 16 + (0 if month is None else month)
    report = (time * 4096 + reporter) * 2 + imports
    assert hs.index is not None
    both = np.unique(np.stack([report, hs.index]), axis=1).shape[1]
    one = len(np.unique(report))
    if both > one:
        raise DataError(
            f"{both - one} reports given in more than one edition of the HS",
            where=f"{where}, classification column",
            remedy="download each report in one classification only",
        )


def _variant(flows: pa.Table) -> str:
    """Name what was asked for, not when: a newer extract of the same question replaces it."""
    side = flows.column("reported_by").cast(pa.string())
    columns = {n: flows.column(n).cast(pa.string()) for n in ("exporter", "importer", "product")}
    reporter = pc.if_else(pc.equal(side, "importer"), columns["importer"], columns["exporter"])
    frequency = "A" if flows.column("month").null_count else "M"
    asked = (side, reporter, columns["product"])
    return "-".join([frequency, *(few(c.unique().to_pylist()) for c in asked)])
