"""What the findings on counterfactual trade have in common: rows, figures, caveats, units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kanmon.analysis.coercion.trade.estimate import Estimate
from kanmon.analysis.coercion.trade.losses import Losses
from kanmon.analysis.finding import Caveat, Figure, Finding, Method, Value
from kanmon.provenance import Lineage

# Methods whose controls are the very buyers or sellers that trade is diverted to.
TOUCHED = ("other_buyers", "triple", "gravity", "synthetic", "ridge_synthetic")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Write answers on a measure down as rows, figures and caveats of one finding.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> from kanmon.analysis.coercion.trade.losses import losses
        >>> from kanmon.analysis.coercion.trade.measure import Measure
        >>> found = losses(example_panel(), Measure("T", "I", "g0", 2013))
        >>> Sheet(found, Lineage(), "").date
        '2013-2016'
    """

    found: Losses
    lineage: Lineage
    party: str

    @property
    def date(self) -> str:
        """Return the periods after the measure."""
        after = self.found.after
        return str(after[0]) if len(after) == 1 else f"{after[0]}-{after[-1]}"

    def course(self, one: Estimate) -> list[dict[str, Any]]:
        """Return an estimate by period, and all periods after together in a last row."""
        rows: list[dict[str, Any]] = []
        for k, period in enumerate(self.found.panel.periods):
            bounded = one.low is not None and one.high is not None and bool(one.after[k])
            rows.append(
                {
                    "period": period,
                    "observed": float(one.observed[k]),
                    "expected": float(one.expected[k]),
                    "low": float(one.low[k]) if bounded and one.low is not None else None,
                    "high": float(one.high[k]) if bounded and one.high is not None else None,
                }
            )
        names = ("observed", "expected", "low", "high")
        return [*rows, {"period": None, **dict(zip(names, one.total, strict=True))}]

    def after(self, one: Estimate) -> list[dict[str, Any]]:
        """Return the rows of the periods after the measure, and of all together."""
        start = self.found.measure.start
        return [r for r in self.course(one) if r["period"] is None or r["period"] >= start]

    def figure(self, value: Value, missing: str = "", unit: str = "") -> Figure:
        """Return a figure in the panel's unit, or in another."""
        sources = tuple(dict.fromkeys(o.source for o in self.lineage.origins))
        return Figure(value, unit or self.found.panel.unit, self.date, sources, missing)

    def shared(self) -> tuple[Caveat, ...]:
        """Return the caveats of every finding on the measure."""
        panel, told = self.found.panel, list(self.missing(self.found.direct))
        if panel.gaps == "zero":
            told.append(
                Caveat("gaps_are_zero", "a flow without a row was taken for no trade at all")
            )
        if min(panel.periods) > 190000:
            told.append(
                Caveat(
                    "seasons",
                    "seasons are not taken out: controls are taken to have the same ones",
                )
            )
        answered = [one for one in self.found.direct if not one.missing]
        touched = [one.method for one in answered if one.method.startswith(TOUCHED)]
        if touched and not self.found.measure.every_buyer:
            told.append(
                Caveat(
                    "controls_touched",
                    "trade diverted to the controls makes the loss look larger: "
                    + ", ".join(touched),
                    {"methods": ", ".join(touched)},
                )
            )
        left = max((one.left_out for one in answered), default=0)
        if left:
            told.append(
                Caveat(
                    "controls_left_out",
                    f"up to {left} flows did not serve as controls: not known throughout, not in "
                    "every period before, or too small",
                    {"count": left},
                )
            )
        return tuple(told)

    def missing(self, answers: Sequence[Estimate], about: str = "") -> tuple[Caveat, ...]:
        """Return a caveat for each method without an answer or without an interval."""
        told = []
        for one in answers:
            why = one.missing or one.no_interval
            if why:
                code = "no_answer" if one.missing else "no_interval"
                name = f"{about} {one.method}".strip()
                what = "no answer" if one.missing else "no interval"
                text = f"{name}: {what}: {why}"
                told.append(Caveat(code, text, {"method": name, "why": why}))
        return tuple(told)

    def disagree(self) -> tuple[Caveat, ...]:
        """Return how far apart the methods are; they are never averaged."""
        answered = sorted(
            (one for one in self.found.direct if not one.missing), key=lambda one: one.total[1]
        )
        if len(answered) < 2:
            return ()
        least, most = answered[0], answered[-1]
        unit = self.found.panel.unit
        signs = "" if (least.loss > 0) == (most.loss > 0) else "; they do not agree on its sign"
        return (
            Caveat(
                "methods_differ",
                f"{len(answered)} methods give a loss from {least.loss:,.4g} ({least.method}) to "
                f"{most.loss:,.4g} {unit} ({most.method}){signs}",
                {
                    "methods": len(answered),
                    "least": least.loss,
                    "least_method": least.method,
                    "most": most.loss,
                    "most_method": most.method,
                    "same_sign": not signs,
                },
            ),
        )

    def finding(
        self,
        kind: str,
        content: tuple[list[dict[str, Any]], pa.Schema, Mapping[str, str]],
        figures: Mapping[str, Figure],
        method: Method,
        caveats: tuple[Caveat, ...],
    ) -> Finding:
        """Return the finding of these rows, figures and caveats."""
        rows, schema, units = content
        panel, measure = self.found.panel, self.found.measure
        known = {"method": "method", "period": "period, empty for all", **units}
        what = f"{measure.exporter}>{measure.importer} {measure.good} from {measure.start}"
        return Finding(
            kind=kind,
            good=measure.good,
            party=self.party or measure.exporter,
            as_of=self.date,
            table=pa.Table.from_pylist(_totals_first(rows), schema=schema),
            units={name: known.get(name, panel.unit) for name in schema.names},
            figures=figures,
            method=method,
            lineage=self.lineage.then(
                "compare", f"{what}; periods {panel.periods[0]}-{panel.periods[-1]}"
            ),
            caveats=caveats,
        )


def _totals_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put rows of all periods together first, as a reader of the top of the table needs them."""
    return sorted(rows, key=lambda row: row.get("period", 0) is not None)
