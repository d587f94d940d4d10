"""Losses in closed form and books made by hand, for the tests of the lattice."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import special

from coinsure.lattice import ExactComponent, ExactLine
from coinsure.models.terms import Terms

NONE = (np.empty(0), np.empty(0))


@dataclass(frozen=True)
class Gamma:
    """Gamma losses; with shape 1 they are exponential."""

    shape: float
    scale: float

    def support(self):
        return 0.0, np.inf

    def cdf(self, x):
        return special.gammainc(self.shape, np.maximum(x, 0.0) / self.scale)

    def survival(self, x):
        return special.gammaincc(self.shape, np.maximum(x, 0.0) / self.scale)

    def quantile(self, u):
        return self.scale * special.gammaincinv(self.shape, u)

    def quantile_of_survival(self, v):
        return self.scale * special.gammainccinv(self.shape, v)

    def expected(self):
        return self.shape * self.scale

    def limited_mean(self, limit):
        inside = special.gammainc(self.shape + 1.0, np.maximum(limit, 0.0) / self.scale)
        return self.expected() * inside + np.asarray(limit) * self.survival(limit)

    def atoms(self):
        return NONE

    def breaks(self):
        return np.empty(0)


@dataclass(frozen=True)
class Lomax:
    """Pareto losses of the second kind: P(X > x) = (1 + x / scale)^-alpha."""

    alpha: float
    scale: float

    def support(self):
        return 0.0, np.inf

    def cdf(self, x):
        return 1.0 - self.survival(x)

    def survival(self, x):
        return (1.0 + np.maximum(x, 0.0) / self.scale) ** -self.alpha

    def quantile(self, u):
        return self.quantile_of_survival(1.0 - np.asarray(u))

    def quantile_of_survival(self, v):
        return self.scale * (np.asarray(v) ** (-1.0 / self.alpha) - 1.0)

    def expected(self):
        return self.scale / (self.alpha - 1.0) if self.alpha > 1.0 else np.inf

    def limited_mean(self, limit):
        left = (1.0 + np.maximum(limit, 0.0) / self.scale) ** (1.0 - self.alpha)
        return self.scale / (self.alpha - 1.0) * (1.0 - left)

    def atoms(self):
        return NONE

    def breaks(self):
        return np.empty(0)


@dataclass(frozen=True)
class Points:
    """Losses that take a few amounts only."""

    amounts: tuple[float, ...]  # rising
    chances: tuple[float, ...]

    def support(self):
        return self.amounts[0], self.amounts[-1]

    def cdf(self, x):
        below = np.asarray(x)[..., None] >= np.array(self.amounts)
        return (below * np.array(self.chances)).sum(axis=-1)

    def survival(self, x):
        return 1.0 - self.cdf(x)

    def quantile(self, u):
        place = np.searchsorted(np.cumsum(self.chances) - 1e-12, u)
        return np.array(self.amounts)[np.minimum(place, len(self.amounts) - 1)]

    def quantile_of_survival(self, v):
        return self.quantile(1.0 - np.asarray(v))

    def expected(self):
        return float(np.dot(self.amounts, self.chances))

    def limited_mean(self, limit):
        limited = np.minimum(np.asarray(limit)[..., None], np.array(self.amounts))
        return (limited * np.array(self.chances)).sum(axis=-1)

    def atoms(self):
        return np.array(self.amounts), np.array(self.chances)

    def breaks(self):
        return np.array(self.amounts)


@pytest.fixture(scope="session")
def losses():
    """Kinds of losses that no scenario knows."""
    return SimpleNamespace(gamma=Gamma, lomax=Lomax, points=Points)


@pytest.fixture(scope="session")
def line():
    """Return a function that makes a line of one component."""

    def make(frequency, severity, *, name="s.line", risks=1, factor=None, **terms):
        component = ExactComponent(
            f"{name}.losses", frequency, severity, risks, Terms(**terms), factor
        )
        return ExactLine(name, (component,))

    return make
