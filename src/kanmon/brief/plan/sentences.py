"""What a plan says: its headline, what was asked, what binds, what it cannot fix."""

from __future__ import annotations

from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.impact.acts import days
from kanmon.brief.numbers import money, number, percent, tonnes
from kanmon.brief.planned import SourcingPlan
from kanmon.brief.wording import Words

_LEAST_MONEY = 1_000.0
_SHARES = ("max_share", "max_upstream", "max_concern", "min_trusted", "phase_in")


def value_of(finding: Finding, name: str) -> Any:
    """Read a figure's value.

    Args:
        finding: any.
        name: of the figure.

    Returns:
        The value; None where there is none.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> value_of(example_plan().plan, "years")
        5
    """
    figure = finding.figures.get(name)
    return None if figure is None else figure.value


def usd(amount: float, lang: str) -> str:
    """Write dollars as they are read aloud.

    Args:
        amount: US dollars.
        lang: language code.

    Returns:
        The amount; what is below zero has a minus sign.

    Example:
        >>> usd(2_500_000.0, "en")
        'US$2.5\\xa0million'
    """
    if abs(amount) < 1.0:
        amount = 0.0
    text = money(abs(amount) / 1e3, lang)
    return f"\u2212{text}" if amount < 0 else text


def mass(amount: float, w: Words) -> str:
    """Write tonnes with their unit.

    Args:
        amount: tonnes.
        w: words of the language.

    Returns:
        Such as ``117,000 t``.

    Example:
        >>> from kanmon.brief.wording import words
        >>> mass(86.6, words("en"))
        '86.6\\xa0t'
    """
    return f"{tonnes(amount, w.lang)}\u00a0{w.say('unit.t')}"


def last_year(made: SourcingPlan) -> int:
    """Give the plan's last calendar year.

    Args:
        made: the plan.

    Returns:
        The year.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> last_year(example_plan())
        2031
    """
    return made.first_year + int(value_of(made.plan, "years")) - 1


def meta(made: SourcingPlan, w: Words) -> str:
    """Write the years and the need.

    Args:
        made: the plan.
        w: words of the language.

    Returns:
        One line.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> meta(example_plan(), words("en"))
        '2027–2031 · imports of 100\\xa0t a year'
    """
    return w.say(
        "plan.meta",
        first=made.first_year,
        last=last_year(made),
        demand=mass(value_of(made.plan, "demand"), w),
    )


def plan_sentences(made: SourcingPlan, w: Words) -> tuple[str, ...]:
    """Write what a reader must take away, the most important first.

    Args:
        made: the plan.
        w: words of the language.

    Returns:
        Sentences.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> plan_sentences(example_plan(), words("en"))[0]
        'Largest supplier: China, 90% today; Australia, 50% in 2031.'
    """
    f, lang = made.plan, w.lang
    same = value_of(f, "top_supplier_today") == value_of(f, "top_supplier")
    found = [
        w.say(
            "headline.plan_shares_same" if same else "headline.plan_shares",
            before=names.place(value_of(f, "top_supplier_today"), lang),
            before_share=percent(value_of(f, "top_share_today"), lang),
            after=names.place(value_of(f, "top_supplier"), lang),
            after_share=percent(value_of(f, "top_share"), lang),
            year=last_year(made),
        ),
        w.say(
            "headline.plan_stock",
            days=days(value_of(f, "stock_days"), w),
            before=days(value_of(f, "stock_days_today"), w),
            tonnes=mass(value_of(f, "stock_tonnes"), w),
        ),
    ]
    if value_of(f, "opened_tonnes") > 1e-6:
        opened = mass(value_of(f, "opened_tonnes"), w)
        found.append(w.say("headline.plan_opened", tonnes=opened))
    found.append(cost_sentence(made, w))
    avoided = made.get("sourcing_avoided")
    if avoided is not None:
        for key in ("planned", "held_out"):
            before = value_of(avoided, f"lost_today_{key}")
            if before is not None:
                after = before - value_of(avoided, f"avoided_{key}")
                word = "avoided" if key == "planned" else "held_out"
                found.append(
                    w.say(f"headline.plan_{word}", before=lost(before, w), after=lost(after, w))
                )
    return tuple(found)


def cost_sentence(made: SourcingPlan, w: Words) -> str:
    """Write what the plan costs beyond buying as today.

    Args:
        made: the plan.
        w: words of the language.

    Returns:
        One sentence.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> cost_sentence(example_plan(), words("en"))
        'Beyond buying as today it costs US$5\\xa0million over 5 years, 10% of the bill.'
    """
    f = made.plan
    extra = value_of(f, "extra_cost")
    years = w.say("figure.years", count=number(value_of(f, "years"), w.lang))
    if extra < -_LEAST_MONEY:
        return w.say("headline.plan_saves", money=usd(-extra, w.lang), years=years)
    return w.say(
        "headline.plan_cost",
        money=usd(extra, w.lang),
        years=years,
        share=percent(value_of(f, "extra_cost_share"), w.lang),
    )


def lost(amount: float, w: Words) -> str:
    """Write days of output lost.

    Args:
        amount: days.
        w: words of the language.

    Returns:
        Days, one decimal below ten.

    Example:
        >>> from kanmon.brief.wording import words
        >>> lost(19.3, words("en")), lost(0.29, words("en"))
        ('19 days', '0.3 days')
    """
    amount = max(0.0, amount)
    return days(amount, w, 0 if amount >= 9.95 else 1)


def asked(made: SourcingPlan, w: Words) -> tuple[str, ...]:
    """Write the limits the plan keeps.

    Args:
        made: the plan.
        w: words of the language.

    Returns:
        One phrase a limit.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> asked(example_plan(), words("en"))[0]
        'at most 50% from one economy'
    """
    found, limited = [], False
    for name in (*_SHARES, "budget", "stock_days", "plan_for", "hold_out"):
        value = made.asked.get(name)
        if value is None:
            continue
        if name in ("plan_for", "hold_out"):
            titles = (made.title(one.strip(), w.lang) for one in str(value).split(","))
            told = w.say("page.list").join(titles)
        elif name == "budget":
            told = usd(float(value), w.lang)
        elif name == "stock_days":
            told = days(float(value), w)
        else:
            told = percent(float(value), w.lang)
        limited = limited or name in _SHARES[:4]
        found.append(w.say(f"plan.asked_{name}", value=told))
    if limited:
        year = made.first_year + int(made.asked.get("from_year", 1)) - 1
        found.append(w.say("plan.asked_from_year", value=year))
    return tuple(found)
