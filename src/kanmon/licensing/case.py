"""Put the facts of a case together: the item, the parties, the owners, what the reader says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kanmon.analysis.controls.ownership import LISTS, Holding, Owned, owned
from kanmon.analysis.controls.part import part_facts
from kanmon.analysis.controls.sheet import Span, Told
from kanmon.catalogue.chips import Chip
from kanmon.errors import ScenarioError

_OWNING = ("entity_list", "meu", "sdn")


@dataclass(frozen=True, slots=True)
class Owners:
    """Hold the holdings known and the parties on each list.

    Example:
        >>> Owners().holdings
        ()
    """

    holdings: tuple[Holding, ...] = ()
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Say what is exported from where to whom; what is not said stays unknown.

    ``said`` are facts by name that go before all else. ``clear`` says that the end user was
    looked for on every list and not found.

    Example:
        >>> Asked(destination="JPN").exporter
        'USA'
    """

    destination: str
    exporter: str = "USA"
    seat: str = ""
    parent: str = ""
    use: str = ""
    user: str = ""
    clear: bool = False
    said: Mapping[str, Told] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """Hold the facts of a case and what was worked out of its owners.

    Example:
        >>> made = make_case(Asked("JPN", clear=True))
        >>> made.told["listed_sdn"]
        False
    """

    told: Mapping[str, Told]
    owners: Mapping[str, Owned]


def make_case(
    asked: Asked, item: Chip | None = None, owners: Owners | None = None, *, best: bool = False
) -> Made:
    """Put the facts of a case together.

    Args:
        asked: what is exported from where to whom.
        item: the chip; without one its facts come from ``said``.
        owners: of the end user.
        best: take the chip's best figures for certain.

    Returns:
        Facts for ``decide``. A seat not given is taken to be at the destination, a parent at the
        seat, only where the reader says the end user is ``clear``.

    Raises:
        ScenarioError: owners are given and no end user is named.

    Example:
        >>> from kanmon.catalogue.chips import chip
        >>> make_case(Asked("CHN", parent="CHN"), chip("H100")).told["parent"]
        'CHN'
    """
    told: dict[str, Told] = {} if item is None else part_facts(item, best=best)
    told |= {"exporter": asked.exporter, "destination": asked.destination}
    for name in ("seat", "parent", "use"):
        value = getattr(asked, name)
        if value:
            told[name] = value
    if asked.clear:
        told.setdefault("seat", asked.destination)
        told.setdefault("parent", told["seat"])
        told |= dict.fromkeys((f"listed_{name}" for name in LISTS), False)
        told["military_user"] = False
    found: dict[str, Owned] = {}
    if owners is not None:
        if not asked.user:
            raise ScenarioError(
                "owners without an end user", where="the case", remedy="name it with --user"
            )
        found = _owned(asked.user, owners)
        for name, one in found.items():
            told[name] = Span(one.share.low, one.share.high)
        for name, held in owners.lists.items():
            if asked.user in held:
                told[f"listed_{name}"] = True
    elif asked.clear:
        told |= {"owned_listed": 0.0, "owned_sdn": 0.0}
    told |= asked.said
    return Made(told, found)


def _owned(user: str, owners: Owners) -> dict[str, Owned]:
    everyone = frozenset[str]().union(*(owners.lists.get(name, frozenset()) for name in _OWNING))
    sdn = owners.lists.get("sdn", frozenset())
    return {
        "owned_listed": owned(user, owners.holdings, everyone, whole=owners.whole),
        "owned_sdn": owned(user, owners.holdings, sdn, whole=owners.whole),
    }


def said_of(written: Sequence[str], numbers: frozenset[str]) -> dict[str, Told]:
    """Read facts written as ``name=value``.

    Args:
        written: such as ``us_market=yes``, ``pd=3.1/3.3``, ``use=civil|military``.
        numbers: facts that are numbers.

    Returns:
        Facts by name.

    Raises:
        ScenarioError: one is not written so.

    Example:
        >>> said_of(["pd=3.1/3.3", "use=civil|military"], frozenset({"pd"}))
        {'pd': Span(low=3.1, high=3.3), 'use': ('civil', 'military')}
    """
    found: dict[str, Told] = {}
    for one in written:
        name, mark, value = one.partition("=")
        name, value = name.strip(), value.strip()
        if not mark or not name or not value:
            raise ScenarioError(
                f"fact {one!r}"[:100],
                where="--fact",
                remedy="write name=value, such as us_market=yes",
            )
        if name not in numbers:
            found[name] = tuple(part.strip() for part in value.split("|"))
            continue
        try:
            ends = [float(part) for part in value.split("/")]
        except ValueError:
            ends = []
        if len(ends) not in (1, 2):
            raise ScenarioError(
                f"{name} {value!r}"[:100], where="--fact", remedy="write a number, or low/high"
            )
        found[name] = Span(ends[0], ends[-1])
    return found
