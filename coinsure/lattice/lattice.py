"""Losses and their sums on a lattice: discretisation, convolution, and a lattice that is enough.

One loss is put on the lattice so that its mean is kept: the probability between two points goes to
both, which are second differences of the limited mean. Sums are convolved by FFT. What lies beyond
the lattice would come back at its start (aliasing); every probability is first multiplied by a
falling exponential, which takes this down by e^-14, and divided by it afterwards. Sources:
Embrechts & Frei (2009), Math. Meth. Oper. Res. 69; Grübel & Hermesmeier (1999), ASTIN Bulletin 29.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy  # fft is loaded when first used

from coinsure.arrays import FloatArray
from coinsure.lattice.compound import Term, transform, transform_by_line
from coinsure.lattice.counts import DIVISIBLE, ComplexArray
from coinsure.lattice.payment import Payment

TILT = 14.0
"""Exponent by which the probabilities at the end of the lattice are tilted down."""

_MODULUS = 1.0 + 1e-9
_NEGATIVE = 1e-5  # probability beside jumps of densities that may be negative
_NO_ATOMS = 1e-12  # probability of sums of atoms, none of them but 0, that does not matter

ON_THE_LATTICE = 1e-9
"""Distance to a point, in steps per step from 0, below which an amount is on it."""


class Lattice(NamedTuple):
    """Amounts 0, step, 2 step, ..., (size - 1) step."""

    step: float
    size: int

    def points(self) -> FloatArray:
        """Return the amounts, (N,)."""
        return self.step * np.arange(self.size, dtype=np.float64)

    @property
    def last(self) -> float:
        """The last amount on the lattice."""
        return self.step * (self.size - 1)

    def tilt(self) -> FloatArray:
        """Return the falling exponential that keeps aliasing away, (N,)."""
        return np.exp(-TILT / self.size * np.arange(self.size))


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Probabilities of the sum of all losses on a lattice of N points."""

    lattice: Lattice
    mass: FloatArray  # (N,)
    by_line: FloatArray  # (L, N) mean loss of each line where the sum is at the point
    atoms: FloatArray  # (N,) of the mass, what is exactly at the point and not around it
    atoms_by_line: FloatArray  # (L, N)
    spread: float  # variance that putting single losses on the lattice adds to the sum

    @property
    def tail(self) -> float:
        """Probability beyond the lattice."""
        return max(1.0 - float(self.mass.sum()), 0.0)

    @property
    def aliasing(self) -> float:
        """Bound of the probability that comes back from beyond the lattice."""
        return math.exp(-TILT) * self.tail


class Discrete(NamedTuple):
    """One loss on a lattice."""

    mass: FloatArray  # (N,) two points for a loss between them: mean kept, variance raised
    sharpened: FloatArray  # (N,) four points for it: variance kept too, a little of it negative
    atoms: FloatArray  # (N,) of both, exact amounts
    spread: float  # variance that ``mass`` has more than the loss itself


def discretise(payment: Payment, lattice: Lattice) -> Discrete:
    """Return the ``payment`` for one loss on a ``lattice``, its mean kept.

    Probabilities are (L(x + h) - 2 L(x) + L(x - h)) / -h with L the limited mean. Between two
    points this adds the variance E[(X - x)(x + h - X)], known from L in the middle (Simpson), which
    ``sharpened`` takes out again unless all losses are single amounts. Losses beyond the lattice
    are left out: no sum on the lattice has one.
    """
    step, size = lattice
    highest = payment.highest
    points = size
    if highest < step * size:
        points = min(size, math.ceil(highest / step * (1.0 - ON_THE_LATTICE)) + 1)
    halves = 0.5 * step * np.arange(2 * points + 1)
    limited = payment.limited_mean(np.minimum(halves, highest))
    exceeded = (limited[2::2] - limited[:-2:2]) / step  # mean survival between the points
    mass, atoms = np.zeros(size), np.zeros(size)
    mass[0] = 1.0 - exceeded[0]
    mass[1:points] = exceeded[:-1] - exceeded[1:]
    amounts, chances = payment.amounts, payment.chances
    place = np.floor(amounts / step + ON_THE_LATTICE * np.maximum(amounts / step, 1.0))
    beside = amounts / step - place
    on = (np.abs(beside) <= ON_THE_LATTICE * np.maximum(place, 1.0)) & (place < size)
    np.add.at(atoms, place[on].astype(np.int64), chances[on])
    added = (2.0 / 3.0) * step * (2.0 * limited[1::2] - limited[:-1:2] - limited[2::2])
    for cell, part, chance in zip(place[~on], beside[~on], chances[~on], strict=True):
        if cell < points:
            exact, simpson = part * (1.0 - part), (2.0 / 3.0) * min(part, 1.0 - part)
            added[int(cell)] += chance * step**2 * (exact - simpson)
    sharpened = mass
    if chances.sum() < 1.0 - ON_THE_LATTICE:
        sharpened = mass + _correction(added / step**2, size)
    return Discrete(mass, sharpened, atoms, float(added.sum()))


def _correction(added: FloatArray, size: int) -> FloatArray:
    """Return what takes the variance ``added`` (K,) in each cell, in steps squared, out again.

    Four points around the cell make it the cubic of Lagrange; three in the first cell.
    """
    padded = np.zeros(max(size, added.size) + 3)
    quarter = 0.25 * added[1:]
    inner = slice(1, added.size)
    padded[: added.size - 1] -= quarter
    padded[inner] += quarter
    padded[2 : added.size + 1] += quarter
    padded[3 : added.size + 2] -= quarter
    padded[:3] -= 0.5 * added[0] * np.array([1.0, -2.0, 1.0])
    return padded[:size]


def convolve(
    terms: Sequence[Term],
    payments: Sequence[Payment],
    lattice: Lattice,
    *,
    lines: int,
    sharpened: bool = True,
) -> Sums:
    """Return the sum of all losses of the ``terms``, and what so many ``lines`` have in it.

    Not ``sharpened``, no probability is negative, but the sum varies more. It is the better answer
    where the sum itself is too narrow for the lattice, and taken wherever sharpening would leave
    more than a trace of negative probability.
    """
    singles = [discretise(payment, lattice) for payment in payments]
    atoms, atoms_by_line = _atoms(terms, [single.atoms for single in singles], lines, lattice)
    plain = np.array([single.mass for single in singles])
    sharp = np.array([single.sharpened for single in singles]) if sharpened else plain
    mass, by_line = _sums(terms, sharp, plain, lines, lattice)
    if sharpened and np.minimum(mass - atoms, 0.0).sum() < -_NEGATIVE:
        mass, by_line = _sums(terms, plain, plain, lines, lattice)
    counts = [term.count.cumulants().mean for term in terms]
    return Sums(
        lattice=lattice,
        mass=mass,
        by_line=by_line,
        atoms=atoms,
        atoms_by_line=atoms_by_line,
        spread=sum(n * single.spread for n, single in zip(counts, singles, strict=True)),
    )


def _sums(
    terms: Sequence[Term], masses: FloatArray, plain: FloatArray, lines: int, lattice: Lattice
) -> tuple[FloatArray, FloatArray]:
    """Return the sums of losses with ``masses`` (K, N), or ``plain`` ones where they must be."""
    tilt = lattice.tilt()
    tilted = masses * tilt
    losses = scipy.fft.rfft(tilted)
    for number in _too_sharp(terms, losses):
        tilted[number] = plain[number] * tilt
        losses[number] = scipy.fft.rfft(tilted[number])
    return _back(terms, losses, tilted, lines, lattice)


def _too_sharp(terms: Sequence[Term], losses: ComplexArray) -> list[int]:
    """Return the losses so narrow that points below 0 would make their sums explode.

    Of a distribution on the lattice, E[z^X] is at most 1 in modulus.
    """
    return [
        number
        for number, (term, loss) in enumerate(zip(terms, losses, strict=True))
        if np.max(loss.real if isinstance(term.count, DIVISIBLE) else np.abs(loss)) > _MODULUS
    ]


def _back(
    terms: Sequence[Term],
    losses: ComplexArray,
    tilted: FloatArray,
    lines: int,
    lattice: Lattice,
) -> tuple[FloatArray, FloatArray]:
    """Return the probabilities (N,) of sums, and what the lines have in them (L, N)."""
    if lines == 0:
        whole, parts = transform(terms, losses), []
    else:
        biased = scipy.fft.rfft(tilted * lattice.points())
        whole, parts = transform_by_line(terms, losses, biased, lines)
    both = scipy.fft.irfft(np.array([whole, *parts]), lattice.size) / lattice.tilt()
    return both[0], both[1:]


def _atoms(
    terms: Sequence[Term], atoms: Sequence[FloatArray], lines: int, lattice: Lattice
) -> tuple[FloatArray, FloatArray]:
    """Return the part of sums and lines that comes from sums of atoms alone."""
    none = transform(terms, [atom[:1].astype(np.complex128) for atom in atoms])[0].real
    some = transform(terms, [atom.sum(keepdims=True).astype(np.complex128) for atom in atoms])
    if some[0].real - none <= _NO_ATOMS:
        mass = np.zeros(lattice.size)
        mass[0] = none
        return mass, np.zeros((lines, lattice.size))
    tilted = np.array(atoms) * lattice.tilt()
    return _back(terms, scipy.fft.rfft(tilted), tilted, lines, lattice)
