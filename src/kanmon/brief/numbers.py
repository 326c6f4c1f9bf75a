"""Numbers and dates as each language writes them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kanmon.errors import CodeError

LANGUAGES = ("en", "ja", "fr")
NARROW = "\u202f"
MINUS = "\u2212"
_GROUP = {"en": ",", "ja": ",", "fr": NARROW}
_POINT = {"en": ".", "ja": ".", "fr": ","}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def check_language(lang: str) -> str:
    """Hold a language code to the three the brief is written in.

    Args:
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        The same code.

    Raises:
        CodeError: the brief is not written in that language.

    Example:
        >>> check_language("ja")
        'ja'
    """
    if lang not in LANGUAGES:
        raise CodeError(
            f"language {lang!r}", where="brief", remedy=f"ask for one of {', '.join(LANGUAGES)}"
        )
    return lang


def number(amount: float, lang: str, decimals: int = 0) -> str:
    """Write a number with the language's separators.

    Args:
        amount: any finite number.
        lang: language code.
        decimals: digits after the decimal mark.

    Returns:
        The number, halves rounded away from zero, with a true minus sign.

    Raises:
        CodeError: the brief is not written in that language.

    Example:
        >>> number(1234.5, "en", 1), number(1234.5, "fr", 1).replace(NARROW, "_")
        ('1,234.5', '1_234,5')
    """
    check_language(lang)
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(float(amount))).quantize(step, ROUND_HALF_UP)
    whole, _, part = f"{abs(rounded):,f}".partition(".")
    text = whole.replace(",", _GROUP[lang]) + (_POINT[lang] + part if part else "")
    return MINUS + text if rounded < 0 else text


def signed(amount: float, lang: str, decimals: int = 2) -> str:
    """Write a change with its sign, plus included.

    Args:
        amount: change, any unit.
        lang: language code.
        decimals: digits after the decimal mark.

    Returns:
        The number with ``+`` or a true minus; a change that rounds to zero has ``±``.

    Example:
        >>> signed(0.05, "en"), signed(0.001, "en")
        ('+0.05', '±0.00')
    """
    text = number(amount, lang, decimals)
    if not any(digit in text for digit in "123456789"):
        return "±" + text.lstrip(MINUS)
    return text if text.startswith(MINUS) else "+" + text


def percent(share: float, lang: str, decimals: int = 0) -> str:
    """Write a share as a percentage.

    Args:
        share: fraction of one.
        lang: language code.
        decimals: digits after the decimal mark.

    Returns:
        The percentage; a positive share that would round to zero is written as below the least
        digit shown, because a little is not nothing.

    Example:
        >>> percent(0.586, "en"), percent(0.002, "en"), percent(0.586, "fr").replace(NARROW, "_")
        ('59%', '<1%', '59_%')
    """
    sign = f"{NARROW}%" if lang == "fr" else "%"
    least = 10.0**-decimals
    if 0.0 < 100.0 * share < least / 2:
        return f"<{NARROW if lang == 'fr' else ''}{number(least, lang, decimals)}{sign}"
    return number(100.0 * share, lang, decimals) + sign


def money(thousands: float, lang: str) -> str:
    """Write an amount of money as it is read aloud, to three digits.

    Args:
        thousands: thousand current US dollars.
        lang: language code.

    Returns:
        The amount in the language's own large units.

    Example:
        >>> money(812.0, "en"), money(54_321.0, "ja")
        ('US$812,000', '約5,430万ドル')
        >>> money(1_230_000.0, "fr").replace(NARROW, "_").replace(chr(160), "_")
        '1,23_milliard de_dollars'
    """
    check_language(lang)
    rounded = float(f"{thousands * 1e3:.3g}")
    if lang == "ja":
        for least, unit in ((1e12, "兆"), (1e8, "億"), (1e4, "万")):
            if rounded >= least:
                return f"約{_three(rounded / least, lang)}{unit}ドル"
        return f"約{_three(rounded, lang)}ドル"
    if lang == "en":
        for least, unit in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
            if rounded >= least:
                return f"US${_three(rounded / least, lang)}\u00a0{unit}"
        return f"US${_three(rounded, lang)}"
    for least, unit in ((1e12, "billion"), (1e9, "milliard"), (1e6, "million")):
        if rounded >= least:
            plural = "s" if rounded / least >= 2 else ""
            return f"{_three(rounded / least, lang)}\u00a0{unit}{plural} de\u00a0dollars"
    return f"{_three(rounded, lang)}\u00a0dollars"


def tonnes(amount: float, lang: str) -> str:
    """Write a physical amount: whole above one hundred, three digits below.

    Args:
        amount: any amount, tonnes or another unit named beside it.
        lang: language code.

    Returns:
        The number alone.

    Example:
        >>> tonnes(12345.6, "en"), tonnes(1.23456, "en")
        ('12,346', '1.23')
    """
    return number(amount, lang) if abs(amount) >= 100 else _three(amount, lang)


def day(when: date, lang: str) -> str:
    """Write a date in full.

    Args:
        when: the day.
        lang: language code.

    Returns:
        Day, month and year in the language's order.

    Example:
        >>> day(date(2026, 11, 1), "en"), day(date(2026, 11, 1), "ja")
        ('1 November 2026', '2026年11月1日')
        >>> day(date(2026, 11, 1), "fr")
        '1er novembre 2026'
    """
    check_language(lang)
    if lang == "ja":
        return f"{when.year}年{when.month}月{when.day}日"
    first = "er" if lang == "fr" and when.day == 1 else ""
    return f"{when.day}{first} {_MONTHS[lang].split()[when.month - 1]} {when.year}"


def as_of(text: str, lang: str) -> str:
    """Write a finding's date: a year, or an ISO day.

    Args:
        text: ``2024`` or ``2024-05-01``.
        lang: language code.

    Returns:
        The date in the language; anything else as it stands.

    Example:
        >>> as_of("2024", "ja"), as_of("2024-05-01", "en"), as_of("2024", "fr")
        ('2024年', '1 May 2024', '2024')
    """
    check_language(lang)
    if text.isdigit():
        return f"{text}年" if lang == "ja" else text
    try:
        return day(date.fromisoformat(text), lang)
    except ValueError:
        return text


def _three(amount: float, lang: str) -> str:
    """Write three significant digits without padding whole numbers."""
    size = abs(amount)
    decimals = 0 if size >= 100 or size == 0 else 1 if size >= 10 else 2
    if 0 < size < 0.1:
        decimals = 4
    text = number(amount, lang, decimals)
    if decimals and size >= 0.1:
        text = text.rstrip("0").rstrip(_POINT[lang])
    return text
