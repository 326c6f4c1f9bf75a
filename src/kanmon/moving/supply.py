"""World output, reach and risk of every material of a path, for a party."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kanmon.analysis.dependency.materials import Material, supply_risk
from kanmon.analysis.plan.candidates.announced import announcements
from kanmon.analysis.plan.candidates.candidate import Announced
from kanmon.analysis.transition.supply.compare import Rated
from kanmon.analysis.transition.supply.need import Supply
from kanmon.analysis.transition.supply.obtainable import reaches
from kanmon.analysis.transition.supply.output import exported, material_output, traded_in
from kanmon.catalogue.load import goods
from kanmon.catalogue.transition_materials import transition_materials
from kanmon.codes.tiers import Tiers
from kanmon.picture.build import Supply as Sources
from kanmon.picture.build import build_picture
from kanmon.picture.picture import Picture
from kanmon.reference.pack import pack
from kanmon.store.store import Store


def material_picture(
    party: str,
    materials: Collection[str],
    more: Sequence[str],
    store: Store | None,
    tiers: Tiers | None,
) -> Picture:
    """Build the picture that holds the goods of some materials.

    Args:
        party: economy or bloc.
        materials: ids.
        more: further goods wanted, such as fuels.
        store: the reader's own figures; the reference pack fills what it lacks.
        tiers: the reader's trust tiers.

    Returns:
        The picture.

    Raises:
        CodeError: the party is not known.

    Example:
        >>> material_picture("JPN", ["indium"], [], None, None).view("indium_metal").good
        'indium_metal'
    """
    known = transition_materials()
    wanted: dict[str, None] = dict.fromkeys(more)
    for name in sorted(materials):
        one = known.get(name)
        if one is not None:
            wanted.update(
                dict.fromkeys((one.produced, *one.traded) if one.produced else one.traded)
            )
    chosen = [goods()[name] for name in wanted]
    return build_picture(party, chosen, Sources(store, pack()), tiers=tiers)


def supplies(picture: Picture, materials: Collection[str]) -> Mapping[str, Supply]:
    """Gather what the world makes of each material, and what the party could have of it.

    Args:
        picture: with the goods of the materials.
        materials: ids.

    Returns:
        By material; those the catalogue does not know are left out.

    Example:
        >>> picture = material_picture("JPN", ["indium"], [], None, None)
        >>> supplies(picture, ["indium"])["indium"].output.top
        'CHN'
    """
    known = transition_materials()
    found = {}
    for name in sorted(materials):
        one = known.get(name)
        if one is None:
            continue
        output = material_output(picture, one)
        sold = exported(picture, traded_in(picture, one.traded))
        found[name] = Supply(output, reaches(output, sold, picture.members), one.contained.best)
    return found


def rated(picture: Picture, held: Mapping[str, Supply]) -> Mapping[str, Rated]:
    """Give each material's output with the risk of its makers.

    Args:
        picture: with the goods of the materials.
        held: what the world makes of each.

    Returns:
        By material; the risk is the governance-weighted HHI of world output, 0 to 10.

    Example:
        >>> picture = material_picture("JPN", ["indium"], [], None, None)
        >>> rated(picture, supplies(picture, ["indium"]))["indium"].risk > 1
        True
    """
    found = {}
    for name, one in held.items():
        risk = None
        if one.output.world is not None:
            made = supply_risk(picture, one.output.good, Material(recycling=0.0))
            value = made.figures["world_hhi"].value
            risk = value if isinstance(value, float) else None
        found[name] = Rated(one.output, risk)
    return found


def under_way() -> tuple[Announced, ...]:
    """List capacity said to come, of the catalogue.

    Returns:
        Announcements.

    Example:
        >>> any(a.good == "gallium_metal" for a in under_way())
        True
    """
    return tuple(announcements(goods()))
