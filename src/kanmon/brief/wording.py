"""The words of the brief: one file a language, every key in all three."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from kanmon.brief.numbers import check_language
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Words:
    """Say things in one language.

    Example:
        >>> words("fr").say("page.source")
        'Source'
    """

    lang: str
    texts: MappingProxyType[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return the text of a key with its placeholders filled, or raise DataError."""
        try:
            return self.texts[key].format(**values)
        except KeyError as e:
            raise DataError(
                f"no words for {key!r} (missing {e})",
                where=f"brief/words/{self.lang}.toml",
                remedy="add the key or placeholder in all three languages",
            ) from e

    def has(self, key: str) -> bool:
        """Say whether a key has words."""
        return key in self.texts

    def reason(self, missing: str) -> str:
        """Word an analysis's reason for a missing figure; unknown ones stay in English."""
        if not missing:
            return self.say("missing.unspecified")
        key = f"missing.{slug(missing)}"
        return self.say(key) if self.has(key) else missing

    def not_known(self, missing: str) -> str:
        """Say that a figure is not known and why."""
        return self.say("page.because", reason=self.reason(missing))


@cache
def words(lang: str) -> Words:
    """Load the words of a language.

    Args:
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        Its words, keys as ``section.key``.

    Raises:
        CodeError: the brief is not written in that language.

    Example:
        >>> words("ja").say("page.as_of", date="2024年")
        '2024年時点'
    """
    file = resources.files("kanmon.brief") / "words" / f"{check_language(lang)}.toml"
    sections = tomllib.loads(file.read_text("utf-8"))
    flat = {
        f"{section}.{key}": str(text)
        for section, texts in sections.items()
        for key, text in texts.items()
    }
    return Words(lang, MappingProxyType(flat))


def slug(text: str) -> str:
    """Turn a sentence into a key.

    Args:
        text: any text.

    Returns:
        Lower-case letters and digits joined by underscores.

    Example:
        >>> slug("no imports recorded")
        'no_imports_recorded'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
