"""A scenario: dated shocks and responses over a horizon, checked as a whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.responses import Response
from kanmon.analysis.impact.scenario.shocks import (
    LONGEST,
    CapacityLoss,
    DemandChange,
    Exemption,
    Restriction,
)
from kanmon.errors import CodeError, ScenarioError

Shock = Restriction | CapacityLoss | DemandChange
Part = Shock | Response | Exemption


@dataclass(frozen=True, slots=True)
class Scenario:
    """Gather what happens and what is done about it, from ``start`` for ``days`` days.

    ``standing`` says whether it is ``real`` (it happened), ``plausible`` or ``invented``.
    ``title_ja`` and ``title_fr`` may be empty; the English title then stands for them.

    Example:
        >>> ban = Restriction("ban", ("CHN",), ("gallium_metal",), start=dt.date(2027, 1, 1))
        >>> Scenario("ga", "Gallium ban", dt.date(2027, 1, 1), 365, shocks=(ban,)).days
        365
    """

    id: str
    title: str
    start: dt.date
    days: int
    shocks: tuple[Shock, ...] = ()
    responses: tuple[Response, ...] = ()
    standing: str = "invented"
    note: str = ""
    sources: tuple[str, ...] = ()
    title_ja: str = ""
    title_fr: str = ""

    def __post_init__(self) -> None:
        where = f"scenario {self.id}"
        if not 1 <= self.days <= LONGEST:
            raise ScenarioError(
                f"{self.days} days", where=where, remedy=f"give 1 to {LONGEST:.0f} days"
            )
        if self.standing not in ("real", "plausible", "invented"):
            raise ScenarioError(
                f"standing {self.standing!r}",
                where=where,
                remedy="use real, plausible or invented",
            )
        ids = Counter(part.id for part in (*self.shocks, *self.responses))
        twice = sorted(one for one, count in ids.items() if count > 1)
        if twice:
            raise ScenarioError(
                f"{', '.join(twice)} stands more than once", where=where, remedy="give each an id"
            )
        if self.start.toordinal() + self.days > dt.date.max.toordinal():
            raise ScenarioError(
                f"{self.days} days from {self.start}",
                where=where,
                remedy=f"end it before {dt.date.max}",
            )
        last = self.start + dt.timedelta(days=self.days)
        for part in (*self.shocks, *self.responses):
            begins = part.start
            if begins is not None and not self.start <= begins < last:
                raise ScenarioError(
                    f"{part.id} starts {begins}, outside {self.start} to {last}",
                    where=where,
                    remedy="move it, or lengthen the scenario",
                )

    def name(self, lang: str = "en") -> str:
        """Give the title in ``en``, ``ja`` or ``fr`` (English where there is none)."""
        titles = {"en": self.title, "ja": self.title_ja, "fr": self.title_fr}
        if lang not in titles:
            raise CodeError(f"language {lang!r}", remedy=f"use one of {', '.join(titles)}")
        return titles[lang] or self.title

    @property
    def uncertain(self) -> tuple[tuple[str, str, Range], ...]:
        """Every uncertain amount: id of its part, name, range; exemptions as ``id#n``."""
        return tuple(
            (label, field.name, value)
            for label, part in self._parts()
            for field in fields(part)
            if isinstance(value := getattr(part, field.name), Range)
        )

    def _parts(self) -> Iterator[tuple[str, Part]]:
        for part in (*self.shocks, *self.responses):
            yield part.id, part
            if isinstance(part, Restriction):
                for number, exemption in enumerate(part.exempt):
                    yield f"{part.id}#{number}", exemption
