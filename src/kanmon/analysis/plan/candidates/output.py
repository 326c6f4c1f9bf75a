"""What each economy makes of a good, in tonnes, as one publisher counts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kanmon.analysis.dependency.production import (
    OTHERS,
    WORLD,
    Series,
    production_series,
    production_shares,
)
from kanmon.analysis.plan.candidates.candidate import Output
from kanmon.errors import UnitError
from kanmon.picture.picture import Picture
from kanmon.units import factor


@dataclass(frozen=True, slots=True)
class Outputs:
    """Hold outputs by economy, the most each made in a recent year, and why there are none.

    Example:
        >>> Outputs({}, {}, 0.0, "nobody counts it").missing
        'nobody counts it'
    """

    by_economy: Mapping[str, Output]
    peak: Mapping[str, float]
    world: float
    missing: str = ""


def outputs(picture: Picture, good: str) -> Outputs:
    """Take each economy's output of a good from its newest count.

    Content of an ore, compound or gas does not compare with the gross weight it trades in; such
    outputs are marked as not the same and bound nothing. A refined metal is its own content.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.

    Returns:
        Outputs in tonnes; without any where nobody counts the good or counts it in no mass.

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> outputs(tiny_picture("JPN"), "rare_earth_metals").by_economy["CHN"].tonnes
        70.0
    """
    series = next(iter(production_series(picture, good)), None)
    if series is None:
        return Outputs({}, {}, 0.0, f"no production of {good} in the data")
    try:
        scale = factor(series.unit, "t")
    except UnitError:
        return Outputs({}, {}, 0.0, f"production of {good} is counted in {series.unit}")
    found = production_shares(picture, good, series)
    same = _same_weight(picture.view(good).stage, series.kind)
    made = {
        row["producer"]: Output(
            scale * row["quantity"], good, series.year, series.source, series.kind, same
        )
        for row in found.table.to_pylist()
        if row["producer"] != OTHERS and row["quantity"] > 0
    }
    world = found.figures["world_total"].value
    stated = scale * float(world) if isinstance(world, int | float) else 0.0
    listed = sum(made[e].tonnes for e in sorted(made))
    return Outputs(made, _peak(picture, good, series, scale), max(stated, listed))


def _peak(picture: Picture, good: str, series: Series, scale: float) -> dict[str, float]:
    first = picture.year - round(picture.thresholds["headroom_years"])
    most: dict[str, float] = {}
    for row in picture.made(good).to_pylist():
        counted = (row["source"], row["kind"], row["unit"])
        if counted != (series.source, series.kind, series.unit) or row["quantity"] is None:
            continue
        if first <= row["year"] <= picture.year and row["economy"] not in (WORLD, OTHERS):
            amount = scale * row["quantity"]
            most[row["economy"]] = max(most.get(row["economy"], 0.0), amount)
    return most


def _same_weight(stage: str, kind: str) -> bool:
    counted = kind.lower()
    return stage == "refined" or not any(word in counted for word in ("content", "equivalent"))
