"""The screen as a finding: one economy's or bloc's products, with distance beside every flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.analysis.dependency.screen.bloc import BlocCuts, BlocScreen
from kanmon.analysis.dependency.screen.every import Screen
from kanmon.analysis.dependency.screen.persistence import persistence
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.errors import CodeError, DataError
from kanmon.provenance import Lineage

_NO_EXPORTS = Caveat(
    "no_exports",
    "the ratio is empty where nothing is exported: no own sales could replace imports, so the "
    "criterion counts as met",
)
_CHURN = Caveat(
    "churn",
    "a flag turns on and off as a figure crosses its threshold: read it with its distance",
)


def dependent_products(
    screens: Sequence[Screen], economy: str, lineage: Lineage, *, needed: int = 2
) -> Finding:
    """List every product an economy imports, with the three criteria, distances and persistence.

    Args:
        screens: the last years, oldest first, with the same labels; three for GeoDep's rule.
        economy: label of the economy.
        lineage: where the flows come from.
        needed: years that must be flagged for a product to be persistent.

    Returns:
        Finding ``dependent_products`` of the last year, one row a product imported, most
        imported first; figures products, flagged, persistent, flagged_share.

    Raises:
        CodeError: the economy is not in the screens.
        DataError: no screen, too few for ``needed``, or screens that do not fit together.

    Source:
        CEPII GeoDep (Lefebvre and Wibaux 2024), criteria 1-4.

    Example:
        >>> from kanmon.analysis.dependency.screen.every import Cuts, screen
        >>> from kanmon.analysis.dependency.screen.flows import coded
        >>> flows = coded(2022, ["280530"], ["CHN", "JPN"], ([0], [1], [0], [5.0]))
        >>> s = screen(flows, Cuts(0.4, 0.4, 1.0), engine="numpy")
        >>> f = dependent_products([s], "JPN", Lineage(), needed=1)
        >>> f.figures["flagged"].value, f.table.column("top_supplier").to_pylist()
        (1, ['CHN'])
    """
    if not screens:
        raise DataError("no screens", remedy="screen at least one year")
    last = screens[-1]
    if economy not in last.economies:
        raise CodeError(f"economy {economy!r} is not in the screen of {last.year}")
    lasting = persistence(screens, needed=needed)
    e = last.economies.index(economy)
    rows = np.flatnonzero(last.suppliers[:, e])
    rows = rows[np.argsort(-last.imports[rows, e], kind="stable")]
    near, world, beyond = last.distance()
    flagged = last.flagged[rows, e]
    kept = lasting[rows, e]
    times = np.sum([s.flagged[rows, e] for s in screens], axis=0)
    table = pa.table(
        {
            "product": _labels(last.products, rows),
            "imports": last.imports[rows, e],
            "top_supplier": _labels(last.economies, last.top[rows, e]),
            "top_share": last.top_share[rows, e],
            "suppliers": last.suppliers[rows, e],
            "hhi": last.hhi[rows, e],
            "hhi_distance": near[rows, e],
            "world_hhi": last.world_hhi[rows],
            "world_hhi_distance": world[rows, 0],
            "exports": last.exports[rows, e],
            "ratio": _finite(last.ratio[rows, e]),
            "ratio_distance": _finite(beyond[rows, e]),
            "flagged": flagged,
            "years_flagged": times.astype(np.int16),
            "persistent": pa.array(kept == 1, mask=kept < 0),
        }
    )
    units = {
        "product": "hs6",
        "imports": "kUSD",
        "top_supplier": "iso3",
        "top_share": "share",
        "suppliers": "economies",
        "hhi": "HHI",
        "hhi_distance": "HHI",
        "world_hhi": "HHI",
        "world_hhi_distance": "HHI",
        "exports": "kUSD",
        "ratio": "ratio",
        "ratio_distance": "ratio",
        "flagged": "yes or no",
        "years_flagged": f"of {len(screens)} years",
        "persistent": "yes or no",
    }
    cuts = last.cuts
    counts = {"products": len(rows), "flagged": flagged, "persistent": kept == 1}
    return Finding(
        kind="dependent_products",
        good="every product",
        party=economy,
        as_of=str(last.year),
        table=table,
        units=units,
        figures=_figures(counts, last.imports[rows, e], last.year, lineage),
        method=Method(
            "GeoDep screen",
            f"import HHI > {cuts.import_hhi:g}, world export HHI > {cuts.world_hhi:g}, "
            f"imports / exports > {cuts.ratio:g}; persistent in {needed} of {len(screens)} years",
            "CEPII GeoDep (Lefebvre and Wibaux 2024)",
        ),
        lineage=lineage.then("screen", f"every product {economy} imported in {last.year}"),
        caveats=(_NO_EXPORTS, _CHURN),
    )


def bloc_products(
    found: BlocScreen, party: str, cuts: BlocCuts, lineage: Lineage, *, exports: str
) -> Finding:
    """List every product a bloc imports from outside, with CDI1-3 in both readings of CDI3.

    Args:
        found: the bloc's screen.
        party: what the bloc is called.
        cuts: thresholds, each to be exceeded.
        lineage: where the flows come from.
        exports: reading of CDI3 the flag uses: ``extra`` (to outsiders only) or ``total``.

    Returns:
        Finding ``bloc_products``, one row a product imported from outside, most imported
        first; figures products, flagged, flagged_share.

    Source:
        European Commission SWD(2021) 352.

    Example:
        >>> from kanmon.analysis.dependency.screen.bloc import bloc
        >>> from kanmon.analysis.dependency.screen.flows import coded
        >>> flows = coded(2022, ["280530"], ["CHN", "JPN"], ([0], [1], [0], [5.0]))
        >>> found = bloc(flows, ["JPN"], engine="numpy")
        >>> f = bloc_products(found, "JPN", BlocCuts(0.4, 0.5, 1.0), Lineage(), exports="extra")
        >>> f.figures["flagged_share"].value
        1.0
    """
    rows = np.flatnonzero(found.suppliers)
    rows = rows[np.argsort(-found.imports[rows], kind="stable")]
    flagged = found.flagged(cuts, exports=exports)[rows]
    third = {r: found.cdi3(exports=r)[rows] for r in ("extra", "total")}
    table = pa.table(
        {
            "product": _labels(found.products, rows),
            "imports": found.imports[rows],
            "intra": found.intra[rows],
            "exports": found.exports[rows],
            "top_supplier": _labels(found.economies, found.top[rows]),
            "top_share": found.top_share[rows],
            "suppliers": found.suppliers[rows],
            "cdi1": found.cdi1[rows],
            "cdi1_distance": found.cdi1[rows] - cuts.hhi,
            "cdi2": found.cdi2[rows],
            "cdi2_distance": found.cdi2[rows] - cuts.extra_share,
            "cdi3_extra": _finite(third["extra"]),
            "cdi3_total": _finite(third["total"]),
            "cdi3_distance": _finite(third[exports] - cuts.ratio),
            "flagged": flagged,
        }
    )
    ratios = ("cdi3_extra", "cdi3_total", "cdi3_distance")
    units = {
        "product": "hs6",
        **dict.fromkeys(("imports", "intra", "exports"), "kUSD"),
        "top_supplier": "iso3",
        "suppliers": "economies",
        **dict.fromkeys(("cdi1", "cdi1_distance"), "HHI"),
        **dict.fromkeys(("top_share", "cdi2", "cdi2_distance"), "share"),
        **dict.fromkeys(ratios, "ratio"),
        "flagged": "yes or no",
    }
    members = len(found.members)
    return Finding(
        kind="bloc_products",
        good="every product",
        party=party,
        as_of=str(found.year),
        table=table,
        units=units,
        figures=_figures(
            {"products": len(rows), "flagged": flagged}, found.imports[rows], found.year, lineage
        ),
        method=Method(
            "European Commission screen",
            f"CDI1 HHI of outside suppliers > {cuts.hhi:g}, CDI2 outside imports / all imports > "
            f"{cuts.extra_share:g}, CDI3 outside imports / {exports} exports > {cuts.ratio:g}",
            "European Commission SWD(2021) 352",
        ),
        lineage=lineage.then("net", f"{members} members merged, trade among them left out").then(
            "screen", f"every product {party} imported in {found.year}"
        ),
        caveats=(_NO_EXPORTS, _CHURN),
    )


def _labels(labels: Sequence[str], codes: npt.NDArray[np.integer]) -> pa.Array:
    return pa.array([labels[code] for code in codes.tolist()], pa.string())


def _finite(values: npt.NDArray[np.float64]) -> pa.Array:
    return pa.array(values, mask=~np.isfinite(values))


def _figures(
    counts: Mapping[str, int | npt.NDArray[np.bool_]],
    imports: npt.NDArray[np.float64],
    year: int,
    lineage: Lineage,
) -> dict[str, Figure]:
    date, sources = str(year), tuple(o.source for o in lineage.origins)
    figures = {
        name: Figure(int(np.sum(count)), "products", date, sources)
        for name, count in counts.items()
    }
    total = float(imports.sum())
    share = float(imports[np.asarray(counts["flagged"], bool)].sum()) / total if total else None
    missing = "" if total else "no imports recorded"
    figures["flagged_share"] = Figure(share, "share", date, sources, missing)
    return figures
