"""The coercion dossier: graded evidence, the science test, what would change the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanmon.analysis.coercion.case.library import cases
from kanmon.analysis.coercion.dossier import dossier
from kanmon.analysis.finding import Finding
from kanmon.brief.coercion.sentences import changes, grade, meta, verdict
from kanmon.brief.coercion.tables import SHOWN
from kanmon.brief.wording import Words, words
from kanmon.workspace.asked import Asked
from kanmon.workspace.blocks import Look, block
from kanmon.workspace.charts import Bars, Chart
from kanmon.workspace.choices import select
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import Block, View
from kanmon.workspace.page import Page, link, view

ALLOWED = ("case",)
_CHARTS: dict[str, Chart] = {
    "coercion_science": Bars(kind="bars", label="substance", value="ratio"),
}
_COLUMNS = {
    "coercion_grades": ("limb", "grade", "points"),
    "coercion_changes": ("kind", "criterion", "what", "before", "after", "text"),
}


def coercion(desk: Desk, asked: Asked) -> View:
    """Show a worked case.

    Args:
        desk: what it is made from.
        asked: which case.

    Returns:
        The view.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> state = {"case": "seafood_japan_2023"}
        >>> coercion(Desk(Settings()), Asked("coercion", "en", state)).headline[:23]
        'The science test fails.'
    """
    w, held = words(asked.lang), cases()
    first = next(iter(held))
    name = asked.one("case", tuple(held), "seafood_japan_2023" if len(held) else first)
    made = desk.case(name)
    findings = dossier(made)
    return view(
        asked,
        Page(
            headline=" ".join(verdict(made, w)),
            blocks=[_block(f, w) for f in findings],
            findings=findings,
            controls=[select("case", name, [(c.id, c.name(w.lang)) for c in held.values()], w)],
            links=[link(w, "measures"), link(w, "controls")],
            caveats=[meta(made, w), *changes(made, w)],
            party=made.case.target,
            as_of=(made.case.as_of or made.case.start).isoformat(),
        ),
    )


def _graded(row: Mapping[str, Any], w: Words) -> str:
    said = w.say(f"coercion.limb_{row['limb']}")
    return f"{said}{w.say('page.colon')}{grade(row['limb'], row['grade'], w)}"


def _chart(found: Finding, w: Words) -> Chart | None:
    if found.kind == "coercion_grades":
        # The science test is passed or failed, never counted in points.
        nothing = w.say("workspace.no_points")
        return Bars(kind="bars", label="limb_grade", value="points", without=nothing)
    return _CHARTS.get(found.kind)


def _block(found: Finding, w: Words) -> Block:
    key = found.kind.removeprefix("coercion_")
    section = f"section.coercion_{key}"
    return block(
        found,
        w,
        key,
        Look(
            chart=_chart(found, w),
            extra={"limb_grade": ("text", lambda row: _graded(row, w))} if key == "grades" else {},
            shown=SHOWN.get(found.kind) or _COLUMNS.get(found.kind, ()),
            title=w.say(section) if w.has(section) else "",
            sentence=w.say(f"intro.coercion_{key}") if w.has(f"intro.coercion_{key}") else None,
            unit="points" if key == "grades" else "ratio" if key == "science" else None,
        ),
    )
