"""A bloc's dependency, product by product: members merged, trade among them netted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.dependency.screen.engine import kernel, over_blocks
from kanmon.analysis.dependency.screen.flows import Block, Columns, YearFlows
from kanmon.errors import CodeError, DataError

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class BlocCuts:
    """Hold the thresholds of CDI1, CDI2 and CDI3; from ``kanmon.catalogue.thresholds``.

    Example:
        >>> BlocCuts(hhi=0.4, extra_share=0.5, ratio=1.0).extra_share
        0.5
    """

    hhi: float
    extra_share: float
    ratio: float


@dataclass(frozen=True, slots=True)
class BlocScreen:
    """Hold one year's screen of a bloc, one entry a product.

    ``imports`` come from outside, ``intra`` is trade among members, ``exports`` go outside.
    Where nothing was imported from outside ``cdi1`` and ``top_share`` are NaN and ``top`` is -1.

    Example:
        >>> from kanmon.analysis.dependency.screen.flows import coded
        >>> rows = ([0, 0, 0], [1, 1, 2], [0, 2, 1], [30.0, 10.0, 10.0])
        >>> b = bloc(coded(2022, "A", ["CHN", "DEU", "FRA"], rows), ["DEU", "FRA"], engine="numpy")
        >>> b.imports.tolist(), b.intra.tolist(), b.cdi2.tolist()
        ([30.0], [20.0], [0.6])
    """

    year: int
    products: tuple[str, ...]
    economies: tuple[str, ...]
    members: frozenset[str]
    imports: Floats
    intra: Floats
    exports: Floats
    cdi1: Floats
    top_share: Floats
    top: Codes
    suppliers: Codes

    @property
    def cdi2(self) -> Floats:
        """Imports from outside over all imports of members; NaN where they have none."""
        every = self.imports + self.intra
        return np.divide(self.imports, every, out=np.full_like(every, np.nan), where=every > 0)

    def cdi3(self, *, exports: str) -> Floats:
        """Imports from outside over exports: ``extra`` (to outsiders only) or ``total``.

        Infinite where there are no exports, NaN where there are no imports from outside.
        """
        if exports not in ("extra", "total"):
            raise DataError(
                f"reading {exports!r} of CDI3", remedy="say which exports: 'extra' or 'total'"
            )
        sold = self.exports if exports == "extra" else self.exports + self.intra
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.imports > 0, self.imports / sold, np.nan)

    def flagged(self, cuts: BlocCuts, *, exports: str) -> npt.NDArray[np.bool_]:
        """Tell which products exceed all three thresholds, under one reading of CDI3."""
        third = self.cdi3(exports=exports)
        held: npt.NDArray[np.bool_] = (
            (self.cdi1 > cuts.hhi) & (self.cdi2 > cuts.extra_share) & (third > cuts.ratio)
        )
        return held


def bloc(
    flows: YearFlows, members: Collection[str], *, threads: int = 1, engine: str = "native"
) -> BlocScreen:
    """Screen the products a bloc imports from outside.

    Args:
        flows: a year of trade.
        members: labels of the bloc's economies; one economy is a bloc of one.
        threads: blocks worked on at once; the result has the same bits for any number.
        engine: ``native``, or ``numpy`` for the readable twin (same bits, slower).

    Returns:
        The bloc's figures by product.

    Raises:
        CodeError: a member is not among the economies of the year.
        KanmonError: the native module is not built here.
        DataError: rows out of order, without a label, or of negative or unknown value.

    Source:
        European Commission SWD(2021) 352: CDI1 HHI of suppliers outside, CDI2 extra share of
        imports, CDI3 imports over exports in two readings.

    Example:
        >>> from kanmon.analysis.dependency.screen.flows import coded
        >>> rows = ([0, 0, 0], [1, 2, 0], [0, 0, 1], [30.0, 10.0, 20.0])
        >>> b = bloc(coded(2022, "A", ["CHN", "DEU", "FRA"], rows), ["DEU", "FRA"], engine="numpy")
        >>> b.cdi1.tolist(), b.cdi3(exports="extra").tolist()
        ([1.0], [2.0])
    """
    inside = frozenset(members)
    strangers = sorted(inside - set(flows.economies))
    if strangers:
        raise CodeError(
            f"members {', '.join(strangers)} have no trade in the data",
            where=str(flows.year),
            remedy="give the economies the year's file is coded with, or leave them out knowingly",
        )
    if not inside:
        raise CodeError("a bloc without members", remedy="name at least one economy")
    size = len(flows.products)
    made = BlocScreen(
        year=flows.year,
        products=flows.products,
        economies=flows.economies,
        members=inside,
        imports=np.empty(size),
        intra=np.empty(size),
        exports=np.empty(size),
        cdi1=np.empty(size),
        top_share=np.empty(size),
        top=np.empty(size, np.int16),
        suppliers=np.empty(size, np.int16),
    )
    run = kernel("bloc", engine)
    member = np.array([e in inside for e in flows.economies], np.uint8)
    out = (made.imports, made.intra, made.exports, made.cdi1, made.top_share)
    every = (*out, made.top, made.suppliers)
    width = len(flows.economies)

    def work(columns: Columns, block: Block) -> tuple[int, int]:
        return run(columns, (block.first, block.last, width), member, every)

    over_blocks(flows, work, threads)
    return made
