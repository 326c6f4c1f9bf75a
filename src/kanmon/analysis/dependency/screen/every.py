"""Every importer of every product in one year: concentration, top supplier, three criteria."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.dependency.screen.engine import kernel, over_blocks
from kanmon.analysis.dependency.screen.flows import Block, Columns, YearFlows
from kanmon.errors import DataError

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int16]
Marks = npt.NDArray[np.int8]

ALL_CRITERIA = 7


@dataclass(frozen=True, slots=True)
class Cuts:
    """Hold the three thresholds a criterion must exceed; from ``kanmon.catalogue.thresholds``.

    Example:
        >>> Cuts(import_hhi=0.4, world_hhi=0.4, ratio=1.0).ratio
        1.0
    """

    import_hhi: float
    world_hhi: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Screen:
    """Hold one year's screen; cells are [product, economy].

    ``imports`` and ``exports`` are sums of recorded flows (value's unit; 0 where none is
    recorded). ``hhi`` and ``top_share`` are NaN, ``top`` -1 and ``criteria`` -1 where nothing
    was imported: a share of nothing is missing, not zero. ``criteria`` adds 1 (import HHI), 2
    (world export HHI) and 4 (imports over exports) for each one above its threshold.

    Example:
        >>> from kanmon.analysis.dependency.screen.flows import coded
        >>> s = screen(coded(2022, "A", "ab", ([0], [1], [0], [5.0])), Cuts(0.4, 0.4, 1.0),
        ...            engine="numpy")
        >>> s.hhi.tolist(), s.flagged.tolist()
        ([[nan, 1.0]], [[False, True]])
    """

    year: int
    products: tuple[str, ...]
    economies: tuple[str, ...]
    cuts: Cuts
    imports: Floats
    exports: Floats
    hhi: Floats
    top_share: Floats
    top: Codes
    suppliers: Codes
    criteria: Marks
    world_exports: Floats
    world_hhi: Floats

    @property
    def flagged(self) -> npt.NDArray[np.bool_]:
        """Tell where all three criteria hold."""
        held: npt.NDArray[np.bool_] = self.criteria == ALL_CRITERIA
        return held

    @property
    def ratio(self) -> Floats:
        """Imports over exports; infinite where nothing is exported, NaN where none imported."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.imports > 0, self.imports / self.exports, np.nan)

    def distance(self) -> tuple[Floats, Floats, Floats]:
        """Return each indicator less its threshold: above zero where the criterion holds.

        In the indicators' own units, [product, economy]; the second is [product, 1].
        """
        return (
            self.hhi - self.cuts.import_hhi,
            (self.world_hhi - self.cuts.world_hhi)[:, None],
            self.ratio - self.cuts.ratio,
        )


def screen(flows: YearFlows, cuts: Cuts, *, threads: int = 1, engine: str = "native") -> Screen:
    """Screen every importer of every product of a year.

    Trade of an economy with itself and flows of zero count for nothing; several rows of the
    same product, importer and exporter count as one flow.

    Args:
        flows: a year of trade.
        cuts: thresholds, each to be exceeded.
        threads: blocks worked on at once; the result has the same bits for any number.
        engine: ``native``, or ``numpy`` for the readable twin (same bits, slower).

    Returns:
        The screen, cells [product, economy].

    Raises:
        KanmonError: the native module is not built here.
        DataError: rows out of order, without a label, or of negative or unknown value.

    Source:
        Criteria 1-3 of CEPII GeoDep (Lefebvre and Wibaux 2024); HHI as
        sum(v^2) / sum(v)^2 over suppliers.

    Example:
        >>> from kanmon.analysis.dependency.screen.flows import coded
        >>> rows = ([0, 0, 0], [2, 2, 0], [0, 1, 1], [60.0, 40.0, 10.0])
        >>> s = screen(coded(2022, ["280530"], ["CHN", "VNM", "JPN"], rows),
        ...            Cuts(0.4, 0.4, 1.0), engine="numpy")
        >>> round(float(s.hhi[0, 2]), 12), s.economies[s.top[0, 2]], s.top_share[0, 2]
        (0.52, 'CHN', np.float64(0.6))
    """
    width, height = len(flows.economies), len(flows.products)
    if width == 0:
        raise DataError("no economies", where=f"{flows.year}", remedy="give their labels")
    shape = (height, width)
    made = Screen(
        year=flows.year,
        products=flows.products,
        economies=flows.economies,
        cuts=cuts,
        imports=np.empty(shape),
        exports=np.empty(shape),
        hhi=np.empty(shape),
        top_share=np.empty(shape),
        top=np.empty(shape, np.int16),
        suppliers=np.empty(shape, np.int16),
        criteria=np.empty(shape, np.int8),
        world_exports=np.empty(height),
        world_hhi=np.empty(height),
    )
    run = kernel("screen", engine)
    above = (cuts.import_hhi, cuts.world_hhi, cuts.ratio)
    out = (
        made.imports,
        made.exports,
        made.hhi,
        made.top_share,
        made.top,
        made.suppliers,
        made.criteria,
        made.world_exports,
        made.world_hhi,
    )

    def work(columns: Columns, block: Block) -> tuple[int, int]:
        return run(columns, (block.first, block.last, width), above, out)

    over_blocks(flows, work, threads)
    return made
