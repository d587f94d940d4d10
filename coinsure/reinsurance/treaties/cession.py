"""What a treaty sees and what it takes."""

from dataclasses import dataclass, replace

import numpy as np

from coinsure.arrays import BoolArray, FloatArray, Int32Array, IntArray
from coinsure.reinsurance.risks import Risks
from coinsure.tables.losses import LargeLosses


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The n lines that a treaty covers, as earlier treaties have left them."""

    lines: tuple[str, ...]  # (n,)
    position: IntArray  # (L,) place of each line of the book among the n, -1 if it is not covered
    premium: FloatArray  # (n, T)
    losses: FloatArray  # (n, T, P)
    large: LargeLosses  # of the whole book
    covered: BoolArray  # (E,) large losses that the treaty looks at
    risks: Risks

    @property
    def total_premium(self) -> FloatArray:
        """Premium of all n lines, (T,)."""
        return over_lines(self.premium)

    @property
    def premium_part(self) -> FloatArray:
        """Part of each line in the premium of a year, (n, T); equal parts where there is none."""
        return parts_of(self.premium)

    def by_line(self, amount: FloatArray) -> FloatArray:
        """Add an ``amount`` (E,) of each large loss to its line, (n, T, P)."""
        return sums_by_line(
            self.risks.year, self.large.line, amount, self.position, self.losses.shape
        )


@dataclass(frozen=True, slots=True, eq=False)
class Cession:
    """What passes between the pool and the reinsurers of one treaty on n lines."""

    premium: FloatArray  # (n, T) after adjustment
    adjustment: FloatArray  # (T,) of it, what is not paid as a deposit; below zero it is returned
    commission: FloatArray  # (T, P), or (T, 1) where it is the same on all paths
    losses: FloatArray  # (n, T, P) recovered
    amount: FloatArray  # (E,) of it, off each large loss of the book
    reinstatement: FloatArray  # (T, P) reinstatement premium, or (T, 1)
    part: FloatArray  # (n, T) of the commission that falls on each line

    @property
    def commission_by_line(self) -> FloatArray:
        """Commission by the premium that it is paid on, (n, T, P) or (n, T, 1)."""
        return self.part[:, :, None] * self.commission

    @property
    def reinstatement_by_line(self) -> FloatArray:
        """Reinstatement premium by the losses of the year that used the cover up, (n, T, P)."""
        if len(self.losses) == 1:
            return self.reinstatement[None]
        if not self.reinstatement.any():
            return np.zeros((len(self.losses), *self.reinstatement.shape))
        # here, because a scenario is read without the compiled kernels
        from coinsure.kernels.booking import spread_over_lines

        losses = self.losses.reshape(len(self.losses), -1)
        return spread_over_lines(self.reinstatement.ravel(), losses).reshape(self.losses.shape)

    def placed(self, share: float) -> "Cession":
        """Return the part of everything that belongs to the ``share`` that reinsurers took."""
        if share == 1.0:
            return self
        return replace(
            self,
            premium=share * self.premium,
            adjustment=share * self.adjustment,
            commission=share * self.commission,
            losses=share * self.losses,
            amount=share * self.amount,
            reinstatement=share * self.reinstatement,
        )


def sums_by_line(
    year: Int32Array,
    line: Int32Array,
    amount: FloatArray,
    position: IntArray,
    shape: tuple[int, ...],
) -> FloatArray:
    """Add an ``amount`` (E,) of each large loss to rows of ``shape`` (n, T, P) by ``position``.

    ``year`` (E,) is the path-year of each loss, ``line`` (E,) its line.
    """
    # here, because a scenario is read without the compiled kernels
    from coinsure.kernels.layers import sum_by_line

    total = np.zeros(shape)
    sum_by_line(year, line, amount, position, total.reshape(shape[0], -1))
    return total


def over_lines(rows: FloatArray) -> FloatArray:
    """Add rows of lines (n, ...) in their order."""
    total = np.zeros(rows.shape[1:])
    for row in rows:
        total += row
    return total


def parts_of(premium: FloatArray) -> FloatArray:
    """Return the part of each line in the ``premium`` (n, T) of a year; equal where it is 0."""
    total = over_lines(premium)
    equal = np.full_like(premium, 1.0 / len(premium))
    return np.divide(premium, total, out=equal, where=total > 0.0)
