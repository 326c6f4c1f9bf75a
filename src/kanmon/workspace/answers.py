"""What the workspace answers beside views: the index, how a run stands, what is asked of one."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kanmon.workspace.charts import Strict
from kanmon.workspace.model import Problem, RunKind, View


class Run(Strict):
    """Say how long work stands; ``done`` is a share, null where it is not known.

    Example:
        >>> Run(id="a", kind="plan", state="waiting", done=None, message="", result=None,
        ...     error=None).state
        'waiting'
    """

    id: str
    kind: RunKind
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    done: float | None
    message: str
    result: View | None
    error: Problem | None


class Started(Strict):
    """Name the run that was started.

    Example:
        >>> Started(id="a").id
        'a'
    """

    id: str


class ViewName(Strict):
    """Name a view and the group it stands in.

    Example:
        >>> ViewName(id="good", title="Good", group="Look").group
        'Look'
    """

    id: str
    title: str
    group: str


class PartyName(Strict):
    """Name an economy or bloc.

    Example:
        >>> PartyName(code="JPN", name="Japan").name
        'Japan'
    """

    code: str
    name: str


class GoodName(Strict):
    """Name a good and its sector.

    Example:
        >>> GoodName(id="gallium_metal", name="Gallium metal", group="Minerals").id
        'gallium_metal'
    """

    id: str
    name: str
    group: str


class PackName(Strict):
    """Say as of when the embedded figures are.

    Example:
        >>> PackName(as_of="2026-01-01").as_of
        '2026-01-01'
    """

    as_of: str


class ReaderName(Strict):
    """Name who reads on a node; ``csrf`` goes along with changes, ``leave`` signs out.

    Example:
        >>> ReaderName(name="sato", csrf="", leave="").name
        'sato'
    """

    name: str
    csrf: str
    leave: str


class Index(Strict):
    """List what there is to look at, for whom, and in which languages.

    Example:
        >>> sorted(Index.model_fields)[0]
        'goods'
    """

    views: list[ViewName]
    parties: list[PartyName]
    goods: list[GoodName]
    languages: list[str]
    version: str
    pack: PackName
    reader: ReaderName | None = None


class RunAsked(Strict):
    """Ask for long work.

    Example:
        >>> RunAsked(kind="plan").body
        {}
    """

    kind: RunKind
    body: dict[str, object] = Field(default_factory=dict)
