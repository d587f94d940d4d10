"""Coalitions as bits of an index, and the games that are indexed by them."""

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import BoolArray, FloatArray, IntArray

MOST_MEMBERS = 16


def game(values: ArrayLike) -> FloatArray:
    """Return the values (2^M,) of a game.

    Raises
    ------
    ValueError
        Their number is no power of two up to 2^16, the empty coalition is worth something, or a
        value is no finite number.
    """
    found = np.asarray(values, dtype=np.float64)
    count = found.size
    if found.ndim != 1 or count < 2 or count & (count - 1) or count > 1 << MOST_MEMBERS:
        raise ValueError(f"a game has 2^M values, M from 1 to {MOST_MEMBERS}; found {found.shape}")
    if found[0] != 0.0:
        raise ValueError(f"the empty coalition is worth 0, found {found[0]}")
    if not np.isfinite(found).all():
        raise ValueError("every coalition needs a finite value")
    return found


def members_of(values: FloatArray) -> int:
    """Return the number of members M of a game."""
    return values.size.bit_length() - 1


def membership(members: int) -> BoolArray:
    """Return which members each coalition has, (2^M, M)."""
    coalition = np.arange(1 << members)[:, None]
    return (coalition >> np.arange(members)) & 1 == 1


def sizes(members: int) -> IntArray:
    """Return the number of members of each coalition, (2^M,)."""
    return membership(members).sum(axis=1)


def singles(members: int) -> IntArray:
    """Return the index of each member's own coalition, (M,)."""
    return 1 << np.arange(members)
