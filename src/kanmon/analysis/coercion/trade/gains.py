"""Who gained in the importer's market, and how strange the flow's fall is, as findings."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from kanmon.analysis.coercion.trade.findings import AMOUNTS, COUNTERFACTUAL, LOSS, PERIOD
from kanmon.analysis.coercion.trade.losses import Losses
from kanmon.analysis.coercion.trade.panel import Floats
from kanmon.analysis.coercion.trade.sheet import Sheet
from kanmon.analysis.finding import Caveat, Finding
from kanmon.provenance import Lineage


def gainers(found: Losses, lineage: Lineage, party: str = "") -> Finding:
    """Tell which other sellers sold the importer more than expected, by method and period.

    Args:
        found: every answer.
        lineage: where the flows are from.
        party: whom it is about; the exporter when empty.

    Returns:
        Finding ``gainers``: seller, method, period, observed, expected, low, high, gain, p_rise,
        p_time, share_before and share_after (of the importer's known imports); a row without
        period is all periods together. Figures name the first seller by its gain over where it
        last stood, and by how many methods it gained.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> from kanmon.analysis.coercion.trade.losses import losses
        >>> from kanmon.analysis.coercion.trade.measure import Measure
        >>> found = losses(example_panel(), Measure("T", "I", "g0", 2013))
        >>> gainers(found, Lineage()).figures["first"].text()
        'not known (no other seller sold more than it last did)'
    """
    sheet = Sheet(found, lineage, party)
    rows: list[dict[str, Any]] = []
    panel, measure = found.panel, found.measure
    before = panel.before(measure.start)
    market = panel.values[panel.rows(importers={measure.importer}, goods={measure.good})].sum(0)
    for seller, one in found.sellers:
        if one.missing:
            continue
        part = [_share(one.observed[t], market[t]) for t in (before, ~before)]
        for row in sheet.after(one):
            row["gain"] = row["observed"] - row["expected"]
            whole = row["period"] is None
            row |= {
                "p_rise": one.p_rise if whole else None,
                "p_time": one.p_time if whole else None,
                "share_before": part[0] if whole else None,
                "share_after": part[1] if whole else None,
            }
            rows.append({"seller": seller, "method": one.method, **row})
    plain = [
        row
        for row in rows
        if row["period"] is None and row["method"] in ("own_past", "new_seller") and row["gain"] > 0
    ]
    plain.sort(key=lambda row: (-row["gain"], row["seller"]))
    first = plain[0]["seller"] if plain else None
    why = "no other seller sold more than it last did"
    its = [row for row in rows if row["seller"] == first and row["period"] is None]
    figures = {
        "first": sheet.figure(first, why, "iso3"),
        "gain": sheet.figure(plain[0]["gain"] if plain else None, why),
        "methods_that_agree": sheet.figure(sum(1 for row in its if row["gain"] > 0), "", "methods"),
        "methods_asked": sheet.figure(len(its), "", "methods"),
    }
    amounts = (*AMOUNTS, "gain", "p_rise", "p_time", "share_before", "share_after")
    schema = pa.schema(
        [
            ("seller", pa.string()),
            ("method", pa.string()),
            PERIOD,
            *((n, pa.float64()) for n in amounts),
        ]
    )
    units = {"p_rise": "p-value", "p_time": "p-value", "seller": "iso3"}
    units |= {"share_before": "share", "share_after": "share"}
    silent = tuple(one for _, one in found.sellers if one.missing)
    caveats: tuple[Caveat, ...] = sheet.shared()
    if silent:
        caveats += (
            Caveat(
                "sellers_without_answer",
                f"{len(silent)} answers on other sellers are missing, the first because: "
                f"{silent[0].missing}",
                {"count": len(silent), "why": silent[0].missing},
            ),
        )
    return sheet.finding("gainers", (rows, schema, units), figures, LOSS, caveats)


def placebos(found: Losses, lineage: Lineage, party: str = "") -> Finding:
    """Tell how strange the flow's departure is among its placebos, method by method.

    Args:
        found: every answer.
        lineage: where the flows are from.
        party: whom it is about; the exporter when empty.

    Returns:
        Finding ``placebos``: method, flow, departure (in the flow's own errors before), hit.
        Figures give p-values by method: ``p_fall_`` among placebos in space, ``p_time_`` among
        other times of the same flow.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> from kanmon.analysis.coercion.trade.losses import losses
        >>> from kanmon.analysis.coercion.trade.measure import Measure
        >>> found = losses(example_panel(), Measure("T", "I", "g0", 2013))
        >>> round(placebos(found, Lineage()).figures["p_fall_triple"].value, 3)
        0.025
    """
    sheet = Sheet(found, lineage, party)
    rows: list[dict[str, Any]] = []
    figures = {}
    own = f"{found.measure.exporter}>{found.measure.importer}:{found.measure.good}"
    for one in found.direct:
        if one.missing:
            continue
        rows.append({"method": one.method, "flow": own, "departure": one.own, "hit": True})
        rows += [
            {"method": one.method, "flow": label, "departure": value, "hit": False}
            for label, value in one.placebos
        ]
        why = one.no_interval or "no placebos"
        figures[f"p_fall_{one.method}"] = sheet.figure(one.p_fall, why, "p-value")
        figures[f"p_time_{one.method}"] = sheet.figure(
            one.p_time, "no other times to compare with", "p-value"
        )
    for row in rows:
        # Infinite: trade where none was expected. A table holds no infinity.
        row["departure"] = row["departure"] if abs(row["departure"]) < float("inf") else None
    schema = pa.schema(
        [
            ("method", pa.string()),
            ("flow", pa.string()),
            ("departure", pa.float64()),
            ("hit", pa.bool_()),
        ]
    )
    units = {"flow": "exporter>importer:good", "departure": "own errors", "hit": "yes or no"}
    few = tuple(
        Caveat(
            "few_placebos",
            f"{one.method}: the smallest p-value {len(one.placebos)} placebos can give is "
            f"{1 / (len(one.placebos) + 1):.2g}",
            {"method": one.method, "placebos": len(one.placebos)},
        )
        for one in found.direct
        if not one.missing and len(one.placebos) < 19
    )
    caveats = (*sheet.shared(), *few)
    return sheet.finding("placebos", (rows, schema, units), figures, COUNTERFACTUAL, caveats)


def _share(part: Floats, whole: Floats) -> float | None:
    return float(part.sum() / whole.sum()) if whole.sum() > 0.0 else None
