"""Losses of one of several kinds, each with its probability."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.inversion import invert, logit_grid
from coinsure.models.severity.severity import Severity
from coinsure.spec import Spec

if TYPE_CHECKING:
    from coinsure.models.severity import SeveritySpec

_SUM = 1e-9


class MixturePart(Spec):
    """One kind of loss in a mixture."""

    weight: Annotated[float, Field(gt=0.0, lt=1.0)]
    """Probability that a loss is of this kind; the weights of all parts add up to 1."""

    severity: "SeveritySpec"
    """Size of a loss of this kind."""


class Mixture(Severity):
    """A loss is of one of several kinds, drawn anew for every loss.

    A moment exists where it does for every part. Two components with frequencies of their own say
    the same where these are Poisson. Source: Klugman, Panjer & Willmot, Loss Models, section 4.2.3.
    """

    kind: Literal["mixture"] = "mixture"

    parts: Annotated[tuple[MixturePart, ...], Field(strict=False, min_length=2)]
    """The kinds of loss: a list of tables with ``weight`` and ``severity``."""

    @model_validator(mode="after")
    def _weights_add_up(self) -> Self:
        total = math.fsum(part.weight for part in self.parts)
        if abs(total - 1.0) > _SUM:
            raise ValueError(f"the weights of a mixture add up to {total:.10g}; make it 1")
        return self

    def inside(self) -> tuple[Severity, ...]:
        """Return the severities of the parts."""
        return tuple(part.severity for part in self.parts)

    def unit_support(self) -> tuple[float, float]:
        """Return the lowest and the highest end of all parts."""
        lows, highs = zip(*(part.support() for part in self.inside()), strict=True)
        return min(lows), max(highs)

    def unit_tail_index(self) -> float:
        """Return the lowest index of all parts."""
        return min(part.tail_index() for part in self.inside())

    def unit_atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the single losses of all parts."""
        found = [part.severity.atoms() for part in self.parts]
        amounts = np.concatenate([amounts for amounts, _ in found])
        weighted = [
            part.weight * chances for part, (_, chances) in zip(self.parts, found, strict=True)
        ]
        points, place = np.unique(amounts, return_inverse=True)
        total = np.bincount(place, np.concatenate(weighted), points.size)
        return points, total.astype(np.float64)

    def unit_breaks(self) -> FloatArray:
        """Return the breaks of all parts, and the ends of their supports."""
        amounts, _ = self.unit_atoms()
        ends = np.array([end for part in self.inside() for end in part.support()])
        inside = ends[(ends > self.unit_support()[0]) & np.isfinite(ends)]
        return np.unique(
            np.concatenate([amounts, inside, *(part.breaks() for part in self.inside())])
        )

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return the weighted mean over the parts."""
        return self._mean(lambda part: part.cdf(x))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return the weighted mean over the parts."""
        return self._mean(lambda part: part.survival(x))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the quantile, found from the distribution function."""
        return self._quantile(u, 1.0 - u)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the quantile, found from the survival function."""
        return self._quantile(1.0 - v, v)

    def unit_expected(self) -> float:
        """Return the weighted mean over the parts."""
        return float(self._mean(lambda part: np.asarray(part.expected())))

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the weighted mean over the parts."""
        return self._mean(lambda part: part.limited_mean(limit))

    def _mean(self, of: Callable[[Severity], FloatArray]) -> FloatArray:
        return np.asarray(sum(part.weight * of(part.severity) for part in self.parts), np.float64)

    def _quantile(self, u: FloatArray, v: FloatArray) -> FloatArray:
        """Return the quantile: within the quantiles of the parts at some probability."""

        def grid(smallest: float) -> FloatArray:
            below, above = logit_grid(smallest * min(part.weight for part in self.parts))
            low = below < 0.5
            return np.concatenate(
                [
                    np.where(low, part.quantile(below), part.quantile_of_survival(above))
                    for part in self.inside()
                ]
            )

        return invert(self.model_copy(update={"scale": None}), u, v, grid)
