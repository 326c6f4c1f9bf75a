"""The indicators of one good by the name people ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kanmon.analysis.dependency.criteria import dependency_screen
from kanmon.analysis.dependency.dependents import customers, dependents
from kanmon.analysis.dependency.fragility import fragility
from kanmon.analysis.dependency.geopolitics import geopolitical_risk
from kanmon.analysis.dependency.hidden.origin import look_through
from kanmon.analysis.dependency.overview import goods_screen
from kanmon.analysis.dependency.prices import price_history
from kanmon.analysis.dependency.production import production_shares
from kanmon.analysis.dependency.refinement import averaged_screen
from kanmon.analysis.dependency.reliance import import_reliance
from kanmon.analysis.dependency.scale import three_axes
from kanmon.analysis.dependency.suppliers import supplier_shares
from kanmon.analysis.dependency.trend import concentration_trend
from kanmon.analysis.dependency.watch_list import watch_list
from kanmon.analysis.finding import Finding
from kanmon.picture.picture import Picture


def _traded(picture: Picture) -> list[str]:
    return [g for g, view in picture.goods.items() if view.codes]


OVERVIEWS: Mapping[str, Callable[[Picture], Finding]] = {
    "screen": goods_screen,
    "watch_list": lambda picture: watch_list(picture, _traded(picture)),
    "three_axes": lambda picture: three_axes(picture, _traded(picture)),
}
"""Each takes a picture and ranks or grades all its goods with trade figures."""

INDICATORS: Mapping[str, Callable[[Picture, str], Finding]] = {
    "screen": dependency_screen,
    "averaged_screen": averaged_screen,
    "suppliers": supplier_shares,
    "origins": look_through,
    "production": production_shares,
    "trend": concentration_trend,
    "reliance": import_reliance,
    "customers": customers,
    "dependents": dependents,
    "prices": price_history,
    "fragility": fragility,
    "geopolrisk": geopolitical_risk,
}
"""Each takes a picture and a good; ``chain`` needs the catalogue's links too: ask Study for it."""
