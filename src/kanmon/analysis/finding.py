"""What every analysis returns: a table and its figures, with unit, date, origin and doubts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from rich.table import Table as RichTable

from kanmon.provenance import Lineage, Origin

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Value = float | int | str | bool | None


@dataclass(frozen=True, slots=True)
class Figure:
    """Carry one number or code with the unit, date and sources it must never travel without.

    ``value`` is ``None`` when the figure cannot be had; ``missing`` then says why.
    ``sources`` are source names found in the finding's lineage.

    Example:
        >>> Figure(0.59, "share", "2022", ("baci",)).text()
        '59 %'
    """

    value: Value
    unit: str
    date: str
    sources: tuple[str, ...]
    missing: str = ""

    def text(self) -> str:
        """Write the value as read aloud in English; the brief words it per language."""
        if self.value is None:
            return f"not known ({self.missing})"
        if self.unit == "share" and isinstance(self.value, float):
            return f"{100 * self.value:.0f} %"
        if isinstance(self.value, float):
            return f"{self.value:,.3g} {self.unit}".strip()
        return f"{self.value} {self.unit}".strip()

    def as_json(self) -> dict[str, Any]:
        """Return value, unit, date and sources as plain data."""
        plain: dict[str, Any] = {
            "value": self.value,
            "unit": self.unit,
            "date": self.date,
            "sources": list(self.sources),
        }
        if self.value is None:
            plain["missing"] = self.missing
        return plain


@dataclass(frozen=True, slots=True)
class Method:
    """Name the method behind a finding, its formula and where it was published.

    Example:
        >>> Method("HHI", "sum of squared shares", "Herfindahl 1950").name
        'HHI'
    """

    name: str
    formula: str
    reference: str


@dataclass(frozen=True, slots=True)
class Caveat:
    """Say one thing a reader must know before quoting the finding.

    ``code`` selects the wording in each language; ``values`` fill it; ``text`` is the English.

    Example:
        >>> Caveat("basket", "the code holds several goods", {"codes": "811292"}).code
        'basket'
    """

    code: str
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold the result of one analysis: table, units, figures, method, sources and caveats.

    ``kind`` names what was asked (``supplier_shares``, ``production_shares``...); ``good``
    and ``party`` are what it is about; ``units`` has one entry per table column.

    Example:
        >>> f = Finding("supplier_shares", good="gallium", party="JPN", as_of="2022",
        ...     table=pa.table({"supplier": ["CHN"], "share": [1.0]}),
        ...     units={"supplier": "iso3", "share": "share"}, figures={},
        ...     method=Method("shares", "v_i / sum v", ""), lineage=Lineage())
        >>> f.to_pandas().shape
        (1, 2)
    """

    kind: str
    good: str
    party: str
    as_of: str
    table: pa.Table
    units: Mapping[str, str]
    figures: Mapping[str, Figure]
    method: Method
    lineage: Lineage
    caveats: tuple[Caveat, ...] = ()

    def __post_init__(self) -> None:
        without = [c for c in self.table.column_names if c not in self.units]
        if without:
            raise ValueError(f"columns without a unit: {without}")

    @property
    def sources(self) -> tuple[Origin, ...]:
        """Origins of every figure in the finding."""
        return self.lineage.origins

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a pandas frame (needs ``kanmon[pandas]``)."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame

    def to_polars(self) -> pl.DataFrame:
        """Return the table as a polars frame (needs ``kanmon[polars]``)."""
        import polars as pl

        frame = pl.from_arrow(self.table)
        assert isinstance(frame, pl.DataFrame)
        return frame

    def cite(self) -> str:
        """Write sources, method and date as a citation, one line per source."""
        lines = [origin.cite() for origin in self.sources]
        lines.append(f"Kanmon, {self.method.name} ({self.method.formula}), as of {self.as_of}.")
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """Return the whole finding as plain data: figures and rows with unit, date, source."""
        return {
            "kind": self.kind,
            "good": self.good,
            "party": self.party,
            "as_of": self.as_of,
            "figures": {name: figure.as_json() for name, figure in self.figures.items()},
            "units": dict(self.units),
            "rows": self.table.to_pylist(),
            "method": {
                "name": self.method.name,
                "formula": self.method.formula,
                "reference": self.method.reference,
            },
            "sources": [
                {
                    "source": o.source,
                    "publisher": o.publisher,
                    "title": o.title,
                    "vintage": o.vintage,
                    "licence": o.licence.id,
                    "url": o.url,
                }
                for o in self.sources
            ],
            "steps": [f"{s.verb}: {s.what}" for s in self.lineage.steps],
            "caveats": [{"code": c.code, "text": c.text, **c.values} for c in self.caveats],
        }

    def to_json(self) -> str:
        """Write :meth:`as_json` as a JSON text."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=2)

    def __rich__(self) -> RichTable:
        """Draw the table for a terminal, units in the header and caveats below."""
        drawn = RichTable(
            title=" ".join(self.kind.split("_"))
            + f"{': ' if self.good else ''}{self.good} ({self.party}, {self.as_of})",
            caption="\n".join(
                ["; ".join(f"{n} {f.text()}" for n, f in self.figures.items())]
                + [f"! {c.text}" for c in self.caveats]
            ),
            caption_justify="left",
        )
        for name in self.table.column_names:
            unit = "" if self.units[name] in ("yes or no", "good") else self.units[name]
            numeric = not pa.types.is_string(self.table.schema.field(name).type)
            drawn.add_column(
                f"{name.replace('_', ' ')}\n[dim]{unit}",
                justify="right" if numeric else "left",
                overflow="fold",
            )
        for row in self.table.slice(0, 15).to_pylist():
            drawn.add_row(*(_cell(value) for value in row.values()))
        return drawn

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(
            f"<th>{escape(n)}<br><small>{escape(self.units[n])}</small></th>"
            for n in self.table.column_names
        )
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(v))}</td>" for v in row.values()) + "</tr>"
            for row in self.table.slice(0, 15).to_pylist()
        )
        notes = "".join(f"<p>! {escape(c.text)}</p>" for c in self.caveats)
        cite = escape(self.cite()).replace("\n", "<br>")
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            f"{notes}<p><small>{cite}</small></p>"
        )


def _cell(value: Any) -> str:
    if value is None:
        return "n/a"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)
