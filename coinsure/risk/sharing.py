"""Sharing of books that members bring: who pays what of the total of a year, by three rules.

With losses X_1 .. X_M of the books and their total S, every rule divides S without a remainder and
leaves each member the mean of its own book. Mean-proportional: h_j = S E X_j / E S. Linear
regression: h_j = E X_j + Cov(X_j, S) / Var S (S - E S), which can be negative. Conditional mean:
h_j = E[X_j | S], never worse than X_j for whoever shuns risk (Denuit & Dhaene 2012, Insurance:
Mathematics and Economics 51, 265-270); here by classes of years with like totals, and on the
lattice without sampling (``coinsure.lattice.conditional_means``).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import BoolArray, FloatArray
from coinsure.risk.measures import table
from coinsure.risk.ranks import rank
from coinsure.risk.sums import in_groups

LEVELS = (0.0, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995)
"""Levels at which the TVaR of a share is set against that of the own book."""

BEYOND_CHANCE = 2.91
"""Normal quantile of 1 - 0.025 / 14: both sides of seven levels at 95 % together (Bonferroni)."""


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """What each of M members pays in n years, and how wrong an estimate of it may be."""

    paid: FloatArray  # (n, M), adds up to the total of every year
    se: FloatArray  # (n, M) of what is paid as an estimate of the rule's share; 0 if by formula


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """TVaR of the shares less that of the own books at ``LEVELS``, with paired errors."""

    difference: FloatArray  # (K, M)
    se: FloatArray  # (K, M)

    @property
    def better(self) -> BoolArray:
        """Members (M,) whose share is lower at some level and higher at none, beyond chance."""
        return np.asarray((self.difference < -self._chance()).any(axis=0) & ~self.worse)

    @property
    def worse(self) -> BoolArray:
        """Members (M,) whose share is higher at some level, beyond chance."""
        return np.asarray((self.difference > self._chance()).any(axis=0))

    def _chance(self) -> FloatArray:
        return BEYOND_CHANCE * self.se + 1e-9 * np.abs(self.difference).max(initial=0.0)


def mean_proportional(books: ArrayLike) -> Shared:
    """Divide the total of every year of ``books`` (n, M) by the means of the books."""
    losses, _ = table(books)
    mean = losses.mean(axis=0)
    whole = float(mean.sum())
    part = mean / whole if whole > 0.0 else np.full_like(mean, 1.0 / mean.size)
    paid = np.outer(losses.sum(axis=1), part)
    return Shared(paid, np.zeros_like(paid))


def linear_regression(books: ArrayLike) -> Shared:
    """Divide the total of every year of ``books`` (n, M) by regression of each book on it."""
    losses, _ = table(books)
    mean = losses.mean(axis=0)
    total = losses.sum(axis=1)
    around = total - mean.sum()
    squared = float(around @ around)
    slope = (losses - mean).T @ around / squared if squared > 0.0 else np.zeros_like(mean)
    paid = mean + np.outer(around, slope)
    return Shared(paid, np.zeros_like(paid))


def conditional_mean(books: ArrayLike, classes: int = 200) -> Shared:
    """Divide the total of every year by the means of the books in years with like totals.

    The n years of ``books`` (n, M) are put into at most ``classes`` classes of as many years by
    their total, equal totals together; in a class each member pays the part that its book has of
    the class. The standard error is that of this ratio, times the total.

    Raises
    ------
    ValueError
        If there are fewer than two years for each class.
    """
    losses, _ = table(books)
    n, members = losses.shape
    if not 0 < classes <= n // 2:
        raise ValueError(f"{n} years are too few for {classes} classes; each needs two or more")
    total = losses.sum(axis=1)
    edges = np.unique(np.sort(total)[np.arange(1, classes) * n // classes])
    group = np.searchsorted(edges, total, side="right")
    count = np.bincount(group, minlength=edges.size + 1)
    of_class = in_groups(group, total, count.size)
    whole = np.where(of_class > 0.0, of_class, 1.0)
    paid, se = np.empty((2, n, members))
    for member in range(members):
        part = (in_groups(group, losses[:, member], count.size) / whole)[group]
        paid[:, member] = part * total
        squares = in_groups(group, (losses[:, member] - paid[:, member]) ** 2, count.size)
        spread = np.sqrt(squares * count / np.maximum(count - 1, 1)) / whole
        se[:, member] = spread[group] * total
    return Shared(paid, se)


RULES = {
    "mean_proportional": mean_proportional,
    "conditional_mean": conditional_mean,
    "linear_regression": linear_regression,
}
"""The rules in the order in which they are shown."""


def against_own_book(paid: ArrayLike, books: ArrayLike) -> Compared:
    """Set what members have ``paid`` (n, M) against their own ``books`` (n, M), year by year.

    Equal means and a TVaR that is nowhere higher are the convex order: whoever shuns risk prefers
    the share. The error of a difference comes from what each year adds to both, (X - q)+ / (1 - p).
    """
    shares, own = table(paid)[0], table(books)[0]
    n, members = own.shape
    difference, se = np.empty((2, len(LEVELS), members))
    for member in range(members):
        order, ordered = np.sort(shares[:, member]), np.sort(own[:, member])
        for row, p in enumerate(LEVELS):
            k = rank(n, p) - 1
            mine, before = order[k], ordered[k]
            excess = np.maximum(shares[:, member] - mine, 0.0)
            excess -= np.maximum(own[:, member] - before, 0.0)
            excess /= 1.0 - p
            difference[row, member] = mine - before + excess.mean()
            se[row, member] = excess.std(ddof=1) / np.sqrt(n)
    return Compared(difference, se)


def negative_part(paid: ArrayLike) -> FloatArray:
    """Return the part of years, (M,), in which a member would be paid for the losses of others."""
    return np.asarray((table(paid)[0] < 0.0).mean(axis=0))


def falling_part(shared: Shared, beyond: float = BEYOND_CHANCE) -> FloatArray:
    """Return the part of years, (M,), above which a member pays less although the total is higher.

    It counts years whose share lies below the highest share of years with lower totals by more
    than ``beyond`` standard errors of both: then the rule gives a reason to wish for losses.
    """
    order = np.argsort(shared.paid.sum(axis=1), kind="stable")
    paid, se = shared.paid[order], shared.se[order]
    sure = np.maximum.accumulate(paid - beyond * se, axis=0)
    tolerance = 1e-9 * np.abs(paid).max(initial=0.0)
    return np.asarray((paid + beyond * se < sure - tolerance).mean(axis=0))
