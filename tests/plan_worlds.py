"""Invented goods for tests of plans, and the same programme written down a second way."""

from __future__ import annotations

import numpy as np
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
        budget=sometimes(0.2, 2.0),
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


def second_optimum(good: Good, limits: Limits, aim: Aim) -> float | None:
    """Solve the same demands in dollars and tonnes, with every shortage a variable of its own.

    ``None`` where nothing is feasible. Shares no code with the programme.
    """
    s, d, years = good.suppliers, good.disruptions, aim.years
    ns, nw, tons = len(s), len(d), good.demand
    steps = [(r.cost, r.limit) for r in good.reliefs]
    nk = len(steps)
    width = ns + 2 + nw * (nk + 2)  # shares, stock, eta; used reliefs, short, beyond eta
    n = years * width + ns
    cost, spend = np.zeros(n), np.zeros(n)
    bounds: list[tuple[float, float | None]] = [(0.0, None)] * n
    above: list[FloatArray] = []
    limit: list[float] = []
    same: list[FloatArray] = []
    value: list[float] = []

    def at_most(terms: dict[int, float], most: float) -> None:
        row = np.zeros(n)
        for column, weight in terms.items():
            row[column] += weight
        above.append(row)
        limit.append(most)

    def column(name: str, year: int) -> int:
        stem, _, when = name.partition("@")
        base = (int(when) if when else year) * width
        if stem == "stock":
            return base + ns
        i = s.labels.index(stem.split("[")[1][:-1])
        return years * width + i if stem.startswith("new") else base + i

    for i in range(ns):
        bounds[years * width + i] = (0.0, tons * float(s.new_max[i]))
        cost[years * width + i] = spend[years * width + i] = s.new_cost[i]
    for y in range(years):
        base, weight = y * width, (1 + aim.discount) ** -y
        stock, eta = base + ns, base + ns + 1
        spend[base : base + ns], spend[stock] = s.cost, good.stock.cost
        cost[base : base + ns], cost[stock] = weight * s.cost, weight * good.stock.cost
        bounds[stock] = (0.0, tons * good.stock.limit)
        cost[eta] = weight * aim.risk_weight
        at_most({base + i: -1.0 for i in range(ns)}, -tons)
        for i in range(ns):
            ready = s.lead[i] <= y
            terms = {base + i: 1.0} | ({years * width + i: -1.0} if ready else {})
            at_most(terms, tons * float(s.capacity[i]))
            if aim.phase_in is not None:
                step = aim.phase_in * tons
                if y == 0:
                    at_most({i: 1.0}, step + tons * float(s.today[i]))
                    at_most({i: -1.0}, step - tons * float(s.today[i]))
                else:
                    at_most({base + i: 1.0, base - width + i: -1.0}, step)
                    at_most({base + i: -1.0, base - width + i: 1.0}, step)
        if y >= limits.from_year:
            groups: list[tuple[list[int], float | None, float]] = [
                (np.flatnonzero(s.of_concern).tolist(), limits.max_concern, 1.0),
                (np.flatnonzero(s.trusted).tolist(), limits.min_trusted, -1.0),
            ]
            for e in set(s.economies):
                there = [i for i in range(ns) if s.economies[i] == e]
                groups.append((there, limits.max_share, 1.0))
            sources = {int(u) for u in s.upstream if u >= 0}
            shared = [np.flatnonzero(s.upstream == g).tolist() for g in sources]
            groups += [(members, limits.max_upstream, 1.0) for members in shared]
            for members, most, sign in groups:
                if most is not None:
                    at_most({base + i: sign for i in members}, sign * most * tons)
        for w in range(nw):
            first = eta + 1 + w * (nk + 2)
            length, short, beyond = float(d.duration[w]), first + nk, first + nk + 1
            cost[beyond] = weight * aim.risk_weight * d.probability[w] / (1 - aim.alpha)
            met = {base + i: -length * float(d.delivered[w, i]) for i in range(ns)}
            used = {first + k: -1.0 for k in range(nk)}
            at_most(met | used | {stock: -1.0, short: -1.0}, -tons * length)
            for k, (_, most) in enumerate(steps):
                bounds[first + k] = (0.0, most * tons * length)
            paid = {first + k: price for k, (price, _) in enumerate(steps)}
            at_most(paid | {short: good.voll, eta: -1.0, beyond: -1.0}, 0.0)
    for rule in limits.rules:
        dated = all("@" in name or name.startswith("new") for name in rule.terms)
        for y in range(1 if dated else years):
            row = np.zeros(n)
            for name, weight in rule.terms.items():
                row[column(name, y)] += weight
            if rule.sense == "==":
                same.append(row)
                value.append(rule.bound * tons)
            else:
                sign = 1.0 if rule.sense == "<=" else -1.0
                above.append(sign * row)
                limit.append(sign * rule.bound * tons)
    if limits.budget is not None:
        today = float(s.today @ s.cost) + good.stock.cost * good.stock.today
        above.append(spend)
        limit.append(limits.budget + years * tons * today)
    found = linprog(
        cost,
        np.array(above),
        np.array(limit),
        np.array(same) if same else None,
        np.array(value) if same else None,
        bounds,
        method="highs-ipm",
    )
    return float(found.fun) if found.status == 0 else None
