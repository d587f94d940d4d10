"""Distortion premiums of a weighted sample, their allocation to parts, and their calibration.

A distortion g is concave with g(0) = 0 and g(1) = 1; the premium is the integral of g(S(x)) over
the survival function S, that is sum of x_k [g(S(x_k-)) - g(S(x_k))]. Mildenhall & Major, Pricing
Insurance Risk (2022), chapters 10-14; Wang (1996, 2000).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from coinsure.arrays import FloatArray
from coinsure.risk.measures import sample, table
from coinsure.risk.ranks import TIE
from coinsure.risk.roots import rising_root
from coinsure.risk.sums import in_groups


class Distortion(Protocol):
    """A concave function of a probability."""

    def __call__(self, s: FloatArray) -> FloatArray:
        """Return g(s)."""
        ...


@dataclass(frozen=True, slots=True)
class ProportionalHazard:
    """g(s) = s^exponent, 0 < exponent <= 1."""

    exponent: float

    def __post_init__(self) -> None:
        """Refuse an exponent that is not concave."""
        if not 0.0 < self.exponent <= 1.0:
            raise ValueError(f"exponent must lie in (0, 1], found {self.exponent}")

    def __call__(self, s: FloatArray) -> FloatArray:
        """Return g(s)."""
        return np.power(s, self.exponent)


@dataclass(frozen=True, slots=True)
class Wang:
    """g(s) = Phi(Phi^-1(s) + shift), shift >= 0: the market price of risk."""

    shift: float

    def __post_init__(self) -> None:
        """Refuse a shift that is not concave."""
        if not 0.0 <= self.shift < math.inf:
            raise ValueError(f"shift must be finite and not negative, found {self.shift}")

    def __call__(self, s: FloatArray) -> FloatArray:
        """Return g(s)."""
        return ndtr(ndtri(s) + self.shift)


@dataclass(frozen=True, slots=True)
class DualPower:
    """g(s) = 1 - (1 - s)^exponent, exponent >= 1: the mean of the largest of so many losses."""

    exponent: float

    def __post_init__(self) -> None:
        """Refuse an exponent that is not concave."""
        if not 1.0 <= self.exponent < math.inf:
            raise ValueError(f"exponent must be finite and at least 1, found {self.exponent}")

    def __call__(self, s: FloatArray) -> FloatArray:
        """Return g(s), without loss of digits for small s."""
        with np.errstate(divide="ignore"):
            return -np.expm1(self.exponent * np.log1p(-s))


@dataclass(frozen=True, slots=True)
class TailMean:
    """g(s) = min(1, s / (1 - level)): the premium is TVaR at ``level``, 0 <= level < 1."""

    level: float

    def __post_init__(self) -> None:
        """Refuse a level outside [0, 1)."""
        if not 0.0 <= self.level < 1.0:
            raise ValueError(f"level must lie in [0, 1), found {self.level}")

    def __call__(self, s: FloatArray) -> FloatArray:
        """Return g(s)."""
        return np.minimum(np.asarray(s) / (1.0 - self.level), 1.0)


@dataclass(frozen=True, slots=True)
class ConstantCostOfCapital:
    """g(s) = (rate + s) / (1 + rate) for s > 0: ``rate`` on capital up to the largest loss."""

    rate: float

    def __post_init__(self) -> None:
        """Refuse a negative rate."""
        if not 0.0 <= self.rate < math.inf:
            raise ValueError(f"rate must be finite and not negative, found {self.rate}")

    def __call__(self, s: FloatArray) -> FloatArray:
        """Return g(s); it jumps at 0."""
        return np.where(np.asarray(s) > 0.0, (self.rate + s) / (1.0 + self.rate), 0.0)


@dataclass(frozen=True, slots=True)
class Blend:
    """g(s) = (1 - weight) first(s) + weight second(s): a mixture of two distortions is one."""

    first: Distortion
    second: Distortion
    weight: float

    def __post_init__(self) -> None:
        """Refuse a weight outside [0, 1]."""
        if not 0.0 <= self.weight <= 1.0:
            raise ValueError(f"weight must lie in [0, 1], found {self.weight}")

    def __call__(self, s: FloatArray) -> FloatArray:
        """Return g(s)."""
        return (1.0 - self.weight) * self.first(s) + self.weight * self.second(s)


FAMILIES: dict[str, Callable[[float], Distortion]] = {
    "proportional_hazard": lambda loading: ProportionalHazard(1.0 / (1.0 + loading)),
    "wang": Wang,
    "dual_power": lambda loading: DualPower(1.0 + loading),
    "tvar": lambda loading: TailMean(loading / (1.0 + loading)),
    "ccoc": ConstantCostOfCapital,
}
"""Families by name, each as a function of a loading >= 0: the mean at 0, rising to the maximum."""


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """The distinct values of a total (G,), ascending, with their weights and survival."""

    value: FloatArray  # (G,)
    weight: FloatArray  # (G,) adding up to 1
    survival: FloatArray  # (G+1,) S just below each value, from 1 to 0
    step: np.ndarray  # (Y,) which value a row has
    row_weight: FloatArray  # (Y,)

    @classmethod
    def of(cls, total: ArrayLike, weights: ArrayLike | None = None) -> "Ladder":
        """Sort a sample (Y,) into its distinct values; rows of weight 0 are no value."""
        x, w = sample(total, weights)
        present = np.flatnonzero(w)
        order = present[np.argsort(x[present], kind="stable")]
        ascending = x[order]
        rises = np.diff(ascending) > TIE * np.abs(ascending[1:])
        inverse = np.concatenate([[0], np.cumsum(rises)])
        value = ascending[np.concatenate([[True], rises])]
        step = np.zeros(x.size, dtype=np.int64)
        step[order] = inverse
        weight = in_groups(inverse, w[order], value.size)
        if weights is None:
            above = (x.size - np.cumsum(np.bincount(inverse, minlength=value.size))) / x.size
        else:
            rising = np.cumsum(weight[::-1], dtype=np.longdouble)[::-1]
            above = np.append((rising[1:] / rising[0]).astype(np.float64), 0.0)
        return cls(value, weight, np.concatenate([[1.0], above]), step, w)

    def mass(self, g: Distortion) -> FloatArray:
        """Return the weight (G,) that the distortion gives to each value; they add up to 1."""
        distorted = g(self.survival)
        return distorted[:-1] - distorted[1:]


def premium(
    total: ArrayLike, g: Distortion, weights: ArrayLike | None = None, assets: float | None = None
) -> float:
    """Return the distortion premium of a sample (Y,), of min(X, assets) if assets are given."""
    ladder = Ladder.of(total, weights)
    return premium_of(ladder, g, assets)


def premium_of(ladder: Ladder, g: Distortion, assets: float | None = None) -> float:
    """Return the distortion premium of a sorted sample."""
    paid = ladder.value if assets is None else np.minimum(ladder.value, assets)
    return float(ladder.mass(g) @ paid)


def distorted_weights(
    total: ArrayLike, g: Distortion, weights: ArrayLike | None = None
) -> FloatArray:
    """Return weights (Y,), adding up to 1, whose mean of the sample (Y,) is its premium.

    Rows that tie share the weight of their value, so that parts count at their conditional mean.
    """
    ladder = Ladder.of(total, weights)
    return (ladder.mass(g) / ladder.weight)[ladder.step] * ladder.row_weight


def natural_allocation(
    parts: ArrayLike,
    g: Distortion,
    weights: ArrayLike | None = None,
    assets: float | None = None,
) -> FloatArray:
    """Divide the premium of the sum of ``parts`` (Y, K) among them; the answer (K,) adds up.

    a_i = E[X_i g'(S(X))] = sum over values of E[X_i | X = x_k] times the distorted mass of x_k.
    With assets, parts are paid in equal priority X_i min(1, assets / X) and stay ordered by X:
    the integral of beta_i(x) g(S(x)) from 0 to assets with beta_i(x) = E_Q[X_i / X | X > x] (the
    lifted allocation). Mildenhall & Major (2022), chapter 14.
    """
    x, _ = table(parts, weights)
    total = x.sum(axis=1)
    tilted = distorted_weights(total, g, weights)
    if assets is not None:
        if assets < 0.0:
            raise ValueError(f"assets cannot be negative, found {assets}")
        tilted = tilted * np.where(
            total > assets, assets / np.where(total > assets, total, 1.0), 1.0
        )
    return tilted @ x


def calibrate(
    total: ArrayLike,
    target: float,
    family: str,
    weights: ArrayLike | None = None,
    assets: float | None = None,
) -> Distortion:
    """Return the member of ``family`` whose premium of the sample (Y,) is ``target``.

    Raises
    ------
    ValueError
        If the target is below the mean or not below the maximum of what is paid, or the family is
        not in ``FAMILIES``.
    """
    ladder = Ladder.of(total, weights)
    return FAMILIES[family_of(family)](loading_for(ladder, target, family, assets))


def family_of(name: str) -> str:
    """Return the name of a family, or refuse it."""
    if name not in FAMILIES:
        raise ValueError(f"no distortion {name!r}; choose one of {sorted(FAMILIES)}")
    return name


def loading_for(ladder: Ladder, target: float, family: str, assets: float | None = None) -> float:
    """Return the loading at which the premium of a sorted sample is ``target``."""
    make = FAMILIES[family_of(family)]
    paid = ladder.value if assets is None else np.minimum(ladder.value, assets)
    smallest, largest = float(ladder.weight @ paid), float(paid[-1])
    rounding = 1e-12 * max(abs(smallest), abs(largest))
    if not smallest - rounding <= target < largest:
        raise ValueError(
            f"a distortion premium lies between the mean {smallest:.6g} and the maximum "
            f"{largest:.6g}, not at {target:.6g}"
        )

    def gap(loading: float) -> float:
        return premium_of(ladder, make(loading), assets) - target

    if gap(0.0) >= 0.0:
        return 0.0
    high = 1.0
    while gap(high) < 0.0:
        high *= 2.0
    return rising_root(gap, 0.0, high)
