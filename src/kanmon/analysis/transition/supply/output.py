"""World output of a material in tonnes of itself, by maker, and what is in the ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.dependency.production import OTHERS, WORLD, production_shares
from kanmon.catalogue.technologies import Span
from kanmon.catalogue.transition_materials import TransitionMaterial
from kanmon.errors import UnitError
from kanmon.picture.picture import Picture
from kanmon.units import factor


@dataclass(frozen=True, slots=True)
class Output:
    """Hold what the world makes of a material in a year, tonnes of the material.

    ``world`` has bounds where the material is only a part of what the publisher counts.
    ``by_economy`` is at best; ``unnamed`` is the share of output that has no named maker.
    ``reserves`` are at best, with the year they are stated for; ``bound`` says that they are the
    sum of those listed, since the publisher gives no world total. ``missing`` says why there is
    no output.

    Example:
        >>> Output("iodine", "iodine", missing="nobody counts it").world is None
        True
    """

    material: str
    good: str
    year: int = 0
    source: str = ""
    edition: str = ""
    world: Span | None = None
    by_economy: Mapping[str, float] | None = None
    unnamed: float = 0.0
    hhi: float | None = None
    reserves: float | None = None
    reserves_year: int = 0
    bound: bool = False
    missing: str = ""

    @property
    def top(self) -> str | None:
        """The largest named maker."""
        made = self.by_economy or {}
        return max(made, key=lambda e: (made[e], e), default=None)

    @property
    def top_share(self) -> float | None:
        """Share of world output of the largest named maker."""
        if self.top is None or self.world is None or not self.world.best:
            return None
        return (self.by_economy or {})[self.top] / self.world.best


def material_output(picture: Picture, material: TransitionMaterial) -> Output:
    """Take a material's world output from the newest count of the good that holds it.

    Args:
        picture: tables of a party and year, with the good.
        material: which good counts it, and how much of the material a tonne of that holds.

    Returns:
        Output in tonnes of the material; without any where nobody counts it, or counts it in
        no mass.

    Raises:
        CodeError: the good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> from kanmon.analysis.transition.supply.example import example_material
        >>> material_output(tiny_picture("JPN"), example_material()).world.best
        20.0
    """
    if not material.produced:
        return Output(material.id, "", missing="no published count of its world output")
    made = production_shares(picture, material.produced)
    total = made.figures["world_total"]
    if not isinstance(total.value, float):
        return Output(material.id, material.produced, missing=total.missing)
    try:
        each = factor(made.units["quantity"], "t")
    except UnitError:
        return Output(
            material.id,
            material.produced,
            missing=f"its output is counted in {made.units['quantity']}, not in mass",
        )
    held = material.contained
    tonnes = total.value * each
    named = {
        row["producer"]: row["quantity"] * each * held.best
        for row in made.table.to_pylist()
        if row["producer"] != OTHERS and row["quantity"] is not None
    }
    hhi = made.figures["hhi"].value
    left, year, bound = _reserves(picture, material.produced)
    return Output(
        material.id,
        material.produced,
        int(made.as_of),
        made.figures["world_total"].sources[0],
        str(made.figures["edition"].value),
        Span(tonnes * held.low, tonnes * held.best, tonnes * held.high),
        named,
        max(0.0, 1.0 - sum(named.values()) / (tonnes * held.best)) if tonnes * held.best else 0.0,
        hhi if isinstance(hhi, float) else None,
        None if left is None else left * held.best,
        year,
        bound,
    )


def _reserves(picture: Picture, good: str) -> tuple[float | None, int, bool]:
    """The newest edition's world total; the sum of those listed where it gives none."""
    rows = [r for r in picture.in_ground(good).to_pylist() if r["quantity"] is not None]
    if not rows:
        return None, 0, False
    newest = max((r["year"], r["edition"]) for r in rows)
    rows = [r for r in rows if (r["year"], r["edition"]) == newest]
    stated = [r for r in rows if r["economy"] == WORLD]
    tonnes = [r["quantity"] * factor(r["unit"], "t") for r in stated or rows]
    return float(sum(tonnes)), int(newest[0]), not stated


def exported(picture: Picture, goods: tuple[str, ...]) -> Mapping[str, tuple[float, float]]:
    """Add up what each economy sells of some goods, and what of it the party buys.

    Args:
        picture: tables of a party and year.
        goods: ids; those without trade in the picture count for nothing.

    Returns:
        By exporter outside the party: bought by the party and sold in all, kUSD.

    Raises:
        CodeError: a good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> exported(tiny_picture("JPN"), ("rare_earth_metals",))["VNM"]
        (30.0, 30.0)
    """
    found: dict[str, tuple[float, float]] = {}
    for good in goods:
        rows = picture.trade(good, picture.year)
        for row in rows.select(["exporter", "importer", "value"]).to_pylist():
            name = row["exporter"]
            if name in picture.members or row["value"] is None:
                continue
            ours, all_of_it = found.get(name, (0.0, 0.0))
            mine = row["value"] if row["importer"] in picture.members else 0.0
            found[name] = (ours + mine, all_of_it + row["value"])
    return found


def traded_in(picture: Picture, goods: tuple[str, ...]) -> tuple[str, ...]:
    """Name those of some goods whose trade the picture has for its year.

    Args:
        picture: tables of a party and year.
        goods: ids.

    Returns:
        Those with flows, in the order given.

    Raises:
        CodeError: a good is not in the picture.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> traded_in(tiny_picture("JPN"), ("rare_earth_metals",))
        ('rare_earth_metals',)
    """
    return tuple(g for g in goods if _has(picture.trade(g, picture.year)))


def _has(rows: pa.Table) -> bool:
    return bool(rows.num_rows) and pc.sum(rows.column("value")).as_py() is not None
