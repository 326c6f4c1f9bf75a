"""Dates and legal instruments as policy texts write them."""

from __future__ import annotations

import re

from kanmon.analysis.reading.record import Span

_EN = "january february march april may june july august september october november december"
_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_MONTHS = {
    "en": {name: i + 1 for i, name in enumerate(_EN.split())},
    "fr": {name: i + 1 for i, name in enumerate(_FR.split())},
}
_M = {lang: "|".join(months) for lang, months in _MONTHS.items()}
_DATES = {
    "en": re.compile(
        rf"\b(?P<m>{_M['en']}) (?:(?P<d>\d{{1,2}}),? )?(?P<y>(?:19|20)\d\d)\b"
        rf"|\b(?P<d2>\d{{1,2}}) (?P<m2>{_M['en']}) (?P<y2>(?:19|20)\d\d)\b"
    ),
    "fr": re.compile(rf"\b(?:(?P<d>\d{{1,2}}|1er) )?(?P<m>{_M['fr']}) (?P<y>(?:19|20)\d\d)\b"),
    "ja": re.compile(r"(?P<y>(?:19|20)\d\d) ?年(?: ?(?P<m>\d{1,2}) ?月(?: ?(?P<d>\d{1,2}) ?日)?)?"),
}
_INSTRUMENTS = {
    "en": re.compile(
        r"\b(?:(?:joint )?(?:announcement|notice|order|executive order|regulation|decree|"
        r"proclamation|decision) (?:nos?\. ?|number )?(?:\(eu\) )?\d[\w/.-]{0,12}(?: of \d{4})?"
        r"|section \d{3}\b|\d{2} fr \d{3,6})"
    ),
    "fr": re.compile(
        r"\b(?:annonce|avis|arrêté|décret|règlement|ordonnance|décision)"
        r" (?:(?:conjointe? )?n[°o]\.? ?|\(ue\) )\d[\w/.-]{0,12}"
    ),
    "ja": re.compile(
        r"(?:(?:商務部|税関総署|商務省)?公告\d{4}年第\d{1,3}号|公告第?\d{1,3}号"
        r"|(?:政令|省令|告示)(?:第?\d{1,4}号)?|外国為替及び外国貿易法|外為法|大統領令)"
    ),
}


def find_dates(folded: str, lang: str, start: int, end: int) -> list[tuple[str, Span]]:
    """Find dates that carry a year.

    Args:
        folded: the folded text.
        lang: ``en``, ``fr`` or ``ja``.
        start: where to begin.
        end: where to stop.

    Returns:
        Pairs of an ISO date, as exact as written (year, month or day), and its span. A day that
        no calendar has is left out.

    Example:
        >>> find_dates("on august 24, 2023", "en", 0, 18)
        [('2023-08-24', Span(start=3, end=18))]
    """
    found = []
    for match in _DATES[lang].finditer(folded, start, end):
        part = match.groupdict()
        year, month, day = (part.get(k) or part.get(k + "2") for k in "ymd")
        iso = str(year)
        if month:
            number = int(month) if month.isdigit() else _MONTHS[lang][month]
            if not 1 <= number <= 12:
                continue
            iso += f"-{number:02d}"
            if day:
                day_number = 1 if day == "1er" else int(day)
                if not 1 <= day_number <= 31:
                    continue
                iso += f"-{day_number:02d}"
        found.append((iso, Span(*match.span())))
    return found


def find_instrument(folded: str, lang: str, start: int, end: int) -> Span | None:
    """Find the first legal instrument named.

    Args:
        folded: the folded text.
        lang: ``en``, ``fr`` or ``ja``.
        start: where to begin.
        end: where to stop.

    Returns:
        Its span, or None.

    Example:
        >>> find_instrument("under announcement no. 23 of 2023, exports", "en", 0, 42)
        Span(start=6, end=33)
    """
    match = _INSTRUMENTS[lang].search(folded, start, end)
    return Span(*match.span()) if match else None
