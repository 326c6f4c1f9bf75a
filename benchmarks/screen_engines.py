"""The engines that benchmarks/screen.py compares: pandas, DuckDB and the compiled kernel.

Each takes the folder of the synthetic years and a year, does the whole work from the file on,
and returns checks all engines must agree on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

THREADS = 2
CUTS = {"import_hhi": 0.4, "world_hhi": 0.4, "ratio": 1.0}
BLOC_SIZE = 27
Checks = dict[str, float]


def source_csv(folder: Path, year: int) -> Path:
    """Name a year's CSV."""
    return folder / f"source_{year}.csv"


def source_parquet(folder: Path, year: int) -> Path:
    """Name a year's Parquet in source order."""
    return folder / f"source_{year}.parquet"


def year_file(folder: Path, year: int) -> Path:
    """Name a year's sorted file."""
    return folder / f"{year}.parquet"


def pandas_screen(frame: Any) -> Checks:
    """Screen a year the vectorised pandas way: grouped sums, no apply."""
    import numpy as np

    frame["v2"] = frame["v"] * frame["v"]
    by_cell = frame.groupby(["k", "j"], sort=False, observed=True)
    cells = by_cell.agg(imports=("v", "sum"), v2=("v2", "sum"), n=("v", "size"), most=("v", "max"))
    cells["hhi"] = cells["v2"] / cells["imports"] ** 2
    cells["top_share"] = cells["most"] / cells["imports"]
    cells["top"] = frame["i"].to_numpy()[by_cell["v"].idxmax().to_numpy()]
    sold = frame.groupby(["k", "i"], sort=False, observed=True)["v"].sum().rename("exports")
    sold.index.names = ["k", "j"]
    squares = (sold**2).groupby("k", observed=True).sum()
    total = sold.groupby("k", observed=True).sum()
    world = (squares / total**2).rename("world_hhi")
    cells = cells.join(sold).join(world, on="k")
    ratio = np.where(cells["exports"].notna(), cells["imports"] / cells["exports"], np.inf)
    flagged = (
        (cells["hhi"] > CUTS["import_hhi"])
        & (cells["world_hhi"] > CUTS["world_hhi"])
        & (ratio > CUTS["ratio"])
    )
    return {
        "groups": len(cells),
        "hhi": float(cells["hhi"].sum()),
        "top_share": float(cells["top_share"].sum()),
        "flags": int(flagged.sum()),
    }


def pandas_csv(folder: Path, year: int) -> Checks:
    """Screen a year with pandas from CSV."""
    import pandas as pd

    kinds = {"i": "int16", "j": "int16", "k": "category", "v": "float64"}
    frame = pd.read_csv(source_csv(folder, year), usecols=list(kinds), dtype=kinds)
    return pandas_screen(frame)


def duckdb_source(folder: Path, year: int) -> Checks:
    """Screen a year with DuckDB from zstd Parquet in source order."""
    return _duckdb(source_parquet(folder, year))


def duckdb_sorted(folder: Path, year: int) -> Checks:
    """Screen a year with DuckDB from the sorted year file."""
    return _duckdb(year_file(folder, year))


def _duckdb(path: Path) -> Checks:
    import numpy as np

    from kanmon.store.screen_sql import screen_sql

    found = screen_sql(path, CUTS, threads=THREADS)
    return {
        "groups": found.num_rows,
        "hhi": float(np.sum(found.column("hhi").to_numpy())),
        "top_share": float(np.sum(found.column("top_share").to_numpy())),
        "flags": int(np.sum(found.column("flagged").to_numpy())),
    }


def kernel(folder: Path, year: int, threads: int = THREADS) -> Checks:
    """Screen a year with the compiled kernel from the sorted year file."""
    import numpy as np

    from kanmon.analysis.dependency.screen.every import Cuts, screen
    from kanmon.store.years import open_year

    found = screen(open_year(year_file(folder, year)), Cuts(**CUTS), threads=threads)
    return {
        "groups": int(np.count_nonzero(found.suppliers)),
        "hhi": float(np.nansum(found.hhi)),
        "top_share": float(np.nansum(found.top_share)),
        "flags": int(np.count_nonzero(found.flagged)),
    }


def kernel_one_thread(folder: Path, year: int) -> Checks:
    """Screen a year with the compiled kernel on one thread."""
    return kernel(folder, year, threads=1)


def bloc_pandas(folder: Path, year: int) -> Checks:
    """Compute a bloc's CDI1-3 with pandas from the sorted year file."""
    return _bloc_pandas(year_file(folder, year), range(BLOC_SIZE))


def bloc_pandas_source(folder: Path, year: int) -> Checks:
    """Compute a bloc's CDI1-3 with pandas from zstd Parquet in source order."""
    from benchmarks.synthetic import economy_codes

    return _bloc_pandas(source_parquet(folder, year), economy_codes()[:BLOC_SIZE])


def _bloc_pandas(path: Path, members: Sequence[int]) -> Checks:
    import numpy as np
    import pandas as pd

    frame = pd.read_parquet(path, columns=["k", "j", "i", "v"])
    buys, sells = frame["j"] <= members[-1], frame["i"] <= members[-1]
    by = frame[buys & ~sells].groupby(["k", "i"], sort=False)["v"].sum()
    total = by.groupby("k").sum()
    out = pd.DataFrame({"m": total, "hhi": (by**2).groupby("k").sum() / total**2})
    out["intra"] = frame[buys & sells].groupby("k")["v"].sum()
    out["x"] = frame[sells & ~buys].groupby("k")["v"].sum()
    out[["intra", "x"]] = out[["intra", "x"]].fillna(0.0)
    extra = np.where(out["x"] > 0, out["m"] / out["x"], np.inf)
    whole = out["x"] + out["intra"]
    every = np.where(whole > 0, out["m"] / whole, np.inf)
    two = (out["hhi"] > 0.4) & (out["m"] / (out["m"] + out["intra"]) > 0.5)
    return {
        "products": len(out),
        "hhi": float(out["hhi"].sum()),
        "extra": int((two & (extra > 1)).sum()),
        "total": int((two & (every > 1)).sum()),
    }


def bloc_kernel(folder: Path, year: int) -> Checks:
    """Compute a bloc's CDI1-3 with the compiled kernel from the sorted year file."""
    import numpy as np

    from kanmon.analysis.dependency.screen.bloc import BlocCuts, bloc
    from kanmon.store.years import open_year

    file = open_year(year_file(folder, year))
    found = bloc(file, file.economies[:BLOC_SIZE], threads=THREADS)
    cuts = BlocCuts(hhi=0.4, extra_share=0.5, ratio=1.0)
    return {
        "products": int(np.count_nonzero(found.suppliers)),
        "hhi": float(np.nansum(found.cdi1)),
        "extra": int(np.count_nonzero(found.flagged(cuts, exports="extra"))),
        "total": int(np.count_nonzero(found.flagged(cuts, exports="total"))),
    }


ENGINES: dict[str, Callable[[Path, int], Checks]] = {
    "pandas, CSV": pandas_csv,
    "DuckDB, source Parquet": duckdb_source,
    "DuckDB, sorted year file": duckdb_sorted,
    "kernel, 1 thread": kernel_one_thread,
    "kernel, 2 threads": kernel,
}
BLOC_ENGINES: dict[str, Callable[[Path, int], Checks]] = {
    "bloc, pandas, source Parquet": bloc_pandas_source,
    "bloc, pandas, sorted year file": bloc_pandas,
    "bloc, kernel": bloc_kernel,
}
