"""The indicators of one good by the name people ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kanmon.analysis.dependency.criteria import dependency_screen
from kanmon.analysis.dependency.dependents import customers, dependents
from kanmon.analysis.dependency.hidden.origin import look_through
from kanmon.analysis.dependency.prices import price_history
from kanmon.analysis.dependency.production import production_shares
from kanmon.analysis.dependency.reliance import import_reliance
from kanmon.analysis.dependency.suppliers import supplier_shares
from kanmon.analysis.dependency.trend import concentration_trend
from kanmon.analysis.finding import Finding
from kanmon.picture.picture import Picture

INDICATORS: Mapping[str, Callable[[Picture, str], Finding]] = {
    "screen": dependency_screen,
    "suppliers": supplier_shares,
    "origins": look_through,
    "production": production_shares,
    "trend": concentration_trend,
    "reliance": import_reliance,
    "customers": customers,
    "dependents": dependents,
    "prices": price_history,
}
"""Each takes a picture and a good; ``chain`` needs the catalogue's links too: ask Study for it."""
