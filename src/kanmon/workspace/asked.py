"""What an address asks of a view: every value held to its kind, length and list."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from kanmon.brief import names
from kanmon.brief.numbers import check_language
from kanmon.catalogue.load import good as find_good
from kanmon.workspace.problems import RequestError

LONGEST, MOST, MOST_NAMES = 500, 60, 40
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ALWAYS = ("lang", "party", "good", "block")


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold the state of one view as texts, and read them one by one.

    Example:
        >>> Asked("good", "en", {"year": "2022"}).whole("year", 1900, 2100)
        2022
    """

    view: str
    lang: str
    given: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return a value as it was given."""
        return self.given.get(name, "").strip() or default

    def party(self, default: str, name: str = "party") -> str:
        """Return the code of an economy or bloc."""
        code = self.text(name, default).upper()
        names.party(code, self.lang)
        return code

    def good(self, name: str = "good") -> str | None:
        """Return the id of a good, or None where none is named."""
        word = self.text(name)
        return find_good(word).id if word else None

    def one(self, name: str, options: Collection[str], default: str) -> str:
        """Return one of some values."""
        value = self.text(name, default)
        if value not in options and value != default:
            raise RequestError(f"{name} {value!r}", where=self._where(name), remedy=_use(options))
        return value

    def many(self, name: str, options: Collection[str] = ()) -> tuple[str, ...]:
        """Return several values, written with commas between them; of a list where there is one."""
        values = tuple(dict.fromkeys(v.strip() for v in self.text(name).split(",") if v.strip()))
        wrong = [v for v in values if options and v not in options]
        if wrong or len(values) > MOST:
            found = f"{name} {wrong[0]!r}" if wrong else f"{len(values)} values of {name}"
            raise RequestError(found, where=self._where(name), remedy=_use(options))
        return values

    def number(
        self, name: str, least: float, most: float, default: float | None = None
    ) -> float | None:
        """Return a number between two bounds, or the default where none is given."""
        text = self.text(name)
        if not text:
            return default
        value = float(text) if _NUMBER.fullmatch(text) else math.nan
        if not least <= value <= most:
            raise RequestError(
                f"{name} {text!r}",
                where=self._where(name),
                remedy=f"give a number from {least:g} to {most:g}",
            )
        return value

    def whole(self, name: str, least: int, most: int, default: int | None = None) -> int | None:
        """Return a whole number between two bounds, or the default where none is given."""
        value = self.number(name, least, most, default)
        if value is None:
            return None
        if value != int(value):
            raise RequestError(
                f"{name} {self.text(name)!r}",
                where=self._where(name),
                remedy="give a whole number",
            )
        return int(value)

    def day(self, name: str, default: dt.date) -> dt.date:
        """Return a day, written as 2024-01-31."""
        text = self.text(name)
        if not text:
            return default
        try:
            if not _DAY.fullmatch(text):
                raise ValueError
            return dt.date.fromisoformat(text)
        except ValueError:
            raise RequestError(
                f"{name} {text!r}", where=self._where(name), remedy="write it as 2024-01-31"
            ) from None

    def flag(self, name: str, default: bool = False) -> bool:
        """Return yes or no, written as 1 or 0."""
        return self.one(name, ("1", "0", "true", "false"), "1" if default else "0") in ("1", "true")

    def _where(self, name: str) -> str:
        return f"view {self.view}, {name}"


def read_asked(view: str, pairs: Iterable[tuple[str, str]], allowed: Collection[str]) -> Asked:
    """Read the state of a view out of an address.

    Args:
        view: id of the view.
        pairs: names and values in the address's order.
        allowed: names the view knows beside language, party, good and block.

    Returns:
        The state.

    Raises:
        RequestError: a name is unknown or stands twice, or a value is too long or holds
            characters that are no text.
        CodeError: the language is not one of three.

    Example:
        >>> read_asked("good", [("lang", "fr"), ("year", "2022")], ["year"]).lang
        'fr'
        >>> read_asked("good", [("colour", "red")], ["year"])
        Traceback (most recent call last):
            ...
        kanmon.workspace.problems.RequestError: view good: no choice 'colour'. To mend: use one \
of lang, party, good, block, year.
    """
    known = (*ALWAYS, *allowed)
    given: dict[str, str] = {}
    where = f"view {view}"
    for name, value in pairs:
        if name not in known:
            raise RequestError(f"no choice {name[:80]!r}", where=where, remedy=_use(known))
        if name in given:
            raise RequestError(f"{name} stands twice", where=where, remedy="give it once")
        if len(value) > LONGEST:
            raise RequestError(
                f"{name} has {len(value):,} characters",
                where=where,
                remedy=f"give at most {LONGEST}",
            )
        if any(not c.isprintable() for c in value):
            raise RequestError(
                f"{name} holds characters that cannot be printed",
                where=where,
                remedy="write it again",
            )
        given[name] = value
    return Asked(view, check_language(given.pop("lang", "en") or "en"), given)


def _use(options: Collection[str]) -> str:
    listed = [str(one) for one in options][:MOST_NAMES]
    more = " ..." if len(options) > len(listed) else ""
    return f"use one of {', '.join(listed)}{more}" if listed else f"give at most {MOST}"
