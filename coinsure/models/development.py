"""``Development``: how a line changes over the years of a path."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple, Self

from pydantic import Field

from coinsure.errors import ModelRefusedError
from coinsure.spec import Spec

_Rate = Annotated[float, Field(gt=-1.0)]

Changes = _Rate | Annotated[tuple[_Rate, ...], Field(strict=False)]
"""Changes from a year to the next: one for all years, or the first for year 2 and so on."""


class Indices(NamedTuple):
    """A year compared with year 1."""

    exposure: float
    frequency: float
    claims: float
    rate: float
    terms: float

    def of_amounts(self, exposure: float = 1.0) -> Self:
        """Return what changes the amount of a loss, which may be one of all risks together."""
        return self._replace(exposure=exposure, frequency=1.0, rate=1.0)


class Development(Spec):
    """How a line changes from year to year; year 1 is what the line itself says.

    Every rate is one number for all years, or a list with the change from year 1 to year 2 first.
    Premium follows exposure and rate; numbers of losses follow exposure and frequency; sizes of
    losses, and the values that rates of value refer to, follow claims inflation. Years are
    different from each other then, and are never reported together.
    """

    exposure_growth: Changes = 0.0
    """Yearly growth of the insured risks, all of them alike: more losses and more premium."""

    frequency_trend: Changes = 0.0
    """Yearly change of the losses of one risk."""

    claims_inflation: Changes = 0.0
    """Yearly change of the size of a loss, before policy terms."""

    rate_change: Changes = 0.0
    """Yearly change of the premium of one risk."""

    index_terms: bool = False
    """Whether deductibles, limits and aggregates follow claims inflation; amounts stay if not."""

    def indices(self, years: int) -> tuple[Indices, ...]:
        """Return every year of the horizon compared with year 1.

        Raises
        ------
        ModelRefusedError
            A list is too short for so many years.
        """
        claims = levels(self.claims_inflation, years, "claims_inflation")
        return tuple(
            map(
                Indices,
                levels(self.exposure_growth, years, "exposure_growth"),
                levels(self.frequency_trend, years, "frequency_trend"),
                claims,
                levels(self.rate_change, years, "rate_change"),
                claims if self.index_terms else (1.0,) * years,
            )
        )


STEADY = Development()
"""Every year like the first."""


def levels(changes: float | Sequence[float], years: int, key: str) -> tuple[float, ...]:
    """Return each year compared with year 1: the changes up to it, multiplied.

    Raises
    ------
    ModelRefusedError
        ``changes`` is a list that ends before the last year; ``key`` is its name.
    """
    given = [changes] * (years - 1) if isinstance(changes, float | int) else list(changes)
    if len(given) < years - 1:
        message = (
            f"{key} has {len(given)} changes for {years} years; give {years - 1}, the first from "
            "year 1 to year 2, or one number for all years"
        )
        raise ModelRefusedError(message)
    found = [1.0]
    for change in given[: years - 1]:
        found.append(found[-1] * (1.0 + change))
    return tuple(found)
