"""The co-insurance game: what a premium leaves to insurers that share a risk as they like best.

Insurer i values what it takes of a risk R by a premium principle H_i. A coalition shares R at the
lowest sum of its members' prices, P(S), and gains max(0, premium - P(S)). Source: Fragnelli &
Marina (2003), Insurance: Mathematics and Economics 33; the critical premium is from Driessen,
Fragnelli, Katsev & Khmelnitskaya (2011), the same journal, 48.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.risk.games.coalitions import membership, singles
from coinsure.risk.measures import tail_value_at_risk


@dataclass(frozen=True, slots=True, eq=False)
class CoinsuranceGame:
    """Prices P(S) of the whole risk to every coalition, and the members' quotas in it."""

    prices: FloatArray  # (2^M,); that of nobody is infinite
    quotas: FloatArray  # (M,) of all members together

    @classmethod
    def by_variance(cls, mean: float, variance: float, aversions: ArrayLike) -> "CoinsuranceGame":
        """Members value X at E X + a Var X, with ``aversions`` a (M,) above 0.

        Best are constant quotas (1 / a) / sum(1 / a), at mean + variance / sum(1 / a).
        """
        tolerance = _tolerances(aversions)
        together = membership(tolerance.size) @ tolerance
        with np.errstate(divide="ignore"):
            return cls(mean + variance / together, tolerance / tolerance.sum())

    @classmethod
    def by_exponential(cls, losses: ArrayLike, aversions: ArrayLike) -> "CoinsuranceGame":
        """Members value X at log E exp(a X) / a; ``losses`` (Y,) are a sample of the risk.

        The quotas are those of the variance principle, and the coalition values R with 1 / a the
        sum of its members'.
        """
        tolerance = _tolerances(aversions)
        x = np.asarray(losses, dtype=np.float64)
        prices = np.full(1 << tolerance.size, np.inf)
        for coalition, together in enumerate(membership(tolerance.size) @ tolerance):
            if coalition:
                exponent = x / together
                top = exponent.max()
                prices[coalition] = together * (top + np.log(np.exp(exponent - top).mean()))
        return cls(prices, tolerance / tolerance.sum())

    @classmethod
    def by_cost_of_capital(
        cls, losses: ArrayLike, hurdles: ArrayLike, level: float
    ) -> "CoinsuranceGame":
        """Members value X at E X + hurdle x (TVaR - E X); ``losses`` (Y,) are a sample of the risk.

        The price of a share is proportional to it, so that the cheapest member takes everything.
        """
        rates = np.asarray(hurdles, dtype=np.float64)
        x = np.asarray(losses, dtype=np.float64)
        mean = float(x.mean())
        capital = tail_value_at_risk(x, level) - mean
        cheapest = np.where(membership(rates.size), rates, np.inf).min(axis=1)
        return cls(mean + capital * cheapest, np.eye(rates.size)[int(rates.argmin())])

    def gains(self, premium: float) -> FloatArray:
        """Return the gain of every coalition at a ``premium`` for the whole risk, (2^M,)."""
        return np.maximum(premium - self.prices, 0.0)

    @property
    def critical_premium(self) -> float:
        """Premium above which the core is empty: P(N) + sum of P(N without i) - P(N)."""
        last = self.prices.size - 1
        whole = self.prices[last]
        without = self.prices[last - singles(self.quotas.size)]
        return float(whole + (without - whole).sum())


def _tolerances(aversions: ArrayLike) -> FloatArray:
    found = np.asarray(aversions, dtype=np.float64)
    if found.ndim != 1 or not (np.isfinite(found) & (found > 0.0)).all():
        raise ValueError("risk aversions must be finite numbers above 0")
    return 1.0 / found
