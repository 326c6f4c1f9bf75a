"""Tell English, French and Japanese apart by script and by the words every text has."""

from __future__ import annotations

import re

from kanmon.catalogue.reading_words import reading_words
from kanmon.errors import DataError

_SAMPLE = 20_000
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile(r"[a-zà-öø-ÿœ]+")


def detect(folded: str) -> str:
    """Find the language of a folded text.

    Args:
        folded: what :func:`kanmon.analysis.reading.folding.fold` gives; its start is enough.

    Returns:
        ``en``, ``fr`` or ``ja``.

    Raises:
        DataError: the text has neither kana nor the common words of English or French.

    Example:
        >>> detect("la chine a interdit les importations de poisson")
        'fr'
    """
    sample = folded[:_SAMPLE]
    letters = sum(map(str.isalpha, sample)) or 1
    kana = len(_KANA.findall(sample))
    if kana and kana + len(_HAN.findall(sample)) > 0.3 * letters:
        return "ja"
    words = _WORD.findall(sample)
    counts = {
        lang: sum(word in stop for word in words)
        for lang in ("en", "fr")
        for stop in (set(reading_words(lang)["language"]["stop"]),)
    }
    best = max(counts, key=lambda lang: counts[lang])
    if counts[best] == 0 or counts["en"] == counts["fr"]:
        raise DataError(
            "the language of the text is neither English, French nor Japanese, or it is too short",
            remedy="name it with lang='en', 'fr' or 'ja' (--lang)",
        )
    return best
