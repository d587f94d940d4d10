"""The losses of a component of a line: drawn, cut by the policy terms, summed, the large ones kept.

All paths of a step are worked on together, loss number by loss number (see ``lanes``). The stages
of a draw are loops of their own over short arrays: each is then small enough for the processor to
have many lanes under way at once.
"""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import inline, kernel
from coinsure.kernels.elementary import Word
from coinsure.kernels.intrinsics import fma
from coinsure.kernels.lanes import (
    STEP,
    FlagArray,
    add_finished,
    list_busy,
    list_flagged,
    rounded_up,
    sort_lanes,
)
from coinsure.kernels.philox import (
    WordArray,
    key_halves,
    path_halves,
    paths_with_one_high_half,
    time_of_year,
    two_words,
)
from coinsure.kernels.quantiles import fill_quantiles, fill_split_quantiles


@kernel
def component_losses(
    seed: int,
    stream: int,
    first_path: int,
    first_year: int,
    counts: Int32Array,
    table: FloatArray,
    cell_bits: int,
    edges: WordArray,
    guide: Int32Array,
    scale: float,
    deductible: float,
    limit: float,
    stretch: FloatArray,
    total: FloatArray,
    threshold: float,
    row: IntArray,
    draw: Int32Array,
    time: FloatArray,
    amount: FloatArray,
    kept: int,
) -> int:
    """Draw the losses of a component, add them to ``total`` and keep the large ones.

    Parameters
    ----------
    first_path, first_year
        Numbers of the first path and of the first year (0-based) of ``counts``.
    counts
        Losses of each year and path, (T, P).
    table, cell_bits, edges, guide
        Quantiles of the loss at scale one, (C, 4), see ``quantiles``; no edges where the table is
        not split.
    scale, deductible, limit
        A loss x is paid with ``min(max(scale * x - deductible, 0), limit)``.
    stretch
        What losses are multiplied by before that, (T, P), or (1, P) where all years of a path have
        the same, or (0, P) for nothing.
    total
        Annual payments, (T, P), to which those of the component are added.
    threshold
        Payments above it are kept one by one; inf for none, 0 for all that are not nothing.
    row, draw, time, amount
        Room for the payments kept, (E,): t * P + p, the number of the loss in its path-year, when
        in the year, how much. Those of one row follow each other in the order of their draws.
    kept
        How many payments are there already; they are not touched.

    Returns
    -------
    kept
        How many payments there are now. Where that is more than there is room for, those beyond
        are not stored: the caller repeats with more room.
    """
    years, paths = counts.shape
    key_low, key_high = key_halves(seed)
    highest = counts.max()
    place = np.empty(highest + 2, np.int64)
    active = np.empty(highest + 2, np.int64)
    lane_path = np.zeros(STEP, np.int32)
    busy = np.arange(STEP).astype(np.int32)
    chosen = np.empty(STEP, np.int32)
    words = np.empty((2, STEP), np.uint64)
    x = np.empty(STEP)
    sums = np.empty(STEP)
    flags = np.zeros(STEP, np.uint8)
    flag_words = flags.view(np.uint64)
    sparse = mostly_zero(counts)
    stretched = stretch.shape[0]
    split = edges.size > 0
    for t in range(years):
        first = 0
        while first < paths:
            width = paths_with_one_high_half(first_path + first, min(STEP, paths - first))
            low, high = path_halves(first_path + first, first_year + t)
            found = list_busy(counts[t], first, width, busy) if sparse else width
            most = sort_lanes(counts[t], first, busy, found, lane_path, place, active)
            sums[:] = 0.0
            for k in range(most):
                lanes = rounded_up(active[k])
                if k % 2 == 0:
                    fill_words(
                        k // 2, low, high, stream, key_low, key_high, lane_path, words, lanes
                    )
                if split:
                    fill_split_quantiles(
                        words[k % 2], table, edges, guide, cell_bits, chosen, x, lanes
                    )
                else:
                    fill_quantiles(words[k % 2], table, cell_bits, chosen, x, lanes)
                if stretched:
                    stretch_losses(x, stretch[min(t, stretched - 1)], lane_path, first, active[k])
                pay(x, scale, deductible, limit, sums, lanes)
                if threshold < limit:
                    flag_large(x, threshold, flags, lanes)
                    kept = keep_flagged(
                        flags, flag_words, lanes, active[k], chosen,
                        words[k % 2], x, k, t * paths + first, lane_path,
                        row, draw, time, amount, kept,
                    )  # fmt: skip
                add_finished(sums, lane_path, active[k + 1], active[k], total[t], first)
            first += width
    return kept


@inline
def mostly_zero(counts: Int32Array) -> bool:
    """Return whether fewer than a quarter of the path-years have a loss."""
    busy = 0
    for t in range(counts.shape[0]):
        for p in range(counts.shape[1]):
            busy += counts[t, p] > 0
    return 4 * busy < counts.size


@inline
def fill_words(
    group: int,
    low: Word,
    high: Word,
    stream: int,
    key_low: Word,
    key_high: Word,
    lane_path: Int32Array,
    words: WordArray,
    lanes: int,
) -> None:
    """Write the two words of a draw ``group`` for each lane to ``words`` (2, STEP)."""
    for lane in range(lanes):
        path = low + Word(lane_path[lane])
        one, two = two_words(Word(group), path, high, Word(stream), key_low, key_high)
        words[0, lane] = one
        words[1, lane] = two


@inline
def stretch_losses(
    x: FloatArray, stretch: FloatArray, lane_path: Int32Array, first: int, active: int
) -> None:
    """Multiply the losses of the ``active`` lanes by what their paths have in ``stretch`` (P,)."""
    for lane in range(active):
        x[lane] *= stretch[first + lane_path[lane]]


@inline
def pay(
    x: FloatArray, scale: float, deductible: float, limit: float, sums: FloatArray, lanes: int
) -> None:
    """Turn losses ``x`` at scale one into payments and add them to the ``sums`` of their lanes."""
    for lane in range(lanes):
        above = fma(x[lane], scale, -deductible)
        positive = above if above > 0.0 else 0.0
        payment = positive if positive < limit else limit
        x[lane] = payment
        sums[lane] += payment


@inline
def flag_large(x: FloatArray, threshold: float, flags: FlagArray, lanes: int) -> None:
    """Set the flag of each lane whose payment is above the threshold."""
    for lane in range(lanes):
        flags[lane] = np.uint8(x[lane] > threshold)


@inline
def keep_flagged(
    flags: FlagArray,
    flag_words: WordArray,
    lanes: int,
    active: int,
    chosen: Int32Array,
    words: WordArray,
    x: FloatArray,
    number: int,
    first_row: int,
    lane_path: Int32Array,
    row: IntArray,
    draw: Int32Array,
    time: FloatArray,
    amount: FloatArray,
    kept: int,
) -> int:
    """Append the payments ``x`` of the flagged lanes below ``active``; return the new number."""
    for i in range(list_flagged(flags, flag_words, lanes, chosen)):
        lane = int(chosen[i])
        if lane < active:
            if kept < amount.size:
                row[kept] = first_row + lane_path[lane]
                draw[kept] = number
                time[kept] = time_of_year(words[lane])
                amount[kept] = x[lane]
            kept += 1
    return kept
