"""The programme of benchmarks/plan.py as other modelling layers are given it: one model, HiGHS.

    PYTHON benchmarks/plan_peers.py linopy|cvxpy ARRAYS.npz apart|total SECONDS

Runs under a Python that has linopy or cvxpy and imports nothing of this project. Prints one line
of JSON: objective in USD (``null`` if not optimal in time), seconds, user CPU seconds, peak
memory. Every scenario is in the model from the start, as such layers need it.
"""

import json
import resource
import sys
import time

import numpy as np


def linopy_route(a, total, seconds):
    """Build with linopy's arrays and hand over in memory."""
    import linopy
    import xarray as xr

    goods, suppliers = a["cost"].shape
    scenarios = len(a["probability"])
    g, s, w = (np.arange(n) for n in (goods, suppliers, scenarios))

    def over(values, **dims):
        return xr.DataArray(values, coords=list(dims.items()))

    m = linopy.Model()
    x = m.add_variables(lower=0, upper=over(a["able"], g=g, s=s), name="x")
    stock = m.add_variables(lower=0, upper=over(a["stock_most"], g=g), name="stock")
    most_concern, least_trusted, alpha, risk = a["rules"]
    demand = over(a["demand"], g=g)
    arriving = (over(a["delivered"] * a["duration"][:, :, None], g=g, w=w, s=s) * x).sum("s")
    probability = over(a["probability"], w=w)
    duration, voll = over(a["duration"], g=g, w=w), over(a["voll"], g=g)
    m.add_constraints(x.sum("s") >= 1)
    m.add_constraints((over(a["concern"], g=g, s=s) * x).sum("s") <= most_concern)
    m.add_constraints((over(a["trusted"], g=g, s=s) * x).sum("s") >= least_trusted)
    spend = ((over(a["cost"], g=g, s=s) * demand) * x).sum()
    spend = spend + (over(a["stock_cost"], g=g) * demand * stock).sum()
    if total:
        eta = m.add_variables(lower=0, name="eta")
        beyond = m.add_variables(lower=0, coords=[("w", w)], name="beyond")
        short = m.add_variables(lower=0, coords=[("g", g), ("w", w)], name="short")
        m.add_constraints(arriving + stock + short >= duration)
        m.add_constraints(eta + beyond - (voll * demand * short).sum("g") >= 0)
        cvar = eta + (probability / (1 - alpha) * beyond).sum()
    else:
        eta = m.add_variables(lower=0, coords=[("g", g)], name="eta")
        beyond = m.add_variables(lower=0, coords=[("g", g), ("w", w)], name="beyond")
        m.add_constraints(arriving + stock + eta + beyond >= duration)
        cvar = (voll * demand * eta).sum()
        cvar = cvar + (voll * demand * probability / (1 - alpha) * beyond).sum()
    if len(a["budget"]):
        m.add_constraints(spend <= float(a["budget"][0]))
    m.add_objective(spend + risk * cvar)
    built = time.perf_counter()
    m.solve("highs", io_api="direct", time_limit=seconds, output_flag=False, progress=False)
    return m.objective.value if m.termination_condition == "optimal" else None, built


def cvxpy_route(a, total, seconds):
    """Build with cvxpy, every good's shortages a matrix product."""
    import cvxpy as cp

    goods, suppliers = a["cost"].shape
    most_concern, least_trusted, alpha, risk = a["rules"]
    x = cp.Variable((goods, suppliers), nonneg=True)
    stock = cp.Variable(goods, nonneg=True)
    keep = [x <= a["able"], stock <= a["stock_most"], cp.sum(x, axis=1) >= 1]
    keep.append(cp.sum(cp.multiply(a["concern"], x), axis=1) <= most_concern)
    keep.append(cp.sum(cp.multiply(a["trusted"], x), axis=1) >= least_trusted)
    spend = cp.sum(cp.multiply(a["cost"] * a["demand"][:, None], x))
    spend += (a["stock_cost"] * a["demand"]) @ stock
    # Written out: cp.pos of a product with unbounded columns gave a wrong optimum (cvxpy 1.9.3).
    short = cp.Variable((goods, len(a["probability"])), nonneg=True)
    for g in range(goods):
        arriving = (a["delivered"][g] * a["duration"][g][:, None]) @ x[g]
        keep.append(short[g] + arriving + stock[g] >= a["duration"][g])
    weights = a["probability"] / (1 - alpha)
    lost = cp.multiply((a["voll"] * a["demand"])[:, None], short)
    if total:
        eta, beyond = cp.Variable(nonneg=True), cp.Variable(len(weights), nonneg=True)
        keep.append(eta + beyond >= cp.sum(lost, axis=0))
        cvar = eta + weights @ beyond
    else:
        eta, beyond = cp.Variable((goods, 1), nonneg=True), cp.Variable(short.shape, nonneg=True)
        keep.append(eta @ np.ones((1, len(weights))) + beyond >= lost)
        cvar = cp.sum(eta) + cp.sum(beyond @ weights)
    if len(a["budget"]):
        keep.append(spend <= a["budget"][0])
    problem = cp.Problem(cp.Minimize(spend + risk * cvar), keep)
    built = time.perf_counter()
    problem.solve(solver=cp.HIGHS, time_limit=seconds)
    return problem.value if problem.status == "optimal" else None, built


def main():
    """Solve one file and print what it took."""
    route, file, kind, seconds = sys.argv[1:]
    a = dict(np.load(file))
    routes = {"linopy": linopy_route, "cvxpy": cvxpy_route}
    __import__(route)  # not timed
    start, cpu = time.perf_counter(), time.process_time()
    objective, built = routes[route](a, kind == "total", float(seconds))
    print(
        json.dumps(
            {
                "objective": None if objective is None else float(objective),
                "build": built - start,
                "seconds": time.perf_counter() - start,
                "cpu": time.process_time() - cpu,
                "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
            }
        )
    )


if __name__ == "__main__":
    main()
