"""What the settings of the early warning were chosen from, and what each did where it was chosen.

    python -m benchmarks.warning_choices [--shared ../shared/data]

Prices: only figures before 2012 and disruptions before 2012 are looked at. Steps: seeds 7 and 8 of
the synthetic bench, which no page reports.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from kanmon.analysis.warning.backtest.judge import Judged, judge
from kanmon.analysis.warning.backtest.metrics import Window, accuracy, at_budget
from kanmon.analysis.warning.backtest.replay import Replay
from kanmon.analysis.warning.backtest.subjects import subjects
from kanmon.analysis.warning.backtest.synthetic import synthetic
from kanmon.analysis.warning.fusion.severity import severities, standard_cut, told
from kanmon.analysis.warning.fusion.tail import LEAST, fit_tail, rarity
from kanmon.analysis.warning.fusion.together import simes
from kanmon.analysis.warning.gather import gather_prices
from kanmon.analysis.warning.grid import Grid, month_grid
from kanmon.analysis.warning.scoring import score_series
from kanmon.analysis.warning.signals.recent import Span, compare_change
from kanmon.analysis.warning.signals.registry import signal
from kanmon.analysis.warning.tuning import Tuning
from kanmon.catalogue.episodes import episodes
from kanmon.sources.registry import source

Values = npt.NDArray[np.float64]

SPLIT = 2012
GAP = 4
STEPS = ((0.4, 0.8, 1.4, 2.2), (0.4, 0.8, 1.6, 3.2))


def earlier_prices(shared: Path) -> Grid:
    """Read the prices of the earlier half alone."""
    file = shared / "worldbank_pink_sheet" / "monthly_prices_long.parquet"
    table = source("pink_sheet").read(file).tables["prices"]
    table = table.filter(pc.less(table.column("year"), SPLIT))
    return month_grid(gather_prices(table, "pink_sheet"))


def own_rarity(scores: Values) -> Values:
    """Hold each series against its own past alone."""
    out = np.full(scores.shape, np.nan)
    for s, t in zip(*np.nonzero(~np.isnan(scores)), strict=True):
        past = scores[s, : max(0, t - GAP)]
        if (~np.isnan(past)).sum() >= LEAST:
            out[s, t] = fit_tail(past).probability(scores[s : s + 1, t])[0]
    return out


def together(parts: list[Values]) -> Values:
    """Combine the probabilities of several signals about each series."""
    return np.stack([simes(np.stack(rows)) for rows in zip(*parts, strict=True)])


def verdict(grid: Grid, probability: Values) -> Judged:
    """Judge alerts on the disruptions of the earlier half."""
    cut = standard_cut()
    levels = severities(probability, cut)
    raised = Replay(subjects(grid.keys), probability, levels, told(levels, cut.recovery), ())
    known = [e for e in episodes() if e.half == "earlier" and e.onset.year < SPLIT]
    return judge(grid, raised, known)


def price_choices(grid: Grid) -> list[tuple[str, Judged]]:
    """Judge every way of scoring prices that was weighed."""
    levels = [signal(name).score(grid.values) for name in ("price_spike", "recent_rise")]
    before = [rarity(grid.delayed(score)) for score in levels]
    found = [("levels alone, as it was before", verdict(grid, together(before)))]
    for past in (60, 120, 240):
        bars: dict[str, list[Values]] = {"all series'": [], "its own": [], "half of each": []}
        for over in (1, 3):
            score = grid.delayed(compare_change(grid.values, Span(over, past, 36)).z)
            pooled, own = rarity(score), own_rarity(score)
            both = np.where(np.isnan(own), pooled, 0.5 * own + 0.5 * pooled)
            for bar, rare in zip(bars.values(), (pooled, own, both), strict=True):
                bar.append(rare)
        for name, (one, three) in bars.items():
            for span, rare in (("1", one), ("3", three), ("1 and 3", together([one, three]))):
                title = f"change over {span}, scale of {past} months, bar of {name} past"
                found.append((title, verdict(grid, rare)))
            with_level = together([one, three, *before])
            title = f"the same with the levels, scale of {past} months, bar of {name} past"
            found.append((title, verdict(grid, with_level)))
    return found


def main() -> int:
    """Print both choices."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--shared", type=Path, default=Path("../shared/data"))
    asked = arguments.parse_args()
    print(f"Prices before {SPLIT}: disruptions found, alerts, others in 1,000")
    for title, judged in price_choices(earlier_prices(asked.shared)):
        hits = sum(v.alert is not None for v in judged.verdicts)
        counts = f"{hits} of {len(judged.verdicts)}  {judged.alerts:4d}  {judged.per_thousand:4.1f}"
        print(f"  {counts}  {title}")
    print("Steps, 50 alerts a month: seed, recall, precision, average precision")
    for seed in (7, 8):
        bench = synthetic(seed=seed)
        for steps in STEPS:
            scores = score_series(bench.values, tuning=Tuning(steps=steps)).fresh[:, bench.judged :]
            alerts = at_budget(scores, 50)
            a = accuracy(scores, alerts, bench.onset, bench.judged, Window())
            print(
                f"  {seed}  {a.recall:.3f}  {a.precision:.3f}  {a.average_precision:.3f}  {steps}"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
