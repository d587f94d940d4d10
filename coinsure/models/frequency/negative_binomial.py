"""Negative binomial counts."""

import math
from typing import Annotated, Literal, Self

import numpy as np
import scipy  # special is loaded when first used
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray, IntArray
from coinsure.models.frequency.factors import mixed_variance
from coinsure.models.frequency.level import Level
from coinsure.models.frequency.mean import expected_count, multiplied_mean, require_one
from coinsure.models.frequency.recursion import Recursion
from coinsure.spec import Positive, Spec


class NegativeBinomial(Spec):
    """Losses that cluster: variance = dispersion x mean.

    With beta = dispersion - 1 and r = mean / beta (Klugman, Panjer & Willmot, Loss Models,
    appendix B.2.1.4). A factor on the mean moves r and leaves the dispersion, as if the line had
    more or fewer risks.
    """

    kind: Literal["negative_binomial"] = "negative_binomial"

    mean: Positive | None = None
    """Expected losses of the whole line in a year."""

    per_risk: Positive | None = None
    """Expected losses of one risk in a year."""

    dispersion: Annotated[float, Field(gt=1.0)]
    """Variance of the line's yearly count divided by its mean, above 1 (1 would be Poisson)."""

    systemic: bool = False
    """Whether the sector's yearly factor multiplies the expected count."""

    level: Level | None = None
    """Uncertainty of the expected count, drawn once per path; none if left out."""

    @model_validator(mode="after")
    def _one_mean(self) -> Self:
        require_one(mean=self.mean, per_risk=self.per_risk, level=self.level)
        return self

    @property
    def of_line(self) -> bool:
        """Whether what is stated is about the whole line and says nothing of one risk."""
        return self.per_risk is None

    def expected(self, risks: int) -> float:
        """Return the expected count of a year for a line of ``risks`` risks."""
        return expected_count(mean=self.mean, per_risk=self.per_risk, level=self.level, risks=risks)

    def variance(self, risks: int, factor_variance: float = 0.0) -> float:
        """Return the variance of a year's count, given the variance of the yearly factor."""
        mean = self.expected(risks)
        return mixed_variance(
            within=self.dispersion * mean,
            expected=mean,
            factor_variance=factor_variance if self.systemic else 0.0,
            level_variance=self.level.variance if self.level else 0.0,
        )

    def cdf(self, k: IntArray, risks: int) -> FloatArray:
        """Return the probability of at most ``k`` losses in a year, factors aside."""
        size = self.expected(risks) / (self.dispersion - 1.0)
        below = scipy.special.betainc(size, k + 1.0, 1.0 / self.dispersion)
        return np.asarray(below, dtype=np.float64)

    def developed(self, *, exposure: float, trend: float, risks: int) -> tuple[Self, int]:
        """Return the frequency and the risks of a year: the mean follows exposure and trend."""
        mean = multiplied_mean(
            mean=self.mean, per_risk=self.per_risk, level=self.level, factor=exposure * trend
        )
        return self.model_copy(update=mean), risks

    def certain(self) -> Self:
        """Return the same frequency with a level that is known."""
        mean = multiplied_mean(mean=self.mean, per_risk=self.per_risk, level=self.level, factor=1.0)
        return self.model_copy(update={**mean, "level": None})

    def recursion(self, risks: int, factor: float = 1.0) -> Recursion:
        """Return (a, b, p0) given the product ``factor`` of yearly factor and level."""
        beta = self.dispersion - 1.0
        r = self.expected(risks) * factor / beta
        a = beta / self.dispersion
        return Recursion(a, (r - 1.0) * a, math.exp(-r * math.log(self.dispersion)))
