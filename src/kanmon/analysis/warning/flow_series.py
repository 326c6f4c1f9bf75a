"""Monthly series out of bilateral flows: amounts, unit values, concentration of suppliers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pyarrow as pa

from kanmon.analysis.warning.panel import SeriesKey

Rows = list[tuple[SeriesKey, int, float, int]]
_COLUMNS = ("year", "month", "exporter", "importer", "product", "value", "quantity")


def flow_rows(table: pa.Table, source: str, goods: Mapping[str, str]) -> tuple[Rows, int]:
    """Add flows up by exporter and by importer of each good, month by month.

    Args:
        table: a ``flows`` table.
        source: name of the source it is from.
        goods: good of an HS6 product; a product not in it stands as its own code.

    Returns:
        Rows (series, month number, value, 0), and how many yearly rows were left out. A sum of
        quantities is given only where every flow in it has one.

    Example:
        >>> rows = pa.table({"year": [2020], "month": [1], "exporter": ["CHN"], "importer": ["JPN"],
        ...                  "product": ["811292"], "value": [6.0], "quantity": [2.0]})
        >>> [(key.indicator, value) for key, _, value, _ in flow_rows(rows, "x", {})[0]][:3]
        [('export_value', 6.0), ('export_quantity', 2.0), ('unit_value', 3.0)]
    """
    sold: dict[tuple[str, str, int], list[tuple[float, float | None]]] = defaultdict(list)
    bought: dict[tuple[str, str, int], list[tuple[float, float | None]]] = defaultdict(list)
    shares: dict[tuple[str, str, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    yearly = 0
    for row in table.select(_COLUMNS).to_pylist():
        if row["month"] is None:
            yearly += 1
            continue
        good = goods.get(row["product"], row["product"])
        month = row["year"] * 12 + row["month"] - 1
        pair = (row["value"], row["quantity"])
        sold[good, row["exporter"], month].append(pair)
        bought[good, row["importer"], month].append(pair)
        shares[good, row["importer"], month][row["exporter"]] += row["value"]
    rows: Rows = []
    for (good, economy, month), pairs in sold.items():
        rows += _amounts(("export", good, economy, source), month, pairs, with_unit_value=True)
    for (good, economy, month), pairs in bought.items():
        rows += _amounts(("import", good, economy, source), month, pairs, with_unit_value=False)
        parts = shares[good, economy, month]
        total = sum(parts.values())
        if total > 0.0:
            hhi = sum((v / total) ** 2 for v in parts.values())
            for name, value in (("hhi", hhi), ("top_share", max(parts.values()) / total)):
                key = SeriesKey(name, good, economy, unit="share", source=source)
                rows.append((key, month, value, 0))
    return rows, yearly


def _amounts(
    about: tuple[str, str, str, str],
    month: int,
    pairs: list[tuple[float, float | None]],
    *,
    with_unit_value: bool,
) -> Rows:
    side, good, economy, source = about
    value = sum(v for v, _ in pairs)
    rows: Rows = [
        (SeriesKey(f"{side}_value", good, economy, "", "", "kUSD", source), month, value, 0)
    ]
    weights = [q for _, q in pairs if q is not None]
    if len(weights) == len(pairs):
        weight = sum(weights)
        rows.append(
            (SeriesKey(f"{side}_quantity", good, economy, "", "", "t", source), month, weight, 0)
        )
        if with_unit_value and weight > 0.0 and value > 0.0:
            key = SeriesKey("unit_value", good, economy, "", "", "kUSD/t", source)
            rows.append((key, month, value / weight, 0))
    return rows
