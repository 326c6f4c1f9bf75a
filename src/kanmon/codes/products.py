"""Products by the Harmonized System: which six-digit codes exist in which edition.

The codes are facts; their descriptions belong to the World Customs Organization and are not
shipped. Compiled from the UN Statistics Division's correlation tables between adjacent editions
as consolidated by the Harvard Growth Lab, checked against the UN Comtrade reference lists; codes
only Comtrade uses (999999 and its own split of 2710 before 2002) are left out.
"""

from __future__ import annotations

from functools import cache

from kanmon.codes.register import read_rows
from kanmon.errors import CodeError

_EDITIONS = ("HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022")


def editions() -> tuple[str, ...]:
    """List the editions of the Harmonized System, oldest first.

    Returns:
        Edition names.

    Example:
        >>> editions()[0], editions()[-1]
        ('HS1992', 'HS2022')
    """
    return _EDITIONS


def is_edition(text: str) -> bool:
    """Tell whether a text names an edition.

    Args:
        text: such as ``HS2017``.

    Returns:
        True when it is one of :func:`editions`.

    Example:
        >>> is_edition("HS2017"), is_edition("HS17")
        (True, False)
    """
    return text in _EDITIONS


@cache
def _codes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {e: set() for e in _EDITIONS}
    for row in read_rows("hs_codes.csv"):
        for span in row["editions"].split():
            first, _, last = span.partition("-")
            begin, end = _EDITIONS.index(f"HS{first}"), _EDITIONS.index(f"HS{last or first}")
            for edition in _EDITIONS[begin : end + 1]:
                found[edition].add(row["code"])
    return {e: frozenset(c) for e, c in found.items()}


@cache
def _every_code() -> frozenset[str]:
    return frozenset().union(*_codes().values())


def codes(edition: str) -> frozenset[str]:
    """Give the six-digit codes of an edition.

    Args:
        edition: one of :func:`editions`.

    Returns:
        Codes with their leading zero.

    Raises:
        CodeError: the edition is not known.

    Example:
        >>> "850760" in codes("HS2012"), "850760" in codes("HS2007")
        (True, False)
    """
    if edition not in _EDITIONS:
        raise CodeError(f"edition {edition!r}", remedy=f"use one of {', '.join(_EDITIONS)}")
    return _codes()[edition]


def is_hs6(code: str) -> bool:
    """Tell whether a six-digit code exists in any edition.

    Args:
        code: six digits as text, leading zero kept.

    Returns:
        True when some edition has it.

    Example:
        >>> is_hs6("010121"), is_hs6("10121"), is_hs6("999999")
        (True, False, False)
    """
    return code in _every_code()


def normalize(code: str | int) -> str:
    """Give a six-digit code its leading zero back and check that it exists.

    Args:
        code: number or text; dots and spaces are dropped (``8541.40``).

    Returns:
        Six digits as text.

    Raises:
        CodeError: no edition has the code.

    Example:
        >>> normalize(10121), normalize("8541.40")
        ('010121', '854140')
    """
    digits = str(code).replace(".", "").replace(" ", "")
    # Only one zero can be lost from a six-digit code: chapters run from 01 to 97.
    padded = digits.zfill(6) if len(digits) == 5 else digits
    if not is_hs6(padded):
        raise CodeError(
            f"no six-digit HS code {code!r} in any edition from HS1992 to HS2022",
            remedy="check the digits; national codes have more than six",
        )
    return padded
