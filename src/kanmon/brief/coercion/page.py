"""A dossier as one self-contained HTML file: no script, no outside request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from kanmon.analysis.coercion.assess.assess import Assessed
from kanmon.analysis.coercion.dossier import dossier
from kanmon.analysis.finding import Finding
from kanmon.brief.coercion.section import case_section
from kanmon.brief.numbers import day
from kanmon.brief.page import (
    digest,
    environment,
    method_notes,
    sources_twin,
    template,
    write_page,
)
from kanmon.brief.wording import words


def dossier_html(made: Assessed, lang: str, made_on: dt.date, more: Sequence[Finding] = ()) -> str:
    """Write a dossier as a whole HTML page.

    Args:
        made: the case assessed.
        lang: ``en``, ``ja`` or ``fr``.
        made_on: day of the page.
        more: findings on trade to print with it.

    Returns:
        The page; style, charts and CSV files are inside it.

    Raises:
        CodeError: the page is not written in that language.

    Example:
        >>> from kanmon.analysis.coercion.assess.assess import assess_case
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> page = dossier_html(assess_case(example_case()), "en", dt.date(2026, 11, 23))
        >>> page.splitlines()[0]
        '<!doctype html>'
    """
    w = words(lang)
    css = template("brief.css") + template("impact.css") + template("coercion.css")
    found = (*dossier(made), *more)
    origins = dict.fromkeys(o for f in found for o in f.sources)
    text = (
        environment()
        .get_template("coercion_page.html.j2")
        .render(
            lang=lang,
            t=w.say,
            css=Markup(css),  # noqa: S704  our own file
            style_hash=digest(css),
            made_on=day(made_on, lang),
            s=case_section(made, w, "case-1", more),
            methods=method_notes(found, w),
            sources=sources_twin(list(origins), w),
        )
    )
    return text.lstrip() + "\n"


def write_dossier(
    made: Assessed, lang: str, made_on: dt.date, path: Path, more: Sequence[Finding] = ()
) -> Path:
    """Write the page to a file, whole or not at all.

    Args:
        made: the case assessed.
        lang: ``en``, ``ja`` or ``fr``.
        made_on: day of the page.
        path: file to write; its folder must exist.
        more: findings on trade to print with it.

    Returns:
        The path.

    Raises:
        StoreError: the file cannot be written.

    Example:
        >>> import tempfile
        >>> from kanmon.analysis.coercion.assess.assess import assess_case
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> made = assess_case(example_case())
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_dossier(made, "fr", dt.date(2026, 11, 23), Path(folder) / "a.html").name
        'a.html'
    """
    return write_page(dossier_html(made, lang, made_on, more), path)
