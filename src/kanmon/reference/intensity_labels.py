"""How publishers of material intensities label technologies and materials, and what we take."""

from __future__ import annotations

from collections.abc import Mapping

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
BULK: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "utility-scale solar pv": (("solar_silicon",), ()),
    "CdTe": (("solar_cdte",), ()),
    "CDTE": (("solar_cdte",), ()),
    "CIGS": (("solar_cigs",), ()),
    "onshore wind": (("wind_onshore_gearbox", "wind_onshore_direct"), _TOWERS),
    "offshore wind": (("wind_fixed_gearbox", "wind_fixed_direct"), _TOWERS),
    "Nuclear New": (("reactor_large",), ()),
}
"""Labels of the table: technologies, and the materials taken (all where none are named).

Its wind rows mix both kinds of generator, so of those only what does not depend on the generator
is taken. ``CDTE`` is what stands around a cadmium telluride module.
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
