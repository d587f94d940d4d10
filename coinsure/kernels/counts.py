"""How many losses a path has in a year: by inversion, so monotone in the mean, one uniform each.

The uniform of a path-year is made of the first word of draw group ``COUNT_GROUP`` of its stream.
"""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array
from coinsure.kernels._jit import inline, kernel
from coinsure.kernels.elementary import Word, exponential, log_gamma, logarithm
from coinsure.kernels.intrinsics import fma
from coinsure.kernels.lanes import list_flagged, rounded_up
from coinsure.kernels.philox import (
    COUNT_GROUP,
    key_halves,
    path_halves,
    paths_with_one_high_half,
    two_words,
    uniform,
)

CHUNK = 256
"""Paths that step together: enough for vectors, few enough for one high mean to delay but few."""

STEPS_AT_ONCE = 8
NEGLIGIBLE = 1e-18
"""A probability that no uniform number can tell from zero: they are odd multiples of 2**-52."""

RARE = 0.9
"""Probability of no loss above which only the paths that have one are looked up."""


@kernel
def counts_of_one_mean(
    seed: int,
    stream: int,
    first_path: int,
    first_year: int,
    lowest: int,
    cumulative: FloatArray,
    guide: Int32Array,
    counts: Int32Array,
) -> None:
    """Write ``counts`` (T, P) that all have one distribution.

    Parameters
    ----------
    first_path, first_year
        Numbers of the first path and of the first year (0-based) of ``counts``.
    lowest
        Count that the first entry of ``cumulative`` belongs to.
    cumulative
        Probability of at most ``lowest + k`` losses, (K,); the last one is above 1.
    guide
        Where to begin to look for u in [i / G, (i + 1) / G): the first k with ``cumulative[k]``
        above i / G, (G,).
    """
    years, paths = counts.shape
    u = np.empty(CHUNK)
    flags = np.zeros(CHUNK, np.uint8)
    flag_words = flags.view(np.uint64)
    chosen = np.empty(CHUNK, np.int32)
    rare = lowest == 0 and cumulative[0] > RARE
    for t in range(years):
        first = 0
        while first < paths:
            width = paths_with_one_high_half(first_path + first, min(CHUNK, paths - first))
            fill_uniforms(seed, stream, first_path + first, first_year + t, width, u)
            if rare:
                for i in range(rounded_up(width)):
                    flags[i] = np.uint8(u[i] >= cumulative[0])
                counts[t, first : first + width] = 0
                for i in range(list_flagged(flags, flag_words, rounded_up(width), chosen)):
                    path = int(chosen[i])
                    if path < width:
                        counts[t, first + path] = look_up(u[path], cumulative, guide)
            else:
                for i in range(width):
                    counts[t, first + i] = lowest + look_up(u[i], cumulative, guide)
            first += width


@kernel
def counts_of_many_means(
    seed: int,
    stream: int,
    first_path: int,
    first_year: int,
    mean: FloatArray,
    dispersion: float,
    none: float,
    counts: Int32Array,
) -> None:
    """Write ``counts`` (T, P) of which each has its own ``mean`` (T, P), above 0.

    Poisson where the ``dispersion`` (variance / mean) is 1, negative binomial where it is above.
    With the probability ``none`` there is no loss whatever the mean.
    The probabilities are added up one by one, from so far below the mean that nothing is left
    out, until they exceed the uniform: whatever the other means are, and for any mean.
    """
    years, paths = counts.shape
    u = np.empty(CHUNK)
    k = np.empty(CHUNK)
    probability = np.empty(CHUNK)
    below = np.empty(CHUNK)
    b = np.empty(CHUNK)
    number = np.empty(CHUNK)
    a = (dispersion - 1.0) / dispersion
    for t in range(years):
        first = 0
        while first < paths:
            width = paths_with_one_high_half(first_path + first, min(CHUNK, paths - first))
            fill_uniforms(seed, stream, first_path + first, first_year + t, width, u)
            if none > 0.0:
                for i in range(width):
                    u[i] = (u[i] - none) / (1.0 - none)
            together = not begin_low(mean[t], first, dispersion, k, probability, width)
            at = 0.0
            for i in range(width):
                m = mean[t, first + i]
                b[i] = m if dispersion == 1.0 else (m / (dispersion - 1.0) - 1.0) * a
                below[i] = probability[i]
                number[i] = k[i]
            going = width
            while going > 0:
                if together:
                    going = step_up(u, mean[t], first, a, b, at, probability, below, number, width)
                    at += STEPS_AT_ONCE
                else:
                    going = step_up_apart(
                        u, mean[t], first, a, b, k, probability, below, number, width
                    )
            for i in range(width):
                counts[t, first + i] = np.int32(number[i]) if u[i] > 0.0 else np.int32(0)
            first += width


@inline
def fill_uniforms(
    seed: int, stream: int, first_path: int, year: int, width: int, u: FloatArray
) -> None:
    """Write the count uniforms of ``width`` paths, all with the same high bits, to ``u``."""
    key_low, key_high = key_halves(seed)
    low, high = path_halves(first_path, year)
    for i in range(width):
        word, _ = two_words(Word(COUNT_GROUP), low + Word(i), high, Word(stream), key_low, key_high)
        u[i] = uniform(word)


@inline
def look_up(u: float, cumulative: FloatArray, guide: Int32Array) -> int:
    """Return the first k with ``cumulative[k]`` above ``u``."""
    k = guide[np.int64(u * guide.size)]
    while u >= cumulative[k]:
        k += 1
    return k


@inline
def begin_low(
    mean: FloatArray,
    first: int,
    dispersion: float,
    k: FloatArray,
    probability: FloatArray,
    width: int,
) -> bool:
    """Write where each path begins, 9 standard deviations and 20 below its mean or at 0.

    Fewer losses than ``k`` have a probability below ``NEGLIGIBLE``; ``probability`` is that of k.
    Returns whether any of them begins above 0.
    """
    highest = 0.0
    for i in range(width):
        m = mean[first + i]
        lowest = np.floor(m - 9.0 * np.sqrt(dispersion * m) - 20.0)
        k[i] = lowest if lowest > 0.0 else 0.0
        highest = max(highest, k[i])
    for i in range(width):
        probability[i] = exponential(log_probability_of_none(mean[first + i], dispersion))
    if highest > 0.0:
        for i in range(width):
            away = exponential(log_probability(k[i], mean[first + i], dispersion))
            probability[i] = away if k[i] > 0.0 else probability[i]
    return highest > 0.0


@inline
def log_probability_of_none(mean: float, dispersion: float) -> float:
    """Return the logarithm of the probability of no loss."""
    return -mean if dispersion == 1.0 else -mean / (dispersion - 1.0) * logarithm(dispersion)


@inline
def log_probability(k: float, mean: float, dispersion: float) -> float:
    """Return the logarithm of the probability of ``k`` losses."""
    none = log_probability_of_none(mean, dispersion)
    if dispersion == 1.0:
        return none + k * logarithm(mean) - log_gamma(k + 1.0)
    size = mean / (dispersion - 1.0)
    ways = log_gamma(k + size) - log_gamma(size) - log_gamma(k + 1.0)
    return none + ways + k * logarithm((dispersion - 1.0) / dispersion)


@inline
def step_up(
    u: FloatArray,
    mean: FloatArray,
    first: int,
    a: float,
    b: FloatArray,
    at: float,
    probability: FloatArray,
    below: FloatArray,
    number: FloatArray,
    width: int,
) -> int:
    """Move all paths up by ``STEPS_AT_ONCE`` counts; return how many have not found theirs.

    ``probability`` is that of exactly ``at`` and ``below`` that of at most so many. A path's
    ``number`` rises as long as ``below`` does not exceed its uniform; once it does, it stays: what
    a path finds does not depend on how long the others take. Above the mean a path also stops where
    nothing that counts is left to be added.
    """
    going = 0
    for i in range(width):
        p, c, n = probability[i], below[i], number[i]
        aim = u[i] if (p > NEGLIGIBLE) | (at < mean[first + i]) else -1.0
        last = c
        for j in range(STEPS_AT_ONCE):
            n += 1.0 if aim >= c else 0.0
            last = c
            p *= fma(b[i], 1.0 / (at + (j + 1)), a)
            c += p
        probability[i], below[i], number[i] = p, c, n
        going += aim >= last
    return going


@inline
def step_up_apart(
    u: FloatArray,
    mean: FloatArray,
    first: int,
    a: float,
    b: FloatArray,
    k: FloatArray,
    probability: FloatArray,
    below: FloatArray,
    number: FloatArray,
    width: int,
) -> int:
    """Do what ``step_up`` does, and give the same bits, where each path is at a ``k`` of its own.

    It takes a division for each path and count, which paths at one count share.
    """
    going = 0
    for i in range(width):
        at, p, c, n = k[i], probability[i], below[i], number[i]
        aim = u[i] if (p > NEGLIGIBLE) | (at < mean[first + i]) else -1.0
        last = c
        for j in range(STEPS_AT_ONCE):
            n += 1.0 if aim >= c else 0.0
            last = c
            p *= fma(b[i], 1.0 / (at + (j + 1)), a)
            c += p
        k[i], probability[i], below[i], number[i] = at + STEPS_AT_ONCE, p, c, n
        going += aim >= last
    return going
