"""Threads as an Atom feed: what, by whom, when; never what they say."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from kanmon.analysis.consultation.thread import Thread

SPACE = "http://www.w3.org/2005/Atom"


def feed(threads: Sequence[Thread], node: str, site: str) -> str:
    """Write threads as an Atom feed.

    Args:
        threads: as the reader may see them, newest first.
        node: name of the node.
        site: where people reach it.

    Returns:
        The feed as XML; the same threads make the same bytes.

    Source:
        RFC 4287.

    Example:
        >>> feed([], "JPN", "http://localhost")[:38]
        '<?xml version="1.0" encoding="utf-8"?>'
    """
    ET.register_namespace("", SPACE)
    root = ET.Element(f"{{{SPACE}}}feed")
    _put(root, "id", f"tag:kanmon.invalid,2026:threads:{node}")
    _put(root, "title", f"Kanmon {node}")
    _put(root, "updated", max((t.changed for t in threads), default="1970-01-01T00:00:00Z"))
    _put(_put(root, "author"), "name", f"Kanmon {node}")
    for one in threads:
        entry = _put(root, "entry")
        _put(entry, "id", f"tag:kanmon.invalid,2026:thread:{one.id}")
        _put(entry, "title", f"{one.kind}, {one.by}, {', '.join(one.goods) or '-'}")
        _put(entry, "published", one.begun)
        _put(entry, "updated", one.changed)
        _put(entry, "link").set("href", f"{site.rstrip('/')}/threads/{one.id}")
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _put(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    child = ET.SubElement(parent, f"{{{SPACE}}}{name}")
    child.text = text or None
    return child
