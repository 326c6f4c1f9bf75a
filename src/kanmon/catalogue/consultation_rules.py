"""Rules of consultation that are chosen: dated and sourced, never constants in code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from kanmon.catalogue.rows import read_text
from kanmon.errors import CodeError


@cache
def consultation_rules() -> Mapping[str, Mapping[str, Any]]:
    """Load the rules.

    Returns:
        Values by rule; each rule has its day, source and status too.

    Example:
        >>> consultation_rules()["common_good"]["network"]
        3
    """
    raw = tomllib.loads(read_text("consultation/rules.toml"))
    return MappingProxyType({name: MappingProxyType(held) for name, held in raw.items()})


def rule(name: str, field: str) -> Any:
    """Give one value of a rule.

    Args:
        name: rule.
        field: value of it.

    Returns:
        The value.

    Raises:
        CodeError: there is no such rule or value.

    Example:
        >>> rule("two_person", "from_tlp")
        'AMBER+STRICT'
    """
    held = consultation_rules().get(name, {})
    if field not in held:
        raise CodeError(f"no rule {name}.{field}", remedy="see catalogue/consultation/rules.toml")
    return held[field]
