"""What every page is made with: templates, its security policy, method notes, sources, the file."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kanmon.analysis.finding import Finding
from kanmon.brief.cells import Cell
from kanmon.brief.numbers import as_of
from kanmon.brief.twin import Column, Twin
from kanmon.brief.wording import Words
from kanmon.errors import StoreError
from kanmon.provenance import Origin


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


def environment() -> Environment:
    """Make the templates' environment: everything escaped, nothing undefined passes.

    Returns:
        The environment.

    Example:
        >>> environment().autoescape
        True
    """
    return Environment(
        loader=PackageLoader("kanmon.brief", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template(name: str) -> str:
    """Read a style or script that goes into a page as it is.

    Args:
        name: file among the templates.

    Returns:
        Its text.

    Example:
        >>> template("brief.css")[:5]
        ':root'
    """
    return (resources.files("kanmon.brief") / "templates" / name).read_text("utf-8")


def whole_page(name: str, styles: Sequence[str], w: Words, parts: Mapping[str, object]) -> str:
    """Render a page that carries its style and its own security policy.

    Args:
        name: template.
        styles: files among the templates, in order.
        w: words of the language.
        parts: what the template shows beside.

    Returns:
        The page.

    Raises:
        UndefinedError: the template shows something that is not in ``parts``.

    Example:
        >>> from kanmon.brief.wording import words
        >>> whole_page("plan_page.html.j2", ["brief.css"], words("en"), {})
        Traceback (most recent call last):
            ...
        jinja2.exceptions.UndefinedError: 's' is undefined
    """
    css = "".join(map(template, styles))
    text = (
        environment()
        .get_template(name)
        .render(
            lang=w.lang,
            t=w.say,
            css=Markup(css),  # noqa: S704  our own file
            style_hash=digest(css),
            **parts,
        )
    )
    return text.lstrip() + "\n"


def digest(text: str) -> str:
    """Hash a style or script as the page's own security policy names it.

    Args:
        text: what stands between the tags.

    Returns:
        SHA-256, base64.

    Example:
        >>> digest("")[:8]
        '47DEQpj8'
    """
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def method_notes(findings: Sequence[Finding], w: Words) -> tuple[MethodNote, ...]:
    """Describe each kind of finding once, in the order given.

    Args:
        findings: of a page.
        w: words of the language.

    Returns:
        One note a kind, with every reference its findings name.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_good_findings
        >>> method_notes([tiny_good_findings("JPN").suppliers], words("en"))[0].title
        'Suppliers of imports'
    """
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.kind, finding)
    found = []
    for kind, finding in first.items():
        title = w.say(f"table.{kind}", good="").rstrip(" :：\u00a0\u202f")
        # Many findings of a kind may differ in their reference; all of them are named.
        references = dict.fromkeys(
            f.method.reference for f in findings if f.kind == kind and f.method.reference
        )
        text, formula = w.say(f"method.{kind}"), finding.method.formula
        found.append(MethodNote(title, text, formula, "; ".join(references)))
    return tuple(found)


def sources_twin(origins: Sequence[Origin], w: Words) -> Twin:
    """List sources as a table.

    Args:
        origins: in the order they are listed.
        w: words of the language.

    Returns:
        Publisher, title, edition, terms and date of retrieval of each.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_origin
        >>> sources_twin([tiny_origin()], words("en")).rows[0][0].text
        'Kanmon tests'
    """
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
        for o in origins
    )
    return Twin("table-sources", w.say("table.sources"), columns, rows, "", "", "")


def write_page(text: str, path: Path) -> Path:
    """Write a page to a file, whole or not at all.

    Args:
        text: of the page.
        path: file to write; its folder must exist.

    Returns:
        The path.

    Raises:
        StoreError: the file cannot be written.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_page("page", Path(folder) / "page.html").read_text()
        'page'
    """
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
