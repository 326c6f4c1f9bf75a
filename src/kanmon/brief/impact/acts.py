"""A scenario in words: who cuts what, for how long, and what is done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kanmon.analysis.impact.scenario.amount import Amount, Range
from kanmon.analysis.impact.scenario.responses import (
    AlliedSharing,
    DemandSaving,
    NewCapacity,
    Rerouting,
    Response,
    StockRelease,
    Substitution,
)
from kanmon.analysis.impact.scenario.scenario import Scenario, Shock
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, Restriction
from kanmon.brief import names
from kanmon.brief.numbers import day, number, percent, signed
from kanmon.brief.wording import Words
from kanmon.catalogue.load import goods
from kanmon.codes.blocs import is_bloc
from kanmon.codes.economies import is_economy

_INDUSTRY = "industry:"
_WORLD = "WLD"


def thing(code: str, w: Words) -> str:
    """Name what stands in a row: a good, an economy, a bloc, or an industry of a table.

    Args:
        code: id of a good, code of an economy or bloc, or ``industry:CODE``.
        w: words of the language.

    Returns:
        Its name; a code of none of these, as an engine's own table may have, as it stands.

    Example:
        >>> from kanmon.brief.wording import words
        >>> thing("CHN", words("fr")), thing("gallium_metal", words("en"))
        ('Chine', 'Gallium metal')
    """
    if code.startswith(_INDUSTRY):
        return w.say("impact.industry", code=code.removeprefix(_INDUSTRY).replace("_", " "))
    if code == _WORLD:
        return w.say("impact.everyone")
    if code in goods():
        return names.good(code, w.lang)
    if is_economy(code) or is_bloc(code) or code == names.OTHERS:
        return names.place(code, w.lang)
    return code.replace("_", " ")


def things(codes: tuple[str, ...], w: Words) -> str:
    """Name several codes as the language lists them.

    Args:
        codes: as in :func:`thing`.
        w: words of the language.

    Returns:
        The names, joined.

    Example:
        >>> from kanmon.brief.wording import words
        >>> things(("CHN", "JPN"), words("en"))
        'China, Japan'
    """
    return w.say("page.list").join(thing(code, w) for code in codes)


def days(count: float, w: Words, decimals: int = 0) -> str:
    """Write a number of days.

    Args:
        count: days.
        w: words of the language.
        decimals: digits after the decimal mark.

    Returns:
        The number with its unit.

    Example:
        >>> from kanmon.brief.wording import words
        >>> days(1, words("en")), days(30, words("ja"))
        ('1 day', '30日')
    """
    text = number(count, w.lang, decimals)
    return w.say("figure.day" if text == "1" else "figure.days", count=text)


def acts(scenario: Scenario, w: Words) -> tuple[str, ...]:
    """Tell a scenario's shocks and responses, one sentence or a few each.

    Args:
        scenario: any scenario; uncertain amounts are told with their range.
        w: words of the language.

    Returns:
        One text a shock or response, in the scenario's order.

    Example:
        >>> from kanmon.brief.example import example_scenario
        >>> from kanmon.brief.wording import words
        >>> acts(example_scenario(), words("en"))[1]
        'Japan: stocks of Gallium metal worth 42 days of normal use are released.'
    """
    told = [_shock(one, w) for one in scenario.shocks]
    told += [_response(one, w) for one in scenario.responses]
    gap = "" if w.lang == "ja" else " "
    return tuple(gap.join(one[:1].upper() + one[1:] for one in said) for said in told)


def part_name(scenario: Scenario, part: str, amount: str, w: Words) -> str:
    """Name an uncertain amount: what kind of act, on what, and which of its amounts.

    Args:
        scenario: the amount belongs to.
        part: id of the act, ``id#n`` for an exemption; of the engine itself where it is no act's.
        amount: name of the amount.
        w: words of the language.

    Returns:
        A short name.

    Example:
        >>> from kanmon.brief.example import example_scenario
        >>> from kanmon.brief.wording import words
        >>> part_name(example_scenario(), "ban", "cut", words("en"))
        'Restriction (Gallium metal): share cut'
    """
    acts_by_id = {one.id: one for one in (*scenario.shocks, *scenario.responses)}
    act = acts_by_id.get(part.partition("#")[0])
    key = f"amount.{amount}"
    what = w.say(key) if w.has(key) else amount.replace("_", " ")
    if act is None:
        who = thing(part, w)
    else:
        kind = "Exemption" if "#" in part else type(act).__name__
        who = w.say("impact.kind_of", kind=w.say(f"act.{_key(kind)}"), goods=things(act.goods, w))
    return f"{who}{w.say('page.colon')}{what}"


def amount_text(value: float, name: str, unit: str, w: Words) -> str:
    """Write one end of an uncertain amount.

    Args:
        value: the amount.
        name: of the amount, such as ``delay_days``.
        unit: of the amount, such as ``days`` or ``share``.
        w: words of the language.

    Returns:
        The amount with its unit.

    Example:
        >>> from kanmon.brief.wording import words
        >>> amount_text(0.5, "cut", "share", words("en"))
        '50%'
    """
    if name.endswith("_days") or unit == "days":
        return days(value, w)
    if name == "change":
        return f"{signed(100 * value, w.lang, 0)}{percent(0, w.lang).lstrip('0')}"
    if unit in ("share", "") or name in ("cut", "share", "spare", "leakage", "amount", "rate"):
        return percent(value, w.lang)
    return f"{number(value, w.lang, 2)} {unit}"


def _key(kind: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in kind).lstrip("_")


def _shock(act: Shock, w: Words) -> list[str]:
    start = day(act.start, w.lang)
    what = things(act.goods, w)
    if isinstance(act, Restriction):
        said = [
            w.say(
                f"impact.restriction_{act.side}",
                by=things(act.by, w),
                goods=what,
                to=_targets(act, w),
                cut=_share(act.cut, w),
                start=start,
            )
        ]
        said += _timed(act.licence_delay_days, "licence", w)
        said += _timed(act.ramp_days, "ramp", w)
        if act.duration_days is not None:
            said += _timed(act.duration_days, "lasts", w)
            said += _timed(act.ease_days, "ease", w)
        said += [
            w.say("impact.exempt", parties=things(e.parties, w), share=_share(e.share, w))
            for e in act.exempt
        ]
        return said
    who = things(act.economies, w)
    if isinstance(act, CapacityLoss):
        share = _share(act.share, w)
        said = [w.say("impact.capacity_loss", who=who, goods=what, share=share, start=start)]
        fade = _timed(act.recovery_days, "recovers", w)
    else:
        change = _ranged(act.change, lambda v: amount_text(v, "change", "share", w), w)
        said = [w.say("impact.demand_change", who=who, goods=what, change=change, start=start)]
        fade = _timed(act.ease_days, "ease", w)
    said += _timed(act.ramp_days, "ramp", w)
    if act.duration_days is not None:
        said += [*_timed(act.duration_days, "lasts", w), *fade]
    return said


def _targets(act: Restriction, w: Words) -> str:
    if act.on:
        return things(act.on, w)
    if act.all_but:
        return w.say("impact.all_but", parties=things(act.all_but, w))
    return w.say("impact.all_others")


def _response(act: Response, w: Words) -> list[str]:
    who, what = things(act.parties, w), things(act.goods, w)
    if isinstance(act, StockRelease):
        cover = _days(act.cover_days, w)
        said = [w.say("impact.stock_release", who=who, goods=what, cover=cover)]
        if act.rate != 1.0:
            said.append(w.say("impact.stock_rate", rate=_share(act.rate, w)))
        return said + _starts(act.start, w)
    if isinstance(act, AlliedSharing):
        said = [w.say("impact.allied_sharing", who=who, goods=what, share=_share(act.share, w))]
        return said + _starts(act.start, w)
    if isinstance(act, NewCapacity):
        said = [w.say("impact.new_capacity", who=who, goods=what, amount=_share(act.amount, w))]
        said += _timed(act.lead_days, "after", w)
    elif isinstance(act, Substitution):
        said = [w.say("impact.substitution", who=who, goods=what, share=_share(act.share, w))]
        if act.in_goods:
            said.append(w.say("impact.only_in", goods=things(act.in_goods, w)))
        said += _timed(act.delay_days, "after", w)
    elif isinstance(act, Rerouting):
        said = [w.say("impact.rerouting", who=who, goods=what, spare=_share(act.spare, w))]
        if act.leakage != 0.0:
            said.append(w.say("impact.leakage", share=_share(act.leakage, w)))
        said += _timed(act.delay_days, "after", w)
    else:
        assert isinstance(act, DemandSaving)
        said = [w.say("impact.demand_saving", who=who, goods=what, share=_share(act.share, w))]
        said += _timed(act.delay_days, "after", w)
    return said + _timed(act.ramp_days, "ramp", w) + _starts(act.start, w)


def _starts(start: dt.date | None, w: Words) -> list[str]:
    return [] if start is None else [w.say("impact.from_day", start=day(start, w.lang))]


def _timed(amount: Amount, key: str, w: Words) -> list[str]:
    none = not isinstance(amount, Range) and amount == 0.0
    return [] if none else [w.say(f"impact.{key}", days=_days(amount, w))]


def _days(amount: Amount, w: Words) -> str:
    if isinstance(amount, Range):
        span = [number(v, w.lang) for v in (amount.best, amount.low, amount.high)]
        return w.say(
            "figure.days", count=w.say("figure.range", best=span[0], low=span[1], high=span[2])
        )
    return days(amount, w)


def _share(amount: Amount, w: Words) -> str:
    return _ranged(amount, lambda v: percent(v, w.lang), w)


def _ranged(amount: Amount, write: Callable[[float], str], w: Words) -> str:
    if not isinstance(amount, Range):
        return write(amount)
    return w.say(
        "figure.range", best=write(amount.best), low=write(amount.low), high=write(amount.high)
    )
