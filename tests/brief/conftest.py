"""The invented brief in each language, with names for its invented goods."""

from __future__ import annotations

import pytest

from brief.invented import NAMES, invented_brief
from kanmon.brief import names
from kanmon.brief.document import Brief

ORDER = ("en", "ja", "fr")


@pytest.fixture(autouse=True)
def _invented_goods(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name the goods of the invented brief, which the catalogue does not know."""

    def good(identifier: str, lang: str) -> str:
        plain, _, number = identifier.partition("_")
        name = NAMES[plain][ORDER.index(lang)]
        return f"{name[:1].upper()}{name[1:]}{f' {number}' if number else ''}"

    monkeypatch.setattr(names, "good", good)


@pytest.fixture(params=ORDER)
def brief(request: pytest.FixtureRequest) -> Brief:
    return invented_brief(request.param)
