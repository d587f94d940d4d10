"""The exact route: lattice convolution of independent lines, and what proves a simulation."""

from coinsure.lattice.book import exact_central_moments, exact_distribution, exact_moments
from coinsure.lattice.counts import CountTable
from coinsure.lattice.distribution import ExactBook, ExactDistribution
from coinsure.lattice.known import not_known
from coinsure.lattice.line import ExactComponent, ExactLine
from coinsure.lattice.moments import ExactMoments
from coinsure.lattice.sharing import conditional_means

__all__ = [
    "CountTable",
    "ExactBook",
    "ExactComponent",
    "ExactDistribution",
    "ExactLine",
    "ExactMoments",
    "conditional_means",
    "exact_central_moments",
    "exact_distribution",
    "exact_moments",
    "not_known",
]
