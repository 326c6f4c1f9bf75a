"""The economies that could supply a good to a party, and what is known of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kanmon.analysis.dependency.complexity.advantage import presence, revealed_advantage
from kanmon.analysis.dependency.complexity.evidence import Evidence
from kanmon.analysis.dependency.complexity.feasibility import feasibility
from kanmon.analysis.dependency.complexity.matrix import ExportMatrix, Floats
from kanmon.analysis.dependency.complexity.proximity import density
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Candidates:
    """Hold what is known of each candidate, one entry each; NaN or None where it is not.

    ``value`` is exports of the good, ``own`` the share of them an economy does not itself import,
    ``ready`` the feasibility, ``km`` and ``near`` the distance and what it leaves, ``silent`` the
    number of economies left out because no exports of theirs are on record.

    Example:
        >>> m = ExportMatrix(("CHN", "JPN"), ("p", "q"), np.array([[9.0, 1], [1, 9]]), 2022, "kUSD")
        >>> candidates(m, ["p"], {"JPN"}, Evidence()).standing
        ['makes']
    """

    names: list[str]
    standing: list[str]
    value: Floats
    advantage: Floats
    own: Floats
    close: Floats
    ready: Floats
    growth: Floats
    cover: Floats
    km: Floats
    near: Floats
    tier: list[str | None]
    trust: Floats
    silent: int


def candidates(
    exports: ExportMatrix, products: Sequence[str], members: Collection[str], known: Evidence
) -> Candidates:
    """Gather what is known of every economy outside a party as a supplier of a good.

    Args:
        exports: what each economy exports of each product.
        products: the good's columns, taken together.
        members: economies of the party.
        known: what else is known.

    Returns:
        Every economy with any exports that is no member, in the order of ``exports``.

    Raises:
        CodeError: a product is not in the matrix.
        DataError: nobody exports the good.

    Example:
        >>> m = ExportMatrix(("CHN", "JPN"), ("p", "q"), np.array([[9.0, 1], [1, 9]]), 2022, "kUSD")
        >>> candidates(m, ["p"], {"JPN"}, Evidence(imports={"CHN": 8.0})).standing
        ['re-exports']
    """
    columns = [exports.column(p) for p in dict.fromkeys(products)]
    outside = np.array([e not in members for e in exports.economies])
    chosen = np.flatnonzero(outside & (exports.values.sum(axis=1) > 0))
    names = [exports.economies[i] for i in chosen]
    value, advantage, close = (a[chosen] for a in _of_good(exports, columns))
    own = _own(value, known.imports, names)
    counted = np.where(value < known.floor, 0.0, advantage)
    net = counted if known.imports is None else counted * own
    km = _looked_up(known.distance, names)
    near = km if np.isnan(km).all() else 1 / (1 + km / np.nanmedian(km))
    tier = [None if known.tiers is None else known.tiers.get(n) for n in names]
    return Candidates(
        names=names,
        standing=[
            "below the floor" if 0 < v < known.floor else _word(a, n, known.begun)
            for v, a, n in zip(value, counted, net, strict=True)
        ],
        value=value,
        advantage=advantage,
        own=own,
        close=close,
        ready=feasibility(net, close),
        growth=_growth(exports, columns, known.before, names, value),
        cover=value / known.need if known.need else np.full(len(names), np.nan),
        km=km,
        near=near,
        tier=tier,
        trust=_looked_up(known.trust, tier),
        silent=int(outside.sum()) - len(names),
    )


def _of_good(exports: ExportMatrix, columns: list[int]) -> tuple[Floats, Floats, Floats]:
    """Exports, advantage and density of a good, its products taken together."""
    value = exports.values[:, columns].sum(axis=1)
    world = exports.values[:, columns].sum(axis=0)
    if not world.sum() > 0:
        raise DataError(
            "nobody exports it",
            where=f"products {', '.join(exports.products[c] for c in columns)} in {exports.year}",
            remedy="check the year and the codes of the good",
        )
    each = density(presence(revealed_advantage(exports.values)))[:, columns]
    made = np.isfinite(each).any(axis=0)
    close = each[:, made] @ (world[made] / world[made].sum())
    total = exports.values.sum(axis=1)
    with np.errstate(invalid="ignore"):
        advantage = (value / total) / (world.sum() / total.sum())
    return value, advantage, close


def _own(value: Floats, imports: Mapping[str, float] | None, names: Sequence[str]) -> Floats:
    """Share of exports beyond what is imported; an economy that exports none passes none on."""
    bought = _looked_up(imports, names)
    kept = np.where(np.isnan(bought), np.nan, 1.0)
    np.divide(value - bought, value, out=kept, where=(value > 0) & ~np.isnan(bought))
    return np.asarray(np.maximum(kept, 0.0))


def _looked_up(table: Mapping[str, float] | None, names: Sequence[str | None]) -> Floats:
    if table is None:
        return np.full(len(names), np.nan)
    return np.array([np.nan if n is None else table.get(n, np.nan) for n in names])


def _word(advantage: float, net: float, begun: float) -> str:
    if net >= 1:
        return "makes"
    if advantage >= 1:
        return "not known" if np.isnan(net) else "re-exports"
    if net >= begun:
        return "has begun"
    return "exports a little" if advantage > 0 else "does not export"


def _growth(
    exports: ExportMatrix,
    columns: list[int],
    before: ExportMatrix | None,
    names: list[str],
    now: Floats,
) -> Floats:
    """Yearly growth since the earlier year; NaN where nothing was exported then."""
    if before is None:
        return np.full(len(names), np.nan)
    years = exports.year - before.year
    if years < 1 or before.unit != exports.unit:
        raise DataError(
            f"exports of {before.year} in {before.unit} against {exports.year} in {exports.unit}",
            where="growth",
            remedy="give an earlier year in the same unit",
        )
    earlier = [before.column(exports.products[c]) for c in columns]
    totals = dict(zip(before.economies, before.values[:, earlier].sum(axis=1), strict=True))
    then = np.array([totals.get(n, np.nan) for n in names])
    grown = np.full(len(names), np.nan)
    np.divide(now, then, out=grown, where=then > 0)
    return np.asarray(grown ** (1 / years) - 1)
