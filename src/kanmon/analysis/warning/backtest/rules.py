"""Naive rules every replay is shown beside: what a spreadsheet would have said."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.backtest.replay import Replay, fire
from kanmon.analysis.warning.backtest.subjects import subjects
from kanmon.analysis.warning.fusion.severity import standard_cut, told
from kanmon.analysis.warning.grid import Grid
from kanmon.analysis.warning.signals.registry import signal
from kanmon.catalogue.warning_thresholds import warning_threshold

Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RULES = ("yoy", "three gates", "seasonal z")


def yearly_change(values: Values, back: int = 12) -> Values:
    """Give the change against the same column a year before.

    Args:
        values: float64[n, T], NaN unknown.
        back: columns in a year.

    Returns:
        float64[n, T], -0.3 for a fall by 30 %; NaN where there was nothing a year before.

    Example:
        >>> yearly_change(np.array([[10.0, 7.0]]), back=1).round(2).tolist()
        [[nan, -0.3]]
    """
    out = np.full(values.shape, np.nan)
    before = values[:, :-back] if back < values.shape[1] else values[:, :0]
    with np.errstate(invalid="ignore", divide="ignore"):
        out[:, back:] = np.where(before > 0.0, values[:, back:] / before - 1.0, np.nan)
    return out


def yearly_rule(grid: Grid, back: int = 12) -> tuple[Flags, Flags]:
    """Fire where an amount fell, or a price or unit value rose, by more than the threshold.

    Args:
        grid: series.
        back: columns in a year.

    Returns:
        bool[n, T], in the column at whose end it was known; bool[n], series the rule reads.

    Example:
        >>> from kanmon.analysis.warning.gather import settle
        >>> from kanmon.analysis.warning.grid import month_grid
        >>> from kanmon.analysis.warning.panel import SeriesKey
        >>> rows = [(SeriesKey("flow"), 24240 + t, 1.0 if t < 12 else 0.5, 0) for t in range(13)]
        >>> int(yearly_rule(month_grid(settle(rows, "entsog", ())))[0].sum())
        1
    """
    change = grid.delayed(yearly_change(grid.values, back))
    priced = np.array([key.indicator in ("price", "unit_value") for key in grid.keys], dtype=bool)
    read = np.array([key.indicator not in ("index", "documents") for key in grid.keys], dtype=bool)
    size = warning_threshold("yoy_drop")
    with np.errstate(invalid="ignore"):
        fired: Flags = np.where(priced[:, None], change > -size, change < size)
    return fired & read[:, None], read


def three_gates(value: Values, quantity: Values, unit_value: Values) -> Flags:
    """Fire where a flow is material and its volume fell and its price rose, over three months.

    Args:
        value: float64[n, T], US dollars a month.
        quantity: float64[n, T].
        unit_value: float64[n, T].

    Returns:
        bool[n, T].

    Source:
        A strict AND of published gates, after the trade monitors of Cefic and of the European
        Commission; the direction (scarcity instead of surge) and sizes are Kanmon's.

    Example:
        >>> month = np.ones((1, 15))
        >>> less, dear = month.copy(), month.copy()
        >>> less[0, 12:], dear[0, 12:] = 0.5, 1.5
        >>> three_gates(1e7 * month, less, dear)[0, 13:].tolist()
        [False, True]
    """
    sold = _quarter(value)
    weekly = np.full(value.shape, np.nan)
    # Material before it fell: the same months a year earlier, 13 weeks.
    weekly[:, 12:] = sold[:, :-12] / 13.0
    volume = yearly_change(_quarter(quantity))
    price = yearly_change(_quarter(unit_value))
    with np.errstate(invalid="ignore"):
        fired: Flags = (
            (weekly >= warning_threshold("gate_flow"))
            & (volume <= warning_threshold("gate_volume"))
            & (price >= warning_threshold("gate_price"))
        )
    return fired


def rule_replay(grid: Grid, rule: str, back: int = 12) -> Replay:
    """Replay a naive rule as if it were the system: one alert when it fires, then silence.

    Args:
        grid: series.
        rule: one of ``RULES``.
        back: columns in a year.

    Returns:
        A replay without evidence; every alert is a watch.

    Example:
        >>> from kanmon.analysis.warning.gather import settle
        >>> from kanmon.analysis.warning.grid import month_grid
        >>> from kanmon.analysis.warning.panel import SeriesKey
        >>> rows = [(SeriesKey("flow"), 24240 + t, 1.0 if t < 12 else 0.5, 0) for t in range(20)]
        >>> int(rule_replay(month_grid(settle(rows, "entsog", ())), "yoy").told.sum())
        1
    """
    about = subjects(grid.keys)
    cut = standard_cut()
    if rule == "yoy":
        flags, read = yearly_rule(grid, back)
    elif rule == "seasonal z":
        flags = np.zeros(grid.values.shape, dtype=bool)
        read = np.zeros(len(grid.keys), dtype=bool)
        for fired in fire(grid, [signal("seasonal_z")]):
            flags[fired.rows] = np.nan_to_num(fired.rare, nan=1.0) <= cut.watch
            read[fired.rows] = True
    else:
        flags, read = _gates(grid)
    known = ~np.isnan(grid.delayed(grid.values)) & read[:, None]
    shape = (len(about), grid.columns)
    levels = np.array([flags[list(one.own)].any(axis=0) for one in about], dtype=np.int64)
    watched = np.array([known[list(one.own)].any(axis=0) for one in about], dtype=bool)
    levels = levels.reshape(shape)
    probability = np.where(watched.reshape(shape), 1.0 - 0.999 * levels, np.nan)
    return Replay(about, probability, levels, told(levels, cut.recovery), ())


def _gates(grid: Grid) -> tuple[Flags, Flags]:
    """Find value, quantity and unit value of one flow by the other fields of their keys."""
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for s, key in enumerate(grid.keys):
        stem = key.name.rpartition("/")[0]
        flow = (key.good, key.economy, key.partner, key.place, key.source, stem)
        found.setdefault(flow, {})[key.indicator] = s
    flags = np.zeros(grid.values.shape, dtype=bool)
    read = np.zeros(len(grid.keys), dtype=bool)
    for parts in found.values():
        for side in ("export", "import"):
            rows = [
                parts.get(f"{side}_value"),
                parts.get(f"{side}_quantity"),
                parts.get("unit_value"),
            ]
            known = [row for row in rows if row is not None]
            if len(known) < 3:
                continue
            thousands = 1000.0 if grid.keys[known[0]].unit == "kUSD" else 1.0
            value, quantity, unit = (grid.values[row : row + 1] for row in known)
            fired = three_gates(value * thousands, quantity, unit).astype(np.float64)
            late = grid.lag[known[0]]
            flags[known[0]] = np.roll(fired[0], late) > 0.0
            flags[known[0], :late] = False
            read[known[0]] = True
    return flags, read


def _quarter(values: Values) -> Values:
    out = np.full(values.shape, np.nan)
    if values.shape[1] >= 3:
        out[:, 2:] = values[:, 2:] + values[:, 1:-1] + values[:, :-2]
    return out
