"""Who asks what of which node, and the decision point that answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kanmon.analysis.consultation.label import Label
from kanmon.consulting.people import Person
from kanmon.consulting.policy import Policy, item
from kanmon.errors import CodeError


@dataclass(frozen=True, slots=True)
class Draft:
    """Hold what a person says: kind, body, label of the whole and of single fields.

    Example:
        >>> Draft("note", {"text": "x"}, Label("GREEN")).labels
        {}
    """

    kind: str
    body: Mapping[str, Any]
    label: Label
    labels: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Desk:
    """Hold who asks what of which node, and the decision point that answers.

    Example:
        >>> Desk.__slots__
        ('node', 'person', 'policy')
    """

    node: str
    person: Person
    policy: Policy

    def may_see(self, label: Label, on: dt.date) -> bool:
        """Whether the person may see what bears a label."""
        return self.policy.may(self.person, "read", item(label, on))


def unknown() -> CodeError:
    """Make the one answer for what is not there and what may not be seen.

    Returns:
        The error to raise.

    Example:
        >>> unknown().status
        404
    """
    return CodeError("there is none you may see", where="thread", remedy="look at the list")
