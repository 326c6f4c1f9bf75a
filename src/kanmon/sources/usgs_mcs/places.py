"""Economies as the Mineral Commodity Summaries name them, with the remarks put behind the name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kanmon.sources.named import economies_of

_WORLD = re.compile(r"^world total\b(.*)$", re.IGNORECASE)
_OTHER = re.compile(r"^other countries\b(.*)$", re.IGNORECASE)
_REMARK = re.compile(r"^(?P<name>.*?)\s*\((?P<remark>[^()]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class Place:
    """Hold the economy a printed name stands for and the remark printed with it.

    ``code`` is empty when nobody knows the name.

    Example:
        >>> Place("POL", "hydrated and quicklime").code
        'POL'
    """

    code: str | None
    remark: str = ""


def places(names: Iterable[str]) -> dict[str, Place]:
    """Look up printed economy names.

    ``World total`` becomes WLD and ``Other countries`` OTH. A remark in brackets is taken off
    only where the whole name is not one (``Congo (Kinshasa)`` is).

    Args:
        names: names as printed.

    Returns:
        For each name its economy and remark.

    Example:
        >>> places(["World total (ilmenite, rounded)"])
        {'World total (ilmenite, rounded)': Place(code='WLD', remark='ilmenite')}
    """
    found: dict[str, Place] = {}
    open_names = []
    for name in dict.fromkeys(names):
        text = " ".join(name.split())
        if world := _WORLD.match(text):
            found[name] = Place("WLD", _qualifier(world[1]))
        elif other := _OTHER.match(text):
            found[name] = Place("OTH", _qualifier(other[1]))
        else:
            # A footnote's number sometimes sticks to the name: China3.
            open_names.append((name, re.sub(r"(?<=[a-z])\d+$", "", text)))
    codes = economies_of([text for _, text in open_names], "usgs").codes
    for (name, text), code in zip(open_names, codes, strict=True):
        remark = _REMARK.match(text)
        if code is None and remark:
            (short,) = economies_of([remark["name"]], "usgs").codes
            found[name] = Place(short, remark["remark"])
        else:
            found[name] = Place(code)
    return found


def _qualifier(rest: str) -> str:
    """Keep what a total is a total of; ``(rounded)`` and footnote numbers say nothing of it."""
    words = re.sub(r"[()]", " ", rest).split(",")
    kept = (re.sub(r"\brounded\b|^\s*\d+\s*$", "", w).strip() for w in words)
    return ", ".join(w for w in (re.sub(r"\s*\d+$", "", k) for k in kept) if w)
