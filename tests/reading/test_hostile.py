"""Texts meant to break the reader: no crash, no fact without words, no more time than length."""

from __future__ import annotations

import random
import time

import pytest

from kanmon.analysis.reading.read import read
from kanmon.analysis.reading.record import Reading
from kanmon.errors import KanmonError

_PARTS = [
    "China banned imports of Japanese seafood",
    "La Chine a interdit les exportations de gallium",
    "中国は輸出を禁止した",
    "according to",
    "((((",
    '"“«「',
    "»”」",
    "\u202e\u200b\u2066",
    "\x00\x01\x7f",
    "e\u0301" * 5,
    "🇨🇳🇯🇵",
    "Entity List adding 99999999999999 entities under the destinations of",
    "\ud7ff\uffff\U0010ffff",
    ",,,,;;;;....",
    "\n\n\r\n\t",
    "of the of the of the",
    "1" * 40,
    "31 février 2024, 99/99/9999, 令和99年99月99日",
    "ban ban ban restrict restrict",
]


def _texts(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    made = []
    for n in range(count):
        kind = n % 4
        if kind == 0:
            made.append(" ".join(rng.choices(_PARTS, k=rng.randint(1, 40))))
        elif kind == 1:
            made.append("".join(chr(rng.randint(1, 0x2FFF)) for _ in range(rng.randint(1, 400))))
        elif kind == 2:
            made.append(rng.randbytes(rng.randint(1, 600)).decode("utf-8", "replace"))
        else:
            made.append(rng.choice(_PARTS) * rng.randint(1, 60))
    return made


def _hold(text: str, found: Reading) -> None:
    for measure in (*found.measures, *found.queue):
        assert measure.spans
        for span in (*measure.spans.values(), measure.sentence):
            assert 0 <= span.start < span.end <= len(text)
    for mention in found.mentions:
        assert mention.span.of(text)


def _try(texts: list[str]) -> None:
    for text in texts:
        for lang in ("", "en", "fr", "ja"):
            try:
                found = read(text, lang)
            except KanmonError:
                assert not lang
                continue
            _hold(text, found)


def test_hostile_texts_neither_crash_nor_state_without_words() -> None:
    _try(_texts(400, 11))


@pytest.mark.slow
def test_ten_thousand_hostile_texts() -> None:
    _try(_texts(10_000, 12))


@pytest.mark.slow
@pytest.mark.parametrize("part", [p for p in _PARTS if p.strip()], ids=range(len(_PARTS) - 1))
@pytest.mark.parametrize("lang", ["en", "fr", "ja"])
def test_time_grows_with_length_and_no_faster(part: str, lang: str) -> None:
    def spent(size: int) -> float:
        text = (part + " ") * (size // (len(part) + 1))
        times = []
        for _ in range(3):
            begin = time.process_time()
            read(text, lang)
            times.append(time.process_time() - begin)
        return max(min(times), 2e-3)

    # Four times the text: linear is 4; quadratic would be 16.
    assert spent(120_000) / spent(30_000) < 10
