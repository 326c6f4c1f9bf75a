"""What changed between two editions of lists, and answers brought up to date by that alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.analysis.names.index import (
    NameIndex,
    answer_of,
    check,
    index_names,
)
from kanmon.analysis.names.record import Checked, Query, Reach
from kanmon.errors import DataError
from kanmon.tables.listed import Listed


@dataclass(frozen=True, slots=True)
class Changes:
    """Hold keys of entries that came, went, or read otherwise in the newer edition.

    Example:
        >>> Changes(("x:1",), (), ()).nothing
        False
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether the two editions say the same."""
        return not (self.added or self.removed or self.changed)


def changes(before: Sequence[Listed], after: Sequence[Listed]) -> Changes:
    """Compare two editions of lists entry by entry.

    Args:
        before: entries of the older edition.
        after: entries of the newer one.

    Returns:
        Keys, in alphabetical order.

    Example:
        >>> from kanmon.tables.listed import ListedName
        >>> one, two = (Listed("x", n, (ListedName("Acme"),)) for n in "12")
        >>> changes([one], [two])
        Changes(added=('x:2',), removed=('x:1',), changed=())
    """
    old = {entry.key: entry for entry in before}
    new = {entry.key: entry for entry in after}
    return Changes(
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(old.keys() - new.keys())),
        tuple(sorted(key for key in new.keys() & old.keys() if new[key] != old[key])),
    )


def recheck(
    queries: Sequence[Query],
    earlier: Sequence[Checked],
    index: NameIndex,
    after: Sequence[Listed],
    *,
    reach: Reach | None = None,
    most: int = 10,
) -> tuple[Checked, ...]:
    """Bring answers up to date by comparing only with entries that came or changed.

    Words stay weighed as in the older edition, so that an entry that did not change keeps its
    score to the last digit. A query that had as many matches as are kept and lost one is asked
    anew in full.

    Args:
        queries: as asked before.
        earlier: the answers to them, with up to ``most`` matches each.
        index: of the older edition.
        after: entries of the newer edition.
        reach: how far to search.
        most: matches kept a query.

    Returns:
        Answers to all queries against the newer edition.

    Raises:
        DataError: the answers are to other queries.

    Example:
        >>> from kanmon.tables.listed import ListedName
        >>> old = Listed("x", "1", (ListedName("Acme"),))
        >>> new = Listed("x", "2", (ListedName("Volga"),))
        >>> index, asked = index_names([old], engine="numpy"), [Query("1", ("Volga",))]
        >>> [c.band.value for c in recheck(asked, check(asked, index), index, [old, new])]
        ['hit']
    """
    if [query.id for query in queries] != [answer.query for answer in earlier]:
        raise DataError(
            "answers to other queries, or in another order",
            where="names checked again",
            remedy="check the queries in full",
        )
    found = changes(index.entries, after)
    fresh = {*found.added, *found.changed}
    gone = {*found.removed, *found.changed}
    engine = index.engine_name
    newer = index_names([e for e in after if e.key in fresh], engine=engine, counts=index.counts)
    met = check(queries, newer, reach=reach, most=most)
    out = [
        answer_of(
            query,
            (*(m for m in old.matches if m.entry not in gone), *new.matches),
            old.flags,
            most,
        )
        for query, old, new in zip(queries, earlier, met, strict=True)
    ]
    short = [
        at
        for at, old in enumerate(earlier)
        if len(old.matches) >= most and any(m.entry in gone for m in old.matches)
    ]
    if short:
        whole = index_names(after, engine=engine, counts=index.counts)
        again = check([queries[at] for at in short], whole, reach=reach, most=most)
        for at, answer in zip(short, again, strict=True):
            out[at] = answer
    return tuple(out)
