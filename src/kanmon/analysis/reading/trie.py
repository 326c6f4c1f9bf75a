"""Match thousands of fixed forms in one pass: a trie written as one regular expression.

The longest form wins; where one fails, the next shorter is tried, so that work at a place is
bounded by the length of the longest form and a text is read in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def trie_pattern(forms: Iterable[str], *, bounded: bool) -> re.Pattern[str]:
    """Compile forms into one pattern that finds the longest at each place.

    Args:
        forms: fixed texts.
        bounded: whether a form must begin and end at a word's edge (not so in Japanese).

    Returns:
        The compiled pattern; with no forms, one that never matches.

    Example:
        >>> trie_pattern(["ban", "ban on", "bank"], bounded=True).findall("a ban on banks, bank")
        ['ban on', 'bank']
    """
    root: dict[str, Any] = {}
    for form in forms:
        node = root
        for char in form:
            node = node.setdefault(char, {})
        node[""] = bool(bounded and (form[-1].isalnum()))
    if not root:
        return re.compile(r"(?!)")
    return re.compile((r"(?<!\w)" if bounded else "") + _write(root))


def _write(node: dict[str, Any]) -> str:
    ways = []
    for char, child in node.items():
        if char == "":
            continue
        prefix = re.escape(char)
        while len(child) == 1 and "" not in child:
            ((step, child),) = child.items()
            prefix += re.escape(step)
        ways.append(prefix + _write(child))
    if "" in node:
        ways.append(r"(?!\w)" if node[""] else "")
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
