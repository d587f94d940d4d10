"""``Terms``: what a policy takes off a loss before it reaches the pool."""

from typing import Annotated, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field

from coinsure.arrays import FloatArray
from coinsure.spec import Fraction, Money, Positive, Spec


class Terms(Spec):
    """Policy terms, applied to each occurrence of each risk in the order of the fields.

    Deductible first (the amount, or the rate times the value of the insured object, or the higher
    of the two where both are given), then the limit, then the participation; the aggregate caps
    what one risk is paid in a policy year. A term left out does nothing.
    """

    deductible: Money = 0.0
    """Amount of each loss that the insured bears, in the scenario's unit."""

    deductible_rate: Fraction = 0.0
    """Fraction of the value of the insured object that the insured bears of each loss."""

    limit: Positive | None = None
    """Most that is insured per occurrence, after the deductible and before the participation."""

    participation: Annotated[float, Field(gt=0.0, le=1.0)] = 1.0
    """Fraction of the loss after deductible and limit that the policy pays."""

    aggregate: Positive | None = None
    """Most that one risk is paid in a policy year, after all other terms."""

    def times(self, factor: float) -> Self:
        """Return the same terms with every amount multiplied by ``factor``."""
        if factor == 1.0:
            return self
        amounts = {
            key: factor * amount
            for key in ("deductible", "limit", "aggregate")
            if (amount := getattr(self, key)) is not None
        }
        return self.model_copy(update=amounts)

    def payment(self, loss: ArrayLike, value: ArrayLike = 0.0) -> FloatArray:
        """Return what is paid for a ``loss`` to an object worth ``value``, aggregate aside."""
        deductible = np.maximum(self.deductible, self.deductible_rate * np.asarray(value))
        above = np.maximum(np.asarray(loss, dtype=np.float64) - deductible, 0.0)
        within = above if self.limit is None else np.minimum(above, self.limit)
        return self.participation * within
