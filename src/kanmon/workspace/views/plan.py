"""The sourcing plan: whom to buy from, what less risk costs, what binds."""

from __future__ import annotations

from kanmon.analysis.impact.scenario.library import library
from kanmon.brief import names
from kanmon.brief.headlines import headline
from kanmon.brief.plan.sentences import asked as said_of_asked
from kanmon.brief.plan.sentences import cost_sentence, meta, plan_sentences
from kanmon.brief.wording import Words, words
from kanmon.planning.asked import Asked as PlanAsked
from kanmon.planning.make import Figures, Progress, make_plan
from kanmon.planning.meant import meant
from kanmon.workspace import choices
from kanmon.workspace.asked import Asked
from kanmon.workspace.blocks import Look, block
from kanmon.workspace.charts import Bars
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import Control, View
from kanmon.workspace.page import Page, about, link, view
from kanmon.workspace.planned import plan_blocks
from kanmon.workspace.titled import run_title

DEFAULT = "rare_earth_metals"
_SHARES = ("max_share", "max_source", "max_concern", "min_trusted")
ALLOWED = (
    *_SHARES,
    "budget",
    "years",
    "from_year",
    "phase_in",
    "stock_days",
    "new_capacity",
    "weight",
    "draws",
    "seed",
    "plan_for",
    "hold_out",
)
_MOST_DRAWS, _BUDGET = 1000, 1e13


def plan(desk: Desk, asked: Asked) -> View:
    """Show what a plan would start from, and the limits to set.

    Args:
        desk: what it is made from.
        asked: party, good, limits.

    Returns:
        The view.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> made = plan(Desk(Settings()), Asked("plan", "en", {"good": "palladium"}))
        >>> made.runs, made.blocks[0].id
        ('plan', 'suppliers')
    """
    w = words(asked.lang)
    party = asked.party(desk.settings.party)
    wanted(desk, asked)
    one = asked.good() or DEFAULT
    told = desk.show(one, party, None)
    found = told.findings.suppliers
    if told.picture.goods[one].codes:
        chart = Bars(kind="bars", label="supplier_name", value="share")
        said = headline(found, w.lang)
        look = Look(chart=chart, sentence=said, unit="share")
    else:
        # A plan starts from today's suppliers; without trade it says so before anything is run.
        said = w.say("workspace.plan_no_trade", good=names.good(one, w.lang))
        look = Look(empty=said)
    return view(
        asked,
        Page(
            headline=about(one, said, w),
            blocks=[block(found, w, "suppliers", look)],
            findings=[found],
            controls=_controls(asked, w),
            links=[link(w, "good", party=party, good=one)],
            party=party,
            good=one,
            as_of=found.as_of,
            runs="plan",
        ),
    )


def run_plan(desk: Desk, asked: Asked, told: Progress) -> View:
    """Make the plan, as `kanmon plan` does.

    Args:
        desk: what it is made from.
        asked: party, good, limits.
        told: called with what is being done and the share of it that is done.

    Returns:
        The view of the plan.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> state = {"party": "EPCC", "good": "palladium", "max_share": "0.5", "draws": "0"}
        >>> made = run_plan(Desk(Settings()), Asked("plan", "en", state), lambda *_: None)
        >>> made.blocks[0].chart.kind
        'stack'
    """
    w = words(asked.lang)
    party = asked.party(desk.settings.party)
    made = make_plan(party, wanted(desk, asked), Figures(desk.store), told)
    usual = _controls(Asked(asked.view, asked.lang), w)
    named = w.say(
        "workspace.title_plan", good=names.good(made.good, w.lang), party=names.party(party, w.lang)
    )
    sentences = plan_sentences(made, w)
    return view(
        asked,
        Page(
            headline=about(made.good, " ".join(sentences[:2]), w),
            blocks=plan_blocks(made, w),
            findings=made.ordered(),
            controls=_controls(asked, w),
            links=[
                link(w, "good", party=made.party, good=made.good),
                link(w, "scenario", party=made.party, good=made.good),
            ],
            caveats=[
                meta(made, w),
                *sentences[2:],
                cost_sentence(made, w),
                *said_of_asked(made, w),
            ],
            party=made.party,
            good=made.good,
            as_of=made.plan.as_of,
            title=run_title(named, _controls(asked, w), usual, w),
        ),
    )


def wanted(desk: Desk, asked: Asked) -> PlanAsked:
    """Read what is asked of a plan.

    Args:
        desk: whose store tells which good of a material is meant, and the day.
        asked: the state.

    Returns:
        What is asked; limits that are not set stay unset.

    Raises:
        DataError: a limit contradicts another.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> wanted(Desk(Settings()), Asked("plan", "en", {"good": "palladium"})).years
        5
    """
    party = asked.party(desk.settings.party)
    chosen, _ = meant(party, asked.text("good", DEFAULT), desk.store)
    share = {name: asked.number(name, 0.0, 1.0) for name in _SHARES}
    years = asked.whole("years", 1, 30, 5) or 5
    weight = asked.number("weight", 0.0, 1e6, 1.0)
    known = tuple(library())
    return PlanAsked(
        chosen,
        max_share=share["max_share"],
        max_upstream=share["max_source"],
        max_concern=share["max_concern"],
        min_trusted=share["min_trusted"],
        budget=asked.number("budget", 0.0, _BUDGET),
        years=years,
        from_year=min(asked.whole("from_year", 1, 30, 3) or 3, years),
        phase_in=asked.number("phase_in", 0.0, 1.0, 0.2),
        stock_days=asked.number("stock_days", 0.0, 3650.0),
        new_capacity=asked.flag("new_capacity", True),
        risk_weight=1.0 if weight is None else weight,
        plan_for=asked.many("plan_for", known),
        hold_out=asked.many("hold_out", known),
        draws=asked.whole("draws", 0, _MOST_DRAWS, 100) or 0,
        seed=asked.whole("seed", 0, 2**31 - 1, 1) or 0,
        made_on=desk.today,
    )


def _controls(asked: Asked, w: Words) -> list[Control]:
    known = [(one.id, one.name(w.lang)) for one in library().values()]
    return [
        *(
            choices.amount(name, asked.number(name, 0.0, 1.0), (0.0, 1.0), w, 0.05)
            for name in _SHARES
        ),
        choices.amount("weight", asked.number("weight", 0.0, 1e6, 1.0), (0.0, 1e6), w),
        choices.amount("budget", asked.number("budget", 0.0, _BUDGET), (0.0, _BUDGET), w),
        choices.amount("years", asked.whole("years", 1, 30, 5), (1, 30), w, 1),
        choices.amount("from_year", asked.whole("from_year", 1, 30, 3), (1, 30), w, 1),
        choices.amount("phase_in", asked.number("phase_in", 0.0, 1.0, 0.2), (0.0, 1.0), w, 0.05),
        choices.amount("stock_days", asked.number("stock_days", 0.0, 3650.0), (0.0, 3650.0), w, 30),
        choices.toggle("new_capacity", asked.flag("new_capacity", True), w),
        choices.multi("plan_for", asked.many("plan_for"), known, w),
        choices.multi("hold_out", asked.many("hold_out"), known, w),
        choices.amount("draws", asked.whole("draws", 0, _MOST_DRAWS, 100), (0, _MOST_DRAWS), w, 1),
        choices.amount("seed", asked.whole("seed", 0, 2**31 - 1, 1), (0, 2**31 - 1), w, 1),
    ]
