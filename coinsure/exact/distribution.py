"""Answers read off a lattice: probabilities, VaR, TVaR, co-TVaR by line, the exceedance curve.

A sum S has single points with a probability of their own (no loss; losses that all meet a limit)
and a density elsewhere. Amounts spread like the density (its probability, or the mean loss of a
line) add up to a point as the amounts below it, half of the point's own and a twelfth of their
slope there (Euler-Maclaurin). Inside a cell they follow the parabola whose slope runs straight from
one point to the next. Where the density is so rough that its distribution function would not rise,
both are held back, for every amount alike.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.exact.lattice import ON_THE_LATTICE, Lattice, Sums

_CONSTANT = 1e-9  # variance over squared mean of a sum that counts as constant
_ROUNDING = 1e-12  # of a probability: 0.9 is reached by nine times 0.1


class Place(NamedTuple):
    """Where a level lies: a part of a cell, or a part of the probability of a single point."""

    point: int  # the point itself, or that at the end of the cell
    inside: bool
    part: float


@dataclass(frozen=True, slots=True, eq=False)
class ExactDistribution:
    """The sum S of all losses of a year."""

    lattice: Lattice
    mean: float  # of S, from the models, not from the lattice
    tail: float  # probability beyond the lattice
    aliasing: float  # bound of the probability that came back from beyond it
    coarseness: float  # variance taken out again for losses between points, over that of S
    density: FloatArray  # (N,) probability near a point, single points left out
    atoms: FloatArray  # (N,) probability of single points
    before: FloatArray  # (N,) P(S < point)
    until: FloatArray  # (N,) P(S <= point)

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability that S is at most ``x``; beyond the lattice, that at its end."""
        place = np.maximum(np.asarray(x, dtype=np.float64) / self.lattice.step, -1.0)
        near = np.round(place)
        on = np.abs(place - near) <= ON_THE_LATTICE * np.maximum(near, 1.0)
        place = np.where(on, near, place)
        cell = np.clip(np.floor(place), 0, self.lattice.size - 2).astype(np.int64)
        part = np.clip(place - cell, 0.0, 1.0)
        rise = self.before[cell + 1] - self.until[cell]
        bend = np.clip(self.density[cell + 1] - self.density[cell], -2.0 * rise, 2.0 * rise)
        inside = self.until[cell] + part * (rise - 0.5 * bend * (1.0 - part))
        inside = np.where(part == 1.0, self.until[cell + 1], inside)
        return np.where(place < 0.0, 0.0, inside)

    def survival(self, x: ArrayLike) -> FloatArray:
        """Return the probability that S exceeds ``x``."""
        return 1.0 - self.cdf(x)

    def value_at_risk(self, p: float) -> float:
        """Return VaR_p = inf{x: P(S <= x) >= p}.

        It is exact to the rounding where the level falls into the probability of a single point,
        and read off the parabola of its cell elsewhere.

        Raises
        ------
        ModelRefusedError
            The level is not on the lattice.
        """
        place = self.place(p)
        return self.lattice.step * (place.point - 1.0 + (place.part if place.inside else 1.0))

    def tail_value_at_risk(self, p: float) -> float:
        """Return TVaR_p, the mean of S in its worst 1 - p, the probability at VaR split.

        It is what the body of S leaves of the mean, so that a tail beyond the lattice counts.

        Raises
        ------
        ModelRefusedError
            The level is not on the lattice.
        """
        points = self.lattice.points()
        body = self.body(points * self.density, points * self.atoms, self.place(p))
        return (self.mean - body) / (1.0 - p)

    def exceedance(self) -> tuple[FloatArray, FloatArray]:
        """Return amounts (N,) and the probabilities (N,) that S exceeds them."""
        return self.lattice.points(), np.maximum(1.0 - self.until, 0.0)

    def place(self, p: float) -> Place:
        """Return where the level ``p`` lies."""
        if not 0.0 <= p < 1.0:
            raise ValueError(f"a level must be at least 0 and below 1, found {p}")
        if p > self.until[-1]:
            raise ModelRefusedError(
                f"level {p:g} lies beyond the lattice, which ends at {self.lattice.last:g} with "
                f"{self.tail:.1e} of the probability above; give a larger size or step"
            )
        point = int(np.argmax(self.until >= p - _ROUNDING))
        missing = p - self.before[point]
        if point == 0 or missing > -_ROUNDING:
            atom = self.atoms[point]
            return Place(point, False, min(max(missing / atom, 0.0), 1.0) if atom > 0.0 else 0.0)
        start = self.until[point - 1]
        rise = self.before[point] - start
        bend = self.density[point] - self.density[point - 1]
        return Place(point, True, _part(min(max((p - start) / rise, 0.0), 1.0), bend / rise))

    def body(self, smooth: FloatArray, single: FloatArray, place: Place) -> float:
        """Return the sum of amounts (N,) up to a ``place`` of S.

        ``smooth`` ones lie around the points, ``single`` ones exactly at them.
        """
        point = place.point
        if not place.inside:
            whole = self._up_to(smooth, point) + single[:point].sum()
            return float(whole + place.part * single[point])
        start = self._up_to(smooth, point - 1)
        rise = self._up_to(smooth, point) - start
        bend = (smooth[point] - smooth[point - 1]) * self._bent(point)
        inside = place.part * (rise - 0.5 * bend * (1.0 - place.part))
        return float(start + single[:point].sum() + inside)

    def _bent(self, point: int) -> float:
        """Return the part of the bend in the cell before a ``point`` that is not held back."""
        rise = self.before[point] - self.until[point - 1]
        bend = abs(self.density[point] - self.density[point - 1])
        return 1.0 if bend <= 2.0 * rise else float(2.0 * rise / bend)

    def _up_to(self, smooth: FloatArray, point: int) -> float:
        """Return what lies below a ``point``."""
        if point == 0:
            return 0.0
        below = float(smooth[:point].sum())
        own = float(_own_part(self.density[point - 1 : point + 2]))
        density = self.density[point]
        if 0.0 < own < density:
            return below + float(_own_part(smooth[point - 1 : point + 2]))
        return below + (float(smooth[point]) if own > 0.0 else 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class ExactBook:
    """The total of L lines, and how much of it is each line's."""

    lines: tuple[str, ...]
    total: ExactDistribution
    means: FloatArray  # (L,)
    by_line: FloatArray  # (L, N) mean loss of each line near a total, single points left out
    atoms_by_line: FloatArray  # (L, N) mean loss of each line at single points of the total

    def co_tail_value_at_risk(self, p: float) -> FloatArray:
        """Return the mean of each line, (L,), in the worst 1 - p of the total.

        The answer adds up to the total's TVaR.

        Raises
        ------
        ModelRefusedError
            The level is not on the lattice.
        """
        place = self.total.place(p)
        bodies = [
            self.total.body(smooth, single, place)
            for smooth, single in zip(self.by_line, self.atoms_by_line, strict=True)
        ]
        return (self.means - np.array(bodies)) / (1.0 - p)


def book_of(sums: Sums, lines: tuple[str, ...], means: FloatArray) -> ExactBook:
    """Return what can be asked of ``sums`` on a lattice; the ``means`` (L,) are known."""
    mean = float(means.sum())
    density = sums.mass - sums.atoms
    inner = np.zeros_like(density)
    own = np.zeros_like(density)
    own[1:-1] = 0.5 * density[1:-1] - (density[2:] - density[:-2]) / 24.0
    own[-1] = 0.5 * density[-1]
    inner[1:] = np.cumsum(density)[:-1] + np.clip(own, 0.0, np.maximum(density, 0.0))[1:]
    inner = np.maximum.accumulate(inner)
    until = inner + np.cumsum(sums.atoms)
    around = sums.lattice.points() - mean
    variance = float((sums.mass * around * around).sum())
    total = ExactDistribution(
        lattice=sums.lattice,
        mean=mean,
        tail=sums.tail,
        aliasing=sums.aliasing,
        coarseness=sums.spread / (variance + _CONSTANT * mean**2) if mean > 0.0 else 0.0,
        density=density,
        atoms=sums.atoms,
        before=until - sums.atoms,
        until=until,
    )
    if len(lines) == 1:
        points = sums.lattice.points()
        return ExactBook(lines, total, means, (points * density)[None], (points * sums.atoms)[None])
    return ExactBook(lines, total, means, sums.by_line - sums.atoms_by_line, sums.atoms_by_line)


def _own_part(around: FloatArray) -> float:
    """Return what Euler-Maclaurin counts of the middle of three values."""
    if around.size < 3:
        return float(0.5 * around[1])
    return float(0.5 * around[1] - (around[2] - around[0]) / 24.0)


def _part(share: float, bend: float) -> float:
    """Return t in [0, 1] with t - bend t (1 - t) / 2 = ``share``."""
    bend = min(max(bend, -2.0), 2.0)
    straight = 1.0 - 0.5 * bend
    root = np.sqrt(max(straight * straight + 2.0 * bend * share, 0.0))
    return 2.0 * share / (straight + root) if share > 0.0 else 0.0
