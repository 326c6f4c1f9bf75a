"""What is asked of a measure, and from how many points a finding is graded: dated, sourced rows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.errors import CodeError, DataError

TESTS = ("coercion", "innocent", "science")
_FIELDS = {"test", "limb", "en", "ja", "fr", "source", "status"}
_COLUMNS = ("key", "value", "unit", "source", "date", "status", "note")
_STATUS = ("found", "memory", "own")


@dataclass(frozen=True, slots=True)
class Criterion:
    """Hold one statement evidence speaks for or against.

    ``core`` ones decide a science test.

    Example:
        >>> criteria()["selectivity"].limb
        'purpose'
    """

    id: str
    test: str
    limb: str
    en: str
    ja: str
    fr: str
    source: str
    status: str
    core: bool = False

    def text(self, lang: str) -> str:
        """Give the statement in ``en``, ``ja`` or ``fr``, or raise CodeError."""
        if lang not in ("en", "ja", "fr"):
            raise CodeError(f"language {lang!r}", remedy="use en, ja or fr")
        return str(getattr(self, lang))


@cache
def criteria() -> Mapping[str, Criterion]:
    """Load the criteria.

    Returns:
        Criteria by id, in file order.

    Example:
        >>> [c.id for c in criteria().values() if c.test == "science" and c.core]
        ['sps_2_2', 'sps_2_3', 'sps_5_1', 'sps_5_6']
    """
    return parse_criteria(read_text("coercion/criteria.toml"), where="coercion/criteria.toml")


def parse_criteria(text: str, *, where: str) -> Mapping[str, Criterion]:
    """Read criteria.

    Args:
        text: TOML, one table a criterion.
        where: file named in an error.

    Returns:
        Criteria by id.

    Raises:
        DataError: a field is missing or unknown, or a test or status is.

    Example:
        >>> parse_criteria("", where="x.toml")
        mappingproxy({})
    """
    found = {}
    for name, fields in tomllib.loads(text).items():
        wrong = (set(fields) ^ _FIELDS) - {"core"}
        if wrong or fields["test"] not in TESTS or fields["status"] not in _STATUS:
            raise DataError(
                f"fields {sorted(wrong)}, test or status",
                where=f"{where}, {name}",
                remedy=f"give {', '.join(sorted(_FIELDS))}; test one of {', '.join(TESTS)}",
            )
        found[name] = Criterion(id=name, **fields)
    return MappingProxyType(found)


@cache
def grades() -> Mapping[str, float]:
    """Load the points and limits of a graded finding.

    Returns:
        Values by key.

    Example:
        >>> grades()["weak"] < grades()["strong"]
        True
    """
    rows = parse_csv(read_text("coercion/grades.csv"), _COLUMNS, where="coercion/grades.csv")
    return MappingProxyType({row["key"]: float(row["value"]) for row in rows})
