"""Which edition of the Harmonized System codes belong to, held to the codes themselves."""

from __future__ import annotations

from collections.abc import Collection

from kanmon.codes import products
from kanmon.errors import DataError
from kanmon.sources.source import Issue

EDITIONS = ("HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022")

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
    if stated and stated not in EDITIONS:
        raise DataError(
            f"no edition {stated!r}", where=where, remedy=f"state one of {', '.join(EDITIONS)}"
        )
    strangers = {e: sorted(set(used) - set(products.codes(e))) for e in EDITIONS}
    if stated:
        return stated, _doubts(strangers, stated, len(set(used)), where)
    fit = [e for e in EDITIONS if not strangers[e]]
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
        best = min(EDITIONS, key=lambda e: len(strangers[e]))
        raise DataError(
            f"{len(foreign)} of {used} codes are not in {stated} ({', '.join(foreign[:5])}); "
            f"{best} lacks {len(strangers[best])}",
            where=where,
            remedy="check the edition of the file: it may be mislabelled",
        )
    what = f"codes not in {stated}, kept: {', '.join(foreign[:5])}"
    return (Issue("doubt", what, len(foreign), where),)
