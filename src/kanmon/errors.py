"""The error tree: what was found, where, and what to do about it."""

from __future__ import annotations


class KanmonError(Exception):
    """Say what was found, where it was found and how to mend it.

    ``status`` is the HTTP status the web layer answers with and ``exit_code`` what the
    command line ends with, so that neither has to guess from the message.

    Example:
        >>> str(KanmonError("7 rows", where="flows.csv", remedy="remove them"))
        'flows.csv: 7 rows. To mend: remove them.'
    """

    status = 500
    exit_code = 1

    def __init__(self, found: str, *, where: str = "", remedy: str = "") -> None:
        self.found = found
        self.where = where
        self.remedy = remedy
        super().__init__(found)

    def __str__(self) -> str:
        text = f"{self.where}: {self.found}" if self.where else self.found
        if not self.remedy:
            return text
        return f"{text.rstrip('.')}. To mend: {self.remedy.rstrip('.')}."


class DataError(KanmonError):
    """A source, file or table is not what its card or schema promises."""

    status = 422
    exit_code = 3


class UnitError(KanmonError):
    """A quantity has a unit that cannot become the one asked for."""

    status = 422
    exit_code = 3


class CodeError(KanmonError):
    """A code or name belongs to no economy, bloc, product or good we know."""

    status = 404
    exit_code = 4


class ScenarioError(KanmonError):
    """A scenario contradicts itself or the picture it is run on."""

    status = 422
    exit_code = 5


class AccessError(KanmonError):
    """Terms or permissions do not allow what was asked."""

    status = 403
    exit_code = 6


class StoreError(KanmonError):
    """The store could not be read or written: disk, lock or checksum."""

    status = 503
    exit_code = 7
