"""What a distribution of amounts can be asked, whichever way it came about."""

from typing import Protocol

from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray


class Distribution(Protocol):
    """A distribution of amounts; arrays are answered element by element."""

    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest possible amount."""
        ...

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of at most ``x``."""
        ...

    def survival(self, x: ArrayLike) -> FloatArray:
        """Return the probability of more than ``x``."""
        ...

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``1 - u``."""
        ...

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``v``."""
        ...

    def expected(self) -> float:
        """Return the mean."""
        ...

    def limited_mean(self, limit: ArrayLike) -> FloatArray:
        """Return the mean of min(amount, ``limit``)."""
        ...

    def atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the amounts (A,) that have a probability of their own, and it."""
        ...

    def breaks(self) -> FloatArray:
        """Return the amounts (B,) where the distribution jumps, bends, or has a gap."""
        ...
