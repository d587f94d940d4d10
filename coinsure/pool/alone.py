"""The book without a pool: every risk is one insurer's, which keeps what article 103 lets it.

Above that it buys facultative cover (临时分保) in proportion, as far as there is any; the rest of
the risk stays uninsured.
"""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """Parts of some risks, of any shape; what is neither kept nor ceded is uninsured."""

    kept: FloatArray
    ceded: FloatArray

    @property
    def insured(self) -> FloatArray:
        """Return the part that the insured find cover for."""
        return self.kept + self.ceded


def carried_alone(unit: FloatArray, capacity: FloatArray, facultative: float) -> Carried:
    """Return what single insurers carry of risk units, all shapes broadcast.

    Parameters
    ----------
    unit
        What one accident can cost, above 0.
    capacity
        Most that the insurer keeps of it: article 103 of the Insurance Law, or less if it offers
        less.
    facultative
        Most facultative cover that it finds for one risk unit.
    """
    kept = np.clip(capacity / unit, 0.0, 1.0)
    return Carried(kept, np.minimum(1.0 - kept, facultative / unit))


def writers(sums: FloatArray, weights: FloatArray) -> IntArray:
    """Return which member writes each of some whole risks, (N,), given its weight (M,).

    The largest risk first goes to the member whose part of all sums insured is furthest below its
    weight; of several that are as far below, to the first. Who has no weight writes nothing.

    Raises
    ------
    ValueError
        If nobody has a weight.
    """
    if not (weights > 0.0).any():
        raise ValueError("nobody writes the risks: no weight is above 0")
    missing = np.where(weights > 0.0, weights / weights.sum() * sums.sum(), -np.inf)
    chosen = np.empty(sums.size, dtype=np.int64)
    for risk in np.argsort(-sums, kind="stable").tolist():
        chosen[risk] = np.argmax(missing)
        missing[chosen[risk]] -= sums[risk]
    return chosen
