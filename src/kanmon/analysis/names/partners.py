"""Pair the words of two names and tell what the pairs amount to: the kernel's readable twin."""

from __future__ import annotations

from typing import NamedTuple

from kanmon.analysis.names.alike import alike, closeness
from kanmon.analysis.names.forms import NUMBER
from kanmon.analysis.names.spread import Spread

FEATURES = (
    "agreement",
    "left_asked",
    "left_listed",
    "left_both",
    "worst_word",
    "amiss",
    "letters",
    "same_letters",
    "numbers",
    "initials",
    "order",
    "one_word",
    "acronym",
    "legal_same",
    "legal_differs",
    "meaning",
    "first_letter",
    "information",
    "own_script",
    "ear",
)

_HEAVY = 0.6  # pairs of words from which on one that fits badly speaks against the match
_MOST_WORDS = 64
_COMPANY = 1  # bit of the family "company, kind not told", which contradicts no other


class Edge(NamedTuple):
    """Hold words of one name that may be words of the other.

    Example:
        >>> Edge(-1.9, 0, 0, 1, 1, 0.95, False, False, True).value
        0.95
    """

    rank: float  # negative, so that the best sorts first
    left: int
    right: int
    lefts: int
    rights: int
    value: float
    initial: bool
    meant: bool
    heard: bool


def _together(run: str, word: str) -> float:
    if len(word) < 4 or abs(len(run) - len(word)) > 2:
        return 0.0
    value = 0.98 * closeness(run, word)
    return value if value >= 0.75 else 0.0


def partners(a: Spread, b: Spread) -> list[Edge] | None:
    """Pair the words of two names, the best pairs first, each word once.

    Args:
        a: the asked form.
        b: the listed form.

    Returns:
        The pairs; None where the two are not compared: one in its own characters and the other
        not, or both read though both can be compared as written.

    Example:
        >>> from kanmon.analysis.names.fold import fold
        >>> from kanmon.analysis.names.pack import pack
        >>> from kanmon.analysis.names.spread import spread
        >>> one, two = spread(pack([fold("Acme Rotor"), fold("Rotor Acme")]))
        >>> [(e.left, e.right, e.value) for e in partners(one, two)]
        [(0, 1, 1.0), (1, 0, 1.0)]
    """
    if not a.words or not b.words or a.total <= 0 or b.total <= 0:
        return []
    if a.own != b.own or (not a.own and a.scripts & b.scripts & 3):
        return None
    la, lb = min(len(a.words), _MOST_WORDS), min(len(b.words), _MOST_WORDS)
    edges = []
    for x in range(la):
        for y in range(lb):
            value, initial, meant, heard = alike(a.words[x], b.words[y])
            if value >= 0.5:
                rank = -value * (a.weight[x] + b.weight[y])
                edges.append(Edge(rank, x, y, 1, 1, value, initial, meant, heard))
    for many in (2, 3):
        edges += [
            Edge(
                -v * (sum_of(a.weight, x, many) + b.weight[y]),
                x,
                y,
                many,
                1,
                v,
                False,
                False,
                False,
            )
            for x in range(la - many + 1)
            for y in range(lb)
            if (v := _together("".join(w.text for w in a.words[x : x + many]), b.words[y].text))
        ]
        edges += [
            Edge(
                -v * (sum_of(b.weight, y, many) + a.weight[x]),
                x,
                y,
                1,
                many,
                v,
                False,
                False,
                False,
            )
            for y in range(lb - many + 1)
            for x in range(la)
            if (v := _together("".join(w.text for w in b.words[y : y + many]), a.words[x].text))
        ]
    chosen: list[Edge] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for edge in sorted(edges, key=lambda e: e[:5]):
        mine = range(edge.left, edge.left + edge.lefts)
        theirs = range(edge.right, edge.right + edge.rights)
        if used_left.isdisjoint(mine) and used_right.isdisjoint(theirs):
            used_left.update(mine)
            used_right.update(theirs)
            chosen.append(edge)
    return chosen


def sum_of(weights: tuple[float, ...], first: int, many: int) -> float:
    """Add weights one by one, as the kernel does.

    Args:
        weights: of a form's words.
        first: place of the first.
        many: how many.

    Returns:
        Their sum.

    Example:
        >>> sum_of((0.5, 0.25, 1.0), 1, 2)
        1.25
    """
    total = 0.0
    for weight in weights[first : first + many]:
        total += weight
    return total


def features(a: Spread, b: Spread, chosen: list[Edge] | None) -> list[float]:
    """Tell what the pairs of words of two names amount to.

    Args:
        a: the asked form.
        b: the listed form.
        chosen: their pairs of words, None where the two are not compared.

    Returns:
        Values in the order of ``FEATURES``.

    Example:
        >>> from kanmon.analysis.names.fold import fold
        >>> from kanmon.analysis.names.pack import pack
        >>> from kanmon.analysis.names.spread import spread
        >>> one, two = spread(pack([fold("Acme Rotor"), fold("Rotor Acme Ltd")]))
        >>> features(one, two, partners(one, two))[0]
        1.0
    """
    if chosen is None:
        return [0.0, 1.0, 1.0, 1.0, *[0.0] * 16]
    if not a.words or not b.words or a.total <= 0 or b.total <= 0:
        return [0.0] * 20
    agreed = amiss = met_a = met_b = initials = meant = heard = first = 0.0
    worst = 1.0
    heavy = apart = order = 0
    for k, e in enumerate(chosen):
        x, y = sum_of(a.weight, e.left, e.lefts), sum_of(b.weight, e.right, e.rights)
        met_a += x
        met_b += y
        agreed += (x + y) * e.value
        amiss += (x + y) * (1.0 - e.value)
        initials += x + y if e.initial else 0.0
        meant += x + y if e.meant else 0.0
        # An ear that hears two consonants alike has heard little.
        heard += (x + y) * (max(0.0, e.value - 0.7) * 4.0) if e.heard else 0.0
        if not e.meant and not e.heard and a.words[e.left].text[0] != b.words[e.right].text[0]:
            first += x + y
        if x + y >= _HEAVY:
            heavy += 1
            worst = worst if e.initial else min(worst, e.value)
        order += k
        apart += sum((m.left < e.left) != (m.right < e.right) for m in chosen[:k])
    both, met = a.total + b.total, met_a + met_b
    rest_a, rest_b = max(0.0, a.total - met_a), max(0.0, b.total - met_b)
    families = a.legal & ~_COMPANY, b.legal & ~_COMPANY
    return [
        agreed / both,
        rest_a / a.total,
        rest_b / b.total,
        min(1.0, min(rest_a, rest_b) / min(a.total, b.total)),
        1.0 - worst,
        amiss / met if met > 0.0 else 1.0,
        closeness(a.whole, b.whole),
        float(a.whole == b.whole),
        _numbers(a, b, chosen),
        initials / both,
        apart / order if order and not a.turned and not b.turned else 0.0,
        float(heavy == 1 and max(a.heavy, b.heavy) > 1),
        float(_acronym(a, b) or _acronym(b, a)),
        float(a.legal & b.legal != 0),
        float(all(families) and not families[0] & families[1]),
        meant / both,
        first / both,
        min(1.0, 0.25 * min(met_a, met_b)),
        float(a.own),
        heard / both,
    ]


def _numbers(a: Spread, b: Spread, chosen: list[Edge]) -> float:
    mine = {x for e in chosen for x in range(e.left, e.left + e.lefts)}
    theirs = {y for e in chosen for y in range(e.right, e.right + e.rights)}
    left = any(w.kind & NUMBER and x not in mine for x, w in enumerate(a.words[:_MOST_WORDS]))
    right = any(w.kind & NUMBER and y not in theirs for y, w in enumerate(b.words[:_MOST_WORDS]))
    return (left + right) / 2


def _acronym(a: Spread, b: Spread) -> bool:
    return a.heavy == 1 and len(a.whole) >= 3 and a.whole == b.initials
