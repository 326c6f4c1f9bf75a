"""Words of policy text: names, goods, acts and turns of phrase, one file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from kanmon.errors import DataError

LANGUAGES = ("en", "fr", "ja")
_TABLES = ("language", "names", "adjectives", "goods", "topics", "cues")
_LISTS = ("acts", "commitments", "deeds")


@cache
def reading_words(lang: str) -> Mapping[str, Any]:
    """Load the words that policy text is read with in a language.

    Args:
        lang: ``en``, ``fr`` or ``ja``.

    Returns:
        The file's tables: names, adjectives, goods, topics and cues map a code or class to its
        forms; acts, commitments and deeds are lists of tables with their forms.

    Raises:
        DataError: there is no such language, or a table of the file is missing or empty of form.

    Example:
        >>> "China" in reading_words("en")["names"]["CHN"]
        True
    """
    where = f"catalogue/reading/{lang}.toml"
    if lang not in LANGUAGES:
        raise DataError(
            f"no words for language {lang!r}", where=where, remedy=f"use {', '.join(LANGUAGES)}"
        )
    file = resources.files("kanmon.catalogue") / "reading" / f"{lang}.toml"
    parsed = tomllib.loads(file.read_text("utf-8"))
    for table in (*_TABLES, *_LISTS):
        if not isinstance(parsed.get(table), list if table in _LISTS else dict):
            raise DataError(f"no table {table}", where=where, remedy="add it to the file")
    for table in _TABLES:
        for key, forms in parsed[table].items():
            if any(not isinstance(form, str) or not form.strip() for form in forms):
                raise DataError(f"an empty form in {table}.{key}", where=where, remedy="remove it")
    return MappingProxyType(parsed)
