"""Labels on what partners share: who may see it, on whose word, until when; the strictest wins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kanmon.errors import DataError

TLP = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
"""Traffic Light Protocol 2.0 (FIRST, August 2022), least strict first."""
EVERYONE = frozenset({"*"})
_FIELDS = ("tlp", "marking", "releasable_to", "originators", "expires")


@dataclass(frozen=True, slots=True)
class Label:
    """Say who may see a field.

    ``releasable_to`` are nodes by name, ``*`` for everyone; it never widens what the colour
    allows: RED and AMBER+STRICT reach only those named, CLEAR everyone. ``originators`` must all
    consent before it goes further. ``marking`` is the nation's own word, kept as it is. After
    ``expires`` nobody but the originators sees it.

    Example:
        >>> Label("RED", releasable_to=frozenset({"JPN"})).may_see("USA", dt.date(2026, 1, 1))
        False
    """

    tlp: str
    marking: str = ""
    releasable_to: frozenset[str] = EVERYONE
    originators: frozenset[str] = frozenset()
    expires: dt.date | None = None

    def __post_init__(self) -> None:
        if self.tlp not in TLP:
            raise DataError(
                f"TLP {self.tlp!r}", where="label", remedy=f"use one of {', '.join(TLP)}"
            )
        if self.tlp in ("RED", "AMBER+STRICT") and self.releasable_to == EVERYONE:
            raise DataError(
                f"{self.tlp} without names",
                where="label",
                remedy="name the nodes it may be released to",
            )

    def may_see(self, node: str, on: dt.date) -> bool:
        """Whether a node may see what bears this label on a day."""
        if node in self.originators:
            return True
        if self.expires is not None and on > self.expires:
            return False
        return "*" in self.releasable_to or node in self.releasable_to

    def may_pass_on(self, node: str, to: str, on: dt.date, consents: Collection[str] = ()) -> bool:
        """Whether a node may hand it to another: both may see it, all originators consent."""
        if not (self.may_see(node, on) and self.may_see(to, on)):
            return False
        return all(one in (node, to) or one in consents for one in self.originators)

    def as_plain(self) -> dict[str, Any]:
        """Return the label as plain data, keys and members in order."""
        return {
            "tlp": self.tlp,
            "marking": self.marking,
            "releasable_to": sorted(self.releasable_to),
            "originators": sorted(self.originators),
            "expires": None if self.expires is None else self.expires.isoformat(),
        }


def strictest(labels: Iterable[Label]) -> Label:
    """Merge labels: what holds for any of them holds for the whole.

    Args:
        labels: of the parts.

    Returns:
        The strictest colour, the nodes all of them name, every originator, every marking, the
        first day of expiry.

    Raises:
        DataError: there are none, or no node may see all parts, so that nothing can be shown.

    Source:
        FIRST, Traffic Light Protocol 2.0; the merge is Kanmon's.

    Example:
        >>> a = Label("GREEN", releasable_to=frozenset({"JPN", "USA"}))
        >>> strictest([a, Label("CLEAR")]).tlp
        'GREEN'
    """
    every = list(labels)
    if not every:
        raise DataError("no labels", where="label", remedy="label every part")
    named = [one.releasable_to for one in every if "*" not in one.releasable_to]
    common = frozenset.intersection(*named) if named else EVERYONE
    if named and not common:
        raise DataError(
            "no node may see all parts", where="label", remedy="leave out a part, or release apart"
        )
    ends = [one.expires for one in every if one.expires is not None]
    return Label(
        max((one.tlp for one in every), key=TLP.index),
        "; ".join(sorted({one.marking for one in every if one.marking})),
        common,
        frozenset().union(*(one.originators for one in every)),
        min(ends, default=None),
    )


def marking(labels: Iterable[Label]) -> str:
    """Write what stands on top of parts shown together to one reader.

    Unlike :func:`strictest` it does not ask who else may see the whole: parts released to
    different nodes still meet on the desk of the node they come from.

    Args:
        labels: of the parts, at least one.

    Returns:
        The strictest colour, and every national marking.

    Raises:
        DataError: there are none.

    Example:
        >>> parts = [Label("AMBER", "秘", frozenset({"JPN"})), Label("RED", "", frozenset({"USA"}))]
        >>> marking(parts)
        'TLP:RED 秘'
    """
    every = list(labels)
    if not every:
        raise DataError("no labels", where="label", remedy="label every part")
    colour = max((one.tlp for one in every), key=TLP.index)
    more = "; ".join(sorted({one.marking for one in every if one.marking}))
    return f"TLP:{colour} {more}".strip()


def parse_label(plain: Any, *, where: str) -> Label:
    """Read a label out of plain data.

    Args:
        plain: with tlp, marking, releasable_to, originators, expires.
        where: file or field named in an error.

    Returns:
        The label.

    Raises:
        DataError: a field is missing, unknown or of another type.

    Example:
        >>> one = Label("AMBER", "秘", frozenset({"JPN"}), frozenset({"JPN"}))
        >>> parse_label(one.as_plain(), where="x") == one
        True
    """
    if not isinstance(plain, Mapping) or set(plain) != set(_FIELDS):
        raise DataError("no label", where=where, remedy=f"give {', '.join(_FIELDS)}, no more")
    names = []
    for key in ("releasable_to", "originators"):
        value = plain[key]
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise DataError(f"{key} {value!r}", where=where, remedy="give a list of nodes")
        names.append(frozenset(value))
    if not isinstance(plain["tlp"], str) or not isinstance(plain["marking"], str):
        raise DataError("tlp or marking is no text", where=where, remedy="give text")
    ends = plain["expires"]
    try:
        expires = None if ends is None else dt.date.fromisoformat(ends)
    except (TypeError, ValueError) as e:
        raise DataError(f"expires {ends!r}", where=where, remedy="write it YYYY-MM-DD") from e
    if not names[0]:
        raise DataError("nobody may see it", where=where, remedy="name a node")
    return Label(plain["tlp"], plain["marking"], names[0], names[1], expires)
