"""Binomial counts: at most one loss per risk."""

import math
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from coinsure.models.frequency.factors import refuse_factors
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

    def recursion(self, risks: int, factor: float = 1.0) -> Recursion:
        """Return (a, b, p0); no factor applies."""
        odds = self.probability / (1.0 - self.probability)
        return Recursion(-odds, (risks + 1) * odds, math.exp(risks * math.log1p(-self.probability)))
