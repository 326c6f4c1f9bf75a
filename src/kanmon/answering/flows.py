"""Trade flows for a case: the reader's file, or the store and the reference pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from kanmon.analysis.coercion.case.record import Case
from kanmon.analysis.coercion.options.buyers import COLUMNS
from kanmon.catalogue.load import goods
from kanmon.errors import DataError
from kanmon.picture.build import Supply, build_picture
from kanmon.provenance import Licence, Lineage, Origin
from kanmon.reference.pack import pack
from kanmon.store.store import Store

_OTHER_NAMES = {
    "exporter_iso3c": "exporter",
    "importer_iso3c": "importer",
    "hs6": "good",
    "total_v": "value",
    "total_q": "quantity",
    "source_country_iso3c": "exporter",
}
_MOST_ROWS = 50_000_000


@dataclass(frozen=True, slots=True)
class Flows:
    """Hold flows with where they are from, and the goods looked at.

    Example:
        >>> Flows.__slots__[0]
        'table'
    """

    table: pa.Table
    goods: tuple[str, ...]
    lineage: Lineage


def flows_of_file(path: Path, wanted: Sequence[str] = (), months: bool = False) -> Flows:
    """Read flows from a reader's file.

    Args:
        path: CSV or Parquet with year, exporter, importer, good (or hs6), value (thousand USD)
            and quantity (t); the names of the ARTIS tables are known too.
        wanted: goods or codes to keep; all when empty.
        months: whether a column period, a year or a month as 202308, may stand for year.

    Returns:
        The flows.

    Raises:
        DataError: it cannot be read, lacks columns, or holds amounts below zero.

    Example:
        >>> flows_of_file(Path("nowhere.csv"))
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: nowhere.csv: no such file. To mend: give a CSV or Parquet file.
    """
    where = path.name
    if not path.is_file():
        raise DataError("no such file", where=where, remedy="give a CSV or Parquet file")
    try:
        if path.suffix == ".parquet":
            table = pq.read_table(path)
        else:
            codes = pa.csv.ConvertOptions(column_types={"hs6": pa.string(), "good": pa.string()})
            table = pa.csv.read_csv(path, convert_options=codes)
    except (OSError, pa.ArrowInvalid) as e:
        raise DataError(str(e)[:200], where=where, remedy="give a CSV or Parquet file") from e
    if table.num_rows > _MOST_ROWS:
        raise DataError(f"{table.num_rows:,} rows", where=where, remedy="keep the goods asked for")
    others = _OTHER_NAMES | ({"period": "year"} if months else {})
    names = [others.get(name, name) for name in table.column_names]
    kept = {name: table.column(n) for n, name in reversed(list(enumerate(names)))}
    missing = [name for name in COLUMNS if name not in kept]
    if missing:
        raise DataError(
            f"no column {', '.join(missing)}", where=where, remedy=f"give {', '.join(COLUMNS)}"
        )
    try:
        table = pa.table(
            {
                "year": kept["year"].cast(pa.int64()),
                "exporter": kept["exporter"].cast(pa.string()),
                "importer": kept["importer"].cast(pa.string()),
                "good": kept["good"].cast(pa.string()),
                "value": kept["value"].cast(pa.float64()),
                "quantity": kept["quantity"].cast(pa.float64()),
            }
        )
    except pa.ArrowInvalid as e:
        raise DataError(str(e)[:200], where=where, remedy="give numbers and codes") from e
    low = pc.min(table.column("value")).as_py()
    if low is not None and not low >= 0.0:
        raise DataError(f"a value of {low}", where=where, remedy="give values from 0")
    if wanted:
        table = table.filter(pc.is_in(table.column("good"), pa.array(list(wanted))))
    found = tuple(sorted(set(table.column("good").to_pylist())))
    licence = Licence("own", "the reader's own figures", redistribution=False)
    origin = Origin("own_flows", "the reader", f"flows of {where}", "", licence)
    return Flows(table, found, Lineage((origin,)))


def flows_of_case(case: Case, store: Store | None = None) -> Flows:
    """Gather flows of a case's goods from the store and the reference pack.

    Args:
        case: its goods of the catalogue count.
        store: the reader's own figures.

    Returns:
        Every year there is.

    Raises:
        DataError: no good of the case has trade figures there.

    Example:
        >>> from kanmon.analysis.coercion.case.library import case_of
        >>> flows_of_case(case_of("nickel_ore_indonesia_2014")).goods
        ('nickel_ore',)
    """
    return _held(case, [one for one in case.goods if one in goods()], store)


def flows_between(case: Case, store: Store | None = None) -> Flows:
    """Gather flows of every good of the catalogue from the store and the reference pack.

    Args:
        case: at least one of its goods must have trade figures.
        store: the reader's own figures.

    Returns:
        Every year there is; goods the case does not name serve for comparison.

    Raises:
        DataError: no good of the case has trade figures there.

    Example:
        >>> from kanmon.analysis.coercion.case.library import case_of
        >>> len(flows_between(case_of("nickel_ore_indonesia_2014")).goods) > 10
        True
    """
    found = _held(case, list(goods()), store)
    if not set(case.goods) & set(found.goods):
        raise _none(case)
    return found


def _none(case: Case) -> DataError:
    return DataError(
        f"no trade figures of {', '.join(case.goods)}",
        where=f"case {case.id}",
        remedy="give --flows FILE, or load trade (`kanmon data add baci PATH`)",
    )


def _held(case: Case, known: Sequence[str], store: Store | None) -> Flows:
    if not known:
        raise _none(case)
    try:
        picture = build_picture(case.target, [goods()[one] for one in known], Supply(store, pack()))
    except DataError as e:
        raise _none(case) from e
    tables = [picture.trade(one) for one in known]
    table = pa.concat_tables([one.select(list(COLUMNS)) for one in tables if one.num_rows])
    if not table.num_rows:
        raise _none(case)
    found = tuple(one for one, t in zip(known, tables, strict=True) if t.num_rows)
    return Flows(table, found, Lineage().join(*(picture.lineage("flows", g) for g in found)))
