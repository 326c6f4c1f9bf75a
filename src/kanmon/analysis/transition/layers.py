"""Tonnes of an element in a thin layer of a solar module, by thickness, density and efficiency."""

from __future__ import annotations

from dataclasses import dataclass

from kanmon.errors import DataError

SUN = 1000.0
"""Irradiance of standard test conditions, W/m2 (IEC 60904-3)."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Describe a layer: thickness in micrometres, density in t/m3, mass share of the element.

    Example:
        >>> Layer(0.5, 4.1, 0.327).grams
        0.67035
    """

    thickness: float
    density: float
    share: float

    def __post_init__(self) -> None:
        if min(self.thickness, self.density) < 0.0 or not 0.0 <= self.share <= 1.0:
            raise DataError(
                f"{self.thickness} um, {self.density} t/m3, share {self.share}",
                where="layer",
                remedy="give amounts of zero or more and a share of at most one",
            )

    @property
    def grams(self) -> float:
        """Grams of the element on a square metre."""
        return self.thickness * self.density * self.share


def layer_intensity(layer: Layer, efficiency: float) -> float:
    """Compute the tonnes of an element in a gigawatt of modules.

    Args:
        layer: that holds it.
        efficiency: of the module, share of the sun's power above 0 and at most 1.

    Returns:
        t/GW under standard test conditions; what is lost in making it is not in it.

    Raises:
        DataError: the efficiency is none.

    Source:
        Geometry: area = power / (efficiency x 1000 W/m2).

    Example:
        >>> round(layer_intensity(Layer(0.5, 4.1, 0.327), 0.18), 2)
        3.72
    """
    if not 0.0 < efficiency <= 1.0:
        raise DataError(
            f"efficiency {efficiency}", where="layer", remedy="give a share above 0, at most 1"
        )
    # GW over W/m2 is a billion m2; grams a m2 over a million are tonnes.
    return layer.grams * 1e9 / (efficiency * SUN) / 1e6
