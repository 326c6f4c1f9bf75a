"""The three languages say the same things with the same placeholders."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from kanmon.brief.numbers import LANGUAGES
from kanmon.brief.wording import words
from kanmon.errors import CodeError, DataError


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_same_keys_and_placeholders(lang: str) -> None:
    english, other = words("en").texts, words(lang).texts
    assert set(english) == set(other)
    different = [k for k in english if _placeholders(english[k]) != _placeholders(other[k])]
    assert different == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_or_padded(lang: str) -> None:
    for key, text in words(lang).texts.items():
        assert text, key
        if key not in ("page.separator", "page.list", "page.colon", "page.gap"):
            assert text == text.strip(), key


def test_japanese_has_japanese_and_french_has_its_spaces() -> None:
    latin_only = [
        key
        for key, text in words("ja").texts.items()
        if not re.search("[\u3040-\u30ff\u4e00-\u9fff：、]", text)
        and key
        not in (
            "page.gap",
            "page.mark",
            "unit.share",
            "unit.score",
            "chart.map_party",
            "figure.effective_unit",
            "page.subtitle",
            "chart.dated",
        )
    ]
    assert latin_only == []
    for key, text in words("fr").texts.items():
        assert not re.search(r"[^\s\u00a0\u202f][;:?!»](\s|$)", text), key
        assert not re.search(r"[ ][;:?!»]", text), f"{key}: a breaking space before a mark"
        assert "'" not in text, key


def test_unknown_language_and_key_are_refused() -> None:
    with pytest.raises(CodeError, match="de"):
        words("de")
    with pytest.raises(DataError, match="no words"):
        words("en").say("page.nothing")


def test_a_reason_without_words_stays_as_given() -> None:
    assert words("ja").reason("a new reason") == "a new reason"
    assert words("ja").reason("no imports recorded") == "輸入の記録なし"
    assert words("fr").reason("") == words("fr").say("missing.unspecified")
