"""A view put together: title, headline, blocks, citation, caveats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kanmon import __version__
from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.caveats import caveat_text
from kanmon.brief.numbers import as_of as dated
from kanmon.brief.twin import citation
from kanmon.brief.wording import Words, words
from kanmon.workspace.asked import Asked
from kanmon.workspace.model import Act, Block, Control, File, Form, Link, RunKind, View


@dataclass(frozen=True, slots=True)
class Page:
    """Gather what a view shows before it is put together.

    ``findings`` are those behind the blocks: citation and caveats come from them. ``title`` names
    what a run was asked; without one the view's own stands.

    Example:
        >>> Page("Nothing to tell.").blocks
        ()
    """

    headline: str
    blocks: Sequence[Block] = ()
    findings: Sequence[Finding] = ()
    controls: Sequence[Control] = ()
    links: Sequence[Link] = ()
    caveats: Sequence[str] = ()
    party: str | None = None
    good: str | None = None
    as_of: str | None = None
    acts: Sequence[Act] = ()
    forms: Sequence[Form] = ()
    runs: RunKind | None = None
    extra: Sequence[str] = ()
    title: str = ""
    files: Sequence[File] = ()


def view(asked: Asked, page: Page) -> View:
    """Put a view together.

    Args:
        asked: which view, in which language.
        page: what it shows.

    Returns:
        The view.

    Example:
        >>> made = view(Asked("overview", "en"), Page("One sentence.", party="JPN"))
        >>> made.title, made.citation.startswith("Kanmon")
        ('Overview', True)
    """
    w = words(asked.lang)
    caveats = [caveat_text(c, w.lang)[0] for f in page.findings for c in f.caveats]
    made: dict[str, Any] = {
        "view": asked.view,
        "lang": asked.lang,
        "title": page.title or w.say(f"workspace.view_{asked.view}"),
        "headline": page.headline,
        "as_of": page.as_of,
        "party": page.party,
        "good": page.good,
        "controls": list(page.controls),
        "blocks": list(page.blocks),
        "citation": _citation(asked, page, w),
        "caveats": list(dict.fromkeys((*page.caveats, *caveats))),
        "links": list(page.links),
    }
    if page.acts:
        made["acts"] = list(page.acts)
    if page.forms:
        made["forms"] = list(page.forms)
    if page.files:
        made["files"] = list(page.files)
    if page.runs is not None:
        made["runs"] = page.runs
    return View.model_validate(made)


def link(w: Words, to: str, **state: str | int | float | bool) -> Link:
    """Lead to another view.

    Args:
        w: words of the language.
        to: id of the view.
        state: it is opened in.

    Returns:
        The link.

    Example:
        >>> from kanmon.brief.wording import words
        >>> link(words("en"), "good", good="gallium_metal").label
        'Good: Gallium metal'
    """
    said = w.say(f"workspace.view_{to}")
    good = state.get("good")
    if isinstance(good, str):
        said += w.say("page.colon") + names.good(good, w.lang)
    return Link(label=said, view=to, state=state)


def about(good: str, said: str, w: Words) -> str:
    """Say which good a sentence is about.

    Args:
        good: its id.
        said: the sentence.
        w: words of the language.

    Returns:
        The sentence with the good before it.

    Example:
        >>> from kanmon.brief.wording import words
        >>> about("gallium_metal", "Nothing.", words("en"))
        'Gallium metal – Nothing.'
    """
    return w.say("workspace.about", good=names.good(good, w.lang), said=said)


def _citation(asked: Asked, page: Page, w: Words) -> str:
    parts = [w.say(f"workspace.view_{asked.view}")]
    if page.good is not None:
        parts.append(names.good(page.good, w.lang))
    if page.party is not None:
        parts.append(names.party(page.party, w.lang))
    if page.as_of:
        parts.append(w.say("page.as_of", date=dated(page.as_of, w.lang)))
    lines = [f"Kanmon {__version__}{w.say('page.colon')}{w.say('page.list').join(parts)}"]
    lines += [citation(f, w.lang) for f in page.findings]
    return "\n".join(dict.fromkeys((*lines, *page.extra)))
