"""Losses that were observed, each as likely as it says."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive

MOST_AMOUNTS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Different amounts with their probabilities."""

    points: FloatArray  # (N,) rising
    chances: FloatArray  # (N,)
    below: FloatArray  # (N,) probability of at most the amount
    above: FloatArray  # (N,) probability of more
    paid: FloatArray  # (N,) mean of the losses of at most the amount, 0 for others


class Empirical(Severity):
    """Losses of the past, drawn again with equal probabilities, or with given weights.

    In a scenario ``file`` names a table beside it: CSV in UTF-8 with a header, a column ``amount``
    and, if wanted, a column ``weight``. The amounts become part of the scenario, and so of its
    hash. No loss is larger than the largest seen: take kind spliced for a tail. All moments exist.
    """

    kind: Literal["empirical"] = "empirical"

    file: str | None = None
    """CSV file with the losses, relative to the scenario file that names it."""

    amounts: Annotated[tuple[Positive, ...], Field(strict=False)] = ()
    """Losses in the scenario's unit (or as fractions of the scale), in place of a file."""

    weights: Annotated[tuple[Positive, ...], Field(strict=False)] = ()
    """Weight of each loss in ``amounts``, any numbers above 0; equal if left out."""

    @model_validator(mode="after")
    def _has_amounts(self) -> Self:
        if not self.amounts:
            raise ValueError(
                "an empirical severity needs amounts; only a scenario file can name a file of them"
            )
        if self.weights and len(self.weights) != len(self.amounts):
            raise ValueError(
                f"{len(self.weights)} weights for {len(self.amounts)} amounts; give one for each"
            )
        if len(self.amounts) > MOST_AMOUNTS:
            raise ValueError(
                f"{len(self.amounts):,} amounts are more than {MOST_AMOUNTS:,}; group them"
            )
        return self

    @cached_property
    def sample(self) -> Sample:
        """The different amounts and their probabilities."""
        weights = np.array(self.weights or np.ones(len(self.amounts)))
        points, place = np.unique(np.array(self.amounts), return_inverse=True)
        chances = np.bincount(place, weights, points.size) / weights.sum()
        return Sample(
            points=points,
            chances=chances,
            below=np.append(np.cumsum(chances[:-1]), 1.0),
            above=np.append(np.cumsum(chances[:0:-1])[::-1], 0.0),
            paid=np.cumsum(points * chances),
        )

    def unit_support(self) -> tuple[float, float]:
        """Return the smallest and the largest loss seen."""
        return float(self.sample.points[0]), float(self.sample.points[-1])

    def unit_atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return every loss seen, and its probability."""
        return self.sample.points, self.sample.chances

    def unit_breaks(self) -> FloatArray:
        """Return every loss seen."""
        return self.sample.points

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return the weight of the losses of at most x."""
        return np.append(0.0, self.sample.below)[
            np.searchsorted(self.sample.points, x, side="right")
        ]

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return the weight of the losses above x."""
        return np.append(1.0, self.sample.above)[
            np.searchsorted(self.sample.points, x, side="right")
        ]

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the smallest loss with at least the weight u up to it."""
        return self.sample.points[
            np.minimum(np.searchsorted(self.sample.below, u), self.sample.points.size - 1)
        ]

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the smallest loss with at most the weight v above it."""
        return self.sample.points[np.searchsorted(-self.sample.above, -v)]

    def unit_expected(self) -> float:
        """Return the weighted mean."""
        return float(self.sample.paid[-1])

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the weighted mean of the lower of loss and limit."""
        paid = np.append(0.0, self.sample.paid)[
            np.searchsorted(self.sample.points, limit, side="right")
        ]
        above = self.unit_survival(limit)
        return paid + np.where(above > 0.0, limit, 0.0) * above
