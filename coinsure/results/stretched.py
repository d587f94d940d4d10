"""Mean payment for a loss that factors multiply before it is paid: by quadrature over them."""

import math
from collections.abc import Sequence
from functools import cache, reduce
from typing import Protocol

import numpy as np
import scipy  # special is loaded when first used
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.models.terms import Terms

NODES = {1: 400, 2: 80}
"""Nodes for each factor, by how many factors there are."""

REACH = 9.0  # standard deviations of the normal score
LEAST = 1e-12  # a factor this small leaves nothing to pay, and nothing is divided by less


class Factor(Protocol):
    """A factor with mean 1."""

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the factor that is exceeded with probability ``1 - u``."""
        ...

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the factor that is exceeded with probability ``v``."""
        ...


def mean_payment(severity: Severity, terms: Terms, factors: Sequence[Factor], most: float) -> float:
    """Return the mean payment for a loss times independent ``factors``, at most ``most`` in all.

    Gauss-Legendre quadrature over the normal scores of the one or two factors.
    """
    value = severity.scale if isinstance(severity.scale, float | int) else 0.0
    deductible = max(terms.deductible, terms.deductible_rate * value)
    limit = min(math.inf if terms.limit is None else terms.limit, max(most - deductible, 0.0))
    z, chance = _normal_nodes(NODES[len(factors)])
    values = [_at_scores(factor, z) for factor in factors]
    factor = np.maximum(reduce(np.multiply.outer, values), LEAST)
    chances = reduce(np.multiply.outer, [chance] * len(values))
    up_to = severity.limited_mean((deductible + limit) / factor)
    paid = factor * (up_to - severity.limited_mean(deductible / factor))
    return terms.participation * float(np.sum(chances * paid))


@cache
def _normal_nodes(number: int) -> tuple[FloatArray, FloatArray]:
    """Return normal scores and what each of them stands for, (n,)."""
    nodes, weights = np.polynomial.legendre.leggauss(number)
    z = REACH * nodes
    return z, REACH * weights * np.exp(-0.5 * z**2) / math.sqrt(2.0 * math.pi)


def _at_scores(factor: Factor, z: FloatArray) -> FloatArray:
    """Return the factor at each normal score, (n,)."""
    below, above = scipy.special.ndtr(z), scipy.special.ndtr(-z)
    return np.where(z < 0.0, factor.quantile(below), factor.quantile_of_survival(above))
