"""Profit pro rata (按份额分配): everybody keeps what its own shares earn."""

from typing import Literal

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.spec import Spec


class ProRata(Spec):
    """Leave each member the result of its own shares, and divide common money by share.

    Common money is what the pool as one body sets aside or gives back: payments into the reserve
    are divided by premium share, releases by liability share.
    """

    kind: Literal["pro_rata"] = "pro_rata"

    def divide(self, amount: FloatArray, shares: FloatArray) -> FloatArray:
        """Divide ``amount`` (P,) among members by ``shares`` (M, P) that may miss 1: (M, P).

        Nothing is divided where nobody has a share.
        """
        total = shares[0].copy()
        for share in shares[1:]:
            total += share
        return amount * (shares / np.where(total > 0.0, total, np.inf))
