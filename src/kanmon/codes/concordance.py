"""Follow product codes from one edition of the Harmonized System to another.

The relation between adjacent editions says which codes share goods, not how much. Following it
forward and then back is therefore not the identity: a code that was split and partly merged
elsewhere comes back as several. Splits and merges are reported and never apportioned.

HS2022 gathered electrical waste (8549) and flat panel modules (8524) from hundreds of codes, so
from HS2017 onward every code of chapters 84, 85 and 90 counts as split. That is what the tables
say; ``ConcordanceReport.kept`` names the splits that keep their own number, and whoever sums on
that basis must say so.

Two codes lead nowhere because the correlation tables name no successor: 291636 from HS2007 and
300219 from HS2017. They are reported as unmapped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from kanmon.codes.products import codes, editions
from kanmon.codes.register import read_rows
from kanmon.errors import CodeError

Relation = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ConcordanceReport:
    """Sort codes by what becomes of them.

    ``mapped`` holds codes with one target that no other code given shares; ``split`` codes with
    several; ``merged`` targets that several of the codes given share, with those codes;
    ``unmapped`` codes that are not in the edition or lead nowhere. A code may stand in both
    ``split`` and ``merged``; every code given stands in at least one of the four.

    Example:
        >>> r = concordance("HS2007", "HS2012").map(["850760", "280530"])
        >>> r.mapped, r.unmapped
        ({'280530': '280530'}, ('850760',))
    """

    mapped: dict[str, str]
    split: dict[str, tuple[str, ...]]
    merged: dict[str, tuple[str, ...]]
    unmapped: tuple[str, ...]

    @property
    def kept(self) -> tuple[str, ...]:
        """List the split codes that go on under their own number, less what moved elsewhere."""
        return tuple(c for c, targets in self.split.items() if c in targets)


@dataclass(frozen=True, slots=True)
class Concordance:
    """Lead from the codes of one edition to those of another, through every edition between.

    Example:
        >>> concordance("HS2012", "HS2007").targets("850760")
        ('850780',)
    """

    from_edition: str
    to_edition: str
    _steps: tuple[Relation, ...] = field(repr=False)

    def targets(self, code: str) -> tuple[str, ...]:
        """Give the codes that share goods with a code, or none where it leads nowhere."""
        reached = {code} if code in codes(self.from_edition) else set()
        for step in self._steps:
            reached = {t for c in reached for t in step.get(c, ())}
        return tuple(sorted(reached))

    def map(self, codes: Iterable[str]) -> ConcordanceReport:
        """Follow several codes and report one-to-one, splits, merges and those lost."""
        found = {c: self.targets(c) for c in dict.fromkeys(codes)}
        sources: dict[str, list[str]] = defaultdict(list)
        for code, targets in found.items():
            for target in targets:
                sources[target].append(code)
        return ConcordanceReport(
            mapped={c: t[0] for c, t in found.items() if len(t) == 1 and len(sources[t[0]]) == 1},
            split={c: t for c, t in found.items() if len(t) > 1},
            merged={t: tuple(c) for t, c in sources.items() if len(c) > 1},
            unmapped=tuple(c for c, t in found.items() if not t),
        )


@cache
def _back(newer: str, older: str) -> Relation:
    """Relation of adjacent editions, newer code to older codes, unchanged codes included."""
    changed: dict[str, tuple[str, ...]] = {}
    for row in read_rows("hs_changes.csv"):
        if row["newer"] == newer and row["older"] == older:
            targets = tuple(row["older_codes"].split())
            changed.update(dict.fromkeys(row["newer_codes"].split(), targets))
    touched = {t for targets in changed.values() for t in targets}
    out = {c: (c,) for c in codes(newer) & codes(older) if c not in changed and c not in touched}
    return out | changed


@cache
def _forward(older: str, newer: str) -> Relation:
    out: dict[str, list[str]] = defaultdict(list)
    for code, targets in _back(newer, older).items():
        for target in targets:
            out[target].append(code)
    return {c: tuple(sorted(t)) for c, t in out.items()}


@cache
def concordance(from_edition: str, to_edition: str) -> Concordance:
    """Make the concordance between two editions, in either direction.

    Args:
        from_edition: one of :func:`kanmon.codes.products.editions`.
        to_edition: another, or the same.

    Returns:
        Concordance that chains the adjacent editions between the two.

    Raises:
        CodeError: an edition is not known.

    Source:
        UN Statistics Division, HS correlation tables between adjacent editions, as consolidated
        by the Harvard Growth Lab.

    Example:
        >>> concordance("HS1992", "HS2022").targets("280530")
        ('280530',)
    """
    order = editions()
    for edition in (from_edition, to_edition):
        if edition not in order:
            raise CodeError(f"edition {edition!r}", remedy=f"use one of {', '.join(order)}")
    a, b = order.index(from_edition), order.index(to_edition)
    if a <= b:
        steps = tuple(_forward(order[i], order[i + 1]) for i in range(a, b))
    else:
        steps = tuple(_back(order[i], order[i - 1]) for i in range(a, b, -1))
    return Concordance(from_edition, to_edition, steps)
