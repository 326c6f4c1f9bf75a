"""One table of a scenario file: every key known, every value of its kind, errors that say where."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection, Mapping
from typing import Any

from kanmon.analysis.impact.scenario.amount import Amount, Range
from kanmon.errors import ScenarioError

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_/-]{0,62}[A-Za-z0-9])?")
_ENDS = ("low", "best", "high")


class Table:
    """Read one table strictly: keys outside ``known`` are refused with the nearest one that is.

    ``where`` is file and table; every error adds the key.

    Example:
        >>> Table({"days": 3}, ("days",), "x.toml").whole("days")
        3
    """

    def __init__(self, raw: object, known: Collection[str], where: str) -> None:
        if not isinstance(raw, Mapping):
            raise ScenarioError(
                f"{_shown(raw)} where a table is expected",
                where=where,
                remedy=f"write key = value lines with {', '.join(known)}",
            )
        self.where = where
        self._raw: Mapping[str, Any] = raw
        for key in raw:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
                raise ScenarioError(
                    f"unknown key {_shown(key)}",
                    where=where,
                    remedy=f"perhaps {near[0]}; the keys here are {', '.join(known)}",
                )

    def __contains__(self, key: str) -> bool:
        return key in self._raw

    def at(self, key: str) -> str:
        """Say file, table and key."""
        return f"{self.where}, {key}"

    def get(self, key: str) -> Any:
        """Give a value that must be there."""
        if key not in self._raw:
            raise ScenarioError(f"no {key}", where=self.where, remedy=f"add {key} = ...")
        return self._raw[key]

    def text(self, key: str, *, empty: bool = False) -> str:
        """Read a text; with ``empty`` it may be left out or blank."""
        value = self._raw.get(key, "") if empty else self.get(key)
        if not isinstance(value, str) or not (empty or value.strip()):
            raise self._wrong(key, value, f'write {key} = "some text"')
        return value

    def name(self, key: str) -> str:
        """Read an id: letters, digits, ``_``, ``-`` and ``/``, at most 64."""
        value = self.text(key)
        if not _ID.fullmatch(value):
            raise self._wrong(key, value, "use up to 64 ASCII letters, digits, _ and -")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, empty when the key is missing; none may stand twice."""
        value = self._raw.get(key, [])
        if not isinstance(value, list):
            raise self._wrong(key, value, f'write {key} = ["...", "..."]')
        found: dict[str, None] = {}
        for one in value:
            if not isinstance(one, str) or not one.strip():
                raise self._wrong(key, one, 'write each as a text in quotes, such as "CHN"')
            if one in found:
                raise self._wrong(key, one, "name it once", "twice ")
            found[one] = None
        return tuple(found)

    def day(self, key: str) -> dt.date:
        """Read a day written as a TOML date, without quotes or time."""
        value = self.get(key)
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self._wrong(
                key, value, f"write a day without quotes or time, such as {key} = 2027-01-31"
            )
        return value

    def whole(self, key: str) -> int:
        """Read a whole number."""
        value = self.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(key, value, f"write a whole number, such as {key} = 365")
        return value

    def amount(self, key: str) -> Amount:
        """Read a number, or least, best and most: ``{ low = 0.5, best = 0.8, high = 1.0 }``."""
        value = self.get(key)
        if not isinstance(value, Mapping):
            return self._number(key, value)
        ends = Table(value, _ENDS, self.at(key))
        low, best, high = (ends._number(end, ends.get(end)) for end in _ENDS)
        try:
            return Range(low, best, high)
        except ScenarioError as e:
            raise ScenarioError(e.found, where=self.at(key), remedy=e.remedy) from e

    def _number(self, key: str, value: object) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self._wrong(
                key, value, "write a number, or { low = 0.5, best = 0.8, high = 1.0 }"
            )
        try:
            return float(value)
        except OverflowError as e:
            raise self._wrong(key, value, "write a number of a sensible size") from e

    def _wrong(self, key: str, value: object, remedy: str, how: str = "") -> ScenarioError:
        return ScenarioError(f"found {how}{_shown(value)}", where=self.at(key), remedy=remedy)


def _shown(value: object) -> str:
    """Show a value of any size in one short line."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int) and abs(value) > 10**18:
        return f"a number of about {value.bit_length() * 3 // 10} digits"
    text = repr(value) if isinstance(value, str | int | float) else f"a {type(value).__name__}"
    return text if len(text) <= 80 else f"{text[:70]}... ({len(text)} characters)"
