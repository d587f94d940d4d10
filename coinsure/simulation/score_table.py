"""Tables of scores: the normal quantile, and factors as functions of a score."""

from collections.abc import Callable
from functools import cache

import numpy as np
import scipy  # special is loaded when first used

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.kernels.scores import REACH
from coinsure.simulation.octaves import probabilities
from coinsure.simulation.plan import QuantileTable
from coinsure.simulation.quantile_table import NODES, Quantiles, cubics_of

NORMAL_CELL_BITS = 8
"""Cells of the normal quantile in an octave of probability: its error is below 1e-11."""

CELLS = (256, 512, 1024, 2048, 4096, 8192)
TOLERANCE = 1e-9
"""Largest error of a factor, relative to it, or to a tenth of its mean where that is larger."""

_CHECKS = np.linspace(0.0, 1.0, 7)

Sides = Callable[[FloatArray], tuple[FloatArray, FloatArray]]
"""From scores to the probabilities of less and of more, each exact where it is small."""


@cache
def normal_scores() -> QuantileTable:
    """Return the table of the standard normal quantile."""
    cells = 1 << NORMAL_CELL_BITS
    places = (np.arange(cells)[:, None] + NODES) / cells
    lower = scipy.special.ndtri(probabilities(places.ravel())).reshape(-1, NODES.size)
    return QuantileTable(cubics_of(np.concatenate([lower, -lower])), NORMAL_CELL_BITS)


def normal_sides(score: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the probabilities of a normal score below and above each ``score``."""
    below, above = scipy.special.ndtr(score), scipy.special.ndtr(-score)
    return np.asarray(below, np.float64), np.asarray(above, np.float64)


def shaken_sides(df: float) -> Sides:
    """Return what ``normal_sides`` is, for scores as ``kernels.scores.shake`` leaves them."""

    def sides(score: FloatArray) -> tuple[FloatArray, FloatArray]:
        size = np.sqrt(df * np.expm1(score * score / df))
        w = np.where(score < 0.0, -size, size)
        below, above = scipy.special.stdtr(df, w), scipy.special.stdtr(df, -w)
        return np.asarray(below, np.float64), np.asarray(above, np.float64)

    return sides


def factor_table(factor: Quantiles, sides: Sides, name: str) -> FloatArray:
    """Return the ``factor`` as a function of its score: cubics in equal cells, (C, 4).

    Raises
    ------
    ModelRefusedError
        No table comes near enough: the factor varies by many orders of magnitude.
    """
    worst = np.inf
    for cells in CELLS:
        cubics = cubics_of(_values(factor, sides, NODES, cells))
        true = _values(factor, sides, _CHECKS, cells)
        found = cubics @ np.vander(_CHECKS, 4, increasing=True).T
        worst = float(np.max(np.abs(found - true) / np.maximum(true, 0.1)))
        if worst <= TOLERANCE:
            return cubics
    message = (
        f"{name}: no table comes nearer than {worst:.1e} to the factor as a function of its normal "
        "score; give it a smaller cv (a larger shape)"
    )
    raise ModelRefusedError(message)


def _values(factor: Quantiles, sides: Sides, fractions: FloatArray, cells: int) -> FloatArray:
    """Return the factor at ``fractions`` (n,) of each of the ``cells``, (C, n)."""
    score = 2.0 * REACH * (np.arange(cells)[:, None] + fractions) / cells - REACH
    below, above = sides(score)
    return np.where(score < 0.0, factor.quantile(below), factor.quantile_of_survival(above))
