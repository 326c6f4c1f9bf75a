"""What speaks for or against a match beside the name: country, address, numbers, dates, kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kanmon.analysis.names.fold import fold
from kanmon.analysis.names.record import Feature, Query
from kanmon.catalogue.name_weights import name_weights
from kanmon.tables.listed import Identifier, Listed, ListedName, NameKind, PartyKind

_NOT_SIGN = re.compile(r"[^0-9A-Z]")
_THINGS = frozenset({PartyKind.ORGANISATION, PartyKind.VESSEL, PartyKind.AIRCRAFT})


def number_of(identifier: Identifier) -> str:
    """Write an identifier's value without spaces, marks and case.

    Args:
        identifier: as told.

    Returns:
        Digits and capital letters.

    Example:
        >>> number_of(Identifier("imo", "IMO 918-7629"))
        '9187629'
    """
    value = _NOT_SIGN.sub("", identifier.value.upper())
    return value.removeprefix(_NOT_SIGN.sub("", identifier.kind.upper()))


def numbers_of(identifiers: Sequence[Identifier]) -> tuple[tuple[str, str], ...]:
    """List the kinds and values that may tell a party apart.

    Args:
        identifiers: of one party.

    Returns:
        Kind and value of each; a number under five signs proves nothing and is left out.

    Example:
        >>> numbers_of([Identifier("imo", "IMO 9187629"), Identifier("tax", "12")])
        (('imo', '9187629'),)
    """
    pairs = ((i.kind, number_of(i)) for i in identifiers)
    return tuple((kind, value) for kind, value in pairs if len(value) >= 5)


def kind_of_name(name: ListedName) -> tuple[Feature, ...]:
    """Tell when the list itself holds a name weakly.

    Args:
        name: as listed.

    Returns:
        One feature, or none.

    Example:
        >>> kind_of_name(ListedName("Abu X", NameKind.WEAK))[0].name
        'weak_alias'
    """
    return (_feature("weak_alias", 1.0),) if name.kind is NameKind.WEAK else ()


def evidence(query: Query, entry: Listed) -> tuple[Feature, ...]:
    """Compare everything but the names.

    Args:
        query: what is asked.
        entry: what is listed.

    Returns:
        Features for what both sides tell; what one side does not tell speaks neither way.

    Example:
        >>> entry = Listed("x", "1", (ListedName("Acme"),), countries=frozenset({"RUS"}))
        >>> [f.name for f in evidence(Query("1", ("Acme",), countries=frozenset({"RUS"})), entry)]
        ['country_same']
    """
    return tuple(
        feature
        for feature in (
            _country(query, entry),
            _address(query, entry),
            _numbers(query, entry),
            _born(query, entry),
            _kind(query, entry),
        )
        if feature is not None
    )


def _feature(name: str, value: float, why: str = "") -> Feature:
    weight = name_weights()[name]
    return Feature(name, value, weight.weight, why or weight.meaning)


def _country(query: Query, entry: Listed) -> Feature | None:
    if not query.countries or not entry.countries:
        return None
    common = query.countries & entry.countries
    if common:
        return _feature("country_same", 1.0, f"both {', '.join(sorted(common))}")
    told = (
        f"{', '.join(sorted(query.countries))} asked, {', '.join(sorted(entry.countries))} listed"
    )
    return _feature("country_differs", 1.0, told)


def _address(query: Query, entry: Listed) -> Feature | None:
    best = 0.0
    for mine in query.addresses:
        asked = _words(mine)
        for theirs in entry.addresses:
            listed = _words(theirs)
            least = min(len(asked), len(listed))
            # Fewer than three words are a town: the country feature says as much.
            if least >= 3:
                best = max(best, len(asked & listed) / least)
    return _feature("address", best) if best >= 0.5 else None


def _words(address: str) -> frozenset[str]:
    folded = fold(address)
    return frozenset(w.text for w in folded.forms[0].words) if folded.forms else frozenset()


def _numbers(query: Query, entry: Listed) -> Feature | None:
    differs: Feature | None = None
    for mine in query.identifiers:
        for theirs in entry.identifiers:
            if mine.kind != theirs.kind or len(number_of(mine)) < 5:
                continue
            if number_of(mine) == number_of(theirs):
                return _feature("identifier_same", 1.0, f"{mine.kind} {number_of(mine)}")
            if mine.country == theirs.country:
                differs = _feature("identifier_differs", 1.0, f"{mine.kind} of both told")
    return differs


def _born(query: Query, entry: Listed) -> Feature | None:
    best = -1.0
    for mine in query.born:
        for theirs in entry.born:
            size = min(len(mine), len(theirs), 10)
            if mine[:size] == theirs[:size]:
                best = max(best, 1.0 if size == 10 else 0.6)
            elif mine[:4].isdigit() and theirs[:4].isdigit():
                best = max(best, 0.0 if abs(int(mine[:4]) - int(theirs[:4])) <= 1 else -1.0)
    if not query.born or not entry.born or best == 0.0:
        return None
    return _feature("born_same", best) if best > 0 else _feature("born_differs", 1.0)


def _kind(query: Query, entry: Listed) -> Feature | None:
    kinds = {query.party, entry.party}
    if PartyKind.PERSON in kinds and kinds & _THINGS:
        return _feature(
            "kind_differs", 1.0, f"{query.party.value} asked, {entry.party.value} listed"
        )
    return None
