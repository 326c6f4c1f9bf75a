"""A tiny world for examples and tests: four economies, two goods, figures easy to check."""

from __future__ import annotations

import pyarrow as pa

from kanmon.provenance import Licence, Origin
from kanmon.sources.source import Reading
from kanmon.tables.schema import schema


def tiny_origin(source: str = "tiny") -> Origin:
    """Make an origin for invented figures.

    Args:
        source: source name it carries.

    Returns:
        An origin whose licence says the figures are invented.

    Example:
        >>> tiny_origin().publisher
        'Kanmon tests'
    """
    licence = Licence("CC0-1.0", "invented figures, public domain", redistribution=True)
    return Origin(source, "Kanmon tests", "Tiny world", "2022", licence)


def tiny_flows() -> pa.Table:
    """Make six yearly flows of two products between four economies.

    Returns:
        A ``flows`` table; in 2022 Japan buys 60 of 280530 from CHN, 30 from VNM, 10 from THA.

    Example:
        >>> tiny_flows().num_rows
        6
    """
    rows = [
        ("CHN", "JPN", "280530", 60.0, 6.0),
        ("VNM", "JPN", "280530", 30.0, 2.0),
        ("THA", "JPN", "280530", 10.0, None),
        ("CHN", "USA", "280530", 50.0, 5.0),
        ("JPN", "USA", "280530", 50.0, 4.0),
        ("CHN", "JPN", "250410", 100.0, 90.0),
    ]
    exporter, importer, product, value, quantity = zip(*rows, strict=True)
    n = len(rows)
    s = schema("flows").arrow
    return pa.table(
        {
            "year": pa.array([2022] * n, s.field("year").type),
            "month": pa.array([None] * n, s.field("month").type),
            "exporter": pa.array(exporter).dictionary_encode(),
            "importer": pa.array(importer).dictionary_encode(),
            "product": pa.array(product).dictionary_encode(),
            "hs": pa.array(["HS1992"] * n).dictionary_encode(),
            "reported_by": pa.array(["reconciled"] * n).dictionary_encode(),
            "valuation": pa.array(["fob"] * n).dictionary_encode(),
            "value": pa.array(value, pa.float64()),
            "quantity": pa.array(quantity, pa.float64()),
        },
        schema=s,
    )


def tiny_reading() -> Reading:
    """Make a reading that holds :func:`tiny_flows`.

    Returns:
        A reading of variant ``HS1992``.

    Example:
        >>> tiny_reading().variant
        'HS1992'
    """
    return Reading({"flows": tiny_flows()}, tiny_origin(), "HS1992")
