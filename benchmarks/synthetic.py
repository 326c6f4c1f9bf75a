"""Make synthetic world trade of BACI's size: 230 economies, 5,000 products, seeded.

Gravity (size, distance) sets who trades what with whom, Zipf the size of products and a
log-normal the value of each flow. The shape of groups and their skew are plausible; the
figures are not trade, and rates of flags are not evidence of anything.

    python -m benchmarks.synthetic FOLDER --years 2003 2022 [--csv]
"""

from __future__ import annotations

import argparse
import time
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

SEED = 20260101
ECONOMIES = 230
PRODUCTS = 5000
# Found once so that a year has about the 11.3 million rows of a BACI year.
DENSITY = 0.0201

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int16]


def economy_codes(count: int = ECONOMIES) -> list[int]:
    """Number economies as BACI does: three-digit codes with gaps, in order."""
    return [4 + 4 * n for n in range(count)]


def product_codes(count: int = PRODUCTS) -> list[str]:
    """Write six-digit product codes with leading zeros, in order."""
    return [f"{10111 + 197 * n:06d}" for n in range(count)]


def _world(economies: int, products: int) -> tuple[Floats, Floats, Floats, npt.NDArray[np.float64]]:
    """Draw what does not change from year to year: supply, demand, nearness, product size."""
    rng = np.random.default_rng(SEED)
    size = rng.lognormal(0.0, 1.4, economies)
    place = rng.random((economies, 2))
    gap = np.hypot(*(place[:, None, :] - place[None, :, :]).transpose(2, 0, 1))
    near = (1.0 / (0.08 + gap)).astype(np.float32)
    np.fill_diagonal(near, 0.0)
    skill = rng.lognormal(0.0, 1.5, (products, economies)).astype(np.float32)
    need = rng.lognormal(0.0, 0.5, (products, economies)).astype(np.float32)
    volume = rng.permutation(1.0 / np.arange(1, products + 1) ** 0.9)
    supply = skill * size.astype(np.float32)
    demand = need * (size**0.8).astype(np.float32)
    return supply, demand, near, volume


@lru_cache(maxsize=1)
def year_columns(
    year: int, economies: int = ECONOMIES, products: int = PRODUCTS
) -> dict[str, npt.NDArray[np.generic]]:
    """Draw one year of trade, in the order of BACI's files: by exporter, importer, product.

    Returns int16 positions ``i`` (exporter), ``j`` (importer), ``k`` (product) and float64
    ``v`` (thousand USD, three decimals, above zero) and ``q`` (tonnes, NaN where missing).
    """
    supply, demand, near, volume = _world(economies, products)
    rng = np.random.Generator(np.random.SFC64([SEED, year]))
    # Who trades with whom goes with the square root of gravity, so that small flows exist.
    reach, pull, push = np.sqrt(near), np.sqrt(supply), np.sqrt(demand)
    lift = (DENSITY * (volume / volume.mean()) ** 0.18).astype(np.float32)
    cells: list[npt.NDArray[np.int32]] = []
    strengths: list[Floats] = []
    chance = np.empty((economies, economies), np.float32)
    draw = np.empty((economies, economies), np.float32)
    for k in range(products):
        np.multiply(reach, pull[k][:, None] * lift[k], out=chance)
        np.multiply(chance, push[k], out=chance)
        rng.random(dtype=np.float32, out=draw)
        met = np.flatnonzero(draw < chance).astype(np.int32)
        cells.append(met)
        strengths.append(chance.ravel()[met] / lift[k])
    cell = np.concatenate(cells)
    k16 = np.repeat(np.arange(products, dtype=np.int16), [c.size for c in cells])
    score = np.concatenate(strengths).astype(np.float64) ** 2 * volume[k16]
    value = 1e4 * score * rng.lognormal(0.0, 1.8, cell.size)
    v = np.maximum(np.round(value * 1000.0), 1.0) / 1000.0
    q = np.round(v / rng.lognormal(1.0, 1.2, cell.size) * 1000.0) / 1000.0
    q[rng.random(cell.size) < 0.03] = np.nan
    i16 = (cell // economies).astype(np.int16)
    j16 = (cell % economies).astype(np.int16)
    # Rows come by product, exporter, importer; two stable sorts of small codes make it i, j, k.
    order = np.argsort(cell.astype(np.uint16), kind="stable")
    return {"i": i16[order], "j": j16[order], "k": k16[order], "v": v[order], "q": q[order]}


def year_table(year: int, economies: int = ECONOMIES, products: int = PRODUCTS) -> pa.Table:
    """Lay one year out as BACI's columns: t, i, j, k, v, q; codes as the publisher has them."""
    drawn = year_columns(year, economies, products)
    codes = np.array(economy_codes(economies), np.int32)
    names = pa.array(product_codes(products))
    return pa.table(
        {
            "t": np.full(drawn["k"].size, year, np.int32),
            "i": codes[drawn["i"]],
            "j": codes[drawn["j"]],
            "k": pa.DictionaryArray.from_arrays(drawn["k"].astype(np.int32), names),
            "v": drawn["v"],
            "q": pa.array(drawn["q"], mask=np.isnan(drawn["q"])),
        }
    )


def write_source(year: int, folder: Path, *, as_csv: bool) -> Path:
    """Write one year as a publisher would: zstd Parquet in source order, or CSV."""
    table = year_table(year)
    path = folder / f"source_{year}.{'csv' if as_csv else 'parquet'}"
    if as_csv:
        index = table.schema.get_field_index("k")
        plain = table.set_column(index, "k", table.column("k").cast(pa.string()))
        # BACI's own files carry no quotes.
        options = pa.csv.WriteOptions(quoting_style="none")
        pa.csv.write_csv(plain, path, options)
    else:
        index = table.schema.get_field_index("k")
        plain = table.set_column(index, "k", table.column("k").cast(pa.string()))
        pq.write_table(plain, path, compression="zstd", compression_level=3)
    return path


def main() -> None:
    """Write the years asked for and say how long each took."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--years", nargs=2, type=int, default=[2022, 2022])
    options.add_argument("--csv", action="store_true", help="CSV instead of Parquet")
    asked = options.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for year in range(asked.years[0], asked.years[1] + 1):
        start = time.perf_counter()
        path = write_source(year, asked.folder, as_csv=asked.csv)
        print(
            f"{path.name}: {path.stat().st_size / 1e6:.0f} MB, {time.perf_counter() - start:.1f} s"
        )


if __name__ == "__main__":
    main()
