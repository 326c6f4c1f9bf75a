"""Where the figures of a transition come from, as origins to cite."""

from __future__ import annotations

from collections.abc import Iterable

from kanmon.analysis.transition.path import DeploymentPath
from kanmon.catalogue.fuel_facts import all_sites, facts
from kanmon.catalogue.intensities import Intensity, intensities
from kanmon.catalogue.material_losses import losses
from kanmon.catalogue.transition_materials import transition_materials
from kanmon.provenance import Licence, Lineage, Origin, Step

_OPEN = {
    "BSD-3-Clause": Licence("BSD-3-Clause", "BSD 3-Clause", redistribution=True),
    "MIT": Licence("MIT", "MIT", redistribution=True),
}
_OWN = Licence("facts", "facts gathered by Kanmon; each row names its source", redistribution=True)
_READER = Licence("own", "the reader’s own", redistribution=False)


def path_lineage(path: DeploymentPath, name: str) -> Lineage:
    """Say whose path it is.

    Args:
        path: that is run.
        name: ``catalogue`` for documented targets, else the reader's file.

    Returns:
        One origin.

    Example:
        >>> from kanmon.analysis.transition.path import example_path
        >>> path_lineage(example_path(), "mine.csv").origins[0].publisher
        'the reader'
    """
    dates = [one.date for c in path.courses for one in c.stated if one.date]
    if name != "catalogue":
        origin = Origin(
            "own_path", "the reader", f"path of {name}", max(dates, default=""), _READER
        )
        return Lineage((origin,), (Step("read", f"{len(dates)} stated rows"),))
    return _catalogue("targets", "documented public targets", dates, "paths/")


def material_lineage(technologies: Iterable[str]) -> Lineage:
    """Say whose material intensities and losses are used.

    Args:
        technologies: ids.

    Returns:
        Origins of the compiled studies, of what is stated by hand, of losses and of what a
        tonne of published output holds.

    Example:
        >>> [o.source for o in material_lineage(["solar_cdte"]).origins][0]
        'premise'
    """
    wanted = set(technologies)
    rows = [i for i in intensities().values() if i.technology in wanted]
    found: list[Origin] = []
    for source, publisher, title, licence in (
        (
            "premise",
            "Paul Scherrer Institute and Potsdam Institute",
            "premise, material requirements",
            "BSD-3-Clause",
        ),
        ("materials-demand-model", "materials-demand-model", "material intensities", "MIT"),
        ("BatPaC", "Argonne National Laboratory", "BatPaC runs", "MIT"),
    ):
        mine = [i for i in rows if source in i.source]
        if mine:
            vintage = _vintage(mine, source)
            found.append(Origin(source.lower(), publisher, title, vintage, _OPEN[licence]))
    lineage = Lineage(tuple(found))
    if any(i.studies == 0 for i in rows):
        lineage = lineage.join(
            _catalogue(
                "intensities",
                "material intensities computed or stated by hand",
                [i.vintage for i in rows if i.studies == 0],
                "intensities_stated.csv",
            )
        )
    return lineage.join(
        _catalogue(
            "losses", "yield, recycling, lives", [r.date for r in losses().values()], "losses.csv"
        ),
        _catalogue(
            "contents",
            "content of published output",
            [m.date for m in transition_materials().values()],
            "materials.csv",
        ),
    )


def fuel_lineage() -> Lineage:
    """Say where capacities, needs and plant factors come from.

    Returns:
        One origin.

    Example:
        >>> fuel_lineage().origins[0].publisher
        'Kanmon'
    """
    dates = [s.date for s in all_sites()]
    for table in ("nuclear_fleet", "fuel_need", "fuel_origins", "plant_factors"):
        dates += [f.date for f in facts(table).values()]
    return _catalogue("fuel_facts", "nuclear fuel chain and plant factors", dates, "fuel_*.csv")


def _catalogue(key: str, title: str, dates: Iterable[str], files: str) -> Lineage:
    newest = max((d for d in dates if d), default="")
    note = f"rows of catalogue/transition/{files} name their own source, date and status"
    return Lineage((Origin(f"catalogue_{key}", "Kanmon", title, newest, _OWN, note=note),))


def _vintage(rows: Iterable[Intensity], source: str) -> str:
    for row in rows:
        names = row.source.split("; ")
        vintages = row.vintage.split("; ")
        for name, vintage in zip(names, vintages, strict=False):
            if source in name:
                return vintage
    return ""
