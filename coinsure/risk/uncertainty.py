"""Sampling errors of figures that are estimated from a whole sample, clustered by path if asked."""

import math

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import IntArray
from coinsure.risk.estimate import Estimate
from coinsure.risk.influence import Influence, standard_error
from coinsure.risk.measures import sample, table
from coinsure.risk.sums import in_groups
from coinsure.risk.tails import TailSample


def clustered(values: ArrayLike, path: ArrayLike | None = None) -> Influence:
    """Add up values (Y,) over the years of a path; without paths every row is its own.

    Raises
    ------
    ValueError
        If the paths do not all have the same number of rows.
    """
    x, _ = sample(values)
    position, paths, years = _clusters(x.size, path)
    return Influence(np.arange(paths), in_groups(position, x, paths), paths, years)


def tail_sample(
    total: ArrayLike, parts: ArrayLike | None = None, path: ArrayLike | None = None
) -> TailSample:
    """Sort a whole sample (Y,), with parts (Y, K), into a ``TailSample`` that reaches to its end.

    ``path`` (Y,) tells which rows belong together; every path must have as many.
    """
    x, _ = sample(total)
    position, paths, years = _clusters(x.size, path)
    nth = np.empty(x.size, dtype=np.int64)
    by_path = np.argsort(position, kind="stable")
    nth[by_path] = np.arange(x.size) % years
    row = position * years + nth
    split = np.empty((0, x.size)) if parts is None else table(parts)[0].T
    order = np.lexsort((row, -x))
    nothing = np.zeros(years, dtype=np.int64)
    return TailSample(x[order], row[order], split[:, order], -math.inf, nothing, paths, years)


def mean_estimate(values: ArrayLike, path: ArrayLike | None = None) -> Estimate:
    """Return the mean of (Y,) with its standard error clustered by path."""
    influence = clustered(values, path)
    average = float(influence.value.sum()) / (influence.paths * influence.years)
    centred = Influence(
        influence.path,
        influence.value - average * influence.years,
        influence.paths,
        influence.years,
    )
    return Estimate.normal(average, standard_error(centred))


def value_at_risk_error(p: float, n: int, density: float) -> float:
    """Return sqrt(p (1 - p) / n) / f(q), the asymptotic standard error of VaR_p."""
    return math.sqrt(p * (1.0 - p) / n) / density


def tail_value_at_risk_error(
    p: float, n: int, quantile: float, tail_mean: float, variance_beyond: float
) -> float:
    """Return the asymptotic standard error of TVaR_p.

    sqrt([Var(X | X > q) + p (TVaR - q)^2] / (n (1 - p))). Manistre & Hancock (2005), NAAJ 9(2).
    """
    spread = variance_beyond + p * (tail_mean - quantile) ** 2
    return math.sqrt(spread / (n * (1.0 - p)))


def _clusters(n: int, path: ArrayLike | None) -> tuple[IntArray, int, int]:
    """Return the position of each row's path, the number of paths, and rows per path."""
    if path is None:
        return np.arange(n), n, 1
    names, position = np.unique(np.asarray(path), return_inverse=True)
    if position.shape != (n,):
        raise ValueError(f"paths have shape {position.shape}, the sample has {n} rows")
    count: IntArray = np.bincount(position)
    if not (count == count[0]).all():
        raise ValueError(f"paths have {count.min()} to {count.max()} rows; each needs as many")
    return position, names.size, int(count[0])
