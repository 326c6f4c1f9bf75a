"""What the supply-risk findings of a good share: their figures and their first caveat."""

from __future__ import annotations

from kanmon.analysis.finding import Caveat, Figure, Value
from kanmon.provenance import Lineage


def one_dimension(year: str) -> Caveat:
    """Say which governance scores a risk rests on.

    Args:
        year: year of the scores.

    Returns:
        Caveat ``governance_year``.

    Example:
        >>> one_dimension("2024").values["year"]
        '2024'
    """
    return Caveat(
        "governance_year",
        f"governance: WGI political stability of {year} only; the EU averages more dimensions",
        {"year": year},
    )


def risk_figures(
    values: dict[str, tuple[Value, str]], date: str, lineage: Lineage, missing: str
) -> dict[str, Figure]:
    """Give the parts of a risk their date and sources.

    Args:
        values: value and unit of each part.
        date: what the parts are as of.
        lineage: where they come from.
        missing: why a part that is None is not known.

    Returns:
        Figures by name.

    Example:
        >>> risk_figures({"score": (0.2, "0-1")}, "2024", Lineage(), "")["score"].date
        '2024'
    """
    sources = tuple(o.source for o in lineage.origins)
    return {
        name: Figure(value, unit, date, sources, "" if value is not None else missing)
        for name, (value, unit) in values.items()
    }
