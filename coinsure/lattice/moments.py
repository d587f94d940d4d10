"""Mean, variance and skewness of lines and of their total, by conditioning on the factors.

Given the factors, a sum of losses has cumulants in proportion to the factors on its mean; the laws
of total variance and of total third cumulance add what the factors do. No lattice is needed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from coinsure.lattice.compound import Term
from coinsure.lattice.counts import Cumulants, compound_cumulants
from coinsure.lattice.payment import Payment


@dataclass(frozen=True, slots=True)
class ExactMoments:
    """Moments of a year's losses, infinite where they do not exist."""

    losses: float  # expected number of losses that are paid for
    mean: float
    variance: float
    third: float  # central

    @property
    def standard_deviation(self) -> float:
        """Root of the variance."""
        return math.sqrt(self.variance)

    @property
    def skewness(self) -> float:
        """Third central moment over the cube of the standard deviation, NaN without variance."""
        if not 0.0 < self.variance < math.inf:
            return math.nan
        return self.third / self.variance**1.5


def severity_cumulants(payment: Payment) -> Cumulants:
    """Return mean, variance and third central moment of the payment for one loss."""
    first, second, third = payment.moments()
    if math.isinf(second):
        return Cumulants(first, math.inf, math.inf)
    variance = max(second - first**2, 0.0)
    return Cumulants(first, variance, third - 3.0 * first * second + 2.0 * first**3)


def moments_of(terms: Sequence[Term], payments: Sequence[Payment]) -> ExactMoments:
    """Return the moments of the sum of all losses of the ``terms``."""
    losses = sum(
        term.count.cumulants().mean * (1.0 - float(payment.chances[0]))
        for term, payment in zip(terms, payments, strict=True)
    )
    groups: dict[tuple[str, ...], dict[str, tuple[Term, Cumulants]]] = {}
    for number, (term, payment) in enumerate(zip(terms, payments, strict=True)):
        sums = compound_cumulants(term.count.cumulants(), severity_cumulants(payment))
        level = f"{number}" if term.level is None else f"level {term.level}"
        group = groups.setdefault((level,) if term.factor is None else ("factor", term.factor), {})
        _, before = group.get(level, (term, Cumulants(0.0, 0.0, 0.0)))
        added = (one + other for one, other in zip(before, sums, strict=True))
        group[level] = term, Cumulants(*added)
    mixed = [_mixed(list(group.values())) for group in groups.values()]
    mean, variance, third = (math.fsum(part) for part in zip(*mixed, strict=True))
    return ExactMoments(losses, mean, variance, third)


def _mixed(members: Sequence[tuple[Term, Cumulants]]) -> Cumulants:
    """Return the cumulants of sums that share a factor F, each with a level or without one.

    Given everything, the mean is V = F W with W the sum of means times levels. In W a gamma level
    of variance c adds c m^2 to the variance and 2 c^2 m^3 to the third central moment.
    """
    shape = members[0][0].shape
    q = 1.0 / shape if members[0][0].factor is not None else 0.0
    mean = sum(sums.mean for _, sums in members)
    within = sum(sums.variance for _, sums in members)
    if math.isinf(within):
        return Cumulants(mean, math.inf, math.inf)
    spread = sum(term.level_variance * sums.mean**2 for term, sums in members)
    lean = sum(2.0 * term.level_variance**2 * sums.mean**3 for term, sums in members)
    joint = sum(term.level_variance * sums.mean * sums.variance for term, sums in members)
    second = (1.0 + q) * (spread + mean**2)
    third = (1.0 + q) * (1.0 + 2.0 * q) * (lean + 3.0 * mean * spread + mean**3)
    covariance = (1.0 + q) * (mean * within + joint) - mean * within
    return Cumulants(
        mean,
        within + second - mean**2,
        sum(sums.third for _, sums in members)
        + 3.0 * covariance
        + third
        - 3.0 * mean * second
        + 2.0 * mean**3,
    )
