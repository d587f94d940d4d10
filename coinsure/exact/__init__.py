"""The exact route: lattice convolution of independent lines, and what proves a simulation."""

from coinsure.exact.book import exact_distribution, exact_moments
from coinsure.exact.counts import CountTable
from coinsure.exact.distribution import ExactBook, ExactDistribution
from coinsure.exact.line import ExactComponent, ExactLine
from coinsure.exact.moments import ExactMoments

__all__ = [
    "CountTable",
    "ExactBook",
    "ExactComponent",
    "ExactDistribution",
    "ExactLine",
    "ExactMoments",
    "exact_distribution",
    "exact_moments",
]
