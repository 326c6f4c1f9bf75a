"""The one decision point: may this person do this to that? Cedar policies, deny by default."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kanmon.analysis.consultation.label import TLP, Label
from kanmon.catalogue.consultation_rules import rule
from kanmon.catalogue.rows import read_text
from kanmon.consulting.people import Person
from kanmon.errors import AccessError, DataError
from kanmon.store.disk import disk_errors

ACTIONS = (
    "read",
    "draft",
    "propose",
    "release",
    "approve",
    "break_glass",
    "take_in",
    "ask",
    "audit",
    "operate",
    "look",
    "work",
)
_PARTS = ("schema.cedarschema", "rights.cedar", "tests.toml")
_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class Item:
    """Hold what a decision is about, as the policies see it.

    Example:
        >>> item(Label("GREEN"), dt.date(2026, 11, 23)).everyone
        True
    """

    tlp: int
    everyone: bool
    releasable: frozenset[str]
    originators: frozenset[str]
    expired: bool
    two_person: bool
    proposer: str


def item(label: Label, on: dt.date, proposer: str = "") -> Item:
    """Turn a label into what the policies see.

    Args:
        label: of the thing.
        on: the day.
        proposer: who proposed its release.

    Returns:
        The item.

    Example:
        >>> item(Label("RED", releasable_to=frozenset({"JPN"})), dt.date(2026, 11, 23)).two_person
        True
    """
    level = TLP.index(label.tlp)
    return Item(
        level,
        "*" in label.releasable_to,
        label.releasable_to - {"*"},
        label.originators,
        label.expires is not None and on > label.expires,
        level >= TLP.index(rule("two_person", "from_tlp")),
        proposer,
    )


PLAIN = Item(0, True, frozenset(), frozenset(), False, False, "")
"""For what bears no label: the log, tokens, metrics."""


class Policy:
    """Decide, and remember decisions: one is a function of what it was asked and nothing else.

    Example:
        >>> who = Person("a", "JPN", frozenset({"observer"}), 2, home=True)
        >>> Policy().may(who, "read", item(Label("GREEN"), dt.date(2026, 11, 23)))
        True
    """

    def __init__(self, folder: Path | None = None) -> None:
        try:
            import cedarpy
        except ImportError as e:
            raise DataError(
                "policies need the library cedarpy",
                where="kanmon node",
                remedy="install it: pip install 'kanmon[node]'",
            ) from e
        self._cedar: Any = cedarpy
        texts = {name: _text(folder, name) for name in _PARTS}
        found = cedarpy.validate_policies(texts["rights.cedar"], texts["schema.cedarschema"])
        if not found.validation_passed:
            raise DataError(
                "; ".join(str(e.error) for e in found.errors)[:500],
                where="policies",
                remedy="mend the policies; the node does not start without",
            )
        self._rules = cedarpy.PolicySet.from_str(texts["rights.cedar"])
        self._schema = cedarpy.Schema.from_str(texts["schema.cedarschema"])
        self.tests = tomllib.loads(texts["tests.toml"])
        self._decide = lru_cache(_REMEMBERED)(self._ask)

    def may(self, person: Person, action: str, thing: Item) -> bool:
        """Say whether a person may do something to an item."""
        return self._decide(person, action, thing)

    def hold(self, person: Person, action: str, thing: Item) -> None:
        """Refuse what a person may not do, with one message whatever the reason."""
        if not self.may(person, action, thing):
            raise AccessError(
                f"you may not {action.replace('_', ' ')} this",
                where="policy",
                remedy="ask who gives roles at your node",
            )

    def prove(self) -> int:
        """Run the policies' own tests; give how many there are."""
        for test in self.tests["test"]:
            person = {**self.tests["person"], **test.get("person", {})}
            thing = {**self.tests["item"], **test.get("item", {})}
            who = Person(
                person["name"],
                person["party"],
                frozenset(person["roles"]),
                person["clearance"],
                home=person["home"],
            )
            what = Item(
                thing["tlp"],
                thing["everyone"],
                frozenset(thing["releasable"]),
                frozenset(thing["originators"]),
                thing["expired"],
                thing["two_person"],
                thing["proposer"],
            )
            if self.may(who, test["action"], what) != test["allowed"]:
                raise DataError(
                    f"{test['why']}: {test['action']} came out {not test['allowed']}",
                    where="policies",
                    remedy="mend the policy or its test; the node does not start without",
                )
        return len(self.tests["test"])

    def _ask(self, person: Person, action: str, thing: Item) -> bool:
        if action not in ACTIONS:
            return False
        who = {
            "name": person.name,
            "party": person.party,
            "roles": sorted(person.roles),
            "clearance": person.clearance,
            "home": person.home,
        }
        what: dict[str, Any] = {n: getattr(thing, n) for n in Item.__slots__}
        what = {n: sorted(v) if isinstance(v, frozenset) else v for n, v in what.items()}
        answer = self._cedar.is_authorized(
            {
                "principal": 'Person::"it"',
                "action": f'Action::"{action}"',
                "resource": 'Item::"it"',
                "context": {},
            },
            self._rules,
            [_entity("Person", who), _entity("Item", what)],
            self._schema,
        )
        # A policy that fails to evaluate denies, even where another would allow.
        return bool(answer.allowed) and not answer.diagnostics.errors


def _entity(kind: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {"uid": {"type": kind, "id": "it"}, "attrs": dict(attributes), "parents": []}


def _text(folder: Path | None, name: str) -> str:
    """Read a node's own policy file where it has one, else the one that comes with Kanmon."""
    own = None if folder is None else folder / "policies" / name
    if own is None or not own.is_file():
        return read_text(f"consultation/policies/{name}")
    with disk_errors(own):
        return own.read_text("utf-8")
