"""The t copula: one shock of each year moves all linked factors further out, both ways."""

import math
from functools import cache
from typing import Annotated, Literal

import numpy as np
import scipy  # special is loaded when first used
from numpy.typing import ArrayLike
from pydantic import Field

from coinsure.arrays import FloatArray
from coinsure.models.dependence.copulas.copula import Copula
from coinsure.models.dependence.gamma import Gamma

NODES = 24  # the rank correlation is then right to about 5e-5
_BISECTIONS = 40


class T(Copula):
    """Normal scores over the root of a chi-square over df that all linked factors share.

    The worst years tend to come together, even at correlation 0; the fewer degrees of freedom,
    the more so. A `persistence` acts on the normal scores; the chi-square is drawn anew each year.
    Source: McNeil, Frey & Embrechts, Quantitative Risk Management (2015), 7.1.2 and 7.2; Demarta &
    McNeil, The t copula and related copulas (2005), for the tail dependence.
    """

    kind: Literal["t"] = "t"

    df: Annotated[float, Field(ge=1.0, le=1000.0)]
    """Degrees of freedom; the more, the closer to a Gaussian copula."""

    def spearman(self, rho: float) -> float:
        """Return 6 / pi E[asin(rho W / sqrt((W + W')(W + W'')))], W = df / chi-square.

        Three independent W: that of two factors of one year, and one each of two other years that
        their ranks are compared with. As W varies less it tends to 6 / pi asin(rho / 2).
        """
        overlap, weight = _overlap(self.df)
        return float(6.0 / np.pi * (weight @ np.arcsin(rho * overlap)))

    def from_spearman(self, rank_correlation: float) -> float:
        """Return the correlation of the scores that gives this rank correlation, by bisection."""
        low, high = -1.0, 1.0
        for _ in range(_BISECTIONS):
            middle = 0.5 * (low + high)
            low, high = (
                (middle, high) if self.spearman(middle) < rank_correlation else (low, middle)
            )
        return 0.5 * (low + high)

    def tail_dependence(self, rho: float) -> float:
        """Return 2 t(-sqrt((df + 1)(1 - rho) / (1 + rho))) with df + 1 degrees of freedom."""
        if abs(rho) >= 1.0:
            return 1.0 if rho > 0.0 else 0.0
        place = -math.sqrt((self.df + 1.0) * (1.0 - rho) / (1.0 + rho))
        return 2.0 * float(scipy.special.stdtr(self.df + 1.0, place))


class Shock:
    """Distribution of the root of df over a chi-square: how far a year moves all factors out."""

    def __init__(self, df: float) -> None:
        self._square = Gamma(shape=0.5 * df)

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the shock that is exceeded with probability ``1 - u``."""
        return 1.0 / np.sqrt(self._square.quantile_of_survival(u))

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the shock that is exceeded with probability ``v``, exact in the upper tail."""
        return 1.0 / np.sqrt(self._square.quantile(v))


@cache
def _overlap(df: float) -> tuple[FloatArray, FloatArray]:
    """Return W / sqrt((W + W')(W + W'')) at the nodes of a quadrature, (n,), and weights (n,)."""
    place, weight = np.polynomial.legendre.leggauss(NODES)
    w = Shock(df).quantile(0.5 + 0.5 * place) ** 2
    one = w[:, None, None]
    overlap = one / np.sqrt((one + w[:, None]) * (one + w))
    weights = weight[:, None, None] * weight[:, None] * weight / 8.0
    return overlap.ravel(), weights.ravel()
