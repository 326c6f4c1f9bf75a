"""Invented goods for tests of plans, and the same programme written down a second way."""

from __future__ import annotations

import numpy as np
from scipy.linalg import block_diag
from scipy.optimize import linprog

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.disruptions import Disruptions
from kanmon.analysis.plan.programme.good import Good, Relief, Stock
from kanmon.analysis.plan.programme.limits import Aim, Limits, Rule
from kanmon.analysis.plan.programme.suppliers import Suppliers


def random_good(seed: int, suppliers: int = 6, scenarios: int = 12, name: str = "good") -> Good:
    """Draw a good whose today's shares are within capacity."""
    rng = np.random.default_rng(seed)
    today = rng.dirichlet(np.full(suppliers, 0.6))
    capacity = today + rng.random(suppliers) * 0.5
    opens = rng.random(suppliers) < 0.4
    delivered = 1 - (rng.random((scenarios, suppliers)) < 0.4) * rng.random((scenarios, suppliers))
    delivered[0] = 1.0
    return Good(
        name,
        float(rng.lognormal(3, 1)),
        Suppliers(
            tuple(f"E{i}" for i in range(suppliers)),
            100 * rng.lognormal(0, 0.3, suppliers),
            capacity,
            today,
            rng.random(suppliers) < 0.6,
            rng.random(suppliers) < 0.3,
            economies=tuple(f"L{i // 2 if i < 4 else i}" for i in range(suppliers)),
            upstream=rng.integers(-1, 3, suppliers),
            new_cost=np.where(opens, rng.uniform(50, 400, suppliers), 0.0),
            new_max=np.where(opens, rng.random(suppliers), 0.0),
            lead=rng.integers(0, 3, suppliers),
        ),
        Disruptions(
            tuple(f"w{i}" for i in range(scenarios)),
            delivered,
            rng.uniform(0.1, 1.5, scenarios),
            rng.dirichlet(np.full(scenarios, 2.0)),
        ),
        voll=float(rng.uniform(400, 4000)),
        reliefs=(Relief("saving", 5.0, 0.05), Relief("spot", 300.0, 0.1))[: int(rng.integers(3))],
        stock=Stock(float(rng.uniform(5, 80)), float(rng.uniform(0, 0.5)), 0.02),
    )


def random_demands(good: Good, seed: int) -> tuple[Limits, Aim]:
    """Draw limits that some plan keeps, most of the time, and an aim."""
    rng = np.random.default_rng(seed + 1_000_000)

    def sometimes(low: float, high: float) -> float | None:
        return float(rng.uniform(low, high)) if rng.random() < 0.5 else None

    years = int(rng.integers(1, 4))
    rules = (
        Rule("first not much above second", {"share[E0]": 1.0, "share[E1]": -1.5}, "<=", 0.3),
        Rule("some stock at the end", {f"stock@{years - 1}": 1.0}, ">=", good.stock.limit / 4),
    )
    limits = Limits(
        max_share=sometimes(0.5, 0.9),
        max_concern=sometimes(0.5, 0.9),
        min_trusted=sometimes(0.05, 0.3),
        max_upstream=sometimes(0.6, 1.0),
        budget=sometimes(0.0, 0.04),
        from_year=int(rng.integers(0, years)),
        rules=rules[: int(rng.integers(3))],
    )
    if limits.budget is not None:
        spent = good.demand * float(good.suppliers.today @ good.suppliers.cost)
        limits = Limits(
            **{f: getattr(limits, f) for f in limits.__slots__ if f != "budget"},
            budget=limits.budget * spent,
        )
    aim = Aim(
        risk_weight=float(rng.uniform(0.2, 3)),
        alpha=float(rng.choice([0.0, 0.5, 0.9, 0.95])),
        years=years,
        phase_in=sometimes(0.2, 0.6),
        discount=float(rng.choice([0.0, 0.04])),
    )
    return limits, aim


def second_optimum(
    good: Good, limits: Limits, aim: Aim, *, spend_at_most: float | None = None
) -> float | None:
    """Solve the same demands in dollars and tonnes, with every shortage a variable of its own.

    ``None`` where nothing is feasible. Shares no code with the programme. ``spend_at_most``
    stands for a budget that may be below zero.
    """
    return second_total([good], limits, aim, spend_at_most)


def second_total(goods: list[Good], limits: Limits, aim: Aim, budget: float | None) -> float | None:
    """Solve goods together against the CVaR of their total loss; ``None`` if infeasible."""
    parts = [_Written(good, limits, aim) for good in goods]
    d, years = goods[0].disruptions, aim.years
    nw = len(d)
    risk = years * (nw + 1)  # eta of each year, then what is beyond it in each scenario
    weights = np.array([(1 + aim.discount) ** -y for y in range(years)]) * aim.risk_weight
    tails = np.outer(weights, d.probability / (1 - aim.alpha)).ravel()
    eta = np.kron(np.eye(years), np.ones((nw, 1)))
    losses = np.hstack([np.array(p.losses) for p in parts] + [-eta, -np.eye(years * nw)])
    above = block_diag(*[np.array(p.above) for p in parts])
    above = np.vstack([np.hstack([above, np.zeros((len(above), risk))]), losses])
    limit = np.r_[np.concatenate([p.limit for p in parts]), np.zeros(years * nw)]
    if budget is not None:
        already = sum(p.already for p in parts)
        above = np.vstack([above, np.r_[np.concatenate([p.spend for p in parts]), np.zeros(risk)]])
        limit = np.r_[limit, budget + already]
    same = block_diag(*[np.array(p.same).reshape(-1, len(p.cost)) for p in parts])
    found = linprog(
        np.concatenate([p.cost for p in parts] + [weights, tails]),
        above,
        limit,
        np.hstack([same, np.zeros((len(same), risk))]) if len(same) else None,
        np.concatenate([p.value for p in parts]) if len(same) else None,
        [b for p in parts for b in p.bounds] + [(0.0, None)] * risk,
        method="highs-ipm",
    )
    return float(found.fun) if found.status == 0 else None


class _Written:
    """Write one good's demands down, all but its risk, with its loss in each year and scenario."""

    def __init__(self, good: Good, limits: Limits, aim: Aim) -> None:
        s, d, years = good.suppliers, good.disruptions, aim.years
        ns, nw, tons = len(s), len(d), good.demand
        steps = [(r.cost, r.limit) for r in good.reliefs]
        nk = len(steps)
        width = ns + 1 + nw * (nk + 1)  # shares, stock; used reliefs and short by scenario
        self.n = n = years * width + ns
        self.cost, self.spend = np.zeros(n), np.zeros(n)
        self.bounds: list[tuple[float, float | None]] = [(0.0, None)] * n
        self.above: list[FloatArray] = []
        self.limit: list[float] = []
        self.same: list[FloatArray] = []
        self.value: list[float] = []
        self.losses: list[FloatArray] = []
        self.already = years * tons * (float(s.today @ s.cost) + good.stock.cost * good.stock.today)

        def column(name: str, year: int) -> int:
            stem, _, when = name.partition("@")
            base = (int(when) if when else year) * width
            if stem == "stock":
                return base + ns
            i = s.labels.index(stem.split("[")[1][:-1])
            return years * width + i if stem.startswith("new") else base + i

        for i in range(ns):
            self.bounds[years * width + i] = (0.0, tons * float(s.new_max[i]))
            self.cost[years * width + i] = self.spend[years * width + i] = s.new_cost[i]
        for y in range(years):
            base, weight = y * width, (1 + aim.discount) ** -y
            stock = base + ns
            self.spend[base:stock], self.spend[stock] = s.cost, good.stock.cost
            self.cost[base:stock], self.cost[stock] = weight * s.cost, weight * good.stock.cost
            self.bounds[stock] = (0.0, tons * good.stock.limit)
            self.at_most({base + i: -1.0 for i in range(ns)}, -tons)
            for i in range(ns):
                ready = s.lead[i] <= y
                terms = {base + i: 1.0} | ({years * width + i: -1.0} if ready else {})
                self.at_most(terms, tons * float(s.capacity[i]))
                if aim.phase_in is not None:
                    step = aim.phase_in * tons
                    if y == 0:
                        self.at_most({i: 1.0}, step + tons * float(s.today[i]))
                        self.at_most({i: -1.0}, step - tons * float(s.today[i]))
                    else:
                        self.at_most({base + i: 1.0, base - width + i: -1.0}, step)
                        self.at_most({base + i: -1.0, base - width + i: 1.0}, step)
            if y >= limits.from_year:
                for members, most, sign in _groups(good, limits):
                    if most is not None:
                        self.at_most({base + i: sign for i in members}, sign * most * tons)
            for w in range(nw):
                first = stock + 1 + w * (nk + 1)
                length, short = float(d.duration[w]), first + nk
                met = {base + i: -length * float(d.delivered[w, i]) for i in range(ns)}
                used = {first + k: -1.0 for k in range(nk)}
                self.at_most(met | used | {stock: -1.0, short: -1.0}, -tons * length)
                lost = np.zeros(n)
                lost[short] = good.voll
                for k, (price, most) in enumerate(steps):
                    self.bounds[first + k] = (0.0, most * tons * length)
                    lost[first + k] = price
                self.losses.append(lost)
        for rule in limits.rules:
            dated = all("@" in name or name.startswith("new") for name in rule.terms)
            for y in range(1 if dated else years):
                row = {column(name, y): weight for name, weight in rule.terms.items()}
                if rule.sense == "==":
                    self.same.append(self.row(row))
                    self.value.append(rule.bound * tons)
                else:
                    sign = 1.0 if rule.sense == "<=" else -1.0
                    self.at_most({c: sign * v for c, v in row.items()}, sign * rule.bound * tons)
        if limits.budget is not None:
            self.above.append(self.spend)
            self.limit.append(limits.budget + self.already)

    def row(self, terms: dict[int, float]) -> FloatArray:
        row = np.zeros(self.n)
        for column, weight in terms.items():
            row[column] += weight
        return row

    def at_most(self, terms: dict[int, float], most: float) -> None:
        self.above.append(self.row(terms))
        self.limit.append(most)


def _groups(good: Good, limits: Limits) -> list[tuple[list[int], float | None, float]]:
    s = good.suppliers
    groups: list[tuple[list[int], float | None, float]] = [
        (np.flatnonzero(s.of_concern).tolist(), limits.max_concern, 1.0),
        (np.flatnonzero(s.trusted).tolist(), limits.min_trusted, -1.0),
    ]
    for e in set(s.economies):
        there = [i for i in range(len(s)) if s.economies[i] == e]
        groups.append((there, limits.max_share, 1.0))
    sources = {int(u) for u in s.upstream if u >= 0}
    shared = [np.flatnonzero(s.upstream == g).tolist() for g in sources]
    return groups + [(members, limits.max_upstream, 1.0) for members in shared]
