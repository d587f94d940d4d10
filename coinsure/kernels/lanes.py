"""Lanes: the path-years of a step, side by side, those with the most losses first.

A step is a run of paths in one year. Loss number k of all of them is drawn in one vector loop over
the lanes that have more than k losses; as lanes are sorted by count, these are the first ones.
"""

import numpy as np
from numpy.typing import NDArray

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import inline
from coinsure.kernels.elementary import Word
from coinsure.kernels.philox import WordArray

FlagArray = NDArray[np.uint8]

STEP = 2048
"""Most paths in a step: few enough for its arrays to stay near the processor."""

LANES_PER_WORD = 8
"""Flags of one byte that are read as one word; also the widest vector of float64 there is."""

NO_FLAG = Word(0)


@inline
def rounded_up(lanes: int) -> int:
    """Return the next multiple of eight: loops over whole vectors leave no remainder."""
    return (lanes + LANES_PER_WORD - 1) // LANES_PER_WORD * LANES_PER_WORD


@inline
def list_busy(counts: Int32Array, first: int, width: int, busy: Int32Array) -> int:
    """Write the paths of a step that have losses to ``busy`` and return how many they are."""
    found = 0
    for i in range(width):
        busy[found] = i
        found += counts[first + i] > 0
    return found


@inline
def sort_lanes(
    counts: Int32Array,
    first: int,
    busy: Int32Array,
    found: int,
    lane_path: Int32Array,
    place: IntArray,
    active: IntArray,
) -> int:
    """Sort paths of a step by count, highest first, and return the highest count.

    Parameters
    ----------
    counts
        Losses of each path in one year, (P,).
    first
        First path of the step.
    busy, found
        Paths to sort, counted from ``first``, and how many they are; all that have losses.
    lane_path
        Written: path of each lane, counted from ``first``, (STEP,).
    place
        Room for the next free lane of each count, (highest possible count + 2,).
    active
        Written: lanes with more than k losses, for k from 0 to the highest count, same shape.
    """
    place[:] = 0
    for i in range(found):
        place[counts[first + busy[i]]] += 1
    most = place.size - 1
    while most > 0 and place[most] == 0:
        most -= 1
    filled = 0
    for k in range(most, -1, -1):
        active[k] = filled
        filled += place[k]
        place[k] = active[k]
    for i in range(found):
        k = counts[first + busy[i]]
        lane_path[place[k]] = busy[i]
        place[k] += 1
    return most


@inline
def add_finished(
    sums: FloatArray, lane_path: Int32Array, begin: int, end: int, total: FloatArray, first: int
) -> None:
    """Add the ``sums`` of the lanes from ``begin`` to ``end``, which have no further loss.

    What later draws add to such a lane, to fill a vector up, is never read.
    """
    for lane in range(begin, end):
        total[first + lane_path[lane]] += sums[lane]


@inline
def list_flagged(flags: FlagArray, flag_words: WordArray, lanes: int, chosen: Int32Array) -> int:
    """Write the numbers of the lanes whose flag is 1 to ``chosen`` and return how many they are.

    ``flag_words`` is the memory of ``flags`` read eight at a time: where flags are rare, most
    words are passed over.
    """
    found = 0
    for i in range(lanes // LANES_PER_WORD):
        if flag_words[i] != NO_FLAG:
            for lane in range(LANES_PER_WORD * i, LANES_PER_WORD * (i + 1)):
                chosen[found] = lane
                found += flags[lane]
    return found
