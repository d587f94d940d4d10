"""Loops over large losses: what a layer pays for each, and sums of it by row and by line."""

import numpy as np

from coinsure.arrays import BoolArray, FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import inline, kernel
from coinsure.kernels.lanes import FlagArray, list_flagged

BITS = 64
"""Bits of a word."""
STRIP = 1024
"""Losses that are looked through together for those that matter, without a branch for each."""


@kernel
def path_years(start: IntArray) -> Int32Array:
    """Return the path-year of each large loss, (E,); ``start[r]:start[r + 1]`` are those of r."""
    year = np.zeros(start[-1], np.int32)
    for row in range(1, start.size - 1):
        if start[row] < year.size:
            year[start[row]] += 1
    for e in range(1, year.size):
        year[e] += year[e - 1]
    return year


@kernel
def first_rows(
    year: Int32Array, line: Int32Array, risk: Int32Array, occurrence: Int32Array
) -> IntArray:
    """Return for each row of large losses the first row of the same loss, (E,).

    Rows are in order of their path-``year`` (E,) and of time. Neighbours of one occurrence that hit
    one risk (both >= 0) of one line are one loss; every other row is a loss of its own.
    """
    first = np.arange(line.size)
    flags, chosen = np.empty(STRIP, np.uint8), np.empty(STRIP, np.int32)
    words = flags.view(np.uint64)
    for strip in range(0, line.size, STRIP):
        _flag_hit_together(strip, occurrence, risk, flags)
        for i in range(list_flagged(flags, words, STRIP, chosen)):
            here = strip + int(chosen[i])
            earlier = here - 1
            while earlier >= 0 and _same_occurrence(earlier, here, year, occurrence):
                if risk[earlier] == risk[here] and line[earlier] == line[here]:
                    first[here] = first[earlier]
                    break
                earlier -= 1
    return first


@kernel
def layer_recoveries(
    year: Int32Array,
    occurrence: Int32Array,
    first: IntArray,
    count: Int32Array,
    amount: FloatArray,
    covered: BoolArray,
    retention: float,
    limit: float,
    event_retention: float,
    event_limit: float,
    annual_deductible: float,
    annual_limit: float,
) -> FloatArray:
    """Return what an excess of loss pays for each row of large losses, (E,).

    Three steps, each on what the one before has left in the layer: ``retention`` and ``limit`` for
    each loss of a risk, ``event_retention`` and ``event_limit`` for the sum of an occurrence,
    ``annual_deductible`` and ``annual_limit`` for the sum of a path-year in time order. Rows that
    are not ``covered`` (E,) are passed over.

    Rows are in order of their path-``year`` (E,) and of time, those of an occurrence (>= 0) next to
    each other. Rows of one ``first`` row are one loss; a row that is its
    own stands for ``count`` losses of ``amount / count``. What is paid is shared pro rata: to the
    amounts inside a loss, to what the losses recover inside an occurrence.
    """
    recovered = np.zeros(amount.size)
    floor = max(retention, event_retention)
    loss, paid = np.empty(amount.size), np.empty(amount.size)  # written for occurrences alone
    deductible = left = 0.0
    current, stop = -1, 0
    flags, chosen = np.empty(STRIP, np.uint8), np.empty(STRIP, np.int32)
    words = flags.view(np.uint64)
    for strip in range(0, amount.size, STRIP):
        _flag_touched(strip, occurrence, amount, covered, floor, flags)
        for i in range(list_flagged(flags, words, STRIP, chosen)):
            begin = strip + int(chosen[i])
            if begin < stop:
                continue
            if year[begin] != current:
                current = year[begin]
                deductible, left = annual_deductible, annual_limit
            stop = begin + 1
            if occurrence[begin] >= 0:
                begin, stop = _rows_of_occurrence(begin, year, occurrence)
            alone = stop == begin + 1
            if alone:
                total = _pay(amount[begin], count[begin], retention, limit)
            else:
                total = _pay_each(
                    begin, stop, first, count, amount, covered, retention, limit, loss, paid
                )
            kept = min(max(total - event_retention, 0.0), event_limit)
            used = min(kept, deductible)
            deductible -= used
            kept = min(kept - used, left)
            left -= kept
            if alone:
                recovered[begin] = kept
            elif kept > 0.0:
                _share(begin, stop, first, amount, covered, loss, paid, total, kept, recovered)
    return recovered


@inline
def _flag_touched(
    first: int,
    occurrence: Int32Array,
    amount: FloatArray,
    covered: BoolArray,
    floor: float,
    flags: FlagArray,
) -> None:
    """Flag, of a strip, the ``covered`` losses above the ``floor`` or of an occurrence."""
    last = min(first + STRIP, amount.size)
    named, looked_at, size = occurrence[first:last], covered[first:last], amount[first:last]
    for i in range(size.size):
        flags[i] = np.uint8(looked_at[i] & ((named[i] >= 0) | (size[i] > floor)))
    flags[last - first :] = 0


@inline
def _flag_hit_together(
    first: int, occurrence: Int32Array, risk: Int32Array, flags: FlagArray
) -> None:
    """Flag the losses of a strip that an occurrence has caused to a known risk."""
    last = min(first + STRIP, risk.size)
    named, known = occurrence[first:last], risk[first:last]
    for i in range(known.size):
        flags[i] = np.uint8((named[i] >= 0) & (known[i] >= 0))
    flags[last - first :] = 0


@inline
def _flag_nonzero(first: int, value: FloatArray, flags: FlagArray) -> None:
    """Flag the losses of a strip whose ``value`` is not 0."""
    last = min(first + STRIP, value.size)
    some = value[first:last]
    for i in range(some.size):
        flags[i] = np.uint8(some[i] != 0.0)
    flags[last - first :] = 0


@inline
def _rows_of_occurrence(one: int, year: Int32Array, occurrence: Int32Array) -> tuple[int, int]:
    """Return where the rows begin and end that belong to the occurrence of a row."""
    begin, stop = one, one + 1
    while begin > 0 and _same_occurrence(begin - 1, one, year, occurrence):
        begin -= 1
    while stop < year.size and _same_occurrence(one, stop, year, occurrence):
        stop += 1
    return begin, stop


@inline
def _same_occurrence(one: int, other: int, year: Int32Array, occurrence: Int32Array) -> bool:
    """Return whether two rows belong to one occurrence of one path-year."""
    return (
        occurrence[one] >= 0 and occurrence[one] == occurrence[other] and year[one] == year[other]
    )


@inline
def _pay(loss: float, count: int, retention: float, limit: float) -> float:
    """Return what a layer pays for ``count`` equal losses."""
    return min(count * min(max(loss / count - retention, 0.0), limit), loss)


@inline
def _pay_each(
    begin: int,
    stop: int,
    first: IntArray,
    count: Int32Array,
    amount: FloatArray,
    covered: BoolArray,
    retention: float,
    limit: float,
    loss: FloatArray,
    paid: FloatArray,
) -> float:
    """Put each ``loss`` of an occurrence and what is ``paid`` for it where its first row is.

    Returns what is paid for all of them.
    """
    loss[begin:stop] = 0.0
    for e in range(begin, stop):
        if covered[e]:
            loss[first[e]] += amount[e]
    total = 0.0
    for e in range(begin, stop):
        paid[e] = _pay(loss[e], count[e], retention, limit) if loss[e] > 0.0 else 0.0
        total += paid[e]
    return total


@inline
def _share(
    begin: int,
    stop: int,
    first: IntArray,
    amount: FloatArray,
    covered: BoolArray,
    loss: FloatArray,
    paid: FloatArray,
    total: float,
    kept: float,
    recovered: FloatArray,
) -> None:
    """Give each row of an occurrence its part of what is ``kept`` of the ``total`` paid for it."""
    for e in range(begin, stop):
        own = first[e]
        if covered[e] and paid[own] > 0.0:
            recovered[e] = paid[own] * (amount[e] / loss[own])
            if kept < total:
                recovered[e] *= kept / total


@kernel
def reinstated_in_time(
    year: Int32Array,
    time: FloatArray,
    recovered: FloatArray,
    limit: float,
    rates: FloatArray,
    weighted: FloatArray,
) -> None:
    """Add to ``weighted`` (years,) what is reinstated in each path-year, by rate and time left.

    ``recovered`` (E,) uses ``limit`` up in time order; the k-th ``limit`` used is reinstated at
    ``rates[k]``, for the part of the year that is left at the ``time`` of the loss.
    """
    current, used = -1, 0.0
    flags, chosen = np.empty(STRIP, np.uint8), np.empty(STRIP, np.int32)
    words = flags.view(np.uint64)
    for strip in range(0, recovered.size, STRIP):
        _flag_nonzero(strip, recovered, flags)
        for i in range(list_flagged(flags, words, STRIP, chosen)):
            e = strip + int(chosen[i])
            if year[e] != current:
                current, used = year[e], 0.0
            after = used + recovered[e]
            for number in range(rates.size):
                low = number * limit
                slice_used = min(max(after - low, 0.0), limit) - min(max(used - low, 0.0), limit)
                weighted[current] += rates[number] * slice_used * (1.0 - time[e])
            used = after


@kernel
def of_lines(line: Int32Array, position: IntArray) -> BoolArray:
    """Tell of each large loss, (E,), whether its line has a ``position`` (L,) that is not below 0.

    ``position`` is the place of each line of the book among those of a treaty, or -1. Lines are
    bits of a word, so that losses are looked at in whole vectors.
    """
    covered = np.zeros(line.size, np.bool_)
    for first in range(0, position.size, BITS):
        word = np.uint64(0)
        for number in range(first, min(first + BITS, position.size)):
            word |= np.uint64(position[number] >= 0) << np.uint64(number - first)
        for e in range(line.size):
            bit = line[e] - first
            here = (bit >= 0) & (bit < BITS)
            covered[e] |= here & (((word >> np.uint64(bit & (BITS - 1))) & np.uint64(1)) != 0)
    return covered


@kernel
def named_risks(
    line: Int32Array, risk: Int32Array, occurrence: Int32Array, count: Int32Array, begin: IntArray
) -> tuple[IntArray, Int32Array]:
    """Return the number of the risk that each large loss hit, -1 if unknown, and its count.

    The named risks of line l are ``begin[l]:begin[l + 1]`` and ``risk`` counts from the first of
    them. A risk that an occurrence hits is hit once: its count is 1.
    """
    number = np.empty(line.size, np.int64)
    times = np.empty(line.size, np.int32)
    for e in range(line.size):
        first = begin[line[e]]
        known = 0 <= risk[e] < begin[line[e] + 1] - first
        number[e] = first + risk[e] if known else -1
        times[e] = 1 if risk[e] >= 0 and occurrence[e] >= 0 else count[e]
    return number, times


@kernel
def shares_of_losses(
    line: Int32Array,
    amount: FloatArray,
    covered: BoolArray,
    number: IntArray,
    share: FloatArray,
    position: IntArray,
    of_line: FloatArray,
) -> FloatArray:
    """Return the part of each ``amount`` (E,) that its risk cedes, or its line if it is not known.

    ``share`` (G,) is that of a named risk, ``of_line`` (n,) that of the line at a ``position`` (L,)
    among the lines of the treaty. Losses that are not ``covered`` cede nothing.
    """
    ceded = np.zeros(amount.size)
    for e in range(amount.size):
        if covered[e]:
            part = share[number[e]] if number[e] >= 0 else of_line[position[line[e]]]
            ceded[e] = part * amount[e]
    return ceded


@kernel
def times_of_year(year: Int32Array, amount: FloatArray, factor: FloatArray) -> FloatArray:
    """Return each ``amount`` (E,) times the ``factor`` (years,) of its path-year."""
    scaled = np.empty(amount.size)
    for e in range(amount.size):
        scaled[e] = amount[e] * factor[year[e]]
    return scaled


@kernel
def part_of_losses(share: float, amount: FloatArray, covered: BoolArray) -> FloatArray:
    """Return the ``share`` of each ``amount`` (E,) that is ``covered``, and 0 of the others."""
    part = np.empty(amount.size)
    for e in range(amount.size):
        part[e] = share * amount[e] if covered[e] else 0.0
    return part


@kernel
def of_risks(number: IntArray, wanted: BoolArray, covered: BoolArray) -> BoolArray:
    """Tell of each loss, (E,), whether it is ``covered`` and hit a risk that is ``wanted`` (G,).

    ``number`` (E,) is that of the risk, -1 where it is not known.
    """
    found = np.empty(number.size, np.bool_)
    for e in range(number.size):
        found[e] = covered[e] & (number[e] >= 0) & wanted[max(number[e], 0)]
    return found


@kernel
def sum_by_line(
    year: Int32Array, line: Int32Array, value: FloatArray, position: IntArray, total: FloatArray
) -> None:
    """Add ``value`` (E,) to ``total`` (n, years), each at its line's ``position`` and its year.

    Within a year the order is that of time; lines at a negative position are passed over.
    """
    flags, chosen = np.empty(STRIP, np.uint8), np.empty(STRIP, np.int32)
    words = flags.view(np.uint64)
    for strip in range(0, value.size, STRIP):
        _flag_nonzero(strip, value, flags)
        for i in range(list_flagged(flags, words, STRIP, chosen)):
            e = strip + int(chosen[i])
            if position[line[e]] >= 0:
                total[position[line[e]], year[e]] += value[e]
