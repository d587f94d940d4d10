"""Premium that is a deposit first and adjusted by a rate on the subject premium later."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.reinsurance.treaties.cession import Subject
from coinsure.spec import Money, Positive, Spec


class Adjustment(Spec):
    """Replace the deposit by ``rate`` of the subject premium, at least ``minimum``.

    The subject premium is that of the treaty's lines, less what earlier treaties took of it.
    """

    rate: Positive
    """Premium of the treaty, part of the subject premium."""
    minimum: Money = 0.0
    """Least premium that the treaty costs in a year, for 100 %."""


def premium_of(deposit: float, adjustment: Adjustment | None, subject: Subject) -> FloatArray:
    """Return the premium of a treaty in each year after its adjustment, (T,)."""
    if adjustment is None:
        return np.full(subject.premium.shape[1], deposit)
    return np.maximum(adjustment.rate * subject.total_premium, adjustment.minimum)
