"""What the cells of party lists hold in many layouts: countries, dates, names, kinds of number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from kanmon.codes.aliases import lookup
from kanmon.sources.party_lists.party_list import Gathering
from kanmon.tables.listed import ListedName, NameKind

_PARTS = re.compile(r"\s*[;|]\s*")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_MONTHS = {
    month: number
    for number, month in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_DAY_MONTH_YEAR = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(\d{4})")
_MONTH_DAY_YEAR = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_SPACE = re.compile(r"\s+")


def tidy(text: str | None) -> str:
    """Write a cell on one line without spaces around it.

    Args:
        text: of a cell.

    Returns:
        The text; empty for None. Characters are left as they are.

    Example:
        >>> tidy("  Acme\\n Rotor "), tidy(None)
        ('Acme Rotor', '')
    """
    return _SPACE.sub(" ", text).strip() if text else ""


@lru_cache(4096)
def economy_of(text: str) -> str:
    """Find the economy a list names.

    Args:
        text: name or code as printed.

    Returns:
        Its key; empty where it cannot be told.

    Example:
        >>> economy_of("Iran (Islamic Republic of)"), economy_of("CN"), economy_of("Atlantis")
        ('IRN', 'CHN', '')
    """
    text = tidy(text)
    for written in dict.fromkeys((text, _IN_BRACKETS.sub("", text), text.partition(",")[0])):
        for system in ("name", "iso2", "iso3"):
            if system != "name" and (len(written) != int(system[-1])):
                continue
            keys = {
                a.iso3 for a in lookup(written.upper() if system != "name" else written, system)
            }
            if len(keys) == 1:
                return keys.pop()
    return ""


def economies_of(texts: Iterable[str | None], gathering: Gathering) -> frozenset[str]:
    """Find the economies a list names, counting those nobody knows.

    Args:
        texts: names or codes; several may stand in one cell, parted by semicolons.
        gathering: where doubts are counted.

    Returns:
        Keys of economies.

    Example:
        >>> sorted(economies_of(["China; Hong Kong", None], Gathering("x", "table")))
        ['CHN', 'HKG']
    """
    found = set()
    for text in texts:
        for part in _PARTS.split(tidy(text)):
            if not part:
                continue
            key = economy_of(part)
            if key:
                found.add(key)
            else:
                gathering.doubt(f"country {part[:60]!r} is not known")
    return frozenset(found)


def date_of(text: str | None, gathering: Gathering) -> str:
    """Write a date as ISO text to the precision given.

    Args:
        text: as printed: ISO, ``20 Dec 1977``, ``Dec 1977``, ``June 21, 2022``, ``6/21/2022``
            (month first), or a year.
        gathering: where doubts are counted.

    Returns:
        ISO text, empty where nothing is told or the form is not known.

    Example:
        >>> gathering = Gathering("x", "t")
        >>> [date_of(t, gathering) for t in ("20 Dec 1977", "circa 1965", "June 21, 2022")]
        ['1977-12-20', '1965', '2022-06-21']
    """
    told = tidy(text)
    if not told:
        return ""
    bare = re.sub(r"^(?:circa|approximately|about)\s+", "", told, flags=re.I)
    found = ""
    if _ISO.fullmatch(bare[:10]):
        found = bare[:10]
    elif match := _DAY_MONTH_YEAR.fullmatch(bare):
        found = _iso(match[3], match[2], match[1])
    elif match := _MONTH_DAY_YEAR.fullmatch(bare):
        found = _iso(match[3], match[1], match[2])
    elif match := _SLASHED.fullmatch(bare):
        found = f"{match[3]}-{int(match[1]):02d}-{int(match[2]):02d}"
    if found and _holds(found):
        return found
    gathering.doubt("a date in no known form")
    return ""


def _iso(year: str, month: str, day: str | None) -> str:
    number = _MONTHS.get(month[:3].lower())
    if number is None:
        return ""
    return f"{year}-{number:02d}-{int(day):02d}" if day else f"{year}-{number:02d}"


def _holds(iso: str) -> bool:
    try:
        dt.date.fromisoformat(iso + "-01-01"[len(iso) - 10 :] if len(iso) < 10 else iso)
    except ValueError:
        return False
    return True


def names_of(
    primary: str | None, aliases: Iterable[str | None], weak: Iterable[str | None] = ()
) -> tuple[ListedName, ...]:
    """Gather the names of an entry, each once.

    Args:
        primary: the entry's own name.
        aliases: other names.
        weak: names the list itself calls weak.

    Returns:
        The names, the entry's own first; none where nothing is written.

    Example:
        >>> [n.kind.value for n in names_of("Acme", ["ACME Rotor", "Acme"], ["Rotors"])]
        ['primary', 'alias', 'weak']
    """
    found: dict[str, ListedName] = {}
    kinds = ((NameKind.PRIMARY, [primary]), (NameKind.ALIAS, aliases), (NameKind.WEAK, weak))
    for kind, texts in kinds:
        for text in texts:
            name = tidy(text)
            if name:
                found.setdefault(name, ListedName(name, kind))
    return tuple(found.values())


_NUMBERS = (
    ("passport", ("passport", "pasaporte", "passeport")),
    ("imo", ("imo", "vessel registration")),
    ("lei", ("legal entity identifier", "lei")),
    ("swift", ("swift", "bic")),
    ("tax", ("tax", "vat", "inn", "rfc", "r.f.c.", "nit")),
    ("national id", ("national id", "identification", "cedula", "d.n.i", "personal id", "curp")),
    (
        "registration",
        ("registration", "registry", "company number", "uscc", "ogrn", "unified social"),
    ),
)


KINDS_OF_NUMBER = frozenset(kind for kind, _ in _NUMBERS)


def kind_of_number(text: str) -> str:
    """Name the kind of an identifier by what the list calls it.

    Args:
        text: as printed.

    Returns:
        A plain noun of :class:`kanmon.tables.listed.Identifier`; the text in lower case where
        no kind is known.

    Example:
        >>> kind_of_number("Passport Number"), kind_of_number("Website")
        ('passport', 'website')
    """
    low = tidy(text).lower()
    words = set(re.split(r"[^a-z.]+", low))
    for kind, marks in _NUMBERS:
        if any(mark in low if len(mark) > 4 else mark in words for mark in marks):
            return kind
    return low
