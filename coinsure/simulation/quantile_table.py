"""Turning any distribution into a table of cubics, checked cell by cell."""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.simulation.octaves import Octaves, probabilities, sample_octaves
from coinsure.simulation.plan import QuantileTable

FEWEST_CELL_BITS = 4
MOST_CELL_BITS = 8

SMALLEST_TOLERANCE = 1e-8
LARGEST_TOLERANCE = 1e-5
WEIGHTED_TOLERANCE = 1e-10
"""Errors are relative. A cell may err by this over its probability, within the two bounds above:
a bend in a rare cell, of no effect on any answer, is no reason to refuse a severity."""

NODES = 0.5 - 0.5 * np.cos(np.pi * (2 * np.arange(4) + 1) / 8)  # Chebyshev's: they level errors
_COEFFICIENTS_OF = np.linalg.inv(np.vander(NODES, increasing=True))
_CHECKS = np.linspace(0.0, 1.0, 7)


class Quantiles(Protocol):
    """A distribution as the builder sees it; arrays are answered element by element."""

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the value exceeded with probability ``1 - u``."""
        ...

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the value exceeded with probability ``v``, exact in the upper tail."""
        ...


class Attempt(NamedTuple):
    """The nearest table of its kind to a quantile function."""

    table: QuantileTable
    excess: float  # its largest error in units of what is allowed
    error: float  # that error
    where: float  # the probability at which it is found


def tabulate(distribution: Quantiles, name: str) -> QuantileTable:
    """Return the quantile function as a table with as few cells as the tolerance allows.

    Only what is above 0 has to be right: a policy pays nothing for the rest.

    Raises
    ------
    ModelRefusedError
        The quantiles are not finite or fall, or no table comes near enough because they jump.
    """
    nearest = nearest_table(distribution, name)
    if nearest.excess <= 1.0:
        return nearest.table
    message = (
        f"{name}: no table comes nearer than {nearest.error:.1e} to its quantile at probability "
        f"{nearest.where:.4g}, where it jumps; split it into components that do not"
    )
    raise ModelRefusedError(message)


def nearest_table(distribution: Quantiles, name: str) -> Attempt:
    """Return the first table that is near enough, or else the one with the most cells.

    Raises
    ------
    ModelRefusedError
        The quantiles are not finite or fall.
    """
    sides = (
        sample_octaves(distribution.quantile, name),
        sample_octaves(distribution.quantile_of_survival, name),
    )
    attempts: list[Attempt] = []
    for cell_bits in range(FEWEST_CELL_BITS, MOST_CELL_BITS + 1):
        at_nodes = _in_cells(sides, NODES, cell_bits)
        table = QuantileTable(cubics_of(at_nodes), cell_bits)
        attempts.append(Attempt(table, *_worst_cell(table, sides, name)))
        if attempts[-1].excess <= 1.0:
            break
    return attempts[-1]


def evaluate(cubics: FloatArray, fractions: FloatArray) -> FloatArray:
    """Return the values of ``cubics`` (C, 4) at these ``fractions`` (n,) of each cell, (C, n)."""
    return cubics @ np.vander(fractions, 4, increasing=True).T


def cubics_of(at_nodes: FloatArray) -> FloatArray:
    """Return the cubics (C, 4) through values at the nodes of each cell, (C, 4).

    What differs from the first value is fitted, so that a constant stays what it is to the bit.
    """
    first = at_nodes[:, :1]
    cubics = (at_nodes - first) @ _COEFFICIENTS_OF.T
    cubics[:, :1] += first
    return np.ascontiguousarray(cubics)


def probability_of_cells(cell_bits: int) -> FloatArray:
    """Return the probability of each cell of a table, (C,)."""
    cells = 1 << cell_bits
    return np.tile(np.repeat(probabilities(np.zeros(1))[:, 0] / cells, cells), 2)


def _worst_cell(
    table: QuantileTable, sides: tuple[Octaves, Octaves], name: str
) -> tuple[float, float, float]:
    """Return the largest error in units of what is allowed, that error, and where it is found."""
    true = np.maximum(_in_cells(sides, _CHECKS, table.cell_bits), 0.0)
    low, high = np.split(true, 2)
    slack = SMALLEST_TOLERANCE * true.max(axis=1, keepdims=True)
    if np.any(np.diff(low) < -slack[: len(low)]) or np.any(np.diff(high) > slack[len(low) :]):
        message = f"{name}: its quantiles fall where the probability rises"
        raise ModelRefusedError(message)
    weights = probability_of_cells(table.cell_bits)
    middling = true[weights >= 0.5 * weights.max()]  # between the quantiles at 1/8 and 7/8
    size = np.maximum(true, max(0.1 * float(middling.max()), np.finfo(np.float64).tiny))
    error = np.abs(np.maximum(evaluate(table.cubics, _CHECKS), 0.0) - true) / size
    allowed = np.clip(WEIGHTED_TOLERANCE / weights, SMALLEST_TOLERANCE, LARGEST_TOLERANCE)
    excess = error / allowed[:, None]
    cell, check = np.unravel_index(excess.argmax(), excess.shape)
    m = probabilities(_places(_CHECKS, table.cell_bits)).reshape(-1, _CHECKS.size)
    where = np.concatenate([m, 1.0 - m])[cell, check]
    return float(excess[cell, check]), float(error[cell, check]), float(where)


def _in_cells(sides: tuple[Octaves, Octaves], fractions: FloatArray, cell_bits: int) -> FloatArray:
    """Return the quantiles at ``fractions`` (n,) of each cell of a table, (C, n)."""
    places = _places(fractions, cell_bits)
    return np.concatenate([side.at(places).reshape(-1, fractions.size) for side in sides])


def _places(fractions: FloatArray, cell_bits: int) -> FloatArray:
    """Return where in the octave ``fractions`` (n,) of its cells are, cell after cell."""
    cells = 1 << cell_bits
    return ((np.arange(cells)[:, None] + fractions) / cells).ravel()
