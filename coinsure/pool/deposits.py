"""The deposits of a guarantee fund in the ledger: what is paid in, and what is given back."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.guarantee import GuaranteeFund, contributions, refunds
from coinsure.pool.in_force import added
from coinsure.pool.ledger import Ledger


def deposit(
    ledger: Ledger, fund: GuaranteeFund | None, deposits: FloatArray, premium: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Enter interest and contributions of a year; return the deposits, and the interest (P,)."""
    if fund is None:
        ledger.pay("to_guarantee", np.zeros((len(premium), 1)), "guarantee")
        return deposits, np.zeros(1)
    interest = fund.interest * deposits
    ledger.pass_on(added(interest), "outside", "guarantee")
    paid = contributions(fund, premium, deposits + interest)
    ledger.pay("to_guarantee", paid, "guarantee")
    return deposits + interest + paid, added(interest)


def give_back(ledger: Ledger, deposits: FloatArray, entitled: FloatArray) -> FloatArray:
    """Enter what the ``entitled`` (M, P) get back, 1 or 0 each; return the deposits left."""
    if not len(deposits):
        ledger.receive("from_guarantee", np.zeros((len(entitled), 1)), "guarantee")
        return deposits
    refund = refunds(deposits, entitled)
    ledger.receive("from_guarantee", refund, "guarantee")
    return np.where(added(refund) > 0.0, 0.0, deposits)
