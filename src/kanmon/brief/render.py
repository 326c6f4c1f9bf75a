"""The brief as one self-contained HTML file: one small script of its own, no outside request."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.assemble import KeyFigure, good_sections, rank_rows
from kanmon.brief.atlas import atlas
from kanmon.brief.cells import Cell
from kanmon.brief.document import Brief
from kanmon.brief.explorer import explorer
from kanmon.brief.fuels import fuel_section
from kanmon.brief.headlines import caveat_text, headline
from kanmon.brief.hidden import hidden_section
from kanmon.brief.numbers import as_of, day, number
from kanmon.brief.twin import Column, Twin, twin
from kanmon.brief.wording import Words, words
from kanmon.catalogue.thresholds import threshold
from kanmon.errors import StoreError

_RANK_COLUMNS = (
    "rank",
    "good",
    "score",
    "import_hhi",
    "top_supplier",
    "top_share",
    "production_hhi",
    "world_export_hhi",
    "top_producer",
    "top_producer_share",
    "total_value",
    "trend",
    "flags",
)


@dataclass(frozen=True, slots=True)
class MethodNote:
    """Say in words what a kind of finding computes, with formula and reference.

    Example:
        >>> MethodNote("HHI", "Sum of squared shares.", "sum(s^2)", "Herfindahl (1950)").title
        'HHI'
    """

    title: str
    text: str
    formula: str
    reference: str


def render_html(brief: Brief) -> str:
    """Write a brief as a whole HTML page.

    The same brief always makes the same bytes: the date on the page is the brief's own.

    Args:
        brief: findings of a party and year.

    Returns:
        The page; style, charts, CSV files and the script that sorts one table are inside it.
        Without the script everything is there to read, in the order of the ranking.

    Raises:
        CodeError: a code of a finding belongs to no economy or good.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> render_html(tiny_brief("JPN")).splitlines()[0]
        '<!doctype html>'
    """
    w = words(brief.lang)
    css, script = _template("brief.css"), _template("explorer.js")
    hidden, fuels = hidden_section(brief), fuel_section(brief)
    page = _environment().get_template("brief.html.j2")
    return (
        page.render(
            lang=brief.lang,
            t=w.say,
            css=Markup(css),  # noqa: S704  our own file
            style_hash=_digest(css),
            script=Markup(script),  # noqa: S704  our own file
            script_hash=_digest(script),
            contents=_contents(hidden is not None, fuels.title if fuels else "", w),
            party=names.party(brief.party, brief.lang),
            year=as_of(str(brief.year), brief.lang),
            made_on=day(brief.made_on, brief.lang),
            headline=headline(brief.chokepoints, brief.lang),
            figures=_lead_figures(brief, w),
            ranking=rank_rows(brief),
            ranking_table=twin(
                brief.chokepoints,
                brief.lang,
                id="table-ranking",
                columns=[c for c in _RANK_COLUMNS if c in brief.chokepoints.table.column_names],
            ),
            ranking_caveats=[caveat_text(c, brief.lang) for c in brief.chokepoints.caveats],
            threshold=number(threshold("import_hhi").value, brief.lang, 2),
            atlas=atlas(brief),
            explorer=explorer(brief),
            hidden=hidden,
            fuels=fuels,
            goods=good_sections(brief),
            coverage=headline(brief.coverage, brief.lang),
            coverage_table=twin(brief.coverage, brief.lang, id="table-coverage"),
            coverage_caveats=[caveat_text(c, brief.lang) for c in brief.coverage.caveats],
            methods=_methods(brief, w),
            sources=_sources(brief, w),
            notes=brief.notes,
        )
        + "\n"
    )


def write_html(brief: Brief, path: Path) -> Path:
    """Write the page to a file, whole or not at all.

    Args:
        brief: findings of a party and year.
        path: file to write; its folder must exist.

    Returns:
        The path.

    Raises:
        StoreError: the file cannot be written.

    Example:
        >>> import tempfile
        >>> from kanmon.testing import tiny_brief
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_html(tiny_brief("JPN"), Path(folder) / "japan.html").name
        'japan.html'
    """
    text = render_html(brief)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as e:
        raise StoreError(
            f"cannot be written ({e.strerror})",
            where=str(path),
            remedy="choose a folder that exists and may be written",
        ) from e
    return path


def _template(name: str) -> str:
    return (resources.files("kanmon.brief") / "templates" / name).read_text("utf-8")


def _digest(text: str) -> str:
    """Hash a style or script as the page's own security policy names it."""
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _contents(hidden: bool, fuels: str, w: Words) -> tuple[tuple[str, str], ...]:
    keys = ["ranking", "explorer", "map", "hidden", "fuels", "goods", "coverage"]
    if not hidden:
        keys.remove("hidden")
    if not fuels:
        keys.remove("fuels")
    return tuple(
        (key, fuels if key == "fuels" else w.say(f"section.{key}"))
        for key in (*keys, "method", "sources")
    )


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kanmon.brief", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _lead_figures(brief: Brief, w: Words) -> tuple[KeyFigure, ...]:
    found = []
    for key, label in (("ranked", "goods_ranked"), ("above_threshold", "goods_above")):
        figure = brief.chokepoints.figures[key]
        text, raw = w.say("page.not_known"), None
        if figure.value is not None:
            raw = int(figure.value)
            text = number(raw, w.lang)
        found.append(KeyFigure(w.say(f"figure.{label}"), text, raw, "", key))
    top = brief.chokepoints.figures["top_good"]
    name = names.good(str(top.value), w.lang) if top.value else w.not_known(top.missing)
    found.append(KeyFigure(w.say("figure.top_good"), name, None, "", "top_good"))
    return tuple(found)


def _methods(brief: Brief, w: Words) -> tuple[MethodNote, ...]:
    """Describe each kind of finding once, in the order of the page."""
    first: dict[str, Finding] = {}
    for finding in brief.findings():
        first.setdefault(finding.kind, finding)
    found = []
    for kind, finding in first.items():
        title = w.say(f"table.{kind}", good="").rstrip(" :：\u00a0\u202f")
        # Many findings of a kind may differ in their reference; all of them are named.
        references = dict.fromkeys(
            f.method.reference for f in brief.findings() if f.kind == kind and f.method.reference
        )
        found.append(
            MethodNote(
                title, w.say(f"method.{kind}"), finding.method.formula, "; ".join(references)
            )
        )
    return tuple(found)


def _sources(brief: Brief, w: Words) -> Twin:
    columns = tuple(
        Column(w.say(f"column.{name}"), w.say("unit.text"), False)
        for name in ("publisher", "title", "vintage", "licence", "retrieved")
    )
    rows = tuple(
        (
            Cell(o.publisher),
            Cell(o.title),
            Cell(o.vintage),
            Cell(o.licence.name),
            Cell(
                as_of(o.retrieved, w.lang) if o.retrieved else w.say("page.not_known"),
                missing=not o.retrieved,
            ),
        )
        for o in brief.origins()
    )
    return Twin("table-sources", w.say("table.sources"), columns, rows, "", "", "")
