"""What requests hold: strict, nothing unknown passes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kanmon.analysis.consultation.label import EVERYONE, Label
from kanmon.consulting.desk import Draft
from kanmon.serving.answers import Plain, ThreadOut

Ref = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
NodeName = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{1,30}$")]
Good = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
Text = Annotated[str, Field(min_length=1, max_length=20_000)]
_CURSOR = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z_[0-9a-f]{32}$"
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Strict(BaseModel):
    """Refuse what is not known, and values of another type."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class LabelIn(Strict):
    """Say who may see a thing; without names, everyone the colour allows."""

    tlp: Literal["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
    marking: str = Field("", max_length=200)
    releasable_to: list[NodeName | Literal["*"]] = Field([], max_length=100)
    expires: dt.date | None = None

    def label(self) -> Label:
        """Give the label; it names nobody as originator: this node adds itself."""
        names = frozenset(self.releasable_to) or EVERYONE
        return Label(self.tlp, self.marking, names, frozenset(), self.expires)


class DraftIn(Strict):
    """Say something: kind, body, labels."""

    kind: Literal[
        "alert",
        "notice",
        "acknowledged",
        "meeting",
        "minutes",
        "case",
        "position",
        "proposal",
        "vote",
        "moved",
        "commitment",
        "turn",
        "review",
        "watch",
        "note",
        "closed",
    ]
    body: Plain
    label: LabelIn
    labels: dict[str, LabelIn] = Field({}, max_length=20)

    def draft(self) -> Draft:
        """Give the draft."""
        return Draft(
            self.kind,
            self.body,
            self.label.label(),
            {name: one.label() for name, one in self.labels.items()},
        )


class ThreadIn(DraftIn):
    """Open a thread: what it begins with, and who may take part."""

    parties: list[NodeName] = Field([], max_length=100)


class ProposalIn(Strict):
    """Propose a release: to whom, which events (all that are not there yet, otherwise)."""

    to: list[NodeName] = Field(min_length=1, max_length=100)
    refs: list[Ref] = Field([], max_length=500)


class ReasonIn(Strict):
    """Give a reason."""

    reason: Text


class TextIn(Strict):
    """Give a text to be read, with the day it came out."""

    text: Annotated[str, Field(min_length=1, max_length=2_000_000)]
    published: dt.date
    source: Annotated[str, Field(max_length=2000)] = ""
    owners: list[NodeName] = Field([], max_length=100)
    label: LabelIn


class FigureIn(Strict):
    """Enter a figure that stays at home."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{0,99}$")]
    value: float
    unit: Annotated[str, Field(min_length=1, max_length=50)]
    edges: list[float] = Field(min_length=1, max_length=100)
    partners: list[NodeName] = Field([], max_length=100)


class QuestionIn(Strict):
    """Ask a partner whether its figure reaches a threshold."""

    partner: NodeName
    figure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{0,99}$")]
    least: float


class TokenIn(Strict):
    """Make a service token."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$")]
    roles: list[Literal["analyst", "releaser", "approver", "observer", "operator"]]
    clearance: Literal["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"] = "GREEN"
    days: Annotated[int, Field(ge=1, le=90)] = 30
    party: NodeName | None = None


class LookIn(Strict):
    """Say how the consultation view is looked at; the page's own choices come along unused."""

    lang: Literal["en", "ja", "fr"] = "en"
    thread: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""
    write: Annotated[str, Field(pattern=r"^[a-z]{0,20}$")] = ""
    party: Annotated[str, Field(max_length=40)] = ""
    good: Annotated[str, Field(max_length=80)] = ""


class Wanted(Strict):
    """Narrow a list of threads; ``after`` is the ``next`` of the page before."""

    kind: Annotated[str | None, Field(pattern=r"^[a-z]{1,20}$")] = None
    good: Good | None = None
    state: Annotated[str | None, Field(pattern=r"^[a-z_]{1,40}$")] = None
    open: bool | None = None
    q: Annotated[str | None, Field(max_length=200)] = None
    after: Annotated[
        str | None,
        Field(pattern=_CURSOR),
    ] = None
    most: Annotated[int, Field(ge=1, le=100)] = 20

    def fits(self, one: ThreadOut) -> bool:
        """Whether a thread is among those wanted."""
        return (
            self.kind in (None, one.kind)
            and self.state in (None, one.state)
            and self.open in (None, one.open)
            and (self.good is None or self.good in one.goods)
        )
