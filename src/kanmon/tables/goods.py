"""From publishers' codes and minerals to strategic goods: HS6 flows and statistics added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.catalogue.load import Good
from kanmon.errors import DataError
from kanmon.tables.door import check_table
from kanmon.tables.schema import schema


@dataclass(frozen=True, slots=True)
class GoodFlows:
    """Hold flows by good and, for each good, which of its codes the data carried.

    Example:
        >>> from kanmon.catalogue.load import good
        >>> from kanmon.testing import tiny_flows
        >>> made = good_flows(tiny_flows(), "HS1992", [good("rare_earth_metals")])
        >>> made.present["rare_earth_metals"]
        ('280530',)
    """

    table: pa.Table
    edition: str
    present: Mapping[str, tuple[str, ...]]
    absent: Mapping[str, tuple[str, ...]]


def good_flows(flows: pa.Table, edition: str, goods: Iterable[Good]) -> GoodFlows:
    """Add yearly HS6 flows up to strategic goods.

    A good's tonnage is empty when any of its codes' flows lacks one: a part is not the whole.

    Args:
        flows: a ``flows`` table of one HS edition, yearly (months are added up first by year).
        edition: that edition, such as ``HS1992``.
        goods: the goods wanted.

    Returns:
        A ``good_flows`` table sorted by good, importer, exporter and year, with the codes
        found in and absent from the data.

    Example:
        >>> from kanmon.catalogue.load import good
        >>> from kanmon.testing import tiny_flows
        >>> good_flows(tiny_flows(), "HS1992", [good("rare_earth_metals")]).table.num_rows
        5
    """
    rows = flows.filter(pc.equal(flows.column("hs"), edition))
    carried = set(pc.unique(rows.column("product")).cast(pa.string()).to_pylist())
    present: dict[str, tuple[str, ...]] = {}
    absent: dict[str, tuple[str, ...]] = {}
    pairs: list[tuple[str, str]] = []
    for one in goods:
        codes = one.codes(edition)
        present[one.id] = tuple(c for c in codes if c in carried)
        absent[one.id] = tuple(c for c in codes if c not in carried)
        pairs += [(c, one.id) for c in present[one.id]]
    table = _sum(rows, pairs)
    return GoodFlows(
        check_table(table, "good_flows", where=f"flows by good, {edition}"),
        edition,
        present,
        absent,
    )


def _sum(rows: pa.Table, pairs: list[tuple[str, str]]) -> pa.Table:
    wanted = pa.table(
        {
            "product": pa.array([p for p, _ in pairs], pa.string()),
            "good": pa.array([g for _, g in pairs], pa.string()),
        }
    )
    plain = rows.select(["year", "exporter", "importer", "product", "value", "quantity"])
    plain = plain.filter(
        pc.is_in(
            plain.column("product").cast(pa.string()), wanted.column("product").combine_chunks()
        )
    )
    for name in ("exporter", "importer", "product"):
        plain = plain.set_column(
            plain.column_names.index(name), name, plain.column(name).cast(pa.string())
        )
    joined = plain.join(wanted, "product", join_type="inner", use_threads=False)
    joined = joined.append_column("without", pc.is_null(joined.column("quantity")).cast(pa.int64()))
    keys = ["good", "importer", "exporter", "year"]
    # One thread keeps the order of the additions, and so the last bit, the same every time.
    joined = joined.sort_by([(k, "ascending") for k in [*keys, "product"]])
    summed = joined.group_by(keys, use_threads=False).aggregate(
        [("value", "sum"), ("quantity", "sum"), ("without", "sum")]
    )
    summed = summed.sort_by([(k, "ascending") for k in keys])
    whole = pc.equal(summed.column("without_sum"), 0)
    return pa.table(
        {
            "year": summed.column("year"),
            "good": summed.column("good"),
            "exporter": summed.column("exporter"),
            "importer": summed.column("importer"),
            "value": summed.column("value_sum"),
            "quantity": pc.if_else(
                whole, summed.column("quantity_sum"), pa.scalar(None, pa.float64())
            ),
        }
    )


def good_production(production: pa.Table, source: str, goods: Iterable[Good]) -> pa.Table:
    """Pick each good's production figures out of a publisher's table.

    Args:
        production: a ``production`` table of one source.
        source: that source's name, as in the catalogue's ``minerals`` entries.
        goods: the goods wanted.

    Returns:
        A ``good_production`` table; capacity rows are left out.

    Example:
        >>> from kanmon.catalogue.load import good
        >>> from kanmon.testing import tiny_production
        >>> good_production(tiny_production(), "usgs_mcs", [good("rare_earth_metals")]).num_rows
        0
    """
    plain = production.filter(pc.equal(production.column("statistic"), "production"))
    mineral = np.asarray(plain.column("mineral").to_pylist(), dtype=object)
    kind = np.asarray(plain.column("kind").to_pylist(), dtype=object)
    parts = []
    for one in goods:
        wanted = {
            (m.commodity, m.kind)
            for m in one.minerals
            if m.source == source and m.role == "production"
        }
        if not wanted:
            continue
        keep = np.fromiter(
            ((a, b) in wanted for a, b in zip(mineral, kind, strict=True)),
            dtype=bool,
            count=len(mineral),
        )
        rows = plain.filter(pa.array(keep))
        if not rows.num_rows:
            continue
        _one_count(rows, one.id, source)
        parts.append(
            pa.table(
                {
                    "year": rows.column("year"),
                    "good": pa.array([one.id] * rows.num_rows, pa.string()),
                    "economy": rows.column("economy").cast(pa.string()),
                    "source": pa.array([source] * rows.num_rows, pa.string()),
                    "edition": rows.column("edition"),
                    "kind": pa.array([_wording(one, source)] * rows.num_rows, pa.string()),
                    "quantity": rows.column("quantity"),
                    "unit": rows.column("unit").cast(pa.string()),
                    "estimated": rows.column("estimated"),
                    "note": rows.column("note"),
                }
            )
        )
    if not parts:
        return check_table(_empty("good_production"), "good_production", where=source)
    return check_table(
        pa.concat_tables(parts), "good_production", where=f"production by good, {source}"
    )


def _wording(one: Good, source: str) -> str:
    """A publisher words one count differently from edition to edition: the first stands."""
    return next(m.kind for m in one.minerals if m.source == source and m.role == "production")


def _one_count(rows: pa.Table, good: str, source: str) -> None:
    keys = ["edition", "year", "economy"]
    counted = rows.group_by(keys).aggregate([([], "count_all")])
    twice = counted.filter(pc.greater(counted.column("count_all"), 1))
    if twice.num_rows:
        first = {k: str(twice.column(k)[0]) for k in keys}
        raise DataError(
            f"{twice.num_rows} figures of {good} are counted twice, first {first}",
            where=f"{source} production",
            remedy="let the catalogue's minerals name one count (kind) of the good",
        )


def good_reliance(balances: pa.Table, source: str, goods: Iterable[Good]) -> pa.Table:
    """Pick each good's published net import reliance out of a publisher's balances.

    Args:
        balances: a ``balances`` table of one source.
        source: that source's name.
        goods: the goods wanted.

    Returns:
        A ``good_reliance`` table, reliance as a share (percent / 100).

    Example:
        >>> from kanmon.catalogue.load import good
        >>> from kanmon.testing import tiny_balances
        >>> good_reliance(tiny_balances(), "usgs_mcs", [good("rare_earth_metals")]).num_rows
        0
    """
    rows = balances.filter(pc.equal(balances.column("item"), "net_import_reliance"))
    parts = []
    for one in goods:
        wanted = [
            (m.commodity, m.kind)
            for m in one.minerals
            if m.source == source and m.role == "net_import_reliance"
        ]
        for commodity, detail in wanted:
            keep = pc.and_(
                pc.equal(rows.column("mineral"), commodity), pc.equal(rows.column("detail"), detail)
            )
            some = rows.filter(keep)
            parts.append(
                pa.table(
                    {
                        "year": some.column("year"),
                        "good": pa.array([one.id] * some.num_rows, pa.string()),
                        "economy": some.column("economy").cast(pa.string()),
                        "source": pa.array([source] * some.num_rows, pa.string()),
                        "edition": some.column("edition"),
                        "detail": some.column("detail"),
                        "bound": some.column("bound").cast(pa.string()),
                        "reliance": pc.divide(some.column("value"), 100.0),
                        "note": some.column("note"),
                    }
                )
            )
    if not parts:
        return check_table(_empty("good_reliance"), "good_reliance", where=source)
    return check_table(
        pa.concat_tables(parts), "good_reliance", where=f"reliance by good, {source}"
    )


def _empty(name: str) -> pa.Table:
    return schema(name).arrow.empty_table()
