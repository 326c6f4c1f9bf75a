"""A plan as one self-contained HTML file: no script, no outside request."""

from __future__ import annotations

from pathlib import Path

from kanmon.brief import names
from kanmon.brief.numbers import day
from kanmon.brief.page import method_notes, sources_twin, whole_page, write_page
from kanmon.brief.plan.section import plan_section
from kanmon.brief.planned import SourcingPlan
from kanmon.brief.wording import words


def plan_html(made: SourcingPlan, lang: str) -> str:
    """Write a plan as a whole HTML page.

    The same plan always makes the same bytes: the date on the page is its own.

    Args:
        made: any plan.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        The page; style, charts and CSV files are inside it.

    Raises:
        CodeError: the page is not written in that language.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> plan_html(example_plan(), "en").splitlines()[0]
        '<!doctype html>'
    """
    w = words(lang)
    return whole_page(
        "plan_page.html.j2",
        ("brief.css", "impact.css", "plan.css"),
        w,
        {
            "party": names.party(made.party, lang),
            "made_on": day(made.made_on, lang),
            "s": plan_section(made, w, "plan-1"),
            "methods": method_notes(made.ordered(), w),
            "sources": sources_twin(made.origins(), w),
        },
    )


def write_plan(made: SourcingPlan, lang: str, path: Path) -> Path:
    """Write the page to a file, whole or not at all.

    Args:
        made: any plan.
        lang: ``en``, ``ja`` or ``fr``.
        path: file to write; its folder must exist.

    Returns:
        The path.

    Raises:
        StoreError: the file cannot be written.

    Example:
        >>> import tempfile
        >>> from kanmon.brief.plan.example import example_plan
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_plan(example_plan(), "fr", Path(folder) / "a.html").name
        'a.html'
    """
    return write_page(plan_html(made, lang), path)
