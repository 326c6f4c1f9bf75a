"""The sentences an assessment is read for, built from its figures."""

from __future__ import annotations

from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.brief.assessed import Assessment
from kanmon.brief.impact.acts import days, part_name, thing
from kanmon.brief.numbers import day, number, percent
from kanmon.brief.wording import Words

_LEAST = 0.05
"""Days of normal output below which a loss reads as none."""


def span(row: dict[str, Any], w: Words) -> str:
    """Write a row's loss with its range where it was drawn, without the unit.

    Args:
        row: with ``lost_days`` and, where drawn, ``lost_low`` and ``lost_high``.
        w: words of the language.

    Returns:
        Such as ``142 (99–170)``.

    Example:
        >>> from kanmon.brief.wording import words
        >>> span({"lost_days": 1.25, "lost_low": None, "lost_high": None}, words("en"))
        '1.3'
    """
    amount, low, high = row["lost_days"], row.get("lost_low"), row.get("lost_high")
    digits = 0 if amount >= 9.95 else 1
    if low is None or high is None or low == high:
        return number(amount, w.lang, digits)
    best, least, most = (number(v, w.lang, digits) for v in (amount, low, high))
    return w.say("figure.range", best=best, low=least, high=most)


def lost(row: dict[str, Any], w: Words) -> str:
    """Write a row's loss in days, with its range where it was drawn.

    Args:
        row: with ``lost_days`` and, where drawn, ``lost_low`` and ``lost_high``.
        w: words of the language.

    Returns:
        Such as ``142 (99–170) days``.

    Example:
        >>> from kanmon.brief.wording import words
        >>> lost({"lost_days": 142.0, "lost_low": 99.4, "lost_high": 170.4}, words("en"))
        '142 (99–170) days'
    """
    text = span(row, w)
    return w.say("figure.day" if text == "1" else "figure.days", count=text)


def short_rows(losses: Finding) -> list[dict[str, Any]]:
    """Give the rows of goods that fall short, the largest loss first.

    Args:
        losses: finding ``impact_losses``.

    Returns:
        Rows whose loss reads as more than none.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> short_rows(example_assessment("JPN").losses)[0]["good"]
        'gallium_metal'
    """
    rows = [r for r in losses.table.to_pylist() if (r["lost_days"] or 0.0) >= _LEAST]
    return sorted(rows, key=lambda r: (-r["lost_days"], r["good"], r["economy"] or ""))


def impact_headline(made: Assessment, w: Words) -> str:
    """Write what falls short, what first and what most.

    Args:
        made: any assessment.
        w: words of the language.

    Returns:
        Two or three sentences.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> impact_headline(example_assessment("JPN"), words("en"))[:57]
        'Goods that fall short: 5 of 5. First: Gallium metal, afte'
    """
    rows = made.losses.table.to_pylist()
    goods = {r["good"] for r in rows}
    short = short_rows(made.losses)
    if not short:
        return w.say(
            "headline.impact_none",
            total=number(len(goods), w.lang),
            days=days(made.scenario.days, w),
        )
    worst = short[0]
    timed = [r for r in short if r["days_to_shortage"] is not None]
    if not timed:
        return w.say("headline.impact_lost_only", worst=maker(worst, made, w), lost=lost(worst, w))
    first = min(timed, key=lambda r: (r["days_to_shortage"], r["good"]))
    return w.say(
        "headline.impact_losses",
        count=number(len({r["good"] for r in short}), w.lang),
        total=number(len(goods), w.lang),
        first=thing(first["good"], w),
        days=days(first["days_to_shortage"], w),
        worst=maker(worst, made, w),
        lost=lost(worst, w),
    )


def maker(row: dict[str, Any], made: Assessment, w: Words) -> str:
    """Name the good of a row, and its maker where the party has several.

    Args:
        row: of ``impact_losses``.
        made: the assessment it is of.
        w: words of the language.

    Returns:
        Such as ``Light-emitting diodes (United States)``.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> made = example_assessment("JPN")
        >>> maker(made.losses.table.to_pylist()[0], made, words("en"))
        'Gallium metal'
    """
    name = thing(row["good"], w)
    if row["economy"] in (None, made.party):
        return name
    return w.say("impact.maker", good=name, economy=thing(row["economy"], w))


def path_steps(path: Finding | None, w: Words) -> tuple[str, ...]:
    """Tell the critical path, one sentence a step.

    Args:
        path: finding ``impact_path``, or None.
        w: words of the language.

    Returns:
        Sentences in the order of the steps; none where there is no path.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> path_steps(example_assessment("JPN").get("impact_path"), words("en"))[0]
        'Day 30: deliveries of Gallium metal from China are cut.'
    """
    if path is None:
        return ()
    told = []
    for row in sorted(path.table.to_pylist(), key=lambda r: r["step"]):
        day_short, loss = row["short_day"], row["lost_days"]
        values = {name: thing(row[name], w) for name in ("good", "economy", "input") if row[name]}
        told.append(
            w.say(
                f"headline.{row['sentence']}",
                short_day="" if day_short is None else number(day_short, w.lang),
                lost="" if loss is None else lost(row, w),
                **values,
            )
        )
    return tuple(told)


def tornado_headline(f: Finding, scenario: Scenario, w: Words) -> str:
    """Name the uncertain amount that moves the loss most.

    Args:
        f: finding ``impact_tornado`` with one row or more.
        scenario: its parts are named by.
        w: words of the language.

    Returns:
        A sentence.

    Example:
        >>> from kanmon.brief.example import example_assessment, example_scenario
        >>> from kanmon.brief.wording import words
        >>> f = example_assessment("JPN").get("impact_tornado")
        >>> tornado_headline(f, example_scenario(), words("en"))[-37:]
        'metal runs from 101 days to 210 days.'
    """
    worst = max(f.table.to_pylist(), key=lambda r: r["swing"])
    ends = sorted((worst["loss_low"], worst["loss_high"]))
    return w.say(
        "headline.impact_tornado",
        good=thing(str(f.figures["good"].value), w),
        part=part_name(scenario, worst["part"], worst["amount"], w),
        low=days(ends[0], w, 0 if ends[1] >= 9.95 else 1),
        high=days(ends[1], w, 0 if ends[1] >= 9.95 else 1),
    )


def economies_headline(f: Finding, w: Words) -> str:
    """Name the economy that loses the largest share of a year's output.

    Args:
        f: finding ``impact_economies`` with one row or more.
        w: words of the language.

    Returns:
        A sentence.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> economies_headline(example_assessment("JPN").get("impact_economies"), words("en"))
        'Hit hardest: South Korea, 0.52% of a year’s output.'
    """
    worst = max(f.table.to_pylist(), key=lambda r: r["share_of_year"] or 0.0)
    share = percent(worst["share_of_year"] or 0.0, w.lang, 2)
    return w.say("headline.impact_economies", economy=thing(worst["economy"], w), share=share)


def meta(made: Assessment, w: Words) -> str:
    """Say on one line what kind of scenario it is, which engine ran it, and when it starts.

    Args:
        made: any assessment.
        w: words of the language.

    Returns:
        One line.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> meta(example_assessment("JPN"), words("en"))
        'Invented scenario · product chain · from 1 January 2027, 365 days'
    """
    engine = f"engine.{made.engine}"
    return w.say(
        "impact.meta",
        standing=w.say(f"standing.{made.scenario.standing}"),
        engine=w.say(engine) if w.has(engine) else made.engine,
        start=day(made.scenario.start, w.lang),
        days=days(made.scenario.days, w),
    )


def told_of_runs(made: Assessment, w: Words) -> tuple[str, ...]:
    """Say how uncertain amounts were treated and what the engine left out.

    Args:
        made: any assessment.
        w: words of the language.

    Returns:
        Sentences.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> told_of_runs(example_assessment("JPN"), words("en"))[0]
        'Uncertain amounts were drawn 200 times (seed 7); a range holds nine tenths of the draws.'
    """
    said = []
    if made.draws:
        drawn = number(made.draws, w.lang)
        said.append(w.say("impact.draws", draws=drawn, seed=str(made.seed)))
    elif made.scenario.uncertain:
        said.append(w.say("impact.best_only"))
    if made.left_out:
        items = (w.say(f"act.{_key(one)}") for one in made.left_out)
        said.append(w.say("impact.left_out", items=w.say("page.list").join(items)))
    return tuple(said)


def _key(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
