"""A transition as one self-contained HTML file: no script, no outside request."""

from __future__ import annotations

from pathlib import Path

from kanmon.brief import names
from kanmon.brief.moved import Transition
from kanmon.brief.numbers import day
from kanmon.brief.page import method_notes, sources_twin, whole_page, write_page
from kanmon.brief.transition.section import transition_section
from kanmon.brief.wording import words


def transition_html(made: Transition, lang: str) -> str:
    """Write a transition as a whole HTML page.

    The same transition always makes the same bytes: the date on the page is its own.

    Args:
        made: any transition.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        The page; style, charts and CSV files are inside it.

    Raises:
        CodeError: the page is not written in that language.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> transition_html(example_transition(), "en").splitlines()[0]
        '<!doctype html>'
    """
    w = words(lang)
    return whole_page(
        "transition_page.html.j2",
        ("brief.css", "impact.css", "plan.css", "transition.css"),
        w,
        {
            "party": names.party(made.party, lang),
            "made_on": day(made.made_on, lang),
            "s": transition_section(made, w, "transition-1"),
            "methods": method_notes(made.ordered(), w),
            "sources": sources_twin(made.origins(), w),
        },
    )


def write_transition(made: Transition, lang: str, path: Path) -> Path:
    """Write the page to a file, whole or not at all.

    Args:
        made: any transition.
        lang: ``en``, ``ja`` or ``fr``.
        path: file to write; its folder must exist.

    Returns:
        The path.

    Raises:
        StoreError: the file cannot be written.

    Example:
        >>> import tempfile
        >>> from kanmon.brief.transition.example import example_transition
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_transition(example_transition(), "fr", Path(folder) / "a.html").name
        'a.html'
    """
    return write_page(transition_html(made, lang), path)
