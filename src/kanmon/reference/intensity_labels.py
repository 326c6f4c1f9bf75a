"""How publishers of material intensities label technologies and materials, and what we take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOTOR = "EV"
SHEETS: Mapping[str, tuple[str, ...]] = {
    "c-Si": ("solar_silicon",),
    "CdTe": ("solar_cdte",),
    "CIGS": ("solar_cigs",),
    "Wind-DDPM": ("wind_onshore_direct", "wind_fixed_direct", "wind_floating_direct"),
    "Wind-Gearbox": ("wind_onshore_gearbox", "wind_fixed_gearbox", "wind_floating_gearbox"),
    "Nuclear": ("reactor_large",),
    "AEL": ("electrolyser_alkaline",),
    "PEMEL": ("electrolyser_pem",),
    "HTEL - Yttrium": ("electrolyser_solid_oxide",),
    MOTOR: ("ev_motor_magnet",),
}
"""Sheets of the workbook, and the technologies each stands for."""

_TOWERS = ("aluminium", "cement", "copper", "steel", "glass_fibre", "lead", "zinc", "nickel")
PLANT = ("aluminium", "cement", "copper", "glass", "steel")
"""Materials of a whole solar plant, most of them outside the module. A film of aluminium or the
copper of a ribbon is no other opinion on the plant, so it is never joined with these."""
SOLAR = ("c-Si", "CdTe", "CIGS")
"""Sheets that count modules, not plants."""


@dataclass(frozen=True, slots=True)
class Part:
    """Say which technologies rows of a label stand for, and which of their materials.

    ``only`` names the materials taken (all where empty), ``but`` those left out.

    Example:
        >>> Part(("solar_cdte",), but=("copper",)).takes("tellurium")
        True
    """

    technologies: tuple[str, ...]
    only: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def takes(self, material: str) -> bool:
        """Say whether a material is taken."""
        return material not in self.but and (not self.only or material in self.only)


_THIN = ("solar_cdte", "solar_cigs")
BULK: Mapping[str, tuple[Part, ...]] = {
    # Cables and inverters stand outside the module and are the same for any of them.
    "utility-scale solar pv": (Part(("solar_silicon",)), Part(_THIN, ("copper",))),
    "CDTE": (Part(_THIN, ("aluminium", "cement", "glass", "steel")),),
    "CdTe": (Part(("solar_cdte",), but=PLANT),),
    "CIGS": (Part(("solar_cigs",), but=PLANT),),
    "onshore wind": (Part(("wind_onshore_gearbox", "wind_onshore_direct"), _TOWERS),),
    "offshore wind": (Part(("wind_fixed_gearbox", "wind_fixed_direct"), _TOWERS),),
    "Nuclear New": (Part(("reactor_large",)),),
}
"""Labels of the table, and what is taken of each.

Its wind rows mix both kinds of generator, so of those only what does not depend on the generator
is taken. ``CDTE`` is what stands around a thin-film module: its figures stand under ``CIGS`` too,
beside those of the bare module, so the plant is read from the one and the layers from the other.
"""

BATTERIES: Mapping[str, str] = {
    "NMC 622": "battery_nmc622",
    "NMC 811": "battery_nmc811",
    "NCA": "battery_nca",
    "LFP": "battery_lfp",
    "SIB": "battery_sodium",
    "SS NMC 811": "battery_solid_nmc811",
}
BATTERY_MATERIALS: Mapping[str, tuple[str, ...]] = {
    "battery": (
        *("aluminium", "cobalt", "copper", "graphite", "lithium", "manganese", "nickel"),
        *("phosphorus", "steel"),
    ),
    # The sheet's other metals are those of a whole vehicle, divided by its motor.
    MOTOR: ("boron", "dysprosium", "neodymium", "praseodymium", "terbium"),
}

SMALL_REACTORS: Mapping[str, tuple[float, float]] = {
    "reactor_small_lwr": (0.7, 2.5),
    "reactor_small_haleu": (0.5, 2.5),
}
"""Least and most of a small reactor's materials over a large one's: Kanmon's assumption."""

_SAME = (
    *("boron", "cadmium", "cement", "chromium", "cobalt", "copper", "dysprosium", "gallium"),
    *("germanium", "glass", "graphite", "hafnium", "indium", "iridium", "lanthanum", "lead"),
    *("lithium", "magnesium", "manganese", "molybdenum", "neodymium", "nickel", "niobium"),
    *("phosphorus", "platinum", "praseodymium", "ruthenium", "selenium", "silicon", "silver"),
    *("steel", "strontium", "tellurium", "terbium", "tin", "titanium", "tungsten", "vanadium"),
    *("yttrium", "zinc", "zirconium", "cerium"),
)
MATERIALS: Mapping[str, str] = {
    **{name.capitalize(): name for name in _SAME},
    "Aluminium": "aluminium",
    "Aluminum": "aluminium",
    "Fiberglass": "glass_fibre",
    "Praseodimium": "praseodymium",
}
"""Publishers' labels, misspelt ones only where the meaning cannot be another."""
