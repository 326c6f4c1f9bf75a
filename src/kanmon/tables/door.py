"""The door every table passes: its schema, with codes held to what `kanmon.codes` knows."""

from __future__ import annotations

import pyarrow as pa

from kanmon.codes import economies, products
from kanmon.errors import UnitError
from kanmon.tables.schema import check
from kanmon.units import parse_unit


def check_table(table: pa.Table, name: str, *, where: str) -> pa.Table:
    """Hold a table to its schema and its codes to the known economies, products and units.

    Args:
        table: any Arrow table that should be a ``name``.
        name: table name, one of :func:`kanmon.tables.schema.table_names`.
        where: file or source named in an error.

    Returns:
        The same rows with exactly the schema's columns and types.

    Raises:
        DataError: see :func:`kanmon.tables.schema.check`.

    Example:
        >>> t = pa.table({"year": [2022], "economy": ["JPN"], "gdp": [4.2e12]})
        >>> check_table(t, "gdp", where="example").num_rows
        1
    """
    return check(
        table,
        name,
        where=where,
        known={
            "economy": economies.is_economy,
            "hs6": products.is_hs6,
            "hs_edition": products.is_edition,
            "unit": _is_unit,
        },
    )


def _is_unit(text: str) -> bool:
    try:
        return parse_unit(text) == text
    except UnitError:
        return False
