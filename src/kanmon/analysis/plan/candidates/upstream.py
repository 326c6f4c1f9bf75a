"""What a supplier's own supply rests on: origins of the good and of what it is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.analysis.dependency.hidden.origin import origins
from kanmon.analysis.dependency.hidden.world import own_output, trade_matrix
from kanmon.analysis.plan.candidates.candidate import Source
from kanmon.analysis.plan.candidates.market import market
from kanmon.analysis.plan.candidates.output import outputs
from kanmon.catalogue.feeds import feeds
from kanmon.picture.picture import Picture

Floats = npt.NDArray[np.float64]
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


def upstream(picture: Picture, good: str, economies: Iterable[str], links: pa.Table) -> Upstream:
    """Trace what each economy's supply of a good rests on, up to the mines.

    First the good itself through re-exports, then each input, and the inputs of that, each mix
    multiplied with the one before: as documented in ``catalogue/feeds.csv``; else by trade; where
    there is none by output, an economy using its own first and the rest in
    proportion to world output. An input without any figure is passed through.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        economies: suppliers asked about.
        links: a ``links`` table.

    Returns:
        Sources of at least the threshold ``significant_share``.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        ``analysis/dependency/hidden/origin.py``: proportional re-export look-through.

    Example:
        >>> from kanmon.catalogue.load import links
        >>> from kanmon.testing import tiny_picture
        >>> found = upstream(tiny_picture("USA"), "rare_earth_metals", ["JPN"], links())
        >>> [(s.origin, round(s.share, 2)) for s in found.of("JPN")]
        [('CHN', 0.6), ('VNM', 0.3), ('THA', 0.1)]
    """
    names = list(dict.fromkeys(economies))
    least = picture.thresholds["significant_share"]
    own = traced(picture, good)
    found: dict[str, list[Source]] = {name: [] for name in names}
    mixes: dict[str, _Mix] = {}
    for name in names:
        shares = own.get(name, {name: 1.0})
        mixes[name] = _Mix(shares, dict.fromkeys(shares, "trade"))
        if name in own:
            found[name] += _listed(good, mixes[name], least)
    blind: list[str] = []
    queue = [(good, mixes, 0)]
    seen = {good}
    for one, here, depth in queue:
        for feed in inputs_of(picture, one, links) if depth < _DEPTH else ():
            if feed in seen:
                continue
            seen.add(feed)
            step = _step(picture, one, feed)
            if step is None:
                blind.append(feed)
                queue.append((feed, here, depth + 1))
                continue
            above = {name: _through(mix, step) for name, mix in here.items()}
            for name, mix in above.items():
                found[name] += _listed(feed, mix, least)
            queue.append((feed, above, depth + 1))
    return Upstream({n: tuple(s) for n, s in found.items() if s}, tuple(blind))


@dataclass(frozen=True, slots=True)
class _Mix:
    """Shares by origin, and the weakest ground that most of each rests on."""

    shares: Mapping[str, float]
    basis: Mapping[str, str]


_GROUNDS = ("trade", "documented", "world_mix")


@dataclass(frozen=True, slots=True)
class _Step:
    """What is known of one input: its traced trade, or its output and who needs how much."""

    feed: str
    traced: Mapping[str, Mapping[str, float]]
    made: Mapping[str, float]
    need: Mapping[str, float]

    def of(self, name: str) -> _Mix:
        """Give the mix of one economy's feed; without shares where it is not known."""
        if (self.feed, name) in feeds():
            shares, basis = feeds()[self.feed, name], "documented"
        elif self.traced:
            shares, basis = self.traced.get(name, {}), "trade"
        else:
            shares, basis = _world_mix(name, self.made, self.need.get(name, 0.0)), "world_mix"
        return _Mix(shares, dict.fromkeys(shares, basis))


def _step(picture: Picture, good: str, feed: str) -> _Step | None:
    trade = traced(picture, feed)
    made = {o: a.tonnes for o, a in outputs(picture, feed).by_economy.items()}
    if not trade and not made:
        return None
    need = {n: s.own * s.now for n, s in market(picture, good).sales.items()}
    for name, one in outputs(picture, good).by_economy.items():
        need[name] = max(need.get(name, 0.0), one.tonnes)
    return _Step(feed, trade, made, need)


def _through(mix: _Mix, step: _Step) -> _Mix:
    parts: dict[str, list[tuple[float, str]]] = {}
    for origin in sorted(mix.shares):
        one = step.of(origin)
        for source, part in one.shares.items():
            ground = max(mix.basis[origin], one.basis[source], key=_GROUNDS.index)
            parts.setdefault(source, []).append((mix.shares[origin] * part, ground))
    return _Mix(
        {source: sum(part for part, _ in every) for source, every in parts.items()},
        {source: max(every)[1] for source, every in parts.items()},
    )


def traced(picture: Picture, good: str) -> dict[str, dict[str, float]]:
    """Trace where each economy's supply of a good was made, through re-exports.

    Output counted in content is first made to fit the gross weight of trade: no large maker may
    make less than it sells beyond what it buys.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Shares by origin, by economy; without any where the good has no trade figures.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        ``analysis/dependency/hidden/origin.py``.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> traced(tiny_picture("USA"), "rare_earth_metals")["JPN"]["VNM"]
        0.3
    """
    names, matrix = trade_matrix(picture, good)
    if not names or not matrix.sum() > 0:
        return {}
    mix = origins(matrix, _gross(picture, good, names, matrix)).mix
    return {
        name: {names[k]: float(mix[i, k]) for k in np.flatnonzero(mix[i] > 0).tolist()}
        for i, name in enumerate(names)
        if mix[i].sum() > 0
    }


def _gross(picture: Picture, good: str, names: list[str], matrix: Floats) -> Floats:
    made = own_output(picture, good, names)
    counted = outputs(picture, good).by_economy
    if not counted or next(iter(counted.values())).same or not np.nansum(made) > 0:
        return made
    large = made >= picture.thresholds["significant_share"] * np.nansum(made)
    beyond = np.maximum(matrix.sum(axis=1) - matrix.sum(axis=0), 0.0)
    return np.asarray(made * max(1.0, float(np.max(beyond[large] / made[large]))))


def _world_mix(name: str, made: Mapping[str, float], need: float) -> dict[str, float]:
    """Own output first, as far as it covers what is sold; the rest from the others' output."""
    own = made.get(name, 0.0)
    part = 0.0 if own <= 0 else 1.0 if need <= 0 else min(1.0, own / need)
    others = {o: a for o, a in made.items() if o != name and a > 0}
    total = sum(others[o] for o in sorted(others))
    mix = {o: (1 - part) * a / total for o, a in others.items()} if total else {}
    return mix | ({name: part} if part else {})


def _listed(good: str, mix: _Mix, least: float) -> list[Source]:
    ranked = sorted(mix.shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Source(good, o, min(1.0, s), mix.basis[o]) for o, s in ranked if s >= least]
