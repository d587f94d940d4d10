"""Counts as they were observed, or with probabilities given one by one."""

import math
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray, IntArray
from coinsure.errors import ModelRefusedError
from coinsure.models.frequency.factors import refuse_factors
from coinsure.models.frequency.table import cumulative, repeated
from coinsure.spec import Fraction, Spec

TOLERANCE = 1e-9
"""By how much probabilities may miss 1."""


class Empirical(Spec):
    """Counts drawn from a list.

    Without ``probabilities`` the counts are those of so many years, each as likely as the others:
    what was not seen cannot happen.
    """

    kind: Literal["empirical"] = "empirical"

    counts: Annotated[
        tuple[Annotated[int, Field(ge=0, le=1_000_000)], ...], Field(strict=False, min_length=1)
    ]
    """Counts of a year."""

    probabilities: Annotated[tuple[Fraction, ...], Field(strict=False)] | None = None
    """Probability of each count, together 1; all alike if left out."""

    of_each_risk: bool = False
    """Whether the counts are those of one risk, independent of the others; else of the line."""

    systemic: ClassVar[bool] = False
    level: ClassVar[None] = None

    @model_validator(mode="before")
    @classmethod
    def _no_factor(cls, data: object) -> object:
        reason = (
            "a list of counts does not say how it changes with its mean; "
            "use kind poisson or negative_binomial"
        )
        refuse_factors(data, kind="empirical", reason=reason)
        return data

    @model_validator(mode="after")
    def _a_distribution(self) -> Self:
        if self.probabilities is None:
            return self
        if len(self.probabilities) != len(self.counts):
            found = f"{len(self.probabilities)} probabilities for {len(self.counts)} counts"
            raise ValueError(f"give one probability for each count; found {found}")
        total = math.fsum(self.probabilities)
        if abs(total - 1.0) > TOLERANCE:
            raise ValueError(f"the probabilities have to add up to 1; they add up to {total:.9g}")
        return self

    @property
    def of_line(self) -> bool:
        """Whether what is stated is about the whole line and says nothing of one risk."""
        return not self.of_each_risk

    def of_one(self) -> FloatArray:
        """Return the probability of each count from 0 on: of one risk, or of the line."""
        weights = self.probabilities or (1.0 / len(self.counts),) * len(self.counts)
        return np.bincount(self.counts, weights=weights).astype(np.float64) / math.fsum(weights)

    def times(self, risks: int) -> int:
        """Return how many independent counts add up to that of the line."""
        return risks if self.of_each_risk else 1

    def expected(self, risks: int) -> float:
        """Return the expected count of a year for a line of ``risks`` risks."""
        p = self.of_one()
        return self.times(risks) * float(np.sum(p * np.arange(p.size)))

    def variance(self, risks: int, factor_variance: float = 0.0) -> float:
        """Return the variance of the count of a year; no yearly factor applies."""
        p = self.of_one()
        count = np.arange(p.size)
        away = count - float(np.sum(p * count))
        return self.times(risks) * float(np.sum(p * away**2))

    def cdf(self, k: IntArray, risks: int) -> FloatArray:
        """Return the probability of at most ``k`` losses in a year."""
        lowest, probabilities = repeated(tuple(self.of_one().tolist()), self.times(risks))
        return cumulative(probabilities, k - lowest)

    def developed(self, *, exposure: float, trend: float, risks: int) -> tuple[Self, int]:
        """Return the frequency and the risks of a year.

        Raises
        ------
        ModelRefusedError
            Exposure or frequency change.
        """
        if (exposure, trend) != (1.0, 1.0):
            message = (
                "an empirical frequency does not say how its counts change with exposure or "
                "trend; use kind poisson or negative_binomial, or give the line a development of "
                "its own"
            )
            raise ModelRefusedError(message)
        return self, risks

    def certain(self) -> Self:
        """Return the same: it has no level."""
        return self
