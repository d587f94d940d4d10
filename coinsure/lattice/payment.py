"""What the pool has of one loss: its distribution after policy terms and after treaties."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.lattice.kept import Kept, capped
from coinsure.lattice.survival import Survival, survival_of
from coinsure.models.severity import Beta, Distribution, Severity, net_of_deductible
from coinsure.models.severity.product import Product
from coinsure.models.severity.reduced import Reduced
from coinsure.models.severity.stretched import Stretched
from coinsure.models.terms import Terms

HIGHEST = 6
"""Highest moment that is ever asked for."""

_SAME_MOMENT = 1e-6  # tail indices closer than this to the order of a moment count as equal


@dataclass(frozen=True, slots=True, eq=False)
class Payment:
    """``kept`` of ``loss``, a distribution after the deductible that may be negative."""

    loss: Distribution
    kept: Kept
    largest_loss: float  # beyond which a payment grows no more, infinite if there is none
    highest: float  # payment, infinite if there is none
    limited: FloatArray  # (K,) mean of the loss cut off at each edge of ``kept``
    paid: FloatArray  # (K,) mean payment for that
    mean: float  # payment, infinite where it does not exist
    amounts: FloatArray  # (A,) payments that have a probability of their own, 0 first
    chances: FloatArray  # (A,) that probability

    def limited_mean(self, limit: ArrayLike) -> FloatArray:
        """Return the mean of min(payment, ``limit``) for limits up to the highest payment.

        The payment exceeds z where the loss exceeds the smallest loss of which z is kept: the
        integral of that probability is one of the loss's survival, piece by piece.
        """
        loss, piece = self.kept.loss_and_piece(np.asarray(limit, dtype=np.float64))
        beyond = self.loss.limited_mean(np.minimum(loss, self.largest_loss)) - self.limited[piece]
        return self.paid[piece] + self.kept.slopes[piece] * beyond

    def moments(self, most: int = 3) -> tuple[float, ...]:
        """Return so many moments about zero, infinite where they do not exist."""
        kept = self.kept
        if self.largest_loss == 0.0:
            return (0.0,) * most
        survival = _survival(self.loss, tuple(kept.edges), self.largest_loss, max(most, 3))
        paid, slope = kept.of(survival.nodes), kept.slope(survival.nodes)
        return tuple(
            survival.integral(order * paid ** (order - 1) * slope) + self._beyond(survival, order)
            for order in range(1, most + 1)
        )

    def _beyond(self, survival: Survival, order: int) -> float:
        """Return what the tail adds to a moment where survival ends as a power of the loss."""
        if math.isinf(survival.index) or self.kept.slopes[-1] == 0.0:
            return 0.0
        if survival.index <= order + _SAME_MOMENT:
            return math.inf
        paid = float(self.kept.of(survival.end))
        last = float(self.loss.survival(survival.end))
        return order * paid**order * last / (survival.index - order)


def payment_of(
    severity: Severity | Distribution, terms: Terms, *, risks: int = 1, treaties: Kept | None = None
) -> Payment:
    """Return what is paid for a loss that so many equal ``risks`` share, aggregate terms aside.

    ``treaties`` say what the pool keeps of the payment for all of them; all of it if left out.

    Raises
    ------
    ModelRefusedError
        A deductible rate of a severity that has no scale.
    """
    kept = capped(terms.limit, terms.participation).of_equal_risks(risks)
    if treaties is not None:
        kept = kept.then(treaties)
    deductible = terms.deductible * risks
    if isinstance(severity, Severity):
        pieces = tuple(kept.edges.tolist()), tuple(kept.slopes.tolist())
        # frozen specs can be hashed, which their class does not say
        return _remembered(severity, deductible, terms.deductible_rate, *pieces)  # pyright: ignore[reportArgumentType]
    if terms.deductible_rate > 0.0:
        message = (
            f"deductible_rate = {terms.deductible_rate:g} is a fraction of the value of the "
            f"insured object, which a {type(severity).__name__} does not have; give a deductible"
        )
        raise ModelRefusedError(message)
    return _payment(Reduced(severity, deductible), kept)


def _payment(loss: Distribution, kept: Kept) -> Payment:
    """Return what is ``kept`` of a ``loss``."""
    slope, support = float(kept.slopes[-1]), loss.support()[1]
    largest = max(min(support, math.inf if slope > 0.0 else float(kept.edges[-1])), 0.0)
    limited = np.asarray(loss.limited_mean(kept.edges), dtype=np.float64)
    paid = np.concatenate([[0.0], np.cumsum(kept.slopes[:-1] * np.diff(limited))])
    beyond = slope * (loss.expected() - float(limited[-1])) if slope > 0.0 else 0.0
    return Payment(
        loss,
        kept,
        largest_loss=largest,
        highest=float(kept.of(largest)) if math.isfinite(largest) else math.inf,
        limited=limited,
        paid=paid,
        mean=float(paid[-1]) + beyond,
        **_atoms(loss, kept),
    )


def _atoms(loss: Distribution, kept: Kept) -> dict[str, FloatArray]:
    """Return the payments that have a probability of their own: 0, flat pieces, and points."""
    points, chances = loss.atoms()
    points, chances = points[points > 0.0], chances[points > 0.0]
    values = kept.values
    flat = np.flatnonzero(kept.slopes == 0.0)
    ends = np.append(kept.edges[1:], np.inf)[flat]
    nothing = float(ends[0]) if flat.size and flat[0] == 0 else 0.0
    unpaid = float(loss.cdf(nothing)) if nothing < math.inf else 1.0
    flat, ends = flat[flat > 0], ends[flat > 0]
    at_start = (chances[:, None] * (points[:, None] == kept.edges[flat])).sum(axis=0)
    last = np.isinf(ends)
    beyond = np.where(last, 0.0, loss.survival(np.where(last, 0.0, ends)))
    level = at_start + loss.survival(kept.edges[flat]) - beyond
    before = np.maximum(np.searchsorted(kept.edges, points, side="left") - 1, 0)
    moving = (kept.slope(points) > 0.0) & (kept.slopes[before] > 0.0) & (points > nothing)
    return {
        "amounts": np.concatenate([[0.0], values[flat], kept.of(points[moving])]),
        "chances": np.concatenate([[unpaid], level, chances[moving]]),
    }


@dataclass(frozen=True, slots=True, eq=False)
class Tabulated:
    """A loss that is read off panels of its survival function, because that is dear."""

    exact: Distribution
    survival_in_panels: Survival
    mean: float

    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest possible amount."""
        return self.exact.support()

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of at most ``x``."""
        return self.exact.cdf(x)

    def survival(self, x: ArrayLike) -> FloatArray:
        """Return the probability of more than ``x``."""
        panels = self.survival_in_panels
        if math.isfinite(panels.index) or self.exact.breaks().size:
            return self.exact.survival(x)
        return panels.at(x)

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``1 - u``."""
        return self.exact.quantile(u)

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``v``."""
        return self.exact.quantile_of_survival(v)

    def expected(self) -> float:
        """Return the mean of the positive part."""
        return self.mean

    def limited_mean(self, limit: ArrayLike) -> FloatArray:
        """Return the mean of the positive part cut off at ``limit``."""
        return self.survival_in_panels.limited_mean(limit)

    def atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the amounts (A,) that have a probability of their own, and it."""
        return self.exact.atoms()

    def breaks(self) -> FloatArray:
        """Return the amounts (B,) where the distribution jumps, bends, or has a gap."""
        return self.exact.breaks()


@lru_cache(maxsize=512)
def _remembered(
    severity: Severity,
    deductible: float,
    rate: float,
    edges: tuple[float, ...],
    slopes: tuple[float, ...],
) -> Payment:
    """Return a payment; remembered, because lines, totals and lattices ask for it again."""
    loss = _net(severity, deductible, rate)  # pyright: ignore[reportArgumentType]  # as above
    return _payment(loss, Kept(np.array(edges), np.array(slopes)))


@lru_cache(maxsize=256)
def _net(severity: Severity, deductible: float, rate: float) -> Distribution:
    """Return the loss after deductible; remembered, because it may be dear."""
    loss = net_of_deductible(severity, deductible, rate)
    inner = loss.loss if isinstance(loss, Reduced) else loss
    mean = loss.expected()
    dear = isinstance(inner, Product) or (
        isinstance(inner, Stretched) and isinstance(inner.severity, Beta)
    )
    if not dear or not math.isfinite(mean) or loss.support()[1] <= 0.0:
        return loss
    return Tabulated(loss, survival_of(loss, loss.breaks(), loss.support()[1], HIGHEST), mean)


@lru_cache(maxsize=256)
def _survival(loss: Distribution, cuts: tuple[float, ...], end: float, order: int) -> Survival:
    return survival_of(loss, np.concatenate([np.array(cuts), loss.breaks()]), end, order)
