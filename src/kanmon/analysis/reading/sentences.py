"""Cut a text into sentences, each with its place."""

from __future__ import annotations

import re

# A full stop ends a sentence unless it closes a known abbreviation or a lone letter.
_LATIN_END = re.compile(
    r"[.!?][\"'»”’)\]]*(?=\s+[«“\"'(\[]*[A-ZÀ-ÖØ-Þ0-9])|\n(?:[ \t\r]*\n)+|\n(?=[^a-zà-ö])"
)
_SHORTENED = re.compile(
    r"(?:(?:^|[\s.(])[A-Z]|\b(?:Nos?|Inc|Ltd|Co|Corp|Mr|Mrs|Dr|St|vs?|[Aa]rt|M|Mme))$"
)
_JAPANESE_END = re.compile(r"[。！？!?](?:[」』）)\"”]*)|\n+")
_LONGEST = 4_000


def sentence_ends(text: str, lang: str) -> list[int]:
    """Find where each sentence ends.

    Args:
        text: the text as given.
        lang: ``en``, ``fr`` or ``ja``.

    Returns:
        End offsets in order, the last being the length of the text. A stretch without an end
        is cut every 4,000 characters, so that no rule meets an endless sentence.

    Example:
        >>> sentence_ends("The U.S. acts. Japan waits.", "en")
        [14, 27]
    """
    pattern = _JAPANESE_END if lang == "ja" else _LATIN_END
    ends = [
        match.end()
        for match in pattern.finditer(text)
        if text[match.start()] != "." or not _abbreviates(text, match.start())
    ]
    ends.append(len(text))
    cut: list[int] = []
    last = 0
    for end in ends:
        while end - last > _LONGEST:
            last += _LONGEST
            cut.append(last)
        if end > last:
            cut.append(end)
            last = end
    return cut or [0]


def _abbreviates(text: str, stop: int) -> bool:
    return bool(_SHORTENED.search(text[max(0, stop - 6) : stop]))
