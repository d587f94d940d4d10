"""Bernoulli counts: each risk has its own probability of a loss."""

from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray, IntArray
from coinsure.errors import ModelRefusedError
from coinsure.models.frequency.factors import refuse_factors
from coinsure.models.frequency.mean import require_probability
from coinsure.models.frequency.table import cumulative, sum_of_bernoulli
from coinsure.spec import Spec


class Bernoulli(Spec):
    """Each risk has at most one loss a year, with a probability of its own.

    The count of the line is Poisson-binomial, its distribution found by adding one risk after the
    other. Where all risks are alike, ``binomial`` says it shorter. Source: Hong (2013),
    Computational Statistics & Data Analysis 59.
    """

    kind: Literal["bernoulli"] = "bernoulli"

    probabilities: Annotated[
        tuple[Annotated[float, Field(gt=0.0, lt=1.0)], ...], Field(strict=False, min_length=1)
    ]
    """Probability that each risk has its loss in a year, one for each risk of the line."""

    systemic: ClassVar[bool] = False
    level: ClassVar[None] = None
    of_line: ClassVar[bool] = True

    @model_validator(mode="before")
    @classmethod
    def _no_factor(cls, data: object) -> object:
        reason = (
            "a factor can push a probability above 1, and the mean would not be kept; "
            "use kind poisson or negative_binomial"
        )
        refuse_factors(data, kind="bernoulli", reason=reason)
        return data

    def expected(self, risks: int) -> float:
        """Return the expected count of a year."""
        return float(np.sum(self.probabilities))

    def variance(self, risks: int, factor_variance: float = 0.0) -> float:
        """Return the variance of the count of a year; no yearly factor applies."""
        p = np.array(self.probabilities)
        return float(np.sum(p * (1.0 - p)))

    def distribution(self, risks: int) -> FloatArray:
        """Return the probability of each count from 0 on."""
        return sum_of_bernoulli(self.probabilities)

    def cdf(self, k: IntArray, risks: int) -> FloatArray:
        """Return the probability of at most ``k`` losses in a year."""
        return cumulative(self.distribution(risks), k)

    def developed(self, *, exposure: float, trend: float, risks: int) -> tuple[Self, int]:
        """Return the frequency and the risks of a year: every probability follows the trend.

        Raises
        ------
        ModelRefusedError
            The exposure changes, or the trend makes a loss certain.
        """
        if exposure != 1.0:
            message = (
                "a bernoulli frequency names its risks one by one, so their number cannot grow; "
                "use kind binomial or poisson, or give the line a development of its own"
            )
            raise ModelRefusedError(message)
        likely = tuple(require_probability(p * trend, p) for p in self.probabilities)
        return self.model_copy(update={"probabilities": likely}), risks

    def certain(self) -> Self:
        """Return the same: it has no level."""
        return self
