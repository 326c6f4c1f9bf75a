"""An assessment as one self-contained HTML file: no script, no outside request."""

from __future__ import annotations

from pathlib import Path

from kanmon.brief import names
from kanmon.brief.assessed import Assessment
from kanmon.brief.impact.section import impact_section
from kanmon.brief.numbers import day
from kanmon.brief.page import method_notes, sources_twin, whole_page, write_page
from kanmon.brief.wording import words


def impact_html(made: Assessment, lang: str) -> str:
    """Write an assessment as a whole HTML page.

    The same assessment always makes the same bytes: the date on the page is its own.

    Args:
        made: any assessment.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        The page; style, charts and CSV files are inside it.

    Raises:
        CodeError: the page is not written in that language.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> impact_html(example_assessment("JPN"), "en").splitlines()[0]
        '<!doctype html>'
    """
    w = words(lang)
    return whole_page(
        "impact_page.html.j2",
        ("brief.css", "impact.css"),
        w,
        {
            "party": names.party(made.party, lang),
            "made_on": day(made.made_on, lang),
            "s": impact_section(made, w, "impact-1"),
            "methods": method_notes(made.ordered(), w),
            "sources": sources_twin(made.origins(), w),
        },
    )


def write_impact(made: Assessment, lang: str, path: Path) -> Path:
    """Write the page to a file, whole or not at all.

    Args:
        made: any assessment.
        lang: ``en``, ``ja`` or ``fr``.
        path: file to write; its folder must exist.

    Returns:
        The path.

    Raises:
        StoreError: the file cannot be written.

    Example:
        >>> import tempfile
        >>> from kanmon.brief.example import example_assessment
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_impact(example_assessment("JPN"), "fr", Path(folder) / "a.html").name
        'a.html'
    """
    return write_page(impact_html(made, lang), path)
