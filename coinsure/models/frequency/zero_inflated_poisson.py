"""Poisson counts with more years without any loss."""

from typing import Annotated, Literal, Self

import numpy as np
import scipy  # special is loaded when first used
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray, IntArray
from coinsure.models.frequency.factors import mixed_variance
from coinsure.models.frequency.level import Level
from coinsure.models.frequency.mean import expected_count, multiplied_mean, require_one
from coinsure.spec import Positive, Spec


class ZeroInflatedPoisson(Spec):
    """Years in which nothing can happen, and otherwise Poisson counts.

    With pi = zero_inflation the count is 0 with probability pi and otherwise Poisson with mean
    lambda = mean / (1 - pi): the mean that is stated is that of all years. Factors multiply lambda
    and leave pi. Source: Lambert (1992), Technometrics 34.
    """

    kind: Literal["zero_inflated_poisson"] = "zero_inflated_poisson"

    mean: Positive | None = None
    """Expected losses of the whole line in a year, years in which nothing can happen included."""

    per_risk: Positive | None = None
    """Expected losses of one risk in a year."""

    zero_inflation: Annotated[float, Field(gt=0.0, lt=1.0)]
    """Probability of a year in which nothing can happen to the line."""

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

    def when_active(self, risks: int) -> float:
        """Return lambda, the expected count of a year in which something can happen."""
        return self.expected(risks) / (1.0 - self.zero_inflation)

    def variance(self, risks: int, factor_variance: float = 0.0) -> float:
        """Return the variance of a year's count, given the variance of the yearly factor."""
        mean = self.expected(risks)
        of_factors = mixed_variance(
            within=0.0,
            expected=mean,
            factor_variance=factor_variance if self.systemic else 0.0,
            level_variance=self.level.variance if self.level else 0.0,
        )
        odds = self.zero_inflation / (1.0 - self.zero_inflation)
        return mean + odds * (mean**2 + of_factors) + of_factors

    def cdf(self, k: IntArray, risks: int) -> FloatArray:
        """Return the probability of at most ``k`` losses in a year, factors aside."""
        active = np.asarray(scipy.special.pdtr(k, self.when_active(risks)), dtype=np.float64)
        return self.zero_inflation + (1.0 - self.zero_inflation) * active

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
