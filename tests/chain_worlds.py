"""Small chain worlds with figures easy to check, and random ones for properties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kanmon.analysis.impact.engines.chain.assemble import Recipe, Supply, Timing, assemble
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.scenario.responses import Response
from kanmon.analysis.impact.scenario.scenario import Scenario, Shock
from kanmon.analysis.impact.scenario.shocks import Restriction

START = dt.date(2027, 1, 1)
METAL, CHIPS, PHONES = "gallium_metal", "amplifier_chips", "smartphones"


def day(number: int) -> dt.date:
    """Give the date of a day of the scenario."""
    return START + dt.timedelta(days=number)


def scenario(
    *shocks: Shock, days: int = 40, responses: Sequence[Response] = (), id: str = "s"
) -> Scenario:
    """Gather shocks and responses."""
    return Scenario(id, "S", START, days, shocks=shocks, responses=tuple(responses))


def ban(cut: float = 1.0, begin: int = 2, duration: float | None = None) -> Restriction:
    """China cuts metal to everyone from a day on."""
    return Restriction("ban", ("CHN",), (METAL,), day(begin), cut=cut, duration_days=duration)


def metal_world(
    metal: Timing | None = None, chips: Timing | None = None, bite: float = 1.0
) -> ChainWorld:
    """Japan and the US make chips of metal that is three quarters Chinese, and phones of chips."""
    mixed = {"CHN": 0.75, "JPN": 0.25}
    supplies = (
        Supply(METAL, "JPN", mixed, 4.0, "t"),
        Supply(METAL, "USA", mixed, 8.0, "t"),
        Supply(CHIPS, "JPN", {"JPN": 1.0}, 2.0, "t"),
        Supply(CHIPS, "USA", {"JPN": 0.5, "USA": 0.5}, 6.0, "t"),
        Supply(PHONES, "USA", {"USA": 1.0}, 10.0, "t"),
    )
    recipes = (Recipe(METAL, CHIPS, bite), Recipe(CHIPS, PHONES, 1.0))
    timing = {METAL: metal or Timing(), CHIPS: chips or Timing()}
    return assemble(supplies, recipes, timing)


@dataclass(frozen=True)
class Words:
    """A world as it was told, so that a test can reckon with it without the engine's arrays."""

    supplies: tuple[Supply, ...]
    recipes: tuple[Recipe, ...]
    timing: Mapping[str, Timing]

    def world(self) -> ChainWorld:
        """Lay it out."""
        return assemble(self.supplies, self.recipes, self.timing)

    def renamed(self, names: Mapping[str, str]) -> Words:
        """Give the same world with its economies called otherwise."""
        return Words(
            tuple(
                Supply(
                    one.good,
                    names[one.economy],
                    {names[e]: share for e, share in one.shares.items()},
                    one.use,
                    one.unit,
                    one.basis,
                )
                for one in self.supplies
            ),
            self.recipes,
            self.timing,
        )


PLACES = ("CHN", "DEU", "JPN", "KOR", "USA")


def random_words(seed: int, goods: int = 5, *, still: bool = False) -> Words:
    """Draw a world: each good from earlier ones; ``still`` without stocks, delays and slack."""
    rng = np.random.default_rng(seed)
    names = [f"g{k}" for k in range(goods)]
    supplies, recipes, timing = [], [], {}
    for k, name in enumerate(names):
        users = [e for e in PLACES if k == 0 or rng.random() < 0.8] or ["JPN"]
        for user in users:
            origins = [e for e in PLACES if rng.random() < 0.5] or ["CHN"]
            parts = rng.random(len(origins)) + 0.05
            shares = dict(zip(origins, (parts / parts.sum()).tolist(), strict=True))
            supplies.append(Supply(name, user, shares, float(rng.uniform(0.5, 9.0)), "t"))
        recipes += [
            Recipe(feeds, name, 1.0 if still else float(rng.uniform(0.0, 1.0)))
            for feeds in names[:k]
            if rng.random() < 0.6
        ]
        if not still:
            stock = float(rng.choice([0.0, rng.uniform(0.0, 12.0)]))
            timing[name] = Timing(stock, float(rng.integers(0, 6)), float(rng.integers(0, 5)))
    return Words(tuple(supplies), tuple(recipes), timing)
