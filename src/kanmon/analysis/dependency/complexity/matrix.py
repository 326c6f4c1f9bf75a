"""The exporters x products matrix every complexity measure starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import CodeError, DataError

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ExportMatrix:
    """Hold what each economy exports of each product in one year.

    ``values`` is float64[economies, products] in ``unit``; a zero says that no trade is on
    record. A figure that is not known has no place here: it must be settled, or its economy or
    product left out, by whoever builds the matrix. The array is made read-only.

    Example:
        >>> m = ExportMatrix(("CHL", "JPN"), ("260300",), np.array([[5.0], [0.0]]), 2022, "kUSD")
        >>> m.column("260300")
        0
    """

    economies: tuple[str, ...]
    products: tuple[str, ...]
    values: Floats
    year: int
    unit: str

    def __post_init__(self) -> None:
        where = f"exports of {self.year}"
        values = np.array(self.values, dtype=np.float64)
        if values.shape != (len(self.economies), len(self.products)) or values.size == 0:
            raise DataError(
                f"values of shape {values.shape} for {len(self.economies)} economies and "
                f"{len(self.products)} products",
                where=where,
                remedy="give one row an economy and one column a product, at least one of each",
            )
        if not np.isfinite(values).all() or (values < 0).any():
            raise DataError(
                "a negative, infinite or missing amount",
                where=where,
                remedy="leave its economy or product out and say so; missing is not zero",
            )
        for name, labels in (("economy", self.economies), ("product", self.products)):
            if len(set(labels)) != len(labels):
                raise DataError(
                    f"the same {name} twice", where=where, remedy="add its rows up before"
                )
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    def row(self, economy: str) -> int:
        """Return the row of an economy, or raise CodeError."""
        return _place(self.economies, economy, "economy", self.year)

    def column(self, product: str) -> int:
        """Return the column of a product, or raise CodeError."""
        return _place(self.products, product, "product", self.year)

    def part(self, economies: Sequence[str], products: Sequence[str]) -> ExportMatrix:
        """Return the rows and columns named, in that order, or raise CodeError."""
        rows = [self.row(e) for e in economies]
        columns = [self.column(p) for p in products]
        values = self.values[np.ix_(rows, columns)]
        return ExportMatrix(tuple(economies), tuple(products), values, self.year, self.unit)


def _place(labels: tuple[str, ...], label: str, kind: str, year: int) -> int:
    try:
        return labels.index(label)
    except ValueError:
        raise CodeError(
            f"no {kind} {label!r}",
            where=f"exports of {year}",
            remedy=f"ask for a {kind} the matrix holds",
        ) from None
