"""Poisson pseudo-maximum likelihood with several sets of fixed effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.linalg import lsmr

from kanmon.analysis.coercion.trade.panel import Bools, Floats
from kanmon.errors import DataError

Codes = NDArray[np.int64]
ROUNDS = 200
CLOSE = 1e-11


@dataclass(frozen=True, slots=True)
class Fit:
    """Hold a Poisson fit: coefficients, covariance, expected values, what was left out.

    ``expected`` is float64[n] with zero at separated rows, whose expected value is zero at the
    maximum of the likelihood. ``kept`` is bool[n].

    Example:
        >>> Fit(np.ones(1), np.eye(1), np.ones(2), np.ones(2, bool), 3, 0.1).se.tolist()
        [1.0]
    """

    coefficients: Floats
    covariance: Floats
    expected: Floats
    kept: Bools
    rounds: int
    deviance: float

    @property
    def se(self) -> Floats:
        """Return standard errors."""
        return np.sqrt(np.diag(self.covariance))


def ppml(y: Floats, x: Floats, effects: Sequence[Codes], cluster: Codes | None = None) -> Fit:
    """Fit E[y] = exp(x b + fixed effects) by Poisson pseudo-maximum likelihood.

    Rows whose expected value goes to zero whatever the rest (separated rows) are found exactly
    by a linear programme, left out, and told. Fixed effects are absorbed by weighted least
    squares, so that only ``x`` has coefficients.

    Args:
        y: float64[n], zero or more.
        x: float64[n, k]; k may be 0.
        effects: sets of fixed effects, each int64[n].
        cluster: int64[n]; the covariance is clustered by it with the factor G / (G - 1), or is
            robust (HC0) without it.

    Returns:
        The fit.

    Raises:
        DataError: shapes differ, y is negative or not finite, nothing is left, a column of x is
            explained by the fixed effects, or the fit does not settle.

    Source:
        Santos Silva and Tenreyro (2006); Correia, Guimaraes and Zylkin (2020), ppmlhdfe;
        separation as a linear programme after Clarkson and Jennrich (1991).

    Example:
        >>> y = np.array([1.0, 2.0, 3.0, 12.0])
        >>> x = np.array([[0.0], [0.0], [0.0], [1.0]])
        >>> fit = ppml(y, x, [np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])])
        >>> round(float(np.exp(fit.coefficients[0])), 6)
        2.0
    """
    _check(y, x, effects)
    kept = kept_rows(y, x, effects)
    if not kept.any():
        raise DataError("every row is separated", where="ppml", remedy="give flows above zero")
    n, k = int(kept.sum()), x.shape[1]
    dummies = _dummies([e[kept] for e in effects], n)
    yk, xk = y[kept], x[kept]
    _distinct(dummies, xk)
    mu = (yk + yk.mean()) / 2.0
    eta = np.log(mu)
    deviance = np.inf
    rounds = 0
    while rounds < ROUNDS:
        rounds += 1
        root = np.sqrt(mu)
        z = eta + (yk - mu) / mu
        still = _absorb(dummies, root, np.column_stack([xk, z]))
        inner = still[:, :k]
        beta = np.linalg.lstsq(root[:, None] * inner, root * still[:, k], rcond=None)[0]
        step = z - (still[:, k] - inner @ beta)
        # A full Newton step can overshoot at the start; halve it until the deviance is finite.
        moved, last = step - eta, deviance
        for _ in range(30):
            with np.errstate(over="ignore"):
                mu_new = np.exp(eta + moved)
            deviance = _deviance(yk, mu_new)
            if np.isfinite(deviance) and deviance <= last * (1 + 1e-9) + 1e-12:
                break
            moved = moved / 2.0
        eta, mu = eta + moved, mu_new
        # Rows with hardly any weight may wander; the step is judged in the fit's own weights.
        if float((mu * moved**2).sum()) <= CLOSE * (1.0 + float(mu.sum())) * 1e-6 and abs(
            last - deviance
        ) <= CLOSE * (1.0 + deviance):
            break
    else:
        raise DataError(
            f"not settled after {ROUNDS} rounds", where="ppml", remedy="leave tiny flows out"
        )
    covariance = _covariance(dummies, xk, (yk, mu), cluster[kept] if cluster is not None else None)
    expected = np.zeros(len(y))
    expected[kept] = mu
    return Fit(beta, covariance, expected, kept, rounds, deviance)


def kept_rows(y: Floats, x: Floats, effects: Sequence[Codes]) -> Bools:
    """Find the rows that are not separated.

    A row with y = 0 is separated when some combination of regressors is zero at every y > 0,
    never positive elsewhere and negative at that row: its expected value then falls to zero.

    Args:
        y: float64[n].
        x: float64[n, k].
        effects: sets of fixed effects, each int64[n].

    Returns:
        bool[n], False at separated rows.

    Raises:
        DataError: the linear programme has no answer.

    Source:
        Correia, Guimaraes and Zylkin (2019), Verifying the existence of maximum likelihood
        estimates for generalized linear models.

    Example:
        >>> kept_rows(np.array([0.0, 0.0, 1.0]), np.zeros((3, 0)), [np.array([0, 0, 1])]).tolist()
        [False, False, True]
    """
    kept = np.ones(len(y), dtype=bool)
    while True:
        before = int(kept.sum())
        for effect in effects:
            _, code = np.unique(effect, return_inverse=True)
            kept &= np.bincount(code, np.where(kept, y, 0.0))[code] > 0.0
        if int(kept.sum()) == before:
            break
    zero = kept & (y == 0.0)
    if not zero.any():
        return kept
    design = sparse.hstack(
        [sparse.csr_matrix(x), _dummies([np.asarray(e) for e in effects], len(y))], format="csr"
    )
    m, width = int(zero.sum()), design.shape[1]
    nil = sparse.csr_matrix((int((kept & ~zero).sum()), m))
    done: Any = linprog(
        np.concatenate([np.zeros(width), -np.ones(m)]),
        A_ub=sparse.hstack([design[zero], sparse.identity(m)], format="csr"),
        b_ub=np.zeros(m),
        A_eq=sparse.hstack([design[kept & ~zero], nil], format="csr"),
        b_eq=np.zeros(nil.shape[0]),
        bounds=[(None, None)] * width + [(0.0, 1.0)] * m,
        method="highs",
    )
    if done.x is None:
        raise DataError(f"separation: {done.message}", where="ppml", remedy="give fewer regressors")
    kept[np.flatnonzero(zero)[done.x[width:] > 0.5]] = False
    return kept


def _check(y: Floats, x: Floats, effects: Sequence[Codes]) -> None:
    if x.ndim != 2 or len(x) != len(y) or any(len(e) != len(y) for e in effects) or not effects:
        raise DataError("lengths differ", where="ppml", remedy="give one row of each an outcome")
    if not (np.isfinite(y).all() and np.isfinite(x).all()) or (y < 0.0).any():
        raise DataError("negative or not finite", where="ppml", remedy="mend those rows")


def _distinct(dummies: Any, x: Floats) -> None:
    inner = _absorb(dummies, np.ones(len(x)), x)
    size = np.sqrt((x**2).sum(0))
    left = np.sqrt((inner**2).sum(0))
    if (left <= 1e-7 * size).any() or np.linalg.matrix_rank(inner) < x.shape[1]:
        raise DataError(
            "a regressor is explained by the fixed effects", where="ppml", remedy="leave it out"
        )


def _dummies(effects: Sequence[Codes], n: int) -> Any:
    blocks = []
    for effect in effects:
        names, code = np.unique(effect, return_inverse=True)
        blocks.append(sparse.csr_matrix((np.ones(n), (np.arange(n), code)), shape=(n, len(names))))
    return sparse.hstack(blocks, format="csr")


def _absorb(dummies: Any, root: Floats, columns: Floats) -> Floats:
    """Take out of each column what the fixed effects explain, with weights root squared."""
    weighted = sparse.diags(root) @ dummies
    size = np.sqrt(np.asarray(weighted.multiply(weighted).sum(0)).ravel())
    scaled = (weighted @ sparse.diags(1.0 / size)).tocsr()
    out = np.empty_like(columns)
    for k in range(columns.shape[1]):
        target = root * columns[:, k]
        found = lsmr(scaled, target, atol=1e-14, btol=1e-14, conlim=0.0, maxiter=4000)[0]
        out[:, k] = (target - scaled @ found) / root
    return out


def _deviance(y: Floats, mu: Floats) -> float:
    if not np.isfinite(mu).all() or (mu <= 0.0).any():
        return float("inf")
    part = np.where(y > 0.0, y * np.log(np.where(y > 0.0, y, 1.0) / mu), 0.0)
    return float(2.0 * (part - y + mu).sum())


def _covariance(
    dummies: Any, x: Floats, outcome: tuple[Floats, Floats], cluster: Codes | None
) -> Floats:
    y, mu = outcome
    inner = _absorb(dummies, np.sqrt(mu), x) if x.shape[1] else x
    bread = inner.T @ (mu[:, None] * inner)
    bread = np.asarray(np.linalg.inv(bread), dtype=np.float64)
    score = inner * (y - mu)[:, None]
    factor = 1.0
    if cluster is not None:
        names, code = np.unique(cluster, return_inverse=True)
        score = np.stack([np.bincount(code, s) for s in score.T], axis=1) if len(score.T) else score
        if len(names) < 2:
            raise DataError("one cluster", where="ppml", remedy="give at least two")
        factor = len(names) / (len(names) - 1.0)
    meat: Floats = factor * (score.T @ score)
    found: Floats = bread @ meat @ bread
    return found
