"""Binomial counts: at most one loss per risk."""

import math
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
import scipy  # special is loaded when first used
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray, IntArray
from coinsure.models.frequency.factors import refuse_factors
from coinsure.models.frequency.mean import require_probability
from coinsure.models.frequency.recursion import Recursion
from coinsure.spec import Spec


class Binomial(Spec):
    """Each risk has at most one loss a year, all with the same probability.

    Source: Klugman, Panjer & Willmot, Loss Models, appendix B.2.1.3.
    """

    kind: Literal["binomial"] = "binomial"

    probability: Annotated[float, Field(gt=0.0, lt=1.0)]
    """Probability that one risk has its loss in a year."""

    systemic: ClassVar[bool] = False
    level: ClassVar[None] = None
    of_line: ClassVar[bool] = False

    @model_validator(mode="before")
    @classmethod
    def _no_factor(cls, data: object) -> object:
        reason = (
            "a factor can push the probability above 1, and the mean would not be kept; "
            "use kind poisson or negative_binomial"
        )
        refuse_factors(data, kind="binomial", reason=reason)
        return data

    def expected(self, risks: int) -> float:
        """Return the expected count of a year for a line of ``risks`` risks."""
        return risks * self.probability

    def variance(self, risks: int, factor_variance: float = 0.0) -> float:
        """Return the variance of the count of a year; no yearly factor applies."""
        return risks * self.probability * (1.0 - self.probability)

    def cdf(self, k: IntArray, risks: int) -> FloatArray:
        """Return the probability of at most ``k`` losses in a year."""
        below = scipy.special.bdtr(np.minimum(k, risks), risks, self.probability)
        return np.asarray(below, dtype=np.float64)

    def developed(self, *, exposure: float, trend: float, risks: int) -> tuple[Self, int]:
        """Return the frequency and the risks of a year: more risks, each with the trend.

        Where the exposure makes no whole number of risks, the next one is taken and each is a
        little less likely to have its loss, so that the mean is kept.

        Raises
        ------
        ModelRefusedError
            The trend makes the loss certain.
        """
        whole = math.ceil(round(exposure * risks, 9))
        probability = self.probability * trend * (exposure * risks / whole)
        likely = require_probability(probability, self.probability)
        return self.model_copy(update={"probability": likely}), whole

    def certain(self) -> Self:
        """Return the same: it has no level."""
        return self

    def recursion(self, risks: int, factor: float = 1.0) -> Recursion:
        """Return (a, b, p0); no factor applies."""
        odds = self.probability / (1.0 - self.probability)
        return Recursion(-odds, (risks + 1) * odds, math.exp(risks * math.log1p(-self.probability)))
