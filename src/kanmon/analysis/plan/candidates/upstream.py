"""What a supplier's own supply rests on: origins of the good and of what it is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from kanmon.analysis.dependency.hidden.origin import origins
from kanmon.analysis.dependency.hidden.world import own_output, trade_matrix
from kanmon.analysis.plan.candidates.candidate import Source
from kanmon.analysis.plan.candidates.output import outputs
from kanmon.catalogue.sourcing import assumed
from kanmon.picture.picture import Picture

_DEPTH = 4
"""Steps up the chain followed at most; goods without any figure are passed through."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """Hold the origins behind each economy's supply, and the goods that could not be followed.

    Example:
        >>> Upstream({}, ("cobalt_ore",)).of("FIN")
        ()
    """

    sources: Mapping[str, tuple[Source, ...]]
    blind: tuple[str, ...] = field(default=())

    def of(self, economy: str) -> tuple[Source, ...]:
        """Give the sources of an economy, largest first; none where nothing is known."""
        return self.sources.get(economy, ())


def inputs_of(picture: Picture, good: str, links: pa.Table) -> tuple[str, ...]:
    """List what carries the source of a good one step up: its material, or feed it cannot lack.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        links: a ``links`` table.

    Returns:
        Inputs of the same material, and feedstock that nothing or little can replace; those in
        the picture, in the order of ``links``.

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.catalogue.load import links
        >>> from kanmon.testing import tiny_picture
        >>> inputs_of(tiny_picture("JPN"), "rare_earth_metals", links())
        ()
    """
    material = picture.view(good).material
    found = []
    for row in links.to_pylist():
        if row["output"] != good or row["input"] not in picture.goods:
            continue
        same = bool(material) and picture.view(row["input"]).material == material
        feed = row["role"] == "feedstock" and row["substitutability"] in ("none", "low")
        if same or feed:
            found.append(row["input"])
    return tuple(dict.fromkeys(found))


def upstream(
    picture: Picture,
    good: str,
    economies: Iterable[str],
    links: pa.Table,
    sold: Mapping[str, float],
) -> Upstream:
    """Trace what each economy's supply of a good rests on.

    First the good itself through re-exports, then each input: by its trade; where it has none,
    by output, an economy using its own first and the rest in proportion to world output; where
    nobody counts it either, by its own inputs.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        economies: suppliers asked about.
        links: a ``links`` table.
        sold: tonnes of the good each sells or makes, to compare its own output of an input with.

    Returns:
        Sources of at least the threshold ``significant_share``.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        ``analysis/dependency/hidden/origin.py``: proportional re-export look-through.

    Example:
        >>> from kanmon.catalogue.load import links
        >>> from kanmon.testing import tiny_picture
        >>> found = upstream(tiny_picture("USA"), "rare_earth_metals", ["JPN"], links(), {})
        >>> [(s.origin, round(s.share, 2)) for s in found.of("JPN")]
        [('CHN', 0.6), ('VNM', 0.3), ('THA', 0.1)]
    """
    names = list(dict.fromkeys(economies))
    least = picture.thresholds["significant_share"]
    found: dict[str, list[Source]] = {name: [] for name in names}
    for name, mix in _traced(picture, good).items():
        if name in found:
            found[name] += _listed(good, mix, least, "trade")
    blind: list[str] = []
    queue = [(one, 1) for one in inputs_of(picture, good, links)]
    seen: set[str] = set()
    for one, depth in queue:
        if one in seen:
            continue
        seen.add(one)
        traced = _traced(picture, one)
        made = {o: a.tonnes for o, a in outputs(picture, one).by_economy.items()}
        if not traced and not made:
            blind.append(one)
            if depth < _DEPTH:
                queue += [(deeper, depth + 1) for deeper in inputs_of(picture, one, links)]
            continue
        for name in names:
            if name in traced:
                found[name] += _listed(one, traced[name], least, "trade")
            elif made and not traced:
                mix = _world_mix(name, made, sold.get(name, 0.0))
                found[name] += _listed(one, mix, least, "world_mix")
    return Upstream({n: tuple(s) for n, s in found.items() if s}, tuple(blind))


def group(economy: str, sources: Iterable[Source]) -> str:
    """Name the economy a supplier's supply rests on.

    Args:
        economy: the supplier.
        sources: what it rests on.

    Returns:
        The other origin with the largest share above the threshold ``upstream_share`` of any one
        good; the supplier itself where there is none.

    Source:
        Kanmon; ``upstream_share`` of ``catalogue/sourcing.csv``.

    Example:
        >>> group("VNM", [Source("rare_earth_metals", "CHN", 0.7)])
        'CHN'
    """
    limit = assumed("upstream_share").best
    leaning = [s for s in sources if s.origin != economy and s.share > limit]
    return min(leaning, key=lambda s: (-s.share, s.origin)).origin if leaning else economy


def _traced(picture: Picture, good: str) -> dict[str, dict[str, float]]:
    names, matrix = trade_matrix(picture, good)
    if not names or not matrix.sum() > 0:
        return {}
    mix = origins(matrix, own_output(picture, good, names)).mix
    return {
        name: {names[k]: float(mix[i, k]) for k in np.flatnonzero(mix[i] > 0).tolist()}
        for i, name in enumerate(names)
        if mix[i].sum() > 0
    }


def _world_mix(name: str, made: Mapping[str, float], need: float) -> dict[str, float]:
    """Own output first, as far as it covers what is sold; the rest from the others' output."""
    own = made.get(name, 0.0)
    part = 0.0 if own <= 0 else 1.0 if need <= 0 else min(1.0, own / need)
    others = {o: a for o, a in made.items() if o != name and a > 0}
    total = sum(others[o] for o in sorted(others))
    mix = {o: (1 - part) * a / total for o, a in others.items()} if total else {}
    return mix | ({name: part} if part else {})


def _listed(good: str, mix: Mapping[str, float], least: float, basis: str) -> list[Source]:
    ranked = sorted(mix.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Source(good, o, min(1.0, s), basis) for o, s in ranked if s >= least]
