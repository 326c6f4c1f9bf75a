"""An economy table: who sells how much to whom, in money a year, checked as an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError
from kanmon.provenance import Lineage

Amounts = npt.NDArray[np.float64]

MOST_OFF = 0.05
"""Share of all output by which rows may miss it before a table is refused."""


@dataclass(frozen=True)
class EconomyTable:
    """Hold a multi-regional input-output table, in money a year.

    Nodes are ordered by economy, then industry: node = economy * industries + industry.
    ``sales[n, n]`` is what row sells to column, ``final[n, economies]`` what final users of each
    economy buy, ``output[n]`` the output. ``rest[n]`` closes each row: stock changes, negative
    final demand and imbalance, so that output = sales + final + rest. Above zero it is put to
    stock, below zero it is drawn from stock, the same every day. ``imbalance[n]`` is the part of
    it nothing explains. ``unit`` names currency, size and year.

    Example:
        >>> table = economy_table(("AAA", "BBB"), ("x",), [[1, 2], [3, 4]], [[5, 0], [0, 5]],
        ...                       unit="MUSD 2011")
        >>> table.output.tolist(), table.added.tolist()
        ([8.0, 12.0], [4.0, 6.0])
    """

    economies: tuple[str, ...]
    industries: tuple[str, ...]
    sales: Amounts
    final: Amounts
    output: Amounts
    rest: Amounts
    imbalance: Amounts
    unit: str
    lineage: Lineage
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.output)

    @property
    def added(self) -> Amounts:
        """Value added by node: output less inputs, money a year; may be below zero."""
        added: Amounts = self.output - self.sales.sum(axis=0)
        return added

    @property
    def inputs(self) -> Amounts:
        """Inputs by industry over output, float64[industries, n]; zero where nothing is made."""
        bought = self.sales.reshape(len(self.economies), len(self.industries), self.size).sum(0)
        share: Amounts = np.divide(
            bought, self.output, out=np.zeros_like(bought), where=self.output > 0.0
        )
        return share


def economy_table(
    economies: Sequence[str],
    industries: Sequence[str],
    sales: npt.ArrayLike,
    final: npt.ArrayLike,
    *,
    output: npt.ArrayLike | None = None,
    unit: str,
    lineage: Lineage | None = None,
) -> EconomyTable:
    """Check an input-output table and close its rows.

    Final demand below zero (stock changes, disposals) becomes a flow from makers' stocks, held
    constant. Rows whose sales miss their output are closed the same way, and told. An industry
    without output buys nothing: what the table says it buys is put to stock, and told.

    Args:
        economies: codes of economies.
        industries: codes of industries, the same in every economy.
        sales: float[n, n], row sells to column, money a year, not below zero.
        final: float[n, economies * categories], final demand by buying economy, then category,
            money a year; may be below zero.
        output: float[n], money a year; the rows' sums when not given.
        unit: currency, size and year: ``MUSD 2011``.
        lineage: where it comes from.

    Returns:
        The table.

    Raises:
        DataError: shapes differ, codes stand twice, a number is missing, infinite or (sales,
            output) below zero, nothing is made, or rows miss their output by more than a
            twentieth of all output.

    Example:
        >>> economy_table(("AAA",), ("x",), [[1.0]], [[-2.0, 3.0]], unit="MUSD 2011").rest
        array([-2.])
    """
    where = "economy table"
    names, trades = tuple(economies), tuple(industries)
    for what, codes in (("economy", names), ("industry", trades)):
        if not codes or len(set(codes)) < len(codes) or not all(codes):
            raise DataError(f"no {what}, or one twice", where=where, remedy="name each once")
    if not unit.strip():
        raise DataError("no unit", where=where, remedy="name currency, size and year: MUSD 2011")
    size = len(names) * len(trades)
    sold = _numbers(sales, (size, size), "sales", where)
    wide = np.asarray(final, dtype=np.float64)
    if wide.ndim != 2 or wide.shape[0] != size or not wide.shape[1]:
        raise DataError(f"final demand of shape {wide.shape}", where=where, remedy=_shapes(size))
    if wide.shape[1] % len(names):
        raise DataError(
            f"{wide.shape[1]} columns of final demand for {len(names)} economies",
            where=where,
            remedy="give the same number of categories for every economy",
        )
    wide = _numbers(wide, wide.shape, "final demand", where)
    _not_below_zero(sold, "sales", where)
    used = np.maximum(wide, 0.0).reshape(size, len(names), -1).sum(axis=2)
    stock = np.minimum(wide, 0.0).sum(axis=1)
    rows = sold.sum(axis=1) + used.sum(axis=1) + stock
    made = rows if output is None else _numbers(output, (size,), "output", where)
    if output is None:
        made = np.maximum(made, 0.0)
    _not_below_zero(made, "output", where)
    total = float(made.sum())
    if not total > 0.0:
        raise DataError("no industry makes anything", where=where, remedy="check the table")
    gap = made - rows
    off = float(np.abs(gap).sum()) / total
    if off > MOST_OFF:
        worst = int(np.abs(gap).argmax())
        raise DataError(
            f"rows miss their output by {off:.1%} of all output, most in "
            f"{names[worst // len(trades)]} {trades[worst % len(trades)]}",
            where=where,
            remedy="check that sales, final demand and output are of one table, unit and year",
        )
    notes: list[str] = []
    idle = (made == 0.0) & (sold.sum(axis=0) > 0.0)
    if idle.any():
        sold = sold.copy()
        moved = sold[:, idle].sum(axis=1)
        sold[:, idle] = 0.0
        notes.append(f"{int(idle.sum())} industries without output buy: put to stock")
    else:
        moved = np.zeros(size)
    if (made == 0.0).any():
        notes.append(f"{int((made == 0.0).sum())} industries without output")
    if stock.any():
        notes.append(f"final demand below zero, {-stock.sum():.6g} in all: drawn from stocks")
    if (np.abs(gap) > 1e-9 * np.maximum(made, total / size)).any():
        notes.append(f"rows miss their output by up to {np.abs(gap).max():.6g}: closed with stocks")
    if ((made - sold.sum(axis=0)) < 0.0).any():
        count = int(((made - sold.sum(axis=0)) < 0.0).sum())
        notes.append(f"{count} industries with inputs above output: value added below zero")
    return EconomyTable(
        economies=names,
        industries=trades,
        sales=np.ascontiguousarray(sold),
        final=used,
        output=made,
        rest=stock + gap + moved,
        imbalance=gap,
        unit=unit,
        lineage=lineage or Lineage(),
        notes=tuple(notes),
    )


def merged(
    table: EconomyTable,
    *,
    economies: Sequence[str] | None = None,
    industries: Sequence[str] | None = None,
) -> EconomyTable:
    """Add economies or industries up; sums are exact in the sense that nothing is left out.

    Args:
        table: any table.
        economies: new name of each economy, in the table's order; unchanged when not given.
        industries: new name of each industry, in the table's order; unchanged when not given.

    Returns:
        The smaller table, names in order of first appearance.

    Raises:
        DataError: not one name each.

    Example:
        >>> table = economy_table(("AAA", "BBB"), ("x",), [[1, 2], [3, 4]], [[5, 0], [0, 5]],
        ...                       unit="MUSD 2011")
        >>> merged(table, economies=("ALL", "ALL")).sales
        array([[10.]])
    """
    places = tuple(table.economies if economies is None else economies)
    trades = tuple(table.industries if industries is None else industries)
    if len(places) != len(table.economies) or len(trades) != len(table.industries):
        raise DataError(
            f"{len(places)} economies and {len(trades)} industries named",
            where="economy table",
            remedy=f"name each of {len(table.economies)} and {len(table.industries)}",
        )
    to_place, to_trade = _positions(places), _positions(trades)
    new_places, new_trades = tuple(dict.fromkeys(places)), tuple(dict.fromkeys(trades))
    node = (to_place[:, None] * len(new_trades) + to_trade[None, :]).reshape(-1)
    size = len(new_places) * len(new_trades)

    def down(values: Amounts, into: npt.NDArray[np.intp], count: int) -> Amounts:
        out = np.zeros((count, *values.shape[1:]))
        np.add.at(out, into, values)
        return out

    sales = down(down(table.sales, node, size).T.copy(), node, size).T.copy()
    final = down(down(table.final, node, size).T.copy(), to_place, len(new_places)).T.copy()
    told = f"to {len(new_places)} economies and {len(new_trades)} industries"
    return EconomyTable(
        economies=new_places,
        industries=new_trades,
        sales=sales,
        final=final,
        output=down(table.output, node, size),
        rest=down(table.rest, node, size),
        imbalance=down(table.imbalance, node, size),
        unit=table.unit,
        lineage=table.lineage.then("sum", told),
        notes=(*table.notes, f"added up {told}"),
    )


def _positions(names: tuple[str, ...]) -> npt.NDArray[np.intp]:
    order = {name: position for position, name in enumerate(dict.fromkeys(names))}
    return np.array([order[name] for name in names], dtype=np.intp)


def _numbers(values: npt.ArrayLike, shape: tuple[int, ...], what: str, where: str) -> Amounts:
    try:
        given = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as e:
        raise DataError(f"{what} that is no number ({e})", where=where, remedy="check it") from e
    if given.shape != shape:
        raise DataError(
            f"{what} of shape {given.shape}, not {shape}", where=where, remedy=_shapes(shape[0])
        )
    bad = int((~np.isfinite(given)).sum())
    if bad:
        raise DataError(
            f"{bad} cells of {what} missing or infinite",
            where=where,
            remedy="get the table again: every cell of an account has a number",
        )
    return given


def _not_below_zero(values: Amounts, what: str, where: str) -> None:
    if (values < 0.0).any():
        raise DataError(
            f"{int((values < 0.0).sum())} cells of {what} below zero, least {values.min():.6g}",
            where=where,
            remedy="net re-exports and rebalance the table before reading it",
        )


def _shapes(size: int) -> str:
    return f"give {size} rows, economy by economy, industries in the same order in each"
