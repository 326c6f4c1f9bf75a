"""Put two names side by side: how likely the same party bears both, and why."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.names.alike import Spelt
from kanmon.analysis.names.evidence import evidence, kind_of_name
from kanmon.analysis.names.fold import fold
from kanmon.analysis.names.index import DOUBTS, reasons, score
from kanmon.analysis.names.pack import Counts, pack
from kanmon.analysis.names.partners import FEATURES, Edge, features, partners
from kanmon.analysis.names.record import Band, Match, Query
from kanmon.analysis.names.spread import spread
from kanmon.catalogue.name_weights import name_bands
from kanmon.tables.listed import Listed, ListedName


def compare(asked: str | Query, listed: str | Listed, counts: Counts | None = None) -> Match:
    """Compare two names, or a query with one entry.

    Args:
        asked: a name, or a query with what else is known.
        listed: a name, or an entry of a list.
        counts: word counts to weigh by; every word is rare when not given.

    Returns:
        The best of the pairs of their names. Its band is that of two names put side by side; a
        name that could not be read whole is never clear.

    Example:
        >>> found = compare("ООО «Волга-Рекорд»", "Volga-Record LLC")
        >>> found.band.value, found.score > 0
        ('hit', True)
        >>> compare("Acme Rotor Works", "Oslo Fish Export").band.value
        'clear'
    """
    query = asked if isinstance(asked, Query) else Query("asked", (asked,))
    entry = listed if isinstance(listed, Listed) else Listed("given", "1", (ListedName(listed),))
    best: Match | None = None
    for name in query.names:
        for other in entry.names:
            found = _compared(name, other, query, entry, counts)
            best = found if best is None or found.score > best.score else best
    assert best is not None  # neither a query nor an entry is without a name
    return best


def words_met(asked: str, listed: str) -> str:
    """Say which words of two names found one another.

    Args:
        asked: one name.
        listed: the other.

    Returns:
        Pairs of the best reading: ``=`` the same letters, ``~`` alike with how much, ``:`` the
        same meaning, ``)`` alike to the ear.

    Example:
        >>> words_met("ООО «Волга Завод»", "Volga Plant of Kazan")
        'volga = volga, zavod : plant'
        >>> words_met("Jinlong Optics", "Jinlung Optics Ltd")
        'jinlong ~0.90 jinlung, optics = optics'
    """
    left, right = spread(pack([fold(asked)])), spread(pack([fold(listed)]))
    pairs = [(a, b, partners(a, b)) for a in left for b in right]
    if not pairs:
        return ""
    told = score(np.array([features(*pair) for pair in pairs], np.float64))
    a, b, chosen = pairs[int(np.argmax(told))]
    return ", ".join(
        f"{_run(a.words[e.left : e.left + e.lefts])} {_sign(e)} "
        f"{_run(b.words[e.right : e.right + e.rights])}"
        for e in chosen or ()
    )


def _run(words: tuple[Spelt, ...]) -> str:
    """Write words as they are read, not as the bytes the kernel compares."""
    return " ".join(w.text.encode("latin-1").decode("utf-8", "replace") for w in words)


def _sign(edge: Edge) -> str:
    if edge.value == 1.0:
        return "="
    if edge.meant:
        return ":"
    return f"){edge.value:.2f}" if edge.heard else f"~{edge.value:.2f}"


def _compared(
    name: str, other: ListedName, query: Query, entry: Listed, counts: Counts | None
) -> Match:
    mine, theirs = fold(name), fold(other.text)
    left, right = spread(pack([mine], counts)), spread(pack([theirs], counts))
    rows = [features(a, b, partners(a, b)) for a in left for b in right]
    table = np.array(rows or [_NOTHING], np.float64)
    at = int(np.argmax(score(table)))
    why = (*reasons(table[at]), *kind_of_name(other), *evidence(query, entry))
    total = sum(f.adds for f in why)
    bands = name_bands()["pair"]
    flags = tuple(dict.fromkeys((*mine.flags, *theirs.flags)))
    band = Band.HIT if total >= bands.hit else Band.REVIEW if total >= bands.review else Band.CLEAR
    if band is Band.CLEAR and any(flag in DOUBTS for flag in flags):
        band = Band.REVIEW
    return Match(query.id, entry.key, name, other.text, total, band, why, flags)


_NOTHING = [0.0, 1.0, 1.0, 1.0, *[0.0] * (len(FEATURES) - 4)]
