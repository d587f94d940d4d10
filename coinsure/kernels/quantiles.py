"""A quantile function as a table of cubics: finer towards both ends, or split where it must be.

With u an odd multiple of 2**-52, so is the smaller probability m = min(u, 1 - u). Each octave of m,
on the lower and on the upper side, is cut into ``2**cell_bits`` cells; within a cell the quantile
is a cubic in the fraction of the cell. Rows of a table (C, 4): the lower side first, octaves from
2**-52 up, cells by rising m, constant term first.

A quantile function with jumps or bends has cells of any width instead: ``edges`` (C + 1,) are the
numbers 2**52 u at which they begin, and where the last one ends. Within a cell the quantile is a
cubic in the distance of 2**52 u from its edge. ``guide`` has for each cell of the kind above the
first of these cells that it meets. Tables without edges, (0,), are of the first kind.
"""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array
from coinsure.kernels._jit import inline, kernel
from coinsure.kernels.elementary import MANTISSA, MANTISSA_BITS, ONE, TWO_TO_52, Word
from coinsure.kernels.intrinsics import bits_of, float_of, fma, four_cubics
from coinsure.kernels.philox import (
    LAST_BIT,
    UNUSED_BITS,
    WordArray,
    key_halves,
    path_halves,
    two_words,
)

OCTAVES = 51
"""Octaves of m on one side, from 2**-52 to 1/2."""

SIDE_BIT = Word(51)
BELOW_HALF = Word((1 << 51) - 1)
EXPONENT_OF_ONE = Word(1023)


@inline
def cell_and_fraction(word: Word, cell_bits: Word) -> tuple[Word, float]:
    """Return the row of the table that a random word falls into, and where in the cell it lies."""
    odd = (word >> UNUSED_BITS) | LAST_BIT  # 2**52 u
    side = odd >> SIDE_BIT  # 1 where u > 1/2
    smaller = ((odd ^ (Word(0) - side)) & BELOW_HALF) | LAST_BIT  # 2**52 m
    bits = bits_of(float_of(smaller | TWO_TO_52) - 2.0**52)
    cell = (bits >> (MANTISSA_BITS - cell_bits)) - (EXPONENT_OF_ONE << cell_bits)
    fraction = float_of(((bits << cell_bits) & MANTISSA) | ONE) - 1.0
    return cell + side * (Word(OCTAVES) << cell_bits), fraction


@inline
def cell_between(odd: Word, edges: WordArray, first: int) -> int:
    """Return the cell that 2**52 u = ``odd`` falls into, which is the ``first`` one or later."""
    cell = first + int(odd >= edges[first + 1])  # mostly right, and no jump to be guessed
    while odd >= edges[cell + 1]:
        cell += 1
    return cell


@inline
def distance_from(edge: Word, odd: Word) -> float:
    """Return how far 2**52 u = ``odd`` is from the ``edge`` of its cell."""
    return float_of((odd - edge) | TWO_TO_52) - 2.0**52


@inline
def quantile(word: Word, table: FloatArray, cell_bits: Word) -> float:
    """Return the quantile at ``uniform(word)``."""
    position, fraction = cell_and_fraction(word, cell_bits)
    cell = np.int64(position)
    upper = fma(table[cell, 3], fraction, table[cell, 2])
    return fma(fma(upper, fraction, table[cell, 1]), fraction, table[cell, 0])


@inline
def fill_quantiles(
    words: WordArray,
    table: FloatArray,
    cell_bits: int,
    cells: Int32Array,
    x: FloatArray,
    lanes: int,
) -> None:
    """Write the quantiles of the first ``lanes`` words, a multiple of four, to ``x``.

    Cells and fractions come first, in a loop of their own that vectorises.
    """
    bits = Word(cell_bits)
    for lane in range(lanes):
        cell, fraction = cell_and_fraction(words[lane], bits)
        cells[lane] = np.int32(cell)
        x[lane] = fraction
    for lane in range(0, lanes, 4):
        four_cubics(table, cells, x, lane)


@inline
def fill_split_quantiles(
    words: WordArray,
    table: FloatArray,
    edges: WordArray,
    guide: Int32Array,
    cell_bits: int,
    cells: Int32Array,
    x: FloatArray,
    lanes: int,
) -> None:
    """Write the quantiles of the first ``lanes`` words, a multiple of four, to ``x``."""
    bits = Word(cell_bits)
    for lane in range(lanes):
        position, _ = cell_and_fraction(words[lane], bits)
        cells[lane] = np.int32(position)
    for lane in range(lanes):
        odd = (words[lane] >> UNUSED_BITS) | LAST_BIT
        cell = cell_between(odd, edges, int(guide[cells[lane]]))
        cells[lane] = np.int32(cell)
        x[lane] = distance_from(edges[cell], odd)
    for lane in range(0, lanes, 4):
        four_cubics(table, cells, x, lane)


@kernel
def quantiles_of_words(words: WordArray, table: FloatArray, cell_bits: int, x: FloatArray) -> None:
    """Write the quantile of each word (E,) to ``x`` (E,)."""
    bits = Word(cell_bits)
    for i in range(words.size):
        x[i] = quantile(words[i], table, bits)


@kernel
def split_quantiles_of_words(
    words: WordArray,
    table: FloatArray,
    edges: WordArray,
    guide: Int32Array,
    cell_bits: int,
    x: FloatArray,
) -> None:
    """Write the quantile of each word (E,) to ``x`` (E,), from cells between ``edges``."""
    bits = Word(cell_bits)
    for i in range(words.size):
        odd = (words[i] >> UNUSED_BITS) | LAST_BIT
        position, _ = cell_and_fraction(words[i], bits)
        cell = cell_between(odd, edges, int(guide[np.int64(position)]))
        distance = distance_from(edges[cell], odd)
        upper = fma(table[cell, 3], distance, table[cell, 2])
        x[i] = fma(fma(upper, distance, table[cell, 1]), distance, table[cell, 0])


@kernel
def yearly_quantiles(
    seed: int, stream: int, first_path: int, table: FloatArray, cell_bits: int, x: FloatArray
) -> None:
    """Draw one quantile for each year and path, ``x`` (T, P), from draw group 0, first word.

    A factor that holds for all years of a path is drawn with T = 1.
    """
    years, paths = x.shape
    key_low, key_high = key_halves(seed)
    bits = Word(cell_bits)
    for t in range(years):
        for p in range(paths):
            low, high = path_halves(first_path + p, t)
            word, _ = two_words(Word(0), low, high, Word(stream), key_low, key_high)
            x[t, p] = quantile(word, table, bits)
