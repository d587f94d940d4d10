"""Numbers of losses as functions of the transform of one loss.

A count is either ``Divisible``: E[z^N] = exp(-exponent(z)), and a factor on its mean multiplies the
exponent, so that factors of mean 1 can be mixed in; or ``Whole``: known by E[z^N] alone.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.models.frequency import (
    Bernoulli,
    Binomial,
    Empirical,
    Fixed,
    NegativeBinomial,
    Poisson,
    ZeroInflatedPoisson,
)
from coinsure.spec import Spec

ComplexArray = NDArray[np.complex128]


class Cumulants(NamedTuple):
    """Mean, variance and third central moment."""

    mean: float
    variance: float
    third: float


class Divisible(Protocol):
    """A count whose distribution at any factor f on its mean is E[z^N] = exp(-f exponent(z))."""

    def cumulants(self) -> Cumulants:
        """Return mean, variance and third central moment at factor 1."""
        ...

    def exponent(self, z: ComplexArray) -> ComplexArray:
        """Return -log E[z^N]; its real part is not negative for |z| <= 1."""
        ...

    def slope(self, z: ComplexArray) -> ComplexArray:
        """Return the derivative of the exponent."""
        ...


class Whole(Protocol):
    """A count that takes no factor."""

    def cumulants(self) -> Cumulants:
        """Return mean, variance and third central moment."""
        ...

    def transform(self, z: ComplexArray) -> ComplexArray:
        """Return E[z^N]."""
        ...

    def derivative(self, z: ComplexArray) -> ComplexArray:
        """Return the derivative of the transform."""
        ...


@dataclass(frozen=True, slots=True)
class PoissonCount:
    """E[z^N] = exp(-mean (1 - z))."""

    mean: float

    def cumulants(self) -> Cumulants:
        """Return the mean three times."""
        return Cumulants(self.mean, self.mean, self.mean)

    def exponent(self, z: ComplexArray) -> ComplexArray:
        """Return mean (1 - z)."""
        return self.mean * (1.0 - z)

    def slope(self, z: ComplexArray) -> ComplexArray:
        """Return - mean."""
        return np.full_like(z, -self.mean)


@dataclass(frozen=True, slots=True)
class NegativeBinomialCount:
    """E[z^N] = (1 + b (1 - z))^-r with b = dispersion - 1 and r = mean / b."""

    mean: float
    dispersion: float

    def cumulants(self) -> Cumulants:
        """Return r b, r b (1 + b), r b (1 + b) (1 + 2 b)."""
        variance = self.mean * self.dispersion
        return Cumulants(self.mean, variance, variance * (2.0 * self.dispersion - 1.0))

    def exponent(self, z: ComplexArray) -> ComplexArray:
        """Return r log(1 + b (1 - z))."""
        beta = self.dispersion - 1.0
        return self.mean / beta * np.log1p(beta * (1.0 - z)).astype(np.complex128)

    def slope(self, z: ComplexArray) -> ComplexArray:
        """Return - mean / (1 + b (1 - z))."""
        return -self.mean / (1.0 + (self.dispersion - 1.0) * (1.0 - z))


@dataclass(frozen=True, slots=True)
class BinomialCount:
    """E[z^N] = (1 - q + q z)^n for n risks with probability q; q = 1 is a known count."""

    risks: int
    probability: float

    def cumulants(self) -> Cumulants:
        """Return n q, n q (1 - q), n q (1 - q) (1 - 2 q)."""
        q = self.probability
        variance = self.risks * q * (1.0 - q)
        return Cumulants(self.risks * q, variance, variance * (1.0 - 2.0 * q))

    def transform(self, z: ComplexArray) -> ComplexArray:
        """Return (1 - q + q z)^n."""
        return power(1.0 - self.probability * (1.0 - z), self.risks)

    def derivative(self, z: ComplexArray) -> ComplexArray:
        """Return n q (1 - q + q z)^(n - 1)."""
        if self.risks == 0:
            return np.zeros_like(z)
        rest = power(1.0 - self.probability * (1.0 - z), self.risks - 1)
        return self.risks * self.probability * rest


@dataclass(frozen=True, slots=True, eq=False)
class CountTable:
    """E[z^N] = sum of p_n z^n, for counts given by their probabilities p_0, p_1, ..."""

    probabilities: FloatArray  # (K,), not negative, adding up to 1

    def __post_init__(self) -> None:
        """Refuse what is not a distribution."""
        total = self.probabilities.sum()
        if not (abs(total - 1.0) <= 1e-9 and (self.probabilities >= 0.0).all()):
            raise ValueError(f"probabilities of counts must be >= 0 and add up to 1, not {total}")

    def cumulants(self) -> Cumulants:
        """Return mean, variance and third central moment."""
        count = np.arange(self.probabilities.size)
        mean = float(self.probabilities @ count)
        around = (self.probabilities @ (count - mean) ** order for order in (2, 3))
        return Cumulants(mean, *map(float, around))

    def transform(self, z: ComplexArray) -> ComplexArray:
        """Return the polynomial with the probabilities as coefficients."""
        return _polynomial(self.probabilities, z)

    def derivative(self, z: ComplexArray) -> ComplexArray:
        """Return the derivative of the polynomial."""
        return _polynomial(self.probabilities[1:] * np.arange(1, self.probabilities.size), z)


@dataclass(frozen=True, slots=True)
class InflatedCount:
    """E[z^N] = none + (1 - none) exp(-mean (1 - z)): Poisson, but for years without any loss."""

    none: float
    mean: float  # of the other years

    def cumulants(self) -> Cumulants:
        """Return those of a Poisson count times a variable that is 0 or 1."""
        some, m = 1.0 - self.none, self.mean
        mean = some * m
        return Cumulants(
            mean,
            mean * (1.0 + self.none * m),
            mean * (1.0 + 3.0 * self.none * m + self.none * (2.0 * self.none - 1.0) * m**2),
        )

    def transform(self, z: ComplexArray) -> ComplexArray:
        """Return the mixture of 1 and the Poisson transform."""
        active = np.exp(-self.mean * (1.0 - z)).astype(np.complex128)
        return self.none + (1.0 - self.none) * active

    def derivative(self, z: ComplexArray) -> ComplexArray:
        """Return (1 - none) mean exp(-mean (1 - z))."""
        active = np.exp(-self.mean * (1.0 - z)).astype(np.complex128)
        return (1.0 - self.none) * self.mean * active


@dataclass(frozen=True, slots=True)
class RepeatedCount:
    """The sum of ``times`` independent counts that are all like ``one``."""

    one: CountTable
    times: int

    def cumulants(self) -> Cumulants:
        """Return those of one, so many times."""
        return Cumulants(*(self.times * cumulant for cumulant in self.one.cumulants()))

    def transform(self, z: ComplexArray) -> ComplexArray:
        """Return the power of the transform of one."""
        return power(self.one.transform(z), self.times)

    def derivative(self, z: ComplexArray) -> ComplexArray:
        """Return times x transform^(times - 1) x derivative of one."""
        rest = power(self.one.transform(z), self.times - 1)
        return self.times * rest * self.one.derivative(z)


Count = (
    PoissonCount
    | NegativeBinomialCount
    | BinomialCount
    | CountTable
    | InflatedCount
    | RepeatedCount
)
DIVISIBLE = (PoissonCount, NegativeBinomialCount)


def power(z: ComplexArray, exponent: int) -> ComplexArray:
    """Return z^exponent by repeated squaring, exact at z = 0."""
    answer, square = (z.copy() if exponent % 2 else np.ones_like(z)), z
    while exponent := exponent // 2:
        square = square * square
        if exponent % 2:
            answer = answer * square
    return answer


def _polynomial(coefficients: FloatArray, z: ComplexArray) -> ComplexArray:
    """Return the sum of c_n z^n, at the cost of the coefficients that are not 0."""
    total, last, z_to_last = np.zeros_like(z), 0, np.ones_like(z)
    for n in np.flatnonzero(coefficients).tolist():
        z_to_last = z_to_last * power(z, n - last)
        total += coefficients[n] * z_to_last
        last = n
    return total


def _poisson(frequency: Poisson, risks: int, year: int) -> Count:
    return PoissonCount(frequency.expected(risks))


def _negative_binomial(frequency: NegativeBinomial, risks: int, year: int) -> Count:
    return NegativeBinomialCount(frequency.expected(risks), frequency.dispersion)


def _binomial(frequency: Binomial, risks: int, year: int) -> Count:
    return BinomialCount(risks, frequency.probability)


def _fixed(frequency: Fixed, risks: int, year: int) -> Count:
    return BinomialCount(frequency.in_year(year), 1.0)


def _inflated(frequency: ZeroInflatedPoisson, risks: int, year: int) -> Count:
    return InflatedCount(frequency.zero_inflation, frequency.when_active(risks))


def _bernoulli(frequency: Bernoulli, risks: int, year: int) -> Count:
    return CountTable(frequency.distribution(risks))


def _empirical(frequency: Empirical, risks: int, year: int) -> Count:
    return RepeatedCount(CountTable(frequency.of_one()), frequency.times(risks))


COUNTS: dict[type[Spec], Callable[..., Count]] = {
    Bernoulli: _bernoulli,
    Binomial: _binomial,
    Empirical: _empirical,
    Fixed: _fixed,
    NegativeBinomial: _negative_binomial,
    Poisson: _poisson,
    ZeroInflatedPoisson: _inflated,
}
"""Frequency of a scenario -> its count in a year, given the number of risks."""


def count_of(frequency: Spec | Count, *, risks: int, year: int) -> Count:
    """Return the count of ``frequency`` for so many ``risks`` in a 1-based ``year``.

    Raises
    ------
    ModelRefusedError
        A kind of frequency that has no transform here.
    """
    if isinstance(frequency, Count):
        return frequency
    if type(frequency) not in COUNTS:
        kinds = ", ".join(kind.__name__ for kind in COUNTS)
        raise ModelRefusedError(
            f"the exact route knows no transform of a {type(frequency).__name__} count; "
            f"it knows {kinds}"
        )
    return COUNTS[type(frequency)](frequency, risks, year)


def compound_cumulants(count: Cumulants, loss: Cumulants) -> Cumulants:
    """Return mean, variance and third central moment of a sum of N independent losses.

    Klugman, Panjer & Willmot, Loss Models, section 9.3: E[N] m, E[N] v + Var[N] m^2 and
    E[N] t + 3 Var[N] m v + K3[N] m^3. A count of 0 costs nothing, whatever a loss would be.
    """
    if count.mean == 0.0:
        return Cumulants(0.0, 0.0, 0.0)
    mean, variance, third = loss
    if math.isinf(mean):
        return Cumulants(math.inf, math.inf, math.inf)
    return Cumulants(
        count.mean * mean,
        count.mean * variance + count.variance * mean**2,
        math.inf
        if math.isinf(third)
        else count.mean * third + 3.0 * count.variance * mean * variance + count.third * mean**3,
    )
