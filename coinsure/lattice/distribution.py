"""Answers read off a lattice: probabilities, VaR, TVaR, co-TVaR by line, the exceedance curve.

A sum S has single points with a probability of their own (no loss; losses that all meet a limit)
and a density elsewhere. Amounts spread like the density (its probability, or the mean loss of a
line) add up to a point as the amounts below it, half of the point's own and a twelfth of their
slope there (Euler-Maclaurin). Inside a cell they follow the parabola whose slope runs straight from
one point to the next.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.lattice.lattice import ON_THE_LATTICE, Lattice, Sums

_CONSTANT = 1e-9  # variance over squared mean of a sum that counts as constant
_ROUNDING = 1e-12  # of a probability: 0.9 is reached by nine times 0.1

NEAREST = 1e-8
"""Least probability above a level: rounding leaves up to about 1e-10 of one at the far points."""


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
        return self.value_at(self.told(p))

    def tail_value_at_risk(self, p: float) -> float:
        """Return TVaR_p, the mean of S in its worst 1 - p, the probability at VaR split.

        It is what the body of S leaves of the mean, so that a tail beyond the lattice counts.

        Raises
        ------
        ModelRefusedError
            The level is not on the lattice.
        """
        place = self.told(p)
        points = self.lattice.points()
        body = self.body(points * self.density, points * self.atoms, place)
        missing = self.missing(p, place) * self.value_at(place)
        return (self.mean - body - missing) / (1.0 - p)

    def exceedance(self) -> tuple[FloatArray, FloatArray]:
        """Return amounts (N,) and the probabilities (N,) that S exceeds them."""
        return self.lattice.points(), np.maximum(1.0 - self.until, 0.0)

    def told(self, p: float) -> Place:
        """Return where a level lies at which an answer is given.

        Raises
        ------
        ModelRefusedError
            The level is not on the lattice, or nearer to 1 than its rounding.
        """
        if 0.0 < 1.0 - p < NEAREST:
            raise ModelRefusedError(
                f"level {p} is nearer to 1 than a lattice can tell; at most 1 - {NEAREST:g} can be "
                "asked for"
            )
        return self.place(p)

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
            share = min(max(missing / atom, 0.0), 1.0) if atom > 0.0 else 0.0
            return Place(point, False, float(share))
        start = self.until[point - 1]
        rise = self.before[point] - start
        bend = self.density[point] - self.density[point - 1]
        share = min(max((p - start) / rise, 0.0), 1.0)
        return Place(point, True, _part(float(share), float(bend / rise)))

    def value_at(self, place: Place) -> float:
        """Return the amount at a ``place``."""
        part = place.part if place.inside else 1.0
        return self.lattice.step * (place.point - 1.0 + part)

    def body(self, smooth: FloatArray, single: FloatArray, place: Place) -> float:
        """Return the sum of amounts (N,) up to a ``place`` of S.

        ``smooth`` ones lie around the points, ``single`` ones exactly at them.
        """
        point = place.point
        below = single[:point].sum()
        if not place.inside:
            return float(below + _up_to(smooth, point) + place.part * single[point])
        start = _up_to(smooth, point - 1)
        rise = _up_to(smooth, point) - start
        bend = smooth[point] - smooth[point - 1]
        return float(below + start + place.part * (rise - 0.5 * bend * (1.0 - place.part)))

    def missing(self, p: float, place: Place) -> float:
        """Return what probability lacks at the ``place`` of level ``p``, where S is rough."""
        return p - self.body(self.density, self.atoms, place)


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
        place = self.total.told(p)
        missing = self.total.missing(p, place) * self._at(place)
        bodies = [
            self.total.body(smooth, single, place)
            for smooth, single in zip(self.by_line, self.atoms_by_line, strict=True)
        ]
        return (self.means - np.array(bodies) - missing) / (1.0 - p)

    def _at(self, place: Place) -> FloatArray:
        """Return the mean of each line, (L,), where the total is at a ``place``."""
        near = slice(max(place.point - 1, 0), place.point + 1)
        found = (self.by_line[:, near] + self.atoms_by_line[:, near]).sum(axis=1)
        total = found.sum()
        parts = found / total if total > 0.0 else np.full_like(found, 1.0 / found.size)
        return self.total.value_at(place) * parts


def book_of(sums: Sums, lines: tuple[str, ...], means: FloatArray) -> ExactBook:
    """Return what can be asked of ``sums`` on a lattice; the ``means`` (L,) are known."""
    mean = float(means.sum())
    density = sums.mass - sums.atoms
    inner = _below(density)
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


def _below(density: FloatArray) -> FloatArray:
    """Return what lies below each point, (N,), by Euler-Maclaurin, and never less than before.

    A point has a part of its own below it that is never more than all of it. Beside jumps of the
    density of single losses a density can be negative: what it takes back was never there.
    """
    own = 0.5 * density
    own[1:-1] -= (density[2:] - density[:-2]) / 24.0
    own[0] = 0.0
    own = np.clip(own, np.minimum(density, 0.0), np.maximum(density, 0.0))
    return np.maximum.accumulate(np.maximum(np.cumsum(density) - density + own, 0.0))


def _up_to(smooth: FloatArray, point: int) -> float:
    """Return what lies below a ``point``, by Euler-Maclaurin."""
    if point == 0:
        return 0.0
    beyond = smooth[point + 1] if point + 1 < smooth.size else smooth[point - 1]
    slope = 0.5 * (beyond - smooth[point - 1])
    return float(smooth[:point].sum() + 0.5 * smooth[point] - slope / 12.0)


def _part(share: float, bend: float) -> float:
    """Return t in [0, 1] with t - bend t (1 - t) / 2 = ``share``."""
    bend = min(max(bend, -2.0), 2.0)
    straight = 1.0 - 0.5 * bend
    root = math.sqrt(max(straight * straight + 2.0 * bend * share, 0.0))
    return 2.0 * share / (straight + root) if share > 0.0 else 0.0
