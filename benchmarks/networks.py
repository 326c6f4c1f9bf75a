"""Draw synthetic firm networks: heavy-tailed sizes and numbers of partners, by seed.

The shape is that of published firm networks (a few firms have thousands of clients, most have a
few); the figures are nobody's.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

TAIL = 1.35
"""Exponent of the sizes' power law: near the degrees of published networks (memory)."""
FINAL = 0.6
"""Final demand over sales to firms, at the median firm."""


def firm_links(
    firms: int, links: int, sectors: int, seed: int
) -> tuple[Ints, Ints, Floats, Ints, Floats]:
    """Draw a network of firms.

    Suppliers and clients are drawn in proportion to sizes of their own (a firm that sells to
    many need not buy from many); amounts follow both sizes and a log-normal. Links drawn twice
    are one, so a little fewer than asked for come back.

    Returns supplier, client int64[m], amount float64[m] money a day, sector int64[firms] and
    final demand float64[firms] money a day, above zero.
    """
    rng = np.random.default_rng([seed, firms, links])
    sector = rng.integers(0, sectors, firms)
    size = rng.pareto(TAIL, firms) + 1.0
    buys = size**0.7 * rng.lognormal(0.0, 0.8, firms)
    supplier = _drawn(rng, size, links)
    client = _drawn(rng, buys, links)
    other = supplier != client
    pair = np.unique(client[other] * firms + supplier[other])
    client, supplier = np.divmod(pair, firms)
    scale = (size[supplier] * size[client]) ** 0.25
    amount = scale * rng.lognormal(2.0, 1.0, supplier.size)
    sold = np.bincount(supplier, amount, firms)
    final = FINAL * sold * rng.lognormal(0.0, 0.5, firms) + rng.lognormal(2.0, 1.0, firms)
    return supplier, client, amount, sector, final


def _drawn(rng: np.random.Generator, weight: Floats, count: int) -> Ints:
    """Draw firms in proportion to a weight."""
    bounds = np.cumsum(weight)
    spots = np.sort(rng.random(count)) * bounds[-1]  # in order: a search that stays in cache
    drawn: Ints = np.searchsorted(bounds, spots, side="right")
    return rng.permutation(np.minimum(drawn, weight.size - 1))
