"""A reactor check in words, on a terminal and as a page."""

from __future__ import annotations

from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.caveats import caveat_text
from kanmon.brief.numbers import as_of
from kanmon.brief.page import method_notes, sources_twin, whole_page, write_page
from kanmon.brief.transition.tables import coded, transition_twin
from kanmon.brief.wording import Words, words
from kanmon.catalogue.reactors import design
from kanmon.errors import DataError

_SHOWN = ("criterion", "outcome", "fact", "since", "missing")
_COLOURS = {"met": "green", "not_met": "red", "undetermined": "magenta"}


def reactor_headline(found: Finding, w: Words) -> str:
    """Say what came of a check, naming the criteria that decide.

    Args:
        found: finding ``reactor_check``.
        w: words of the language.

    Returns:
        One sentence.

    Raises:
        DataError: it is another finding.

    Example:
        >>> from kanmon.brief.transition.example_check import example_check
        >>> from kanmon.brief.wording import words
        >>> reactor_headline(example_check(), words("en"))[:8]
        'BWRX-300'
    """
    if found.kind != "reactor_check":
        raise DataError(f"finding {found.kind}", remedy="give a reactor_check")
    outcome = str(found.figures["outcome"].value)
    supplier = str(found.figures["supplier"].value)
    deciding = [r["criterion"] for r in found.table.to_pylist() if r["outcome"] == outcome]
    return w.say(
        f"reactor.headline_{outcome}",
        design=design(found.good).name,
        supplier=names.place(supplier, w.lang),
        host=names.place(found.party, w.lang),
        names=coded(", ".join(deciding), "criterion", w),
    )


def reactor_terminal(found: Finding, lang: str) -> RenderableType:
    """Lay a check out for a terminal; it reads without colour.

    Args:
        found: finding ``reactor_check``.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        A rich renderable.

    Example:
        >>> from kanmon.brief.transition.example_check import example_check
        >>> len(reactor_terminal(example_check(), "ja").renderables) > 3
        True
    """
    w = words(lang)
    one = design(found.good)
    title = Text.assemble(("関門 ", "bold red"), (one.name, "bold"), "  ", one.maker)
    drawn = Table(box=None, pad_edge=False)
    twin = transition_twin(found, w, "r", 0, _SHOWN)
    for column in twin.columns:
        drawn.add_column(column.label, overflow="fold")
    for row, plain in zip(twin.rows, found.table.to_pylist(), strict=True):
        cells = [Text(cell.text) for cell in row]
        cells[1].stylize(_COLOURS[plain["outcome"]])
        drawn.add_row(*cells)
    notes = dict.fromkeys(caveat_text(c, lang)[0] for c in found.caveats)
    return Group(
        Rule(title, align="left", style="blue"),
        Padding(Text(reactor_headline(found, w), "bold"), (1, 0)),
        drawn,
        Padding(Group(*(Text(f"! {note}", "yellow") for note in notes)), (1, 0, 0, 0)),
        Text(as_of(found.as_of, lang), "dim"),
    )


def reactor_html(found: Finding, lang: str) -> str:
    """Write a check as a whole HTML page.

    Args:
        found: finding ``reactor_check``.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        The page; style and CSV are inside it.

    Raises:
        CodeError: the page is not written in that language.

    Example:
        >>> from kanmon.brief.transition.example_check import example_check
        >>> reactor_html(example_check(), "fr").splitlines()[0]
        '<!doctype html>'
    """
    w = words(lang)
    one = design(found.good)
    return whole_page(
        "reactor_page.html.j2",
        ("brief.css", "impact.css", "plan.css", "transition.css"),
        w,
        {
            "title": one.name,
            "maker": one.maker,
            "party": names.party(found.party, lang),
            "made_on": as_of(found.as_of, lang),
            "headline": reactor_headline(found, w),
            "about": _about(found, w),
            "table": transition_twin(
                found, w, "reactor", 0, (*_SHOWN, "fact_source", "fact_date", "fact_status")
            ),
            "caveats": tuple(dict.fromkeys(caveat_text(c, lang) for c in found.caveats)),
            "methods": method_notes((found,), w),
            "sources": sources_twin(found.sources, w),
        },
    )


def write_reactor(found: Finding, lang: str, path: Path) -> Path:
    """Write the page to a file, whole or not at all.

    Args:
        found: finding ``reactor_check``.
        lang: ``en``, ``ja`` or ``fr``.
        path: file to write; its folder must exist.

    Returns:
        The path.

    Raises:
        StoreError: the file cannot be written.

    Example:
        >>> import tempfile
        >>> from kanmon.brief.transition.example_check import example_check
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_reactor(example_check(), "ja", Path(folder) / "a.html").name
        'a.html'
    """
    return write_page(reactor_html(found, lang), path)


def _about(found: Finding, w: Words) -> str:
    one = design(found.good)
    parts = [one.type, one.fuel, one.fuel_class]
    if one.power is not None:
        parts.append(f"{one.power:g}\u00a0MW")
    parts.append(w.say(f"reactor.status_{one.status}"))
    return w.say("page.separator").join(p for p in parts if p)
