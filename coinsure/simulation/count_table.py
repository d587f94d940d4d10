"""Counts as the kernels draw them: known, from one table, or with a mean of their own each."""

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.errors import ModelRefusedError
from coinsure.models.frequency import Binomial, Fixed, FrequencySpec, NegativeBinomial
from coinsure.simulation.plan import CountPlan, CountTable, KnownCounts, MixedCounts
from coinsure.simulation.quantile_table import tabulate
from coinsure.simulation.streams import Streams

MOST_EXPECTED = 1e6
"""Losses of a component that may be expected in a year."""

MOST_DISPERSION = 1000.0
"""Above this the probability of no loss is too small a number for floats."""

GUIDES = 2048
UNRESOLVED = 2.0**-54  # uniforms are odd multiples of 2**-52
FAR_UP = 10.0  # standard deviations beyond which no Poisson or binomial count is looked for,
FEW = 40  # with so many more for small means
ABOVE_ALL = 2.0


def count_plan(
    frequency: FrequencySpec, *, risks: int, years: int, factor: int, name: str, streams: Streams
) -> CountPlan:
    """Return how the counts of ``frequency`` are drawn for ``risks`` risks.

    ``factor`` is the number of the sector's yearly factor, -1 where there is none.

    Raises
    ------
    ModelRefusedError
        More losses than can be drawn one by one are expected.
    """
    if isinstance(frequency, Fixed):
        return KnownCounts(np.array([frequency.in_year(year + 1) for year in range(years)]))
    mean = frequency.expected(risks)
    if mean > MOST_EXPECTED:
        message = (
            f"{name}: {mean:.3g} losses a year are expected, and at most {MOST_EXPECTED:.0e} can "
            "be drawn; give the component a severity for many risks together"
        )
        raise ModelRefusedError(message)
    if isinstance(frequency, Binomial):
        return _binomial(risks, frequency.probability)
    dispersion = frequency.dispersion if isinstance(frequency, NegativeBinomial) else 1.0
    if dispersion > MOST_DISPERSION:
        message = (
            f"{name}: a dispersion of {dispersion:g} cannot be drawn; it has to be at most "
            f"{MOST_DISPERSION:g}"
        )
        raise ModelRefusedError(message)
    if factor < 0 and frequency.level is None:
        return _poisson(mean) if dispersion == 1.0 else _negative_binomial(mean, dispersion)
    level = (
        None if frequency.level is None else tabulate(frequency.level.factor(), f"{name}: level")
    )
    return MixedCounts(mean, dispersion, factor, level, streams.number(name, "level"))


def _poisson(mean: float) -> CountTable:
    from scipy.special import pdtr

    k = _around(mean, mean, FAR_UP * np.sqrt(mean))
    return _table(k, np.asarray(pdtr(k, mean), np.float64))


def _negative_binomial(mean: float, dispersion: float) -> CountTable:
    from scipy.special import betainc

    size, deviation = mean / (dispersion - 1.0), np.sqrt(mean * dispersion)
    up = FAR_UP * deviation
    while betainc(mean + up, size, 1.0 - 1.0 / dispersion) > UNRESOLVED:
        up *= 2.0
    k = _around(mean, mean * dispersion, up)
    return _table(k, np.asarray(betainc(size, k + 1.0, 1.0 / dispersion), np.float64))


def _binomial(risks: int, probability: float) -> CountTable:
    from scipy.special import bdtr

    mean = risks * probability
    k = _around(mean, mean, FAR_UP * np.sqrt(mean))
    k = k[k <= risks]
    return _table(k, bdtr(k.astype(np.float64), risks, probability))


def _around(mean: float, variance: float, up: float) -> IntArray:
    """Return counts from far below the mean to ``up`` above it."""
    lowest = max(0, int(mean - FAR_UP * np.sqrt(variance)) - FEW)
    return np.arange(lowest, int(mean + up) + FEW)


def _table(k: IntArray, cumulative: FloatArray) -> CountTable:
    """Return the table of counts ``k`` (K,) with ``cumulative`` probabilities (K,)."""
    first = int(np.searchsorted(cumulative, UNRESOLVED))
    last = int(np.searchsorted(cumulative, 1.0 - UNRESOLVED))
    kept = np.append(cumulative[first:last], ABOVE_ALL)
    guide = np.searchsorted(kept, np.arange(GUIDES) / GUIDES, side="right")
    return CountTable(int(k[first]), kept, guide.astype(np.int32))
