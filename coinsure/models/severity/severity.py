"""``Severity``: what every kind of loss size promises, and the scale that every kind may carry."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Annotated, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Discriminator, Tag, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.product import Product
from coinsure.models.severity.stretched import Stretched
from coinsure.spec import Positive, Spec

if TYPE_CHECKING:
    from coinsure.models.severity import SeveritySpec


def _number_or_severity(scale: object) -> str:
    return "severity" if isinstance(scale, dict | Spec) else "number"


Scale = Annotated[
    Annotated[Positive, Tag("number")] | Annotated["SeveritySpec", Tag("severity")],
    Discriminator(_number_or_severity),
]


class Severity(Spec, ABC):
    """Distribution of the size of one loss, before policy terms.

    A kind describes the shape at scale one in its ``unit_...`` methods; what is seen from outside
    is the shape times the ``scale``. A scale that is itself a severity is drawn for each loss,
    independently of the shape: the value of the object that was hit.
    """

    scale: Scale | None = None
    """Value of the insured object in the scenario's unit, a number or another severity."""

    @model_validator(mode="after")
    def _scale_not_nested(self) -> Self:
        if isinstance(self.scale, Severity):
            if isinstance(self.scale.scale, Severity):
                message = "the scale of a scale must be a number, not a severity; multiply them out"
                raise ValueError(message)
            if self.scale.has_random_scale or self.has_random_scale_inside:
                message = (
                    "a severity whose scale is another severity cannot be part of a severity that "
                    "has one too, or of its scale; give the inner one a scale that is a number"
                )
                raise ValueError(message)
        return self

    @property
    def has_random_scale(self) -> bool:
        """Whether its scale, or that of a severity inside it, is another severity."""
        return isinstance(self.scale, Severity) or self.has_random_scale_inside

    @property
    def has_random_scale_inside(self) -> bool:
        """Whether the scale of a severity inside it is another severity."""
        return any(severity.has_random_scale for severity in self.inside())

    def inside(self) -> "tuple[Severity, ...]":
        """Return the severities that this one is made of."""
        return ()

    def times(self, factor: float) -> Self:
        """Return ``factor`` times the loss."""
        if factor == 1.0:
            return self
        if isinstance(self.scale, Severity):
            return self.model_copy(update={"scale": self.scale.times(factor)})
        scale = 1.0 if self.scale is None else self.scale
        return self.model_copy(update={"scale": factor * scale})

    def amount(self) -> Stretched | Product:
        """Return the distribution with its scale applied: to a known value, or to a random one."""
        if self.scale is None:
            return Stretched(self, 1.0)
        if not isinstance(self.scale, Severity):
            return Stretched(self, self.scale)
        least, most = self.scale.support()
        return Stretched(self, most) if least == most else Product(Stretched(self, 1.0), self.scale)

    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest possible loss; the largest may be infinite."""
        return self.amount().support()

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of a loss of at most ``x``."""
        return self.amount().cdf(x)

    def survival(self, x: ArrayLike) -> FloatArray:
        """Return the probability of a loss above ``x``, exact in the upper tail."""
        return self.amount().survival(x)

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the loss that is exceeded with probability ``1 - u``, for u in [0, 1]."""
        return self.amount().quantile(u)

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the loss exceeded with probability ``v``: quantile(1 - v), exact in the tail."""
        return self.amount().quantile_of_survival(v)

    def expected(self) -> float:
        """Return the mean loss, infinite where it does not exist."""
        return self.amount().expected()

    def limited_mean(self, limit: ArrayLike) -> FloatArray:
        """Return the mean of min(loss, ``limit``); finite for every finite limit."""
        return self.amount().limited_mean(limit)

    def tail_index(self) -> float:
        """Return how fast survival falls: moments of this order and above do not exist."""
        inner = self.scale.tail_index() if isinstance(self.scale, Severity) else np.inf
        return min(self.unit_tail_index(), inner)

    def unit_tail_index(self) -> float:
        """Return the tail index at scale one; infinite where every moment exists."""
        return np.inf

    def atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the losses (A,) that have a probability of their own, and it."""
        return self.amount().atoms()

    def unit_atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the losses (A,) at scale one that have a probability of their own, and it."""
        low, high = self.unit_support()
        return (np.array([low]), np.ones(1)) if low == high else (np.empty(0), np.empty(0))

    def breaks(self) -> FloatArray:
        """Return the losses (B,) where the distribution jumps, bends, or has a gap.

        The ends of the support are among them only where they have a probability of their own.
        """
        return self.amount().breaks()

    def unit_breaks(self) -> FloatArray:
        """Return the losses (B,) at scale one where the distribution jumps, bends, or has a gap."""
        return np.empty(0)

    @abstractmethod
    def unit_support(self) -> tuple[float, float]:
        """Return the smallest and the largest loss at scale one."""

    @abstractmethod
    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return the probability of a loss of at most ``x`` at scale one."""

    @abstractmethod
    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return the probability of a loss above ``x`` at scale one."""

    @abstractmethod
    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the loss at scale one that is exceeded with probability ``1 - u``."""

    @abstractmethod
    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the loss at scale one that is exceeded with probability ``v``."""

    @abstractmethod
    def unit_expected(self) -> float:
        """Return the mean at scale one."""

    @abstractmethod
    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the mean of min(loss, limit) at scale one; ``limit`` is not negative."""
