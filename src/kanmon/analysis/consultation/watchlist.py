"""Goods that partners watch in common: named by as many parties as the rule asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kanmon.errors import DataError


def common_goods(lists: Mapping[str, Collection[str]], least: int) -> dict[str, tuple[str, ...]]:
    """Find the goods that enough parties name.

    Args:
        lists: goods by party.
        least: parties that must name a good.

    Returns:
        Parties by common good, both in order of their names.

    Raises:
        DataError: fewer than two parties are asked for: that would be one party's own list.

    Source:
        IPEF Supply Chain Agreement, Article 6 (three parties).

    Example:
        >>> common_goods({"JPN": ["a", "b"], "USA": ["b"]}, 2)
        {'b': ('JPN', 'USA')}
    """
    if least < 2:
        raise DataError(f"{least} parties", where="watch list", remedy="ask for two or more")
    named: dict[str, set[str]] = {}
    for party, goods in lists.items():
        for good in goods:
            named.setdefault(good, set()).add(party)
    return {
        good: tuple(sorted(parties))
        for good, parties in sorted(named.items())
        if len(parties) >= least
    }
