"""What a reader must know before quoting a finding, in words."""

from __future__ import annotations

from collections.abc import Mapping

from kanmon.analysis.finding import Caveat, Value
from kanmon.brief import names
from kanmon.brief.numbers import number, percent
from kanmon.brief.wording import Words, words
from kanmon.catalogue.load import goods

_FAR = 10.0
"""A multiple above which the exact one tells a reader nothing more."""


def caveat_text(caveat: Caveat, lang: str) -> tuple[str, bool]:
    """Word a caveat, or pass on its English text where it has no words.

    Args:
        caveat: any caveat of a finding.
        lang: language code.

    Returns:
        The text, and whether it is in the language asked for.

    Example:
        >>> caveat_text(Caveat("no_world_total", "no world total"), "ja")[1]
        True
    """
    w = words(lang)
    key = f"caveat.{caveat.code}"
    if caveat.code == "bound":
        key = f"caveat.bound_{caveat.values.get('bound')}"
    ratio = caveat.values.get("ratio")
    if caveat.code == "hub" and isinstance(ratio, float) and ratio > _FAR:
        key = "caveat.hub_far"
    if not w.has(key):
        return caveat.text, lang == "en"
    return w.say(key, **_worded(caveat.values, w)), True


def _good_or_column(code: str, w: Words) -> str:
    """Name a good, or the column that a measure stands in; other words as they stand."""
    if code in goods():
        return names.good(code, w.lang)
    return w.say(f"column.{code}") if w.has(f"column.{code}") else code


def _instrument(key: str, lang: str) -> str:
    return words(lang).say(f"reactor.what_{key}")


_NAMED_BY = {
    "materials": names.material,
    "technologies": names.technology,
    "instruments": _instrument,
}


def _worded(values: Mapping[str, Value], w: Words) -> dict[str, str]:
    worded = {}
    for key, value in values.items():
        if key in ("economies", "named"):
            worded[key] = names.named_in(str(value), w.lang)
        elif key in _NAMED_BY:
            named = [_NAMED_BY[key](one.strip(), w.lang) for one in str(value).split(",")]
            worded[key] = w.say("page.list").join(named)
        elif key == "names":
            parts = [part.strip() for part in str(value).split(",")]
            worded[key] = w.say("page.list").join(_good_or_column(part, w) for part in parts)
        elif key == "economy":
            worded[key] = names.economy(str(value), w.lang)
        elif key == "codes":
            worded[key] = w.say("page.list").join(p.strip() for p in str(value).split(","))
        elif key in ("good", "goods") and isinstance(value, str):
            parts = [part.strip() for part in value.split(",")]
            worded[key] = w.say("page.list").join(names.good(part, w.lang) for part in parts)
        elif key == "share" and isinstance(value, float):
            worded[key] = percent(value, w.lang)
        elif key == "residual" and isinstance(value, float):
            worded[key] = f"{value:.0e}"
        elif key == "ratio" and isinstance(value, float):
            # "total_differs" is a part of a whole, "hub" a multiple.
            worded[key] = number(value, w.lang, 1)
        else:
            worded[key] = str(value)
    if "ratio" in worded and "economy" not in worded and isinstance(values["ratio"], float):
        worded["ratio"] = percent(values["ratio"], w.lang)
    return worded
