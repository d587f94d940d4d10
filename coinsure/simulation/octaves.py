"""Quantiles at many places of each octave of probability, from few where they are smooth.

Quantiles may be costly (a random scale needs quadrature and inversion), and a table asks for tens
of thousands. In an octave of probability a smooth quantile function is a polynomial of degree 15 to
nine digits, so 16 values and a few checks do; an octave that fails its checks is evaluated in full,
unless nothing in it is above zero, where a policy pays nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike

from coinsure.arrays import BoolArray, FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.kernels.quantiles import OCTAVES

LEAST_PROBABILITY = 2.0**-52
NODES = 16
AGREEMENT = 1e-9
"""Relative error with which a polynomial has to agree with the quantiles that check it."""

_PLACES = 0.5 - 0.5 * np.cos(np.pi * (2 * np.arange(NODES) + 1) / (2 * NODES))
_CHECKS = np.array([0.004, 0.13, 0.31, 0.5, 0.73, 0.89, 0.996])
_SAMPLED = np.concatenate([_PLACES, _CHECKS])


@dataclass(frozen=True, slots=True, eq=False)
class Octaves:
    """A function of probability on the octaves from 2**-52 to 1/2, at any place within them."""

    function: Callable[[ArrayLike], FloatArray]
    middle: FloatArray  # (OCTAVES, 1) a value of each octave
    coefficients: FloatArray  # (OCTAVES, NODES) of Chebyshev polynomials, for what differs from it
    good: BoolArray  # (OCTAVES,) where the polynomial does

    def at(self, places: FloatArray) -> FloatArray:
        """Return the function at these ``places`` (n,) in [0, 1] of each octave, (OCTAVES, n)."""
        values = self.middle + self.coefficients @ _basis(places).T
        if not self.good.all():
            values[~self.good] = self.function(probabilities(places)[~self.good])
        return values


def probabilities(places: FloatArray) -> FloatArray:
    """Return the probabilities at these ``places`` (n,) in [0, 1] of each octave, (OCTAVES, n)."""
    start = LEAST_PROBABILITY * 2.0 ** np.arange(OCTAVES)
    return start[:, None] * (1.0 + places)


def sample_octaves(function: Callable[[ArrayLike], FloatArray], name: str) -> Octaves:
    """Evaluate a ``function`` of probability where polynomials need it, and check them.

    Raises
    ------
    ModelRefusedError
        The values are not finite.
    """
    with np.errstate(all="ignore"):  # what overflows is refused
        values = np.asarray(function(probabilities(_SAMPLED)), dtype=np.float64)
    if not np.all(np.isfinite(values)):
        message = (
            f"{name}: it has quantiles that are not finite numbers; give it parameters that make "
            "its tail less heavy"
        )
        raise ModelRefusedError(message)
    at_nodes, true = values[:, :NODES], values[:, NODES:]
    middle = at_nodes[:, NODES // 2, None]
    coefficients = np.linalg.solve(_basis(_PLACES), (at_nodes - middle).T).T
    error = np.abs(middle + coefficients @ _basis(_CHECKS).T - true).max(axis=1)
    good = (error <= AGREEMENT * np.abs(true).max(axis=1)) | (at_nodes.max(axis=1) <= 0.0)
    return Octaves(function, middle, np.asarray(coefficients, np.float64), good)


def _basis(places: FloatArray) -> FloatArray:
    return np.asarray(chebyshev.chebvander(2.0 * places - 1.0, NODES - 1), np.float64)
