"""Numbers survive being written: reading them back gives the figure to the digits shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.brief.numbers import LANGUAGES, MINUS, NARROW, money, number, percent, signed


def read_back(text: str, lang: str) -> float:
    """Read a printed number as a reader of the language would."""
    group, point = (NARROW, ",") if lang == "fr" else (",", ".")
    return float(text.replace(group, "").replace(point, ".").replace(MINUS, "-"))


@given(st.floats(-1e9, 1e9), st.integers(0, 4), st.sampled_from(LANGUAGES))
def test_number_reads_back(amount: float, decimals: int, lang: str) -> None:
    assert read_back(number(amount, lang, decimals), lang) == pytest.approx(
        amount, abs=0.5 * 10**-decimals + 1e-9
    )


@given(st.floats(0, 1), st.sampled_from(LANGUAGES))
def test_percent_never_turns_a_little_into_nothing(share: float, lang: str) -> None:
    text = percent(share, lang)
    if share > 0:
        assert text not in ("0%", f"0{NARROW}%")
    else:
        assert text in ("0%", f"0{NARROW}%")


@pytest.mark.parametrize(
    ("thousands", "en", "ja", "fr"),
    [
        (0.5, "US$500", "約500ドル", "500 dollars"),
        (812.0, "US$812,000", "約81.2万ドル", "812 000 dollars"),
        (999_999.0, "US$1 billion", "約10億ドル", "1 milliard de dollars"),
        (54_321.0, "US$54.3 million", "約5,430万ドル", "54,3 millions de dollars"),
        (2_000_000.0, "US$2 billion", "約20億ドル", "2 milliards de dollars"),
        (1_230_000_000.0, "US$1.23 trillion", "約1.23兆ドル", "1,23 billion de dollars"),
    ],
)
def test_money_in_each_language(thousands: float, en: str, ja: str, fr: str) -> None:
    def plain(text: str) -> str:
        return text.replace(NARROW, " ").replace("\u00a0", " ")

    assert (plain(money(thousands, "en")), plain(money(thousands, "ja"))) == (en, ja)
    assert plain(money(thousands, "fr")) == fr


def test_signs() -> None:
    assert signed(-0.1, "fr") == f"{MINUS}0,10"
    assert signed(-0.001, "en") == "±0.00"
    assert signed(0.0, "ja") == "±0.00"
