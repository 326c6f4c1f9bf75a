"""Counterfactual trade as findings: what was expected, lost, gained, and how strange it is."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from kanmon.analysis.coercion.trade.event import average_effect
from kanmon.analysis.coercion.trade.losses import Losses
from kanmon.analysis.coercion.trade.sheet import Sheet
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.errors import DataError
from kanmon.provenance import Lineage

COUNTERFACTUAL = Method(
    "Expected trade by several methods, placebo intervals",
    "E[y] = exp(fixed effects); synthetic control; interval from studentised placebos",
    "Santos Silva and Tenreyro (2006); Abadie, Diamond and Hainmueller (2010); Lei et al. (2018)",
)
LOSS = Method(
    "Loss gross, net of diversion, and rerouted",
    "gross = expected - observed; net = gross - rise of sales to others; "
    "rerouted = sum over thirds of min(rise to third, rise from third)",
    "Ferguson, Waldron and Lim (2022), on reallocation and deflection",
)
PERIOD = ("period", pa.int32())
AMOUNTS = ("observed", "expected", "low", "high")


def counterfactual(found: Losses, lineage: Lineage, party: str = "") -> Finding:
    """Tell what trade would have been without the measure, by method and period.

    Args:
        found: every answer.
        lineage: where the flows are from.
        party: whom it is about; the exporter when empty.

    Returns:
        Finding ``counterfactual``: method, period, observed, expected, low, high, change, p_fall,
        p_time; a row without period is all periods after the measure together and has p-values.
        Figures give the range of the methods; it is never an average of them.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> from kanmon.analysis.coercion.trade.losses import losses
        >>> from kanmon.analysis.coercion.trade.measure import Measure
        >>> found = losses(example_panel(), Measure("T", "I", "g0", 2013))
        >>> told = counterfactual(found, Lineage())
        >>> round(told.figures["observed"].value), round(told.figures["expected_most"].value)
        (724, 2764)
    """
    sheet = Sheet(found, lineage, party)
    rows = []
    answered = [one for one in found.direct if not one.missing]
    for one in answered:
        for row in sheet.course(one):
            row["change"] = row["observed"] / row["expected"] - 1.0 if row["expected"] else None
            whole = row["period"] is None
            strange = {"p_fall": one.p_fall, "p_time": one.p_time} if whole else {}
            rows.append({"method": one.method, **row, **strange})
    figures = {
        "observed": sheet.figure(answered[0].total[0]),
        "expected_least": sheet.figure(min(one.total[1] for one in answered)),
        "expected_most": sheet.figure(max(one.total[1] for one in answered)),
        **_effect(sheet),
    }
    schema = pa.schema(
        [
            ("method", pa.string()),
            PERIOD,
            *((name, pa.float64()) for name in (*AMOUNTS, "change", "p_fall", "p_time")),
        ]
    )
    caveats = (*sheet.shared(), *sheet.disagree())
    units = {"change": "share", "p_fall": "p-value", "p_time": "p-value"}
    return sheet.finding("counterfactual", (rows, schema, units), figures, COUNTERFACTUAL, caveats)


def trade_loss(found: Losses, lineage: Lineage, party: str = "") -> Finding:
    """Tell what was lost: gross, net of what went to others, and what was rerouted.

    Args:
        found: every answer.
        lineage: where the flows are from.
        party: whom it is about; the exporter when empty.

    Returns:
        Finding ``trade_loss``: method, period, gross, gross_low, gross_high, diverted, net,
        net_low, net_high, rerouted; a row without period is all periods together. ``diverted``
        and ``net`` are empty for methods whose controls are the buyers it was diverted to.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> from kanmon.analysis.coercion.trade.losses import losses
        >>> from kanmon.analysis.coercion.trade.measure import Measure
        >>> found = losses(example_panel(), Measure("T", "I", "g0", 2013))
        >>> told = trade_loss(found, Lineage())
        >>> round(told.figures["gross_least"].value), round(told.figures["gross_most"].value)
        (1110, 2040)
    """
    sheet = Sheet(found, lineage, party)
    away = {one.method: one for one in found.diverted if not one.missing}
    through = [float(sum(leg.rerouted[k] for leg in found.legs)) for k in range(len(found.after))]
    rows: list[dict[str, Any]] = []
    answered = [one for one in found.direct if not one.missing]
    for one in answered:
        other = away.get(one.method)
        beside = sheet.after(other) if other else [{}] * (len(found.after) + 1)
        gone = [None] * (len(through) + 1) if found.no_legs else [*through, sum(through)]
        for row, its, passed in zip(sheet.after(one), beside, gone, strict=True):
            gross = _apart(row)
            rise = _apart(its) if its else {"gross": None, "gross_low": None, "gross_high": None}
            # Loss to the others is a rise with its sign turned: the two losses add up.
            rows.append(
                {
                    "method": one.method,
                    "period": row["period"],
                    **gross,
                    "diverted": None if rise["gross"] is None else -rise["gross"],
                    "net": _plus(gross["gross"], rise["gross"]),
                    "net_low": _plus(gross["gross_low"], rise["gross_low"]),
                    "net_high": _plus(gross["gross_high"], rise["gross_high"]),
                    "rerouted": passed,
                }
            )
    totals = [row for row in rows if row["period"] is None]
    net = [row["net"] for row in totals if row["net"] is not None]
    figures = {
        "gross_least": sheet.figure(min(row["gross"] for row in totals)),
        "gross_most": sheet.figure(max(row["gross"] for row in totals)),
        "net_least": sheet.figure(min(net, default=None), _no_net(found)),
        "net_most": sheet.figure(max(net, default=None), _no_net(found)),
        "rerouted": sheet.figure(None if found.no_legs else sum(through), found.no_legs),
        "rerouted_most_through": sheet.figure(
            found.legs[0].third if sum(through) > 0.0 else None,
            found.no_legs or "no third economy bought more and sold more",
            "iso3",
        ),
    }
    names = ("gross", "gross_low", "gross_high", "diverted", "net", "net_low", "net_high")
    schema = pa.schema(
        [("method", pa.string()), PERIOD, *((n, pa.float64()) for n in (*names, "rerouted"))]
    )
    caveats = (
        *sheet.shared(),
        *sheet.disagree(),
        *sheet.missing(found.diverted, "diverted"),
        Caveat(
            "net_interval",
            f"bounds of the net loss join two intervals of {found.level:.0%}: they hold at least "
            f"{2 * found.level - 1:.0%} of the time",
            {"level": found.level, "joint": 2 * found.level - 1},
        ),
        Caveat(
            "rerouting_bound",
            "rerouting is the most that rises of both legs allow; goods are not followed",
        ),
    )
    return sheet.finding("trade_loss", (rows, schema, {}), figures, LOSS, caveats)


def _apart(row: dict[str, Any]) -> dict[str, float | None]:
    """Turn expected less observed into a loss with its bounds."""
    seen = row["observed"]
    return {
        "gross": row["expected"] - seen,
        "gross_low": None if row["low"] is None else row["low"] - seen,
        "gross_high": None if row["high"] is None else row["high"] - seen,
    }


def _plus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _no_net(found: Losses) -> str:
    silent = [one.missing for one in found.diverted if one.missing]
    return silent[0] if silent else "no method answers both on the loss and on the diversion"


def _effect(sheet: Sheet) -> dict[str, Figure]:
    """Give the textbook coefficient and its clustered error, for comparison only."""
    try:
        fit = average_effect(sheet.found.panel, sheet.found.measure)
        values: tuple[float | None, ...] = (float(fit.coefficients[0]), float(fit.se[0]))
        why = ""
    except DataError as error:
        values, why = (None, None), error.found
    names = ("gravity_effect", "gravity_effect_error")
    return {n: sheet.figure(v, why, "log points") for n, v in zip(names, values, strict=True)}
