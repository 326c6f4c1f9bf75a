"""The rows a path was made of, each with who said it."""

from __future__ import annotations

from kanmon.analysis.finding import Figure, Finding, Method
from kanmon.analysis.transition.laid import NUMBER, TEXT, WHOLE, laid
from kanmon.analysis.transition.path import DeploymentPath
from kanmon.provenance import Lineage

_METHOD = Method("stated rows", "as stated; a bloc has the rows of its members", "")


def path_rows(path: DeploymentPath, lineage: Lineage) -> Finding:
    """List what a path states, with source, date and status.

    Args:
        path: that was run.
        lineage: of its rows.

    Returns:
        Finding ``path_rows``: technology, year, capacity, unit, measure, status, source, date.
        Figure rows.

    Example:
        >>> from kanmon.analysis.transition.path import example_path
        >>> path_rows(example_path(), Lineage()).table.to_pylist()[0]["source"]
        'invented'
    """
    rows = [
        {
            "technology": course.technology,
            "year": one.year,
            "capacity": one.capacity,
            "unit": course.unit,
            "measure": course.measure,
            "status": one.status,
            "source": one.source,
            "date": one.date,
        }
        for course in path.courses
        for one in course.stated
    ]
    date = max((str(r["date"]) for r in rows), default="")
    table, units = laid(
        rows,
        {
            "technology": (TEXT, "technology"),
            "year": (WHOLE, "year"),
            "capacity": (NUMBER, "in column unit"),
            "unit": (TEXT, "text"),
            "measure": (TEXT, "text"),
            "status": (TEXT, "text"),
            "source": (TEXT, "text"),
            "date": (TEXT, "date"),
        },
    )
    sources = tuple(o.source for o in lineage.origins)
    figures = {"rows": Figure(len(rows), "rows", date, sources)}
    return Finding("path_rows", "", path.party, date, table, units, figures, _METHOD, lineage)
