"""Allocations and loadings that are known exactly for normal, gamma and lognormal losses."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincc, gammainccinv, ndtr, ndtri

from coinsure.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class NormalContributions:
    """Euler contributions of jointly normal parts, each (K,)."""

    deviation: FloatArray
    value_at_risk: FloatArray
    tail_value_at_risk: FloatArray


def density(z: float) -> float:
    """Return the standard normal density."""
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)


def normal_contributions(means: ArrayLike, covariance: ArrayLike, p: float) -> NormalContributions:
    """Divide standard deviation, VaR_p and TVaR_p of the sum of jointly normal parts.

    mu_i + rho(Z) Cov(X_i, S) / sd(S). Tasche (1999); Panjer (2002); Landsman & Valdez (2003).
    """
    mu, c = np.asarray(means, dtype=np.float64), np.asarray(covariance, dtype=np.float64)
    deviation = c.sum(axis=1) / math.sqrt(c.sum())
    z = float(ndtri(p))
    return NormalContributions(
        deviation, mu + z * deviation, mu + density(z) / (1.0 - p) * deviation
    )


def myers_read(means: ArrayLike, covariance: ArrayLike, assets: float) -> FloatArray:
    """Divide ``assets`` (K,) so that default value over liabilities stays as any part grows.

    a_i = mu_i + [phi(z) Cov(X_i, S) / sd(S) - D mu_i / mu] / Phi(-z) with z = (assets - mu) / sd
    and D = E[(S - assets)+], jointly normal parts. Myers & Read (2001), JRI 68(4).
    """
    mu, c = np.asarray(means, dtype=np.float64), np.asarray(covariance, dtype=np.float64)
    deviation = math.sqrt(c.sum())
    z = (assets - float(mu.sum())) / deviation
    default = deviation * density(z) - (assets - float(mu.sum())) * float(ndtr(-z))
    growth = density(z) * c.sum(axis=1) / deviation - default / mu.sum() * mu
    return mu + growth / float(ndtr(-z))


def gamma_contributions(shapes: ArrayLike, scale: float, p: float) -> FloatArray:
    """Return the co-TVaR_p (K,) of independent gamma parts of one scale.

    (a_i / A) TVaR with TVaR = A b P(G > q) / (1 - p), G ~ Gamma(A + 1, b). Furman & Landsman
    (2005), IME 37.
    """
    a = np.asarray(shapes, dtype=np.float64)
    whole = float(a.sum())
    quantile = float(gammainccinv(whole, 1.0 - p))
    return a * scale * float(gammaincc(whole + 1.0, quantile)) / (1.0 - p)


def lognormal_loading(sigma: float, p: float = 0.995) -> float:
    """Return VaR_p - 1 of a lognormal with mean 1 and standard deviation ``sigma``.

    exp(z_p sqrt(ln(1 + s^2))) / sqrt(1 + s^2) - 1: the Solvency II premium and reserve factor
    before it was rounded to 3 sigma.
    """
    if sigma < 0.0:
        raise ValueError(f"a standard deviation cannot be negative, found {sigma}")
    spread = math.sqrt(math.log1p(sigma * sigma))
    return math.exp(float(ndtri(p)) * spread - 0.5 * spread * spread) - 1.0
