"""Philox4x32-10: random words that are a function of a counter and a key, and of nothing else.

The counter is (draw group, path low 32 bits, path high 16 bits and year, stream); the key is the
seed. A counter gives two words of 64 bits. The top 51 bits of a word make a uniform number, its
low 12 bits a time in the year.

Source: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
"""

import numpy as np
from numpy.typing import NDArray

from coinsure.kernels._jit import inline
from coinsure.kernels.elementary import ONE, Word
from coinsure.kernels.intrinsics import float_of

WordArray = NDArray[np.uint64]

MULTIPLIER_0 = Word(0xD251_1F53)
MULTIPLIER_1 = Word(0xCD9E_8D57)
WEYL_0 = Word(0x9E37_79B9)
WEYL_1 = Word(0xBB67_AE85)
ROUNDS = 10
HALF = Word(32)
LOW_HALF = Word(0xFFFF_FFFF)
LOW_PATHS = 1 << 32

UNUSED_BITS = Word(12)
LAST_BIT = Word(1)
TIMES = 4096
TIME_BITS = Word(TIMES - 1)

YEAR_SHIFT = Word(16)
"""The year stands above the 16 high bits of the path number."""

COUNT_GROUP = 0xFFFF_FFFF
"""Draw group of the counts; the losses of a path-year use the groups from 0 on, two each."""


@inline
def two_words(
    group: Word, path_low: Word, path_high_year: Word, stream: Word, key_low: Word, key_high: Word
) -> tuple[Word, Word]:
    """Return the two random words of a counter; all arguments are below 2**32."""
    c0, c1, c2, c3 = group, path_low, path_high_year, stream
    for _ in range(ROUNDS - 1):
        product_0 = (c0 & LOW_HALF) * MULTIPLIER_0
        product_1 = (c2 & LOW_HALF) * MULTIPLIER_1
        # only the low halves of c0 .. c3 count; what stands above them is never read
        c0, c1 = (product_1 >> HALF) ^ c1 ^ key_low, product_1
        c2, c3 = (product_0 >> HALF) ^ c3 ^ key_high, product_0
        key_low = (key_low + WEYL_0) & LOW_HALF
        key_high = (key_high + WEYL_1) & LOW_HALF
    product_0 = (c0 & LOW_HALF) * MULTIPLIER_0
    product_1 = (c2 & LOW_HALF) * MULTIPLIER_1
    return product_1 ^ ((c1 ^ key_low) << HALF), product_0 ^ ((c3 ^ key_high) << HALF)


@inline
def key_halves(seed: int) -> tuple[Word, Word]:
    """Return the key that a seed of 64 bits stands for."""
    return Word(seed) & LOW_HALF, Word(seed) >> HALF


@inline
def path_halves(path: int, year: int) -> tuple[Word, Word]:
    """Return the two middle words of the counter for a path and a 0-based year."""
    return Word(path) & LOW_HALF, (Word(path) >> HALF) | (Word(year) << YEAR_SHIFT)


@inline
def paths_with_one_high_half(path: int, wanted: int) -> int:
    """Return how many of the ``wanted`` paths from ``path`` on have the same high bits."""
    return min(wanted, LOW_PATHS - path % LOW_PATHS)


@inline
def uniform(word: Word) -> float:
    """Return a uniform number in (0, 1), an odd multiple of 2**-52, from the top of a word."""
    return float_of((word >> UNUSED_BITS) | LAST_BIT | ONE) - 1.0


@inline
def time_of_year(word: Word) -> float:
    """Return the middle of one of 4,096 equal parts of the year, from the low bits of a word."""
    return (np.float64(word & TIME_BITS) + 0.5) / TIMES
