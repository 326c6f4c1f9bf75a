"""Elasticities of products: three publishers' layouts and the reader's own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.named import economies_of
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.tables.door import check_table

_PROTEE = ("HS6", "zero", "positive", "sigma")
_IMPORTERS = (("HS0_3d", "HS1992-3", 3), ("SITC3_5d", "SITC3", 5))
_OWN = ("good", "low", "best", "high", "source")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Elasticities:
    """Read elasticities of substitution between origins, or of demand.

    Example:
        >>> Elasticities().card.tables
        ('elasticities',)
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read ProTEE, Broda-Weinstein or a table of one's own."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, repairs = read_rows(path, where=path.name, required=())
        columns = set(table.column_names)
        issues: tuple[Issue, ...] = ()
        by_importer = [one for one in _IMPORTERS if {"iso3c", one[0], "sigma"} <= columns]
        if set(_PROTEE) <= columns:
            rows, edition, variant = _protee(table, path.name), "ProTEE 0.1", "ProTEE"
        elif by_importer:
            rows, issues = _importers(table, *by_importer[0], path.name)
            edition, variant = "Broda-Weinstein", "Broda-Weinstein"
        elif set(_OWN) <= columns:
            rows, edition, variant = _own(table, path.name), "own", "own"
        else:
            raise DataError(
                f"columns {', '.join(table.column_names[:6])}",
                where=path.name,
                remedy="give HS6, zero, positive, sigma (ProTEE); iso3c, HS0_3d or SITC3_5d, sigma "
                "(Broda-Weinstein); or good, low, best, high, source (your own)",
            )
        _check_once(rows, path.name)
        made = check_table(pa.Table.from_pylist(rows), "elasticities", where=path.name)
        reading = Reading(
            {"elasticities": made}, origin(self.card, [path], edition), variant, (*repairs, *issues)
        )
        tell("read", 1.0)
        return reading


def _protee(table: pa.Table, where: str) -> list[Row]:
    sigma = parse_numbers(table.column("sigma"), where=f"{where}, sigma")[0].to_pylist()
    rows: list[Row] = []
    for line, (cells, value) in enumerate(
        zip(table.select(_PROTEE).to_pylist(), sigma, strict=True), start=2
    ):
        code = _code(cells["HS6"], 6, f"{where}, line {line}")
        flags = cells["zero"].strip(), cells["positive"].strip()
        if not set(flags) <= {"0", "1"}:
            raise DataError(
                f"flags {flags[0]!r} and {flags[1]!r}",
                where=f"{where}, line {line}",
                remedy="write 0 or 1 in the columns zero and positive",
            )
        if value is not None and value >= 0.0:
            raise DataError(
                f"elasticity {value}",
                where=f"{where}, line {line}",
                remedy="ProTEE's sigma is below zero, or empty",
            )
        status = "wrong_sign" if flags[1] == "1" else "not_significant"
        if flags == ("0", "0"):
            status = "estimated" if value is not None else "missing"
        best = None if value is None else -value
        rows.append(_row("substitution", "HS2007", code, None, (None, best, None), status))
    return [row | {"edition": "ProTEE 0.1"} for row in rows]


def _importers(
    table: pa.Table, column: str, classification: str, digits: int, where: str
) -> tuple[list[Row], tuple[Issue, ...]]:
    sigma = parse_numbers(table.column("sigma"), where=f"{where}, sigma")[0].to_pylist()
    named = economies_of([c.strip() for c in table.column("iso3c").to_pylist()], "iso3")
    rows: list[Row] = []
    codes = table.column(column).to_pylist()
    for line, (code, economy, value) in enumerate(zip(codes, named.codes, sigma, strict=True), 2):
        place = f"{where}, line {line}"
        if value is not None and value <= 1.0:
            raise DataError(
                f"elasticity {value}", where=place, remedy="Broda-Weinstein's sigma is above one"
            )
        if economy is not None:
            product = _code(code, digits, place)
            status = "estimated" if value is not None else "missing"
            ends = (None, value, None)
            rows.append(_row("substitution", classification, product, economy, ends, status))
    if not rows:
        raise DataError("no known economy", where=where, remedy="check the column iso3c")
    return [row | {"edition": "Broda-Weinstein"} for row in rows], named.issues(where)


def _own(table: pa.Table, where: str) -> list[Row]:
    ends = [
        parse_numbers(table.column(name), where=f"{where}, {name}")[0].to_pylist()
        for name in ("low", "best", "high")
    ]
    rows: list[Row] = []
    cells = table.select(("good", "source")).to_pylist()
    for line, (cell, values) in enumerate(zip(cells, zip(*ends, strict=True), strict=True), 2):
        place = f"{where}, line {line}"
        if not cell["good"].strip() or not cell["source"].strip():
            raise DataError(
                "a row without good or source", where=place, remedy="name both; say `own estimate`"
            )
        if None in values or not values[0] <= values[1] <= values[2] < 0.0:
            raise DataError(
                f"elasticities {values}", where=place, remedy="give low <= best <= high, below zero"
            )
        row = _row("demand", "good", cell["good"].strip(), None, values, "estimated")
        rows.append(row | {"edition": cell["source"].strip()})
    return rows


def _row(
    kind: str,
    classification: str,
    product: str,
    economy: str | None,
    ends: tuple[float | None, ...],
    status: str,
) -> Row:
    return {
        "kind": kind,
        "classification": classification,
        "product": product,
        "economy": economy,
        **dict(zip(("low", "best", "high"), ends, strict=True)),
        "status": status,
    }


def _code(text: str, digits: int, where: str) -> str:
    code = text.strip()
    # Five digits of HS6 are a leading zero that a spreadsheet ate; guessing which is not our part.
    if len(code) != digits or not code.isdigit() or not code.isascii():
        raise DataError(
            f"code {text[:20]!r}", where=where, remedy=f"write {digits} digits, leading zero too"
        )
    return code


def _check_once(rows: list[Row], where: str) -> None:
    counts = Counter((r["kind"], r["product"], r["economy"]) for r in rows)
    for (_, product, economy), count in counts.items():
        if count > 1:
            raise DataError(
                f"{product}{' of ' + economy if economy else ''} stands {count} times",
                where=where,
                remedy="keep one row",
            )
