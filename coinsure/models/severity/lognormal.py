"""Lognormal loss sizes."""

import math
from typing import Literal, Self

import numpy as np
import scipy  # special is loaded when first used
from pydantic import model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive

_PAIRS = (("mean", "cv"), ("mean", "sigma"), ("median", "sigma"), ("mu", "sigma"))


class Lognormal(Severity):
    """Losses whose logarithm is normal with mean mu and standard deviation sigma.

    Given by exactly one pair of (mean, cv), (mean, sigma), (median, sigma), (mu, sigma), where
    mean = exp(mu + sigma^2 / 2), cv^2 = exp(sigma^2) - 1 and median = exp(mu). Source: Klugman,
    Panjer & Willmot, Loss Models, appendix A.4.1.1.
    """

    kind: Literal["lognormal"] = "lognormal"

    mean: Positive | None = None
    """Mean loss, in the scenario's unit (or as a fraction of the scale); with cv or sigma."""

    median: Positive | None = None
    """Loss that half of the losses exceed; with sigma."""

    mu: float | None = None
    """Mean of the logarithm of the loss; with sigma."""

    cv: Positive | None = None
    """Standard deviation of the loss divided by its mean; with mean."""

    sigma: Positive | None = None
    """Standard deviation of the logarithm of the loss."""

    @model_validator(mode="after")
    def _one_pair(self) -> Self:
        names = ("mean", "median", "mu", "cv", "sigma")
        given = tuple(name for name in names if getattr(self, name) is not None)
        if given not in _PAIRS:
            choices = ", ".join(f"({first}, {second})" for first, second in _PAIRS)
            found = ", ".join(given) or "none of them"
            message = f"a lognormal takes exactly one pair of {choices}; given: {found}"
            raise ValueError(message)
        return self

    @property
    def log_sd(self) -> float:
        """Standard deviation of the logarithm."""
        if self.sigma is not None:
            return self.sigma
        return math.sqrt(math.log1p((self.cv or 0.0) ** 2))

    @property
    def log_mean(self) -> float:
        """Mean of the logarithm, at scale one."""
        if self.mu is not None:
            return self.mu
        if self.median is not None:
            return math.log(self.median)
        return math.log(self.mean or 1.0) - 0.5 * self.log_sd**2

    def unit_support(self) -> tuple[float, float]:
        """Return (0, inf)."""
        return 0.0, np.inf

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return Phi((log x - mu) / sigma)."""
        return scipy.special.ndtr(self._standardised(x))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return Phi((mu - log x) / sigma)."""
        return scipy.special.ndtr(-self._standardised(x))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return exp(mu + sigma z) with z the normal quantile of ``u``."""
        return np.exp(self.log_mean + self.log_sd * scipy.special.ndtri(u))

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return exp(mu - sigma z) with z the normal quantile of ``v``."""
        return np.exp(self.log_mean - self.log_sd * scipy.special.ndtri(v))

    def unit_expected(self) -> float:
        """Return exp(mu + sigma^2 / 2)."""
        return math.exp(self.log_mean + 0.5 * self.log_sd**2)

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return mean x Phi(z - sigma) + limit x Phi(-z), z the standardised log of the limit."""
        z = self._standardised(limit)
        beyond = np.where(np.isposinf(limit), 0.0, limit) * scipy.special.ndtr(-z)
        return self.unit_expected() * scipy.special.ndtr(z - self.log_sd) + beyond

    def _standardised(self, x: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            return (np.log(np.maximum(x, 0.0)) - self.log_mean) / self.log_sd
