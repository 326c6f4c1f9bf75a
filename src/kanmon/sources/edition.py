"""Which edition of the Harmonized System codes belong to, held to the codes themselves."""

from __future__ import annotations

from collections.abc import Collection

from kanmon.codes import products
from kanmon.errors import DataError
from kanmon.sources.source import Issue

MOST_STRANGERS = 0.02
"""Share of distinct codes that may lie outside the stated edition.

Files of the right edition have none or a handful (codes kept in use after their end); the
next edition already differs from it in several per cent of codes.
"""


def settle_edition(
    used: Collection[str], stated: str, *, where: str
) -> tuple[str, tuple[Issue, ...]]:
    """Hold HS6 codes to the edition stated, or find the only edition that has them all.

    Args:
        used: distinct HS6 codes of a file.
        stated: edition the file or the user states; empty when neither does.
        where: file named in an error.

    Returns:
        The edition, and doubts about it.

    Raises:
        DataError: the codes are of another edition, or none is stated and the codes fit
            several or none.

    Example:
        >>> settle_edition(["280530", "260400"], "HS1992", where="x")
        ('HS1992', ())
    """
    known = products.editions()
    if stated and stated not in known:
        raise DataError(
            f"no edition {stated!r}", where=where, remedy=f"state one of {', '.join(known)}"
        )
    strangers = {e: sorted(set(used) - products.codes(e)) for e in known}
    if stated:
        return stated, _doubts(strangers, stated, len(set(used)), where)
    fit = [e for e in known if not strangers[e]]
    if len(fit) == 1:
        doubt = "edition of the HS told from the codes, not stated"
        return fit[0], (Issue("doubt", doubt, len(set(used)), where),)
    raise DataError(
        "the file does not state its edition of the HS and the codes fit "
        + (f"several: {', '.join(fit)}" if fit else "none"),
        where=where,
        remedy="keep the publisher's file name, or state the edition",
    )


def _doubts(
    strangers: dict[str, list[str]], stated: str, used: int, where: str
) -> tuple[Issue, ...]:
    foreign = strangers[stated]
    if not foreign:
        return ()
    if len(foreign) > MOST_STRANGERS * used:
        best = min(strangers, key=lambda e: len(strangers[e]))
        raise DataError(
            f"{len(foreign)} of {used} codes are not in {stated} ({', '.join(foreign[:5])}); "
            f"{best} lacks {len(strangers[best])}",
            where=where,
            remedy="check the edition of the file: it may be mislabelled",
        )
    what = f"codes not in {stated}, kept: {', '.join(foreign[:5])}"
    return (Issue("doubt", what, len(foreign), where),)


def edition_in_force(year: int) -> str:
    """Name the newest edition that has entered into force by a year.

    Customs put an edition to use on a day of their own choice near that year's start, so the
    codes of a file must still be held to it.

    Args:
        year: calendar year.

    Returns:
        Edition; the first one for years before it.

    Example:
        >>> edition_in_force(2021), edition_in_force(2022)
        ('HS2017', 'HS2022')
    """
    begun = [e for e in products.editions() if int(e[2:]) <= year]
    return begun[-1] if begun else products.editions()[0]


def refuse_unknown(used: Collection[str], *, where: str) -> None:
    """Refuse six-digit codes that no edition of the Harmonized System has.

    Args:
        used: distinct HS6 codes of a file.
        where: file and column named in an error.

    Raises:
        DataError: some code is in no edition.

    Example:
        >>> refuse_unknown(["280530"], where="x")
    """
    unknown = sorted(k for k in set(used) if not products.is_hs6(k))
    if unknown:
        raise DataError(
            f"no edition of the HS has {', '.join(unknown[:5])}"
            + (f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""),
            where=where,
            remedy="check that no column changed place, or mend the code",
        )
