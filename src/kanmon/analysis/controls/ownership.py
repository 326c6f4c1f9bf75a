"""Who is owned by half or more by listed parties: added up, through chains and circles."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kanmon.analysis.controls.sheet import Span
from kanmon.catalogue.rows import parse_csv
from kanmon.errors import DataError

HALF = 50.0
WHOLE = 100.0
COLUMNS = ("owner", "owned", "share", "listed")
LISTS = ("entity_list", "meu", "sdn", "dpl", "uvl", "jp_end_user")
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Holding:
    """Say that an owner holds between ``low`` and ``high`` percent of a party.

    Example:
        >>> Holding("A", "B", 20.0, 30.0).high
        30.0
    """

    owner: str
    owned: str
    low: float
    high: float

    def __post_init__(self) -> None:
        fine = math.isfinite(self.low) and math.isfinite(self.high)
        if not fine or not 0.0 <= self.low <= self.high <= WHOLE:
            raise DataError(
                f"{self.low:g} to {self.high:g} % of {self.owned}",
                where=f"holding of {self.owner}",
                remedy="give percent from 0 to 100, the lower first",
            )
        if self.owner == self.owned:
            raise DataError(
                f"{self.owner} owns itself", where="holdings", remedy="leave treasury shares out"
            )


@dataclass(frozen=True, slots=True)
class Counted:
    """Tell one holding that counts towards the half, surely or possibly.

    Example:
        >>> Counted("A", Span(60.0, 60.0), True, ("L",)).sure
        True
    """

    owner: str
    share: Span
    sure: bool
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owned:
    """Tell how much of a party listed parties hold, and whether that is half or more.

    ``answer`` is ``yes``, ``no`` or ``cannot be excluded``; ``unknown`` is the share of the party
    whose owners nobody named, at most. ``ends`` are owners on the way up, on no list, of whom no
    owner is named: they are taken to be nobody's.

    Example:
        >>> Owned.__slots__[:2]
        ('party', 'share')
    """

    party: str
    share: Span
    unknown: float
    counted: tuple[Counted, ...]
    ends: tuple[str, ...]

    @property
    def answer(self) -> str:
        """Whether listed parties own half or more."""
        if self.share.low >= HALF - _SLACK:
            return "yes"
        return "no" if self.share.high < HALF - _SLACK else "cannot be excluded"


def owned(
    party: str, holdings: Iterable[Holding], listed: Collection[str], *, whole: bool = False
) -> Owned:
    """Add up what listed parties own of a party, directly or through parties they own by half.

    A party owned half or more counts with all it holds; one owned by less does not count at all.
    Owners of a party nobody named may be listed: their part widens the bounds. Circles count only
    where a listed party stands behind them.

    Args:
        party: asked about.
        holdings: who owns whom.
        listed: parties on a list.
        whole: whether every owner of every party is named.

    Returns:
        Bounds of the share and the holdings that count.

    Raises:
        DataError: the known owners of a party surely hold more than all of it.

    Source:
        OFAC revised guidance of 13 August 2014; BIS affiliates rule (FR 2025-19001); Kanmon for
        unknown shares.

    Example:
        >>> held = [Holding("L", "A", 50, 50), Holding("A", "B", 30, 30), Holding("L", "B", 20, 20)]
        >>> owned("B", held, {"L"}).answer
        'yes'
        >>> owned("B", held[:2], {"L"}).answer
        'cannot be excluded'
    """
    by_owned = _by_owned(holdings)
    surely = _settle(by_owned, listed, whole, low=True)
    maybe = _settle(by_owned, listed, whole, low=False)
    its = by_owned.get(party, {})
    share = Span(_least(its, surely, whole), _most(its, maybe, whole))
    if party in listed:
        share = Span(WHOLE, WHOLE)
    counted = tuple(
        Counted(
            name,
            Span(held.low, held.high),
            name in surely,
            _behind(name, by_owned, listed, surely if name in surely else maybe),
        )
        for name, held in sorted(its.items(), key=lambda pair: (-pair[1].high, pair[0]))
        if name in maybe
    )
    above = _above(party, by_owned)
    ends = tuple(sorted(n for n in above if n not in by_owned and n not in listed))
    return Owned(party, share, _rest(its, whole), counted, ends)


def parse_holdings(
    text: str, *, where: str
) -> tuple[tuple[Holding, ...], Mapping[str, frozenset[str]]]:
    """Read holdings and listed parties out of comma-separated text.

    Args:
        text: columns owner, owned, share (percent, ``low/high``, or empty where not known) and
            listed (lists the owner is on, separated by spaces; empty for none).
        where: file named in an error.

    Returns:
        Holdings, and the parties on each list.

    Raises:
        DataError: a column is missing, a row is wrong, or a holding stands twice.

    Example:
        >>> text = "owner,owned,share,listed\\nL,A,50,sdn\\nX,A,10/30,\\n"
        >>> held, lists = parse_holdings(text, where="owners.csv")
        >>> held[1].high, sorted(lists["sdn"])
        (30.0, ['L'])
    """
    found: dict[tuple[str, str], Holding] = {}
    lists: dict[str, set[str]] = {name: set() for name in LISTS}
    for line, row in enumerate(parse_csv(text, COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        owner, target = row["owner"].strip(), row["owned"].strip()
        if not owner or not target:
            raise DataError("no owner or no owned", where=place, remedy="name both")
        for name in row["listed"].split():
            if name not in lists:
                raise DataError(f"list {name!r}", where=place, remedy=f"use {', '.join(LISTS)}")
            lists[name].add(owner)
        if (owner, target) in found:
            raise DataError(f"{owner} of {target} twice", where=place, remedy="add them up")
        low, high = _percent(row["share"], place)
        found[owner, target] = Holding(owner, target, low, high)
    return tuple(found.values()), {name: frozenset(held) for name, held in lists.items()}


def _percent(text: str, where: str) -> tuple[float, float]:
    parts = [part.strip().removesuffix("%") for part in text.split("/")] if text.strip() else []
    try:
        numbers = [float(part) for part in parts]
    except ValueError as e:
        raise DataError(f"share {text!r}", where=where, remedy="write 25, 20/30 or nothing") from e
    if len(numbers) > 2:
        raise DataError(f"share {text!r}", where=where, remedy="write 25, 20/30 or nothing")
    if not numbers:
        return 0.0, WHOLE
    return numbers[0], numbers[-1]


def _by_owned(holdings: Iterable[Holding]) -> dict[str, dict[str, Holding]]:
    found: dict[str, dict[str, Holding]] = {}
    for one in holdings:
        found.setdefault(one.owned, {})[one.owner] = one
    for name, its in found.items():
        total = math.fsum(held.low for held in its.values())
        if total > WHOLE + 0.5:
            raise DataError(
                f"{total:g} % of {name}", where="holdings", remedy="shares sum to 100 at most"
            )
    return found


def _settle(
    by_owned: Mapping[str, Mapping[str, Holding]],
    listed: Collection[str],
    whole: bool,
    *,
    low: bool,
) -> frozenset[str]:
    """Parties that count in full: listed ones, then whoever they own by half, until none is new."""
    counts = set(listed)
    while True:
        fresh = {
            name
            for name, its in by_owned.items()
            if name not in counts
            and (_least(its, counts, whole) if low else _most(its, counts, whole)) >= HALF - _SLACK
        }
        if not fresh:
            return frozenset(counts)
        counts |= fresh


def _rest(its: Mapping[str, Holding], whole: bool) -> float:
    """The most that owners nobody named may hold."""
    if whole:
        return 0.0
    return max(0.0, WHOLE - math.fsum(held.low for held in its.values()))


def _least(its: Mapping[str, Holding], counts: Collection[str], whole: bool) -> float:
    inside = math.fsum(held.low for name, held in its.items() if name in counts)
    outside = math.fsum(held.high for name, held in its.items() if name not in counts)
    if whole and its:
        inside = max(inside, WHOLE - outside)
    return min(inside, WHOLE)


def _most(its: Mapping[str, Holding], counts: Collection[str], whole: bool) -> float:
    inside = math.fsum(held.high for name, held in its.items() if name in counts)
    outside = math.fsum(held.low for name, held in its.items() if name not in counts)
    return max(0.0, min(inside + _rest(its, whole), WHOLE - outside))


def _above(party: str, by_owned: Mapping[str, Mapping[str, Holding]]) -> set[str]:
    """Everyone on the way up from a party."""
    found: set[str] = set()
    queue = [party]
    for one in queue:
        fresh = set(by_owned.get(one, {})) - found
        found |= fresh
        queue += sorted(fresh)
    return found - {party}


def _behind(
    name: str,
    by_owned: Mapping[str, Mapping[str, Holding]],
    listed: Collection[str],
    counts: Collection[str],
) -> tuple[str, ...]:
    """Name the listed parties behind an owner; none where only unnamed owners stand there."""
    seen: set[str] = set()
    queue = [name]
    found = []
    for one in queue:
        if one in seen:
            continue
        seen.add(one)
        if one in listed:
            found.append(one)
            continue
        queue += [owner for owner in sorted(by_owned.get(one, {})) if owner in counts]
    return tuple(found)
