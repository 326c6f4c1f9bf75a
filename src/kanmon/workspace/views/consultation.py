"""Consultation: what partners share; it needs a node, which a plain workspace is not."""

from __future__ import annotations

from kanmon.brief.wording import words
from kanmon.workspace.asked import Asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.listing import Sheet, listing
from kanmon.workspace.model import View
from kanmon.workspace.page import Page, link, view

ALLOWED = ()


def consultation(desk: Desk, asked: Asked) -> View:
    """Say that consultation needs a node.

    Args:
        desk: what it is made from.
        asked: the language.

    Returns:
        The view, without any case.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> consultation(Desk(Settings()), Asked("consultation", "en")).blocks[0].table.rows
        []
    """
    w = words(asked.lang)
    said = w.say("workspace.needs_node")
    inbox = Sheet("inbox", {"id": ("text", "")}, empty=said)
    return view(
        asked,
        Page(
            headline=said,
            blocks=[listing(inbox, [], w)],
            links=[link(w, "overview", party=desk.settings.party)],
        ),
    )
