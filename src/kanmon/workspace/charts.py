"""How a table is to be drawn: each chart names columns of its block's table."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """Hold fields to their types: nothing is converted, nothing unknown is let in.

    Example:
        >>> Strict.model_config["extra"]
        'forbid'
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Bars(Strict):
    """Draw one bar a row.

    Example:
        >>> Bars(kind="bars", label="supplier_name", value="share").columns()
        ('supplier_name', 'share')
    """

    kind: Literal["bars"]
    label: str
    value: str
    low: str | None = None
    high: str | None = None
    group: str | None = None
    mark: str | None = None
    without: str | None = None

    def columns(self) -> tuple[str, ...]:
        """Name the columns drawn; ``without`` is what stands where there is no figure."""
        return _named(self, "label", "value", "low", "high", "group", "mark")


class Event(Strict):
    """Mark one place on the horizontal axis.

    Example:
        >>> Event(x="2023-08-24", label="measure").label
        'measure'
    """

    x: str | int | float
    label: str


class Lines(Strict):
    """Draw one line a series, with a band and a threshold where there are any.

    Example:
        >>> Lines(kind="lines", x="year", y="hhi").columns()
        ('year', 'hhi')
    """

    kind: Literal["lines"]
    x: str
    y: str
    series: str | None = None
    low: str | None = None
    high: str | None = None
    events: list[Event] | None = None
    threshold: float | None = None

    def columns(self) -> tuple[str, ...]:
        """Name the columns drawn."""
        return _named(self, "x", "y", "series", "low", "high")


class Stack(Strict):
    """Draw parts of a whole along an axis.

    Example:
        >>> Stack(kind="stack", x="year", y="share", series="supplier_name").columns()[2]
        'supplier_name'
    """

    kind: Literal["stack"]
    x: str
    y: str
    series: str

    def columns(self) -> tuple[str, ...]:
        """Name the columns drawn."""
        return _named(self, "x", "y", "series")


class Sankey(Strict):
    """Draw flows from stage to stage; ``lit`` is a column of yes or no.

    Example:
        >>> Sankey(kind="sankey", source="a", target="b", value="v").columns()
        ('a', 'b', 'v')
    """

    kind: Literal["sankey"]
    source: str
    target: str
    value: str
    stage_source: str | None = None
    stage_target: str | None = None
    lit: str | None = None

    def columns(self) -> tuple[str, ...]:
        """Name the columns drawn."""
        return _named(self, "source", "target", "value", "stage_source", "stage_target", "lit")


class Map(Strict):
    """Colour economies, or dot those too small; ``economy`` holds ISO3 codes.

    Example:
        >>> Map(kind="map", economy="economy", value="goods", label="economy_name").kind
        'map'
    """

    kind: Literal["map"]
    economy: str
    value: str
    label: str

    def columns(self) -> tuple[str, ...]:
        """Name the columns drawn."""
        return _named(self, "economy", "value", "label")


class Tornado(Strict):
    """Draw how far one result swings with each amount.

    Example:
        >>> Tornado(kind="tornado", label="p", low="l", high="h", best="b").columns()[3]
        'b'
    """

    kind: Literal["tornado"]
    label: str
    low: str
    high: str
    best: str

    def columns(self) -> tuple[str, ...]:
        """Name the columns drawn."""
        return _named(self, "label", "low", "high", "best")


class Scatter(Strict):
    """Draw points of a front; ``mark`` is a column of yes or no.

    Example:
        >>> Scatter(kind="scatter", x="risk", y="cost", label="weight").columns()
        ('risk', 'cost', 'weight')
    """

    kind: Literal["scatter"]
    x: str
    y: str
    label: str
    mark: str | None = None

    def columns(self) -> tuple[str, ...]:
        """Name the columns drawn."""
        return _named(self, "x", "y", "label", "mark")


class Matrix(Strict):
    """Draw one cell a pair.

    Example:
        >>> Matrix(kind="matrix", row="a", column="b", value="v").columns()
        ('a', 'b', 'v')
    """

    kind: Literal["matrix"]
    row: str
    column: str
    value: str

    def columns(self) -> tuple[str, ...]:
        """Name the columns drawn."""
        return _named(self, "row", "column", "value")


class Tree(Strict):
    """Draw a composition as areas.

    Example:
        >>> Tree(kind="tree", label="a", value="v").columns()
        ('a', 'v')
    """

    kind: Literal["tree"]
    label: str
    value: str
    group: str | None = None

    def columns(self) -> tuple[str, ...]:
        """Name the columns drawn."""
        return _named(self, "label", "value", "group")


class Steps(Strict):
    """Draw a decision path: rows are question, answer, basis.

    Example:
        >>> Steps(kind="steps").columns()
        ()
    """

    kind: Literal["steps"]

    def columns(self) -> tuple[str, ...]:
        """Name the columns drawn: the first three, by order."""
        return ()


Chart = Annotated[
    Bars | Lines | Stack | Sankey | Map | Tornado | Scatter | Matrix | Tree | Steps,
    Field(discriminator="kind"),
]


def _named(chart: BaseModel, *fields: str) -> tuple[str, ...]:
    values: tuple[Any, ...] = tuple(getattr(chart, name) for name in fields)
    return tuple(value for value in values if value is not None)
