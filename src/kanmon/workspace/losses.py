"""What a scenario does, as blocks: losses, path, flows, days, swings, scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief.assessed import Assessment
from kanmon.brief.impact.acts import acts, part_name, thing
from kanmon.brief.impact.sentences import (
    economies_headline,
    impact_headline,
    meta,
    path_steps,
    short_rows,
    told_of_runs,
    tornado_headline,
)
from kanmon.brief.wording import Words
from kanmon.workspace.blocks import Look, block
from kanmon.workspace.charts import Bars, Chart, Lines, Map, Sankey, Tornado
from kanmon.workspace.model import Block
from kanmon.workspace.naming import Namer

_BEGINS = ("path_stops", "path_capacity")

_SHOWN = {
    "impact_losses": (
        "good",
        "economy",
        "days_to_shortage",
        "lost_days",
        "lost_low",
        "lost_high",
        "lost_share",
        "worst_share",
        "recovered_day",
        "binding_input",
        "binding_supplier",
    ),
    "impact_path": ("step", "good", "economy", "input", "supplier", "short_day", "lost_days"),
    "impact_tornado": ("part", "amount", "low", "high", "loss_low", "loss_high", "swing"),
}
_CHARTS: dict[str, Chart] = {
    "impact_flows": Sankey(kind="sankey", source="from_name", target="to_name", value="lost_days"),
    "impact_days": Lines(
        kind="lines", x="date", y="mid", series="good_name", low="low", high="high"
    ),
    "impact_economies": Map(
        kind="map", economy="economy", value="share_of_year", label="economy_name"
    ),
    "impact_comparison": Bars(
        kind="bars", label="title_name", value="lost_days", low="low", high="high"
    ),
}
_UNITS = {
    "impact_losses": "days",
    "impact_flows": "days",
    "impact_days": "share",
    "impact_tornado": "days",
    "impact_comparison": "days",
    "impact_economies": "share",
}


def loss_headline(made: Assessment, w: Words) -> str:
    """Write what the scenario does, in one line.

    Args:
        made: any assessment.
        w: words of the language.

    Returns:
        The scenario's name and its losses.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> loss_headline(example_assessment("JPN"), words("en"))[:18]
        'Gallium is cut off'
    """
    return f"{made.scenario.name(w.lang)}{w.say('page.colon')}{impact_headline(made, w)}"


def loss_notes(made: Assessment, w: Words) -> tuple[str, ...]:
    """Write what was assumed and how it was run.

    Args:
        made: any assessment.
        w: words of the language.

    Returns:
        Sentences.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> len(loss_notes(example_assessment("JPN"), words("en"))) > 2
        True
    """
    return (meta(made, w), *acts(made.scenario, w), *told_of_runs(made, w))


def loss_blocks(made: Assessment, w: Words) -> list[Block]:
    """Show every finding of an assessment.

    Args:
        made: any assessment.
        w: words of the language.

    Returns:
        Blocks in the order of the brief.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> loss_blocks(example_assessment("JPN"), words("fr"))[0].chart.kind
        'bars'
    """
    return [_block(f, made, w) for f in made.ordered()]


def _block(found: Finding, made: Assessment, w: Words) -> Block:
    name = found.kind.removeprefix("impact_")
    known = found.table.column_names
    told = {one.id: one.name(w.lang) for one in (made.scenario, *made.others)}
    look = Look(
        named=_named(found, told, w),
        empty=impact_headline(made, w),
        chart=_chart(found),
        shown=tuple(c for c in _SHOWN.get(found.kind, ()) if c in known),
        sentence=_sentence(found, made, w),
        unit=_UNITS.get(found.kind),
        extra={"good_name": ("text", lambda row: _good(row.get("good"), w))}
        if "good" in known
        else {},
    )
    if found.kind == "impact_tornado":
        centre = _centre(found, made)
        look = Look(
            chart=Tornado(
                kind="tornado", label="part_name", low="loss_low", high="loss_high", best="best"
            ),
            shown=_SHOWN["impact_tornado"],
            named={
                "part": lambda row: part_name(made.scenario, str(row["part"]), row["amount"], w),
                "amount": lambda row: _amount(str(row["amount"]), w),
            },
            extra={"best": ("days", lambda _: centre)},
            sentence=look.sentence,
            unit="days",
        )
    return block(found, w, name, look)


def _good(code: str | None, w: Words) -> str | None:
    return None if code is None else thing(code, w)


def _amount(name: str, w: Words) -> str:
    return w.say(f"amount.{name}") if w.has(f"amount.{name}") else name.replace("_", " ")


def _chart(found: Finding) -> Chart | None:
    if found.kind != "impact_losses":
        return _CHARTS.get(found.kind)
    ranged = any(v is not None for v in found.table.column("lost_low").to_pylist())
    if not ranged:
        return Bars(kind="bars", label="good_name", value="lost_days", group="economy_name")
    return Bars(
        kind="bars",
        label="good_name",
        value="lost_days",
        low="lost_low",
        high="lost_high",
        group="economy_name",
    )


def _named(found: Finding, told: Mapping[str, str], w: Words) -> dict[str, Namer]:
    if found.kind == "impact_path":
        return {column: _step_namer(column, w) for column in ("input", "supplier")}
    if "title" in found.table.column_names:
        return {"title": lambda row: told.get(row.get("scenario", ""), row["title"])}
    return {}


def _step_namer(column: str, w: Words) -> Namer:
    def name(row: Mapping[str, Any]) -> str | None:
        if row[column] is not None:
            return thing(row[column], w)
        # Where the path begins there is no input to run short of, which is not an unknown one.
        return w.say("page.none") if row["sentence"] in _BEGINS else None

    return name


def _centre(found: Finding, made: Assessment) -> float | None:
    """The loss at the most likely values, as the brief marks it."""
    best = found.figures.get("best")
    if best is not None and best.value is not None:
        return float(best.value)
    short = short_rows(made.losses)
    return float(short[0]["lost_days"]) if short else None


def _sentence(found: Finding, made: Assessment, w: Words) -> str | None:
    if found.kind == "impact_losses":
        return impact_headline(made, w)
    if found.kind == "impact_path":
        return " ".join(path_steps(found, w)) or None
    if found.kind == "impact_tornado" and found.table.num_rows:
        return tornado_headline(found, made.scenario, w)
    if found.kind == "impact_economies" and found.table.num_rows:
        return economies_headline(found, w)
    key = f"intro.{found.kind}"
    return w.say(key) if w.has(key) else None
