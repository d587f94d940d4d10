"""The aggregate of a policy: the most that one risk is paid in a year."""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import inline, kernel
from coinsure.kernels.elementary import Word
from coinsure.kernels.order import sort_by_row, sort_by_time
from coinsure.kernels.philox import key_halves, path_halves, two_words, uniform


@kernel
def draw_risks(
    seed: int,
    stream: int,
    first_path: int,
    year: int,
    path: IntArray,
    draw: Int32Array,
    risks: int,
    risk: Int32Array,
) -> None:
    """Write which of the ``risks`` each loss of a 0-based year hits, all of them alike, (E,).

    ``path`` is counted from ``first_path``, ``draw`` is the number of the loss in its path-year.
    """
    key_low, key_high = key_halves(seed)
    for i in range(path.size):
        low, high = path_halves(first_path + path[i], year)
        one, two = two_words(Word(draw[i] >> 1), low, high, Word(stream), key_low, key_high)
        u = uniform(two) if draw[i] & 1 else uniform(one)
        risk[i] = np.int32(u * risks)


@kernel
def pay_up_to_aggregate(
    row: IntArray,
    risk: Int32Array,
    time: FloatArray,
    aggregate: float,
    risks: int,
    amount: FloatArray,
    total: FloatArray,
) -> None:
    """Cut each ``amount`` to what its risk has left as time goes by, and add it to ``total``.

    Rows in which no risk reaches the aggregate are added up as they come; only the others have to
    be put in order.

    Parameters
    ----------
    row, risk, time, amount
        Of each loss, (E,); the amounts are overwritten.
    aggregate, risks
        Most that one risk is paid in a year, and how many risks there are.
    total
        Annual payments, (rows,), to which those of the losses are added.
    """
    start = np.empty(total.size + 1, np.int64)
    order = np.empty(row.size, np.int64)
    sort_by_row(row, start, order)
    paid = np.zeros(risks)
    for r in range(total.size):
        losses = order[start[r] : start[r + 1]]
        if reaches(losses, risk, amount, aggregate, paid):
            sort_by_time(losses, time)
            for i in losses:
                amount[i] = min(amount[i], aggregate - paid[risk[i]])
                paid[risk[i]] += amount[i]
        for i in losses:
            total[r] += amount[i]
            paid[risk[i]] = 0.0


@inline
def reaches(
    losses: IntArray, risk: Int32Array, amount: FloatArray, aggregate: float, paid: FloatArray
) -> bool:
    """Return whether some risk has more than the ``aggregate`` in these losses of one row.

    ``paid`` (risks,) is zero before and after.
    """
    more = False
    for i in losses:
        paid[risk[i]] += amount[i]
        if paid[risk[i]] > aggregate:
            more = True
    for i in losses:
        paid[risk[i]] = 0.0
    return more
