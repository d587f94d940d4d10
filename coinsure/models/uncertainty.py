"""Parameters that are not known: factors of mean 1 drawn once per path, and sets of parameters."""

import math
from typing import Annotated, Self

from pydantic import Field, model_validator

from coinsure.models.dependence import LognormalFactor
from coinsure.models.severity import SeveritySpec
from coinsure.spec import Positive, Spec, require_one_way

INSIDE = 0.9
"""Probability with which a factor lies within an expert's range."""

MOST_ALTERNATIVES = 31
"""With the severity of the component itself, 32 sets of parameters."""

_HALVINGS = 200

Below = Annotated[float, Field(ge=0.01, lt=1.0)]
Above = Annotated[float, Field(gt=1.0, le=100.0)]


def of_range(low: float, high: float) -> LognormalFactor:
    """Return the factor that lies between ``low`` < 1 and ``high`` > 1 with probability 0.9.

    The range says how wide the distribution is; the mean stays 1, so that what an expert does not
    know does not change what is expected. The two ends are therefore not equally likely to be
    left: 0.5 to 2 is left below with 7 %, above with 3 %.
    """
    least, most = 0.0, math.log(high / low)
    for _ in range(_HALVINGS):
        sigma = 0.5 * (least + most)
        above = _normal(math.log(high) / sigma + 0.5 * sigma)
        inside = above - _normal(math.log(low) / sigma + 0.5 * sigma)
        least, most = (sigma, most) if inside > INSIDE else (least, sigma)
    return LognormalFactor(cv=math.sqrt(math.expm1((0.5 * (least + most)) ** 2)))


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


class SizeLevel(Spec):
    """A factor on all losses of a component, before policy terms, drawn once per path.

    Lognormal with mean 1: by its standard deviation ``cv``, or by the range from ``low`` to
    ``high`` in which it lies with a probability of 90 %.
    """

    cv: Positive | None = None
    """Standard deviation of the factor."""

    low: Below | None = None
    """Lower end of an expert's range, as a multiple of the stated size."""

    high: Above | None = None
    """Upper end of an expert's range, as a multiple of the stated size."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        require_one_way(self, ("cv",), ("low", "high"))
        return self

    def factor(self) -> LognormalFactor:
        """Return the distribution of the factor."""
        if self.cv is not None:
            return LognormalFactor(cv=self.cv)
        return of_range(self.low or 1.0, self.high or 1.0)


class Alternative(Spec):
    """Another set of parameters that may be the right one."""

    weight: Annotated[float, Field(gt=0.0, lt=1.0)]
    """Probability that it is; the component's own severity has what the others leave."""

    severity: SeveritySpec
    """Size of one loss before policy terms."""
