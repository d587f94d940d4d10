"""Counts that are known: for stresses."""

from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray, IntArray
from coinsure.models.frequency.factors import refuse_factors
from coinsure.spec import Spec


class Fixed(Spec):
    """The same number of losses in every year named: "a flood in year 1, for certain"."""

    kind: Literal["fixed"] = "fixed"

    count: Annotated[int, Field(ge=0)]
    """Losses in each of the years."""

    years: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(strict=False)] | None = None
    """Years of the horizon in which they happen, the first year is 1; every year if left out."""

    systemic: ClassVar[bool] = False
    level: ClassVar[None] = None
    of_line: ClassVar[bool] = False

    @model_validator(mode="before")
    @classmethod
    def _no_factor(cls, data: object) -> object:
        reason = "nothing about a known count is random; leave it out"
        refuse_factors(data, kind="fixed", reason=reason)
        return data

    @model_validator(mode="after")
    def _distinct_years(self) -> Self:
        if self.years is not None and len(set(self.years)) < max(1, len(self.years)):
            message = f"years = {list(self.years)} must name at least one year, and each only once"
            raise ValueError(message)
        return self

    def in_year(self, year: int) -> int:
        """Return the count of the 1-based ``year``."""
        return self.count if self.years is None or year in self.years else 0

    def cdf(self, k: IntArray, risks: int) -> FloatArray:
        """Return the probability of at most ``k`` losses in a year in which they happen."""
        return np.where(np.asarray(k) >= self.count, 1.0, 0.0)

    def developed(self, *, exposure: float, trend: float, risks: int) -> tuple[Self, int]:
        """Return the same: what is known for each year neither grows nor has a trend."""
        return self, risks

    def certain(self) -> Self:
        """Return the same: it has no level."""
        return self

    def expected(self, risks: int) -> float:
        """Return the count of a year in which the losses happen."""
        return float(self.count)

    def variance(self, risks: int, factor_variance: float = 0.0) -> float:
        """Return 0: the count is known."""
        return 0.0
