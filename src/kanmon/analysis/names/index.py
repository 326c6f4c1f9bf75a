"""Lists of parties ready to be asked: every name folded, indexed and compared, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kanmon.analysis.names.engine import Engine, Values, make_engine
from kanmon.analysis.names.evidence import evidence, kind_of_name, numbers_of
from kanmon.analysis.names.fold import fold
from kanmon.analysis.names.forms import Folded
from kanmon.analysis.names.pack import Counts, Packed, count_words, pack
from kanmon.analysis.names.partners import FEATURES
from kanmon.analysis.names.pause import collector_paused
from kanmon.analysis.names.record import Band, Checked, Feature, Match, Query, Reach
from kanmon.catalogue.name_tables import name_tables
from kanmon.catalogue.name_weights import NameBands, name_bands, name_weights
from kanmon.errors import DataError
from kanmon.tables.listed import Listed, ListedName

# What was met that keeps a name from being cleared: something of it was not compared.
DOUBTS = ("unread", "mixed", "unencoded", "long", "cut", "empty")
_BLOCK = 4096  # queries compared at a time


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Hold lists of parties with every name folded and indexed.

    Example:
        >>> acme = Listed("uk_fictional", "7", (ListedName("Acme Rotor Works"),))
        >>> index = index_names([acme], engine="numpy")
        >>> found = check([Query("1", ("ACME ROTOR WORKS LTD",))], index)[0]
        >>> found.band.value, found.matches[0].entry
        ('hit', 'uk_fictional:7')
    """

    entries: tuple[Listed, ...]
    names: tuple[ListedName, ...]
    of: tuple[int, ...]
    folded: tuple[Folded, ...]
    packed: Packed
    scripts: NDArray[np.int64]
    counts: Counts
    engine: Engine
    engine_name: str
    numbers: Mapping[tuple[str, str], tuple[int, ...]]


def index_names(
    entries: Sequence[Listed], *, engine: str = "native", counts: Counts | None = None
) -> NameIndex:
    """Fold and index every name of lists of parties.

    Args:
        entries: of one list or several.
        engine: ``native`` or ``numpy``.
        counts: word counts to weigh by; those of the entries when not given.

    Returns:
        The index.

    Raises:
        DataError: an entry comes twice.

    Example:
        >>> entry = Listed("x", "1", (ListedName("Acme"), ListedName("Acme Rotor")))
        >>> len(index_names([entry], engine="numpy").names)
        2
    """
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            raise DataError(
                f"entry {entry.key} comes twice",
                where="lists of parties",
                remedy="give each list once, or its entries ids of their own",
            )
        seen.add(entry.key)
    names = [(at, name) for at, entry in enumerate(entries) for name in entry.names]
    with collector_paused():
        folded = tuple([fold(name.text) for _, name in names])
        counts = counts or count_words(folded)
        packed = pack(folded, counts)
    return NameIndex(
        tuple(entries),
        tuple(name for _, name in names),
        tuple(at for at, _ in names),
        folded,
        packed,
        _masks(folded),
        counts,
        make_engine(engine, packed),
        engine,
        _numbers(entries),
    )


def check(
    queries: Sequence[Query], index: NameIndex, *, reach: Reach | None = None, most: int = 10
) -> tuple[Checked, ...]:
    """Compare queries with the lists.

    Args:
        queries: what is asked.
        index: the lists.
        reach: how far to search.
        most: matches kept a query, best first.

    Returns:
        One answer a query, in order. Equal scores are ordered by the entries' keys.

    Example:
        >>> index = index_names([Listed("x", "1", (ListedName("Volga Radio"),))], engine="numpy")
        >>> asked = [Query("1", ("Волга Радио",)), Query("2", ("Oslo",))]
        >>> [c.band.value for c in check(asked, index)]
        ['hit', 'clear']
    """
    reach = (reach or Reach()).over(len(index.names))
    out: list[Checked] = []
    for first in range(0, len(queries), _BLOCK):
        with collector_paused():
            out += _block(queries[first : first + _BLOCK], index, reach, most)
    return tuple(out)


def score(features: Values) -> Values:
    """Give the log-odds of rows of features of names alone.

    Args:
        features: one row a pair, in the order of ``FEATURES``.

    Returns:
        Log-odds, added up feature by feature so that every machine gives the same bits.

    Example:
        >>> float(score(np.zeros((1, len(FEATURES))))[0]) == name_weights()["base"].weight
        True
    """
    weights = name_weights()
    total = np.full(len(features), weights["base"].weight)
    for at, name in enumerate(FEATURES):
        total += features[:, at] * weights[name].weight
    return total


def reasons(row: Values) -> tuple[Feature, ...]:
    """Name what the features of a pair of names add.

    Args:
        row: features in the order of ``FEATURES``.

    Returns:
        The base and every feature that is not zero.

    Example:
        >>> [f.name for f in reasons(np.zeros(len(FEATURES)))]
        ['base']
    """
    weights = name_weights()
    base = Feature("base", 1.0, weights["base"].weight, weights["base"].meaning)
    return (
        base,
        *(
            Feature(name, float(row[at]), weights[name].weight, weights[name].meaning)
            for at, name in enumerate(FEATURES)
            if row[at] != 0.0 and weights[name].weight != 0.0
        ),
    )


def _block(queries: Sequence[Query], index: NameIndex, reach: Reach, most: int) -> list[Checked]:
    asked = [(at, name) for at, query in enumerate(queries) for name in query.names]
    folded = [fold(name) for _, name in asked]
    packed = pack(folded, index.counts)
    form = index.engine.candidates(packed, reach)
    left = np.repeat(np.arange(len(packed.name), dtype=np.int32), form.shape[1])
    right = form.ravel()
    there = right >= 0
    left, right = left[there], right[there]
    features = index.engine.compare(packed, left, right, reach.threads)
    total = score(features)
    query_of = np.array([at for at, _ in asked], np.int64)[packed.name[left]]
    name_of = index.packed.name[right]
    entry_of = np.array(index.of, np.int64)[name_of]
    order = np.lexsort((right, left, -total, entry_of, query_of))
    q, e = query_of[order], entry_of[order]
    best = order[np.r_[True, (q[1:] != q[:-1]) | (e[1:] != e[:-1])]] if len(order) else order
    across = (_masks(folded)[packed.name[left]] & index.scripts[name_of]) == 0
    bands = name_bands()
    least = np.where(across, bands["scripts"].review, bands["list"].review)
    matches: list[list[Match]] = [[] for _ in queries]
    met: set[tuple[int, int]] = set()
    ceiling = np.array([_ceiling(query) for query in queries])
    for at in best[total[best] >= (least - ceiling[query_of])[best]]:
        query = queries[query_of[at]]
        entry = index.entries[entry_of[at]]
        met.add((int(query_of[at]), int(entry_of[at])))
        name = index.names[name_of[at]]
        found = _match(
            query,
            entry,
            (asked[packed.name[left[at]]][1], name),
            reasons(features[at]),
            bands["scripts" if across[at] else "list"],
        )
        if found is not None:
            matches[query_of[at]].append(found)
    for number, query in enumerate(queries):
        bearers = {p for n in numbers_of(query.identifiers) for p in index.numbers.get(n, ())}
        for place in sorted(bearers):
            if (number, place) not in met:
                entry = index.entries[place]
                base = Feature("base", 1.0, name_weights()["base"].weight, "by number alone")
                pair = (query.names[0], entry.names[0])
                found = _match(query, entry, pair, (base,), bands["list"])
                if found is not None:
                    matches[number].append(found)
    flags: list[dict[str, None]] = [{} for _ in queries]
    for (at_query, _), name in zip(asked, folded, strict=True):
        flags[at_query].update(dict.fromkeys(name.flags))
    return [
        answer_of(query, found, tuple(met_flags), most)
        for query, found, met_flags in zip(queries, matches, flags, strict=True)
    ]


def _masks(names: Sequence[Folded]) -> NDArray[np.int64]:
    """Give the scripts of each name as bits; scripts without a table share one."""
    bits = {script: 2 << n for n, script in enumerate(sorted(name_tables().letters))}
    bits |= {"Hani": 1 << 40, "Hang": 1 << 41}
    masks: dict[frozenset[str], int] = {}
    for name in names:
        if name.scripts not in masks:
            masks[name.scripts] = sum({bits.get(script, 1) for script in name.scripts})
    return np.array([masks[name.scripts] for name in names], np.int64)


def _numbers(entries: Sequence[Listed]) -> dict[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for place, entry in enumerate(entries):
        for number in numbers_of(entry.identifiers):
            found[number] = (*found.get(number, ()), place)
    return found


def _ceiling(query: Query) -> float:
    """Give the most that what is told beside the name can add, numbers apart."""
    weights = name_weights()
    told = (
        ("country_same", query.countries),
        ("address", query.addresses),
        ("born_same", query.born),
    )
    # A number in common is looked up on its own, and added to whatever the names give.
    most = weights["identifier_same"].weight if query.identifiers else 0.0
    return most + sum([weights[name].weight for name, what in told if what])


def _match(
    query: Query,
    entry: Listed,
    pair: tuple[str, ListedName],
    why: tuple[Feature, ...],
    bands: NameBands,
) -> Match | None:
    features = (*why, *kind_of_name(pair[1]), *evidence(query, entry))
    total = sum(f.adds for f in features)
    if total < bands.review:
        return None
    band = Band.HIT if total >= bands.hit else Band.REVIEW
    return Match(query.id, entry.key, pair[0], pair[1].text, total, band, features)


def answer_of(query: Query, found: Sequence[Match], flags: tuple[str, ...], most: int) -> Checked:
    """Rank the matches of a query and tell its band.

    Args:
        query: what was asked.
        found: its matches.
        flags: of its names.
        most: matches kept.

    Returns:
        The answer: the band of the best match, and review at least where a name was not read
        whole. Equal scores are ordered by the entries' keys.

    Example:
        >>> answer_of(Query("1", ("?",)), (), ("empty",), 5).band.value
        'review'
    """
    ranked = tuple(sorted(found, key=lambda m: (-m.score, m.entry)))
    band = ranked[0].band if ranked else Band.CLEAR
    if band is Band.CLEAR and any(flag in DOUBTS for flag in flags):
        band = Band.REVIEW
    return Checked(query.id, band, ranked[:most], flags)
