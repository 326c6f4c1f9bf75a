"""A good's world as arrays: who sells to whom, and what each makes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.dependency.production import Series, production_series, production_shares
from kanmon.errors import UnitError
from kanmon.picture.picture import Picture
from kanmon.units import factor

Matrix = npt.NDArray[np.float64]

_EARLY = ("ore", "refined", "compound")
"""Stages at which one material's production can stand for another's: weight is still the same."""
_ANY_YEAR = 9999


def trade_matrix(picture: Picture, good: str) -> tuple[list[str], Matrix]:
    """Lay a good's flows of the picture's year out as a matrix.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Economies in alphabetical order, and float64[n, n] in thousand USD, exporter by importer.

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> trade_matrix(tiny_picture("JPN"), "rare_earth_metals")[1].sum()
        np.float64(200.0)
    """
    rows = picture.trade(good, picture.year)
    sellers = np.asarray(rows.column("exporter").cast(pa.string()).to_pylist(), dtype=str)
    buyers = np.asarray(rows.column("importer").cast(pa.string()).to_pylist(), dtype=str)
    names = np.unique(np.concatenate([sellers, buyers])) if rows.num_rows else np.zeros(0, str)
    matrix = np.zeros((names.size, names.size))
    np.add.at(
        matrix,
        (np.searchsorted(names, sellers), np.searchsorted(names, buyers)),
        rows.column("value").to_numpy(),
    )
    return [str(n) for n in names], matrix


def own_output(picture: Picture, good: str, names: Sequence[str]) -> Matrix:
    """Value each economy's published production of a good at the mean price of its trade.

    Production of ores is counted in metal content and trade in gross weight, so the value is a
    lower bound: it keeps a known producer from being read as a mere hub, no more. The count
    nearest to the picture's year is taken. Where nobody counts the good itself, production of
    the same material at another early stage stands in.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        names: economies wanted.

    Returns:
        float64[n] in thousand USD; NaN where no production or no mean price is known.

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> own_output(tiny_picture("JPN"), "rare_earth_metals", ["CHN", "VNM"]).round().tolist()
        [782.0, nan]
    """
    unknown = np.full(len(names), np.nan)
    counted, series = _counted(picture, good)
    rows = picture.trade(good, picture.year)
    weighed = rows.filter(pc.is_valid(rows.column("quantity")))
    tonnes = float(np.sum(weighed.column("quantity").to_numpy()))
    if series is None or not tonnes:
        return unknown
    try:
        to_tonnes = factor(series.unit, "t")
    except UnitError:
        return unknown
    price = float(np.sum(weighed.column("value").to_numpy())) / tonnes
    made = production_shares(picture, counted, series).table.to_pylist()
    worth = {r["producer"]: r["quantity"] * to_tonnes * price for r in made}
    return np.array([worth.get(n, np.nan) for n in names], dtype=np.float64)


def _counted(picture: Picture, good: str) -> tuple[str, Series | None]:
    """Find the count of the good, or of its material at another early stage, nearest in time."""
    view = picture.view(good)
    candidates = [good]
    if view.stage in _EARLY and view.material:
        candidates += [
            v.good
            for v in picture.goods.values()
            if v.material == view.material and v.stage in _EARLY and v.good != good
        ]
    for candidate in candidates:
        counts = production_series(picture, candidate, _ANY_YEAR)
        if counts:
            return candidate, min(counts, key=lambda c: abs(c.year - picture.year))
    return good, None
