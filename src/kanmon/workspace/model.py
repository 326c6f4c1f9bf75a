"""What the workspace answers: a view, its blocks, its choices; strict, missing is null."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from kanmon.workspace.charts import Chart, Strict

Cell = bool | int | float | str | None
Kind = Literal["text", "number", "date", "flag"]
RunKind = Literal["scenario", "plan", "screening"]


class Opens(Strict):
    """Lead from a cell to a view: ``choice`` is set to what the row has in the column ``key``.

    Example:
        >>> Opens(view="consultation", choice="thread", key="id").choice
        'thread'
    """

    view: str
    choice: str
    key: str


class Column(Strict):
    """Describe a column: what it holds, in which unit, shown or only used by a chart.

    ``digits`` are those worth showing; the figure itself is sent whole. ``opens`` says where a
    cell leads.

    Example:
        >>> Column(name="share", label="Share", type="number", unit="share", digits=1).hidden
        False
    """

    name: str
    label: str
    type: Kind
    unit: str | None
    digits: int | None
    hidden: bool = False
    opens: Opens | None = None


class Table(Strict):
    """Hold rows whose cells stand in the order of the columns.

    Example:
        >>> Table(columns=[], rows=[]).rows
        []
    """

    columns: list[Column]
    rows: list[list[Cell]]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        width = len(self.columns)
        if any(len(row) != width for row in self.rows):
            raise ValueError("a row has more or fewer cells than there are columns")
        return self


class Source(Strict):
    """Name a publisher's edition and its terms.

    Example:
        >>> Source(id="baci", title="BACI", publisher="CEPII", licence="x", vintage="1",
        ...        url=None).id
        'baci'
    """

    id: str
    title: str
    publisher: str
    licence: str
    vintage: str
    url: str | None


class Block(Strict):
    """Carry one finding: its sentence, its table, how to draw it, what it rests on.

    Example:
        >>> Block(id="a", type="t", title="T", sentence=None, unit=None, as_of=None, sources=[],
        ...       table=Table(columns=[], rows=[]), chart=None, empty="nothing").empty
        'nothing'
    """

    id: str
    type: str
    title: str
    sentence: str | None
    unit: str | None
    as_of: str | None
    sources: list[Source]
    table: Table
    chart: Chart | None
    empty: str | None

    @model_validator(mode="after")
    def _drawn_from_the_table(self) -> Self:
        known = {column.name for column in self.table.columns}
        if len(known) != len(self.table.columns):
            raise ValueError(f"{self.id}: a column stands twice")
        wrong = [] if self.chart is None else [c for c in self.chart.columns() if c not in known]
        if wrong:
            raise ValueError(f"{self.id}: a chart names {wrong}, which the table has not")
        if not self.table.rows and not self.empty:
            raise ValueError(f"{self.id}: no rows and no reason")
        return self


class Option(Strict):
    """Offer one value of a choice.

    Example:
        >>> Option(value="CHN", label="China").label
        'China'
    """

    value: str
    label: str


class Control(Strict):
    """Offer one choice and say how it stands.

    Example:
        >>> Control(name="year", label="Year", kind="number", value=2024).kind
        'number'
    """

    name: str
    label: str
    kind: Literal["select", "multi", "number", "date", "text", "toggle", "file"]
    value: Cell | list[str]
    options: list[Option] | None = None
    least: int | float | str | None = None
    most: int | float | str | None = None
    step: int | float | None = None


class Link(Strict):
    """Lead to another view in a given state.

    Example:
        >>> Link(label="Plan", view="plan", state={"good": "gallium_metal"}).view
        'plan'
    """

    label: str
    view: str
    state: dict[str, str | int | float | bool]


class File(Strict):
    """Offer a file to keep; the address is one of this server's own.

    Example:
        >>> File(label="PDF", address="api/agenda?format=pdf").label
        'PDF'
    """

    label: str
    address: str


class Act(Strict):
    """Offer one step for each row of a block; ``key`` is the column that holds the row's id.

    Example:
        >>> Act(name="acknowledge", label="Acknowledge", block="alerts", key="id").key
        'id'
    """

    name: str
    label: str
    block: str
    key: str


class Form(Strict):
    """Offer a step that needs words of its own.

    Example:
        >>> Form(name="close", label="Close", controls=[]).controls
        []
    """

    name: str
    label: str
    controls: list[Control]


class View(Strict):
    """Answer one question: a sentence, the blocks it is made from, what to know before quoting.

    Example:
        >>> View.model_fields["view"].annotation
        <class 'str'>
    """

    view: str
    lang: str
    title: str
    headline: str
    as_of: str | None
    party: str | None
    good: str | None
    controls: list[Control]
    blocks: list[Block]
    citation: str
    caveats: list[str]
    links: list[Link]
    acts: list[Act] | None = None
    forms: list[Form] | None = None
    runs: RunKind | None = None
    files: list[File] | None = None

    def block(self, name: str) -> Block | None:
        """Return the block of an id, or None."""
        return next((one for one in self.blocks if one.id == name), None)

    def to_json(self) -> str:
        """Write the view as JSON; what was not said is left out, what is missing is null."""
        return self.model_dump_json(exclude_unset=True)


class Problem(Strict):
    """Say what was found, where, and what to do (RFC 9457).

    Example:
        >>> Problem(title="no good 'x'", status=404).type
        'about:blank'
    """

    type: str = "about:blank"
    title: str
    status: int
    found: str | None = None
    where: str | None = None
    remedy: str | None = None
