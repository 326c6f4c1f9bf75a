"""Fold a text for matching without moving a character: what stands at i still stands at i."""

from __future__ import annotations

import re

# One character for one character, so that every span read here is a span of the text itself.
_SAME = (
    ("’", "'"),
    ("‘", "'"),
    ("ʼ", "'"),
    ("`", "'"),
    ("\u00a0", " "),
    ("\u202f", " "),
    ("\u2009", " "),
    ("\t", " "),
    ("\r", " "),
    ("\n", " "),
    ("‑", "-"),
    ("‐", "-"),
    ("İ", "i"),  # the one letter whose lower case is two characters
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WIDE_FOUND = re.compile("[\uff01-\uff5e\u3000]")


def fold(text: str) -> str:
    """Fold quotes, spaces, width and case, keeping the length.

    Args:
        text: any text.

    Returns:
        A text of the same length: straight quotes, plain spaces, narrow letters, lower case.

    Example:
        >>> fold("L’Union\\u00a0Européenne")
        "l'union européenne"
    """
    for old, new in _SAME:
        if old in text:
            text = text.replace(old, new)
    if _WIDE_FOUND.search(text):
        text = text.translate(_WIDE)
    return text.lower()
