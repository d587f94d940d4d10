"""Conditional mean risk sharing without sampling: what each line is of every total."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.lattice.distribution import ExactBook


def conditional_means(book: ExactBook) -> FloatArray:
    """Return E[X_l | S = s] of each line at every point s of the lattice, (L, N).

    Lines are independent, and the columns add up to s; NaN where no total comes to pass. Exact up
    to the lattice. Denuit (2019), ASTIN Bulletin 49, 591-617: h_l(s) f_S(s) by size-biased losses.
    """
    near = book.by_line + book.atoms_by_line
    found = near.sum(axis=0)
    known = found > np.finfo(np.float64).eps * found.max(initial=0.0)
    parts = np.divide(near, found, out=np.full_like(near, np.nan), where=known)
    nothing = book.total.atoms[0] > 0.0
    parts[:, 0] = 0.0 if nothing else np.nan
    return parts * book.total.lattice.points()
