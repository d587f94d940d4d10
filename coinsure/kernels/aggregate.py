"""The aggregate of a policy: the most that one risk is paid in a year."""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import kernel


@kernel
def pay_up_to_aggregate(
    start: IntArray,
    order: IntArray,
    risk: Int32Array,
    aggregate: float,
    risks: int,
    amount: FloatArray,
    total: FloatArray,
) -> None:
    """Cut each ``amount`` to what its risk has left, in time order, and add it to ``total``.

    Parameters
    ----------
    start, order
        Losses of row r are ``order[start[r]:start[r + 1]]`` as time goes by, see ``order_losses``.
    risk, amount
        Of each loss, (E,); the amounts are overwritten.
    aggregate, risks
        Most that one risk is paid in a year, and how many risks there are.
    total
        Annual payments, (rows,), to which those of the losses are added.
    """
    left = np.full(risks, aggregate)
    for r in range(start.size - 1):
        for j in range(start[r], start[r + 1]):
            i = order[j]
            amount[i] = min(amount[i], left[risk[i]])
            left[risk[i]] -= amount[i]
            total[r] += amount[i]
        for j in range(start[r], start[r + 1]):
            left[risk[order[j]]] = aggregate
