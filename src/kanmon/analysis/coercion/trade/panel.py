"""Trade flows as a panel: one row a flow of a good between two economies, one column a period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kanmon.errors import DataError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Gaps = Literal["zero", "unknown"]
KEYS = ("exporter", "importer", "good")


@dataclass(frozen=True, slots=True)
class Panel:
    """Hold flows by exporter, importer, good and period, with what is not known marked.

    ``values`` is float64[n, T] in ``unit`` a period and is zero where ``known`` is False.
    ``gaps`` keeps what a flow without a row was taken for.

    Example:
        >>> table = pa.table({"year": [2020, 2021], "exporter": ["A", "A"],
        ...     "importer": ["B", "B"], "good": ["x", "x"], "value": [3.0, 4.0]})
        >>> panel_of(table, gaps="zero").total("A", "B", "x")[0].tolist()
        [3.0, 4.0]
    """

    exporter: NDArray[np.str_]
    importer: NDArray[np.str_]
    good: NDArray[np.str_]
    periods: tuple[int, ...]
    values: Floats
    known: Bools
    unit: str
    gaps: Gaps

    def rows(
        self,
        exporters: Collection[str] | None = None,
        importers: Collection[str] | None = None,
        goods: Collection[str] | None = None,
    ) -> Bools:
        """Return a mask of the flows of these economies and goods; None means all."""
        mask = np.ones(len(self.values), dtype=bool)
        for column, wanted in (
            (self.exporter, exporters),
            (self.importer, importers),
            (self.good, goods),
        ):
            if wanted is not None:
                mask &= np.isin(column, sorted(wanted))
        return mask

    def total(self, exporter: str, importer: str, good: str) -> tuple[Floats, Bools]:
        """Return one flow over the periods, and where it is known."""
        return self.summed(self.rows({exporter}, {importer}, {good}))

    def summed(self, mask: Bools) -> tuple[Floats, Bools]:
        """Return the sum of the flows of a mask, known where each of them is.

        No flow at all is zero under ``gaps="zero"`` and not known under ``"unknown"``.
        """
        if not mask.any():
            none = np.zeros(len(self.periods))
            return none, np.full(len(self.periods), self.gaps == "zero")
        known: Bools = np.all(self.known[mask], axis=0)
        return self.values[mask].sum(0), known

    def joined(self, column: str, members: Collection[str], name: str) -> Panel:
        """Return the panel with several economies or goods added up into one of another name.

        A sum is known where all its members are; flows between members stay as they are.
        """
        if column not in KEYS:
            raise DataError(f"no key {column}", where="panel", remedy=f"give one of {KEYS}")
        keys = {key: getattr(self, key).astype(object) for key in KEYS}
        keys[column] = np.where(np.isin(keys[column], sorted(members)), name, keys[column])
        flows = ["\x1f".join(parts) for parts in zip(*keys.values(), strict=True)]
        names, code = np.unique(np.array(flows), return_inverse=True)
        values = np.zeros((len(names), len(self.periods)))
        unknown = np.zeros(values.shape)
        np.add.at(values, code, self.values)
        np.add.at(unknown, code, (~self.known).astype(float))
        exporter, importer, good = (
            np.array(part, dtype=np.str_)
            for part in zip(*(n.split("\x1f") for n in names), strict=True)
        )
        return Panel(
            exporter, importer, good, self.periods, values, unknown == 0.0, self.unit, self.gaps
        )

    def before(self, start: int) -> Bools:
        """Return a mask of the periods before ``start``."""
        return np.array(self.periods) < start


def panel_of(
    table: pa.Table,
    *,
    gaps: Gaps,
    amount: Literal["value", "quantity"] = "value",
    unit: str = "kUSD",
    first: int | None = None,
    last: int | None = None,
) -> Panel:
    """Lay out a table of flows as a panel.

    Args:
        table: columns year or period, exporter, importer, good and the amount; one row a flow
            and period. A null amount is not known, whatever ``gaps`` says.
        gaps: what a missing row is: ``"zero"`` where the publisher reports every flow (BACI and
            the reference pack), ``"unknown"`` where reporters come and go.
        amount: the column to read.
        unit: unit of the amount.
        first: first period kept.
        last: last period kept.

    Returns:
        The panel, flows in the order of exporter, importer and good.

    Raises:
        DataError: a column is missing, a key is empty, an amount is negative or not finite, a
            flow and period comes twice, no row is left, or a period within has no row at all.

    Example:
        >>> table = pa.table({"period": [1, 2], "exporter": ["A", "A"], "importer": ["B", "C"],
        ...     "good": ["x", "x"], "value": [3.0, 4.0]})
        >>> panel_of(table, gaps="unknown").known.tolist()
        [[True, False], [False, True]]
    """
    clock = "period" if "period" in table.column_names else "year"
    without = [c for c in (clock, *KEYS, amount) if c not in table.column_names]
    if without:
        raise DataError(f"no column {', '.join(without)}", where="flows", remedy="add it")
    if gaps not in ("zero", "unknown"):
        raise DataError(f"gaps is {gaps!r}", where="panel", remedy="give 'zero' or 'unknown'")
    for name, test in ((first, pc.greater_equal), (last, pc.less_equal)):
        if name is not None:
            table = table.filter(test(table.column(clock), name))
    if not table.num_rows:
        raise DataError("no row in these periods", where="flows", remedy="ask for other periods")
    when = _integers(table, clock)
    keys = [_names(table, key) for key in KEYS]
    raw, null = _amounts(table, amount)
    periods, column = np.unique(when, return_inverse=True)
    _no_hole(periods)
    codes = [np.unique(key, return_inverse=True) for key in keys]
    flat = np.zeros(len(when), dtype=np.int64)
    for names, code in codes:
        flat = flat * len(names) + code
    flows, at, row = np.unique(flat, return_index=True, return_inverse=True)
    place = row.astype(np.int64) * len(periods) + column
    if len(np.unique(place)) < len(place):
        ordered = np.sort(place)
        twice = int(np.flatnonzero(place == ordered[1:][np.diff(ordered) == 0][0])[0])
        flow = " ".join(str(key[twice]) for key in keys)
        raise DataError(
            f"{flow} {when[twice]} comes twice", where="flows", remedy="add the rows up first"
        )
    values = np.zeros((len(flows), len(periods)))
    known = np.full(values.shape, gaps == "zero")
    values[row, column] = np.where(null, 0.0, raw)
    known[row, column] = ~null
    exporter, importer, good = (key[at] for key in keys)
    return Panel(
        exporter, importer, good, tuple(int(p) for p in periods), values, known, unit, gaps
    )


def _integers(table: pa.Table, clock: str) -> NDArray[np.int64]:
    column = table.column(clock)
    if column.null_count or not pa.types.is_integer(column.type):
        raise DataError(
            f"{clock} is {column.type} with {column.null_count} empty",
            where="flows",
            remedy="give whole numbers, as 2023 or 202308",
        )
    found: NDArray[np.int64] = column.to_numpy().astype(np.int64)
    return found


def _names(table: pa.Table, key: str) -> NDArray[np.str_]:
    column = table.column(key)
    if column.null_count:
        raise DataError(f"{column.null_count} empty", where=f"flows {key}", remedy="fill them")
    names = pc.cast(column, pa.string()).combine_chunks()
    found = np.asarray(names.to_numpy(zero_copy_only=False), dtype=np.str_)
    if (found == "").any():
        raise DataError("an empty name", where=f"flows {key}", remedy="fill it")
    return found


def _amounts(table: pa.Table, amount: str) -> tuple[Floats, Bools]:
    column: Any = pc.cast(table.column(amount), pa.float64())
    null = np.asarray(pc.is_null(column).to_numpy(), dtype=bool)
    raw = np.asarray(pc.fill_null(column, 0.0).to_numpy(), dtype=np.float64)
    wrong = ~np.isfinite(raw) | (raw < 0.0)
    if wrong.any():
        raise DataError(
            f"{int(wrong.sum())} negative or not finite, the first {raw[wrong][0]}",
            where=f"flows {amount}",
            remedy="mend or remove those rows",
        )
    return raw, null


def _no_hole(periods: NDArray[np.int64]) -> None:
    months = bool((periods > 190000).all())
    steps = periods // 100 * 12 + periods % 100 if months else periods
    if months and not np.isin(periods % 100, np.arange(1, 13)).all():
        raise DataError("a month beyond 1-12", where="flows", remedy="write months as 202308")
    holes = np.flatnonzero(np.diff(steps) != 1)
    if len(holes):
        raise DataError(
            f"no flow at all between {periods[holes[0]]} and {periods[holes[0] + 1]}",
            where="flows",
            remedy="give periods without a hole, or cut with first and last",
        )
