"""Random words of single losses: of named events and of their legs."""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import kernel
from coinsure.kernels.elementary import Word
from coinsure.kernels.philox import (
    WordArray,
    key_halves,
    path_halves,
    time_of_year,
    two_words,
    uniform,
)


@kernel
def words_of_losses(
    seed: int, stream: int, path: IntArray, year: IntArray, draw: Int32Array, words: WordArray
) -> None:
    """Write the random word of loss number ``draw`` of each path and 0-based year, all (E,)."""
    key_low, key_high = key_halves(seed)
    for i in range(draw.size):
        low, high = path_halves(path[i], year[i])
        one, two = two_words(Word(draw[i] >> 1), low, high, Word(stream), key_low, key_high)
        words[i] = two if draw[i] & 1 else one


@kernel
def yearly_uniforms(seed: int, stream: int, first_path: int, x: FloatArray) -> None:
    """Draw one uniform number for each year and path, ``x`` (T, P): draw group 0, first word."""
    years, paths = x.shape
    key_low, key_high = key_halves(seed)
    for t in range(years):
        for p in range(paths):
            low, high = path_halves(first_path + p, t)
            word, _ = two_words(Word(0), low, high, Word(stream), key_low, key_high)
            x[t, p] = uniform(word)


@kernel
def times_of_words(words: WordArray, time: FloatArray) -> None:
    """Write the time in the year of each word, (E,)."""
    for i in range(words.size):
        time[i] = time_of_year(words[i])


@kernel
def list_losses(counts: Int32Array, row: IntArray, draw: Int32Array) -> None:
    """Write row and number of every loss of ``counts`` (T, P), row by row; (E,) is their sum."""
    years, paths = counts.shape
    found = 0
    for t in range(years):
        for p in range(paths):
            for k in range(counts[t, p]):
                row[found] = t * paths + p
                draw[found] = np.int32(k)
                found += 1


@kernel
def add_at_rows(row: IntArray, amount: FloatArray, total: FloatArray) -> None:
    """Add each amount (E,) to its row of ``total`` (T*P,), in their order."""
    for i in range(row.size):
        total[row[i]] += amount[i]
