"""Look an end user up in lists of parties, and tell the rules what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kanmon.analysis.controls.sheet import Told
from kanmon.analysis.names.index import check, index_names
from kanmon.analysis.names.record import Band, Checked, Query, Reach
from kanmon.catalogue.control_lists import control_lists
from kanmon.sources.party_lists.party_list import PartyList


@dataclass(frozen=True, slots=True)
class Looked:
    """Hold what lists say of an end user.

    ``told`` are facts: a hit is yes, a review leaves the fact open, clear is no; facts of lists
    that were not given stay unknown. ``versions`` name each list's edition and digest.

    Example:
        >>> Looked.__slots__
        ('told', 'checked', 'versions')
    """

    told: Mapping[str, Told]
    checked: Checked
    versions: Mapping[str, str]


def look_up(name: str, lists: Sequence[PartyList], country: str = "") -> Looked:
    """Look an end user up.

    Args:
        name: as the exporter has it.
        lists: as read.
        country: ISO code of where it is; empty where not known.

    Returns:
        Facts for the rules, the matches with their reasons, and the lists' versions.

    Example:
        >>> from kanmon.sources.party_lists.example import example_list
        >>> look_up("Nobody At All Bakery", [example_list()]).checked.band.value
        'clear'
    """
    entries = [entry for one in lists for entry in one.entries]
    lands = frozenset({country} if country else ())
    query = Query("user", (name,), countries=lands)
    checked = check([query], index_names(entries), reach=Reach(threads=1), most=50)[0]
    facts = {name: one.fact for name, one in control_lists().items()}
    told: dict[str, Told] = {}
    unsure: set[str] = set()
    for fact in sorted({facts[i] for one in lists for i in one.lists if i in facts}):
        told[fact] = False
    list_of = {entry.key: entry.list_id for entry in entries}
    for match in checked.matches:
        found = facts.get(list_of[match.entry])
        if found is None:
            continue
        if match.band is Band.HIT:
            told[found] = True
        elif match.band is Band.REVIEW and told.get(found) is not True:
            unsure.add(found)
    if checked.band is Band.REVIEW and not checked.matches:
        unsure |= set(told)  # the name was not read whole: nothing is cleared
    for fact in unsure:
        if told.get(fact) is False:
            told[fact] = ("yes", "no")
    versions = {one.file: f"{one.edition or 'no edition'} {one.digest[:16]}" for one in lists}
    return Looked(told, checked, versions)
