"""A material of the tiny world for examples."""

from __future__ import annotations

from types import MappingProxyType

from kanmon.catalogue.technologies import Span
from kanmon.catalogue.transition_materials import TransitionMaterial


def example_material() -> TransitionMaterial:
    """Give a material that makes up a fifth of the tiny world's rare earths.

    Returns:
        The material.

    Example:
        >>> example_material().contained.best
        0.2
    """
    return TransitionMaterial(
        id="neodymium",
        names=MappingProxyType({"en": "neodymium", "ja": "ネオジム", "fr": "néodyme"}),
        produced="rare_earth_metals",
        traded=("rare_earth_metals",),
        contained=Span(0.1, 0.2, 0.3),
        source="invented",
        date="2022-01-01",
        status="assumption",
        note="",
    )
