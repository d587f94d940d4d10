"""``Level``: not knowing how high a frequency really is."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from coinsure.models.dependence import Gamma, LognormalFactor
from coinsure.models.uncertainty import Above, Below, of_range
from coinsure.spec import Positive, Spec, require_one_way

PRIOR_CLAIMS = 0.5
"""Claims that Jeffreys' prior for a Poisson rate adds to those seen; it adds no years."""


class Level(Spec):
    """A factor on a frequency that is drawn once per path and holds for all its years.

    Its mean is 1: what is not known about the level, as opposed to the yearly systemic factor.
    Given in one of three ways. ``cv``: gamma with this standard deviation. ``claims`` seen in
    ``years``: gamma, the posterior of a Poisson rate under Jeffreys' prior, which is proportional
    to 1 / sqrt(rate); its shape is claims + 1/2, and where the frequency states no mean of its own
    that of the posterior, (claims + 1/2) / years, is taken. ``low`` and ``high``: lognormal, within
    this range with a probability of 90 %.
    """

    cv: Positive | None = None
    """Standard deviation of the factor."""

    claims: Annotated[int, Field(ge=0)] | None = None
    """Losses of the whole line that were seen in ``years``."""

    years: Positive | None = None
    """Years of experience, at the exposure of year 1."""

    low: Below | None = None
    """Lower end of an expert's range, as a multiple of the stated mean."""

    high: Above | None = None
    """Upper end of an expert's range, as a multiple of the stated mean."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        require_one_way(self, ("cv",), ("claims", "years"), ("low", "high"))
        return self

    @property
    def expected(self) -> float | None:
        """Mean count of a year after the experience; None where there is none."""
        if self.claims is None or self.years is None:
            return None
        return (self.claims + PRIOR_CLAIMS) / self.years

    @property
    def variance(self) -> float:
        """Variance of the factor."""
        return self.factor().variance

    def factor(self) -> Gamma | LognormalFactor:
        """Return the distribution of the factor."""
        if self.claims is not None:
            return Gamma(shape=self.claims + PRIOR_CLAIMS)
        if self.cv is not None:
            return Gamma(shape=1.0 / self.cv**2)
        return of_range(self.low or 1.0, self.high or 1.0)
