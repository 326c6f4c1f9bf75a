"""A table made ready to run: daily amounts, needs and what a stock of inputs allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.economy.rules import EconomyRules
from kanmon.analysis.impact.engines.economy.table import EconomyTable

Amounts = npt.NDArray[np.float64]

TINY = 1e-5
"""Inputs below this share of output never hold anyone back."""

EVEN = 1e-9
"""Scarcity within this counts as none, so that rounding does not decide who overproduces."""


@dataclass(frozen=True)
class Works:
    """Hold the constants of a run; amounts a day, but ``sales`` a year.

    ``need[p, f]`` is input p by output of f; a stock of one unit of p allows ``reach[p, f]`` of
    output, and ``ease[p, f]`` of the output aimed at comes without any: 0 binds, 0.5 counts
    half, 1 never binds. ``cover`` is the stock aimed at in days, ``pace`` the share of a gap
    ordered a day. ``drawn`` and ``restock`` are constant flows from and to makers' stocks.

    Example:
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> table = economy_table(("AAA",), ("x",), [[365.0]], [[365.0]], unit="MUSD 2011")
        >>> works(table, EconomyRules()).need
        array([[0.5]])
    """

    table: EconomyTable
    rules: EconomyRules
    need: Amounts
    reach: Amounts
    ease: Amounts
    cover: Amounts
    pace: Amounts
    output: Amounts
    final: Amounts
    drawn: Amounts
    restock: Amounts
    even: float


def works(table: EconomyTable, rules: EconomyRules) -> Works:
    """Make a table ready to run.

    Args:
        table: money a year.
        rules: parameters.

    Returns:
        Constants of a run, money a day.

    Example:
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> table = economy_table(("AAA",), ("x",), [[365.0]], [[365.0]], unit="MUSD 2011")
        >>> works(table, EconomyRules()).output
        array([2.])
    """
    count = len(table.industries)
    cover = rules.stock_days(table.industries)
    need = table.inputs
    kind = np.tile(rules.input_classes(count), (1, len(table.economies)))
    # The peer compares yearly inputs with daily output: its threshold is a year times smaller.
    tiny = TINY / rules.year_days if rules.compat == "boario" else TINY
    part = {"half": 0.5, "critical": 1.0, "free": 0.0}[rules.important]
    counts = np.where(kind == 2, 1.0, np.where(kind == 1, part, 0.0))
    counts = np.where(need > tiny, counts, 0.0)
    aimed = cover[:, None] * rules.safety * need
    reach = np.divide(counts, aimed, out=np.zeros_like(need), where=counts > 0.0)
    return Works(
        table=table,
        rules=rules,
        need=need,
        reach=reach,
        ease=1.0 - counts,
        cover=cover,
        pace=np.full(count, 1.0 / rules.restore_days),
        output=table.output / rules.year_days,
        final=table.final / rules.year_days,
        drawn=np.maximum(-table.rest, 0.0) / rules.year_days,
        restock=np.maximum(table.rest, 0.0) / rules.year_days,
        even=0.0 if rules.compat == "boario" else EVEN,
    )
