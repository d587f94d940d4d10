"""The guarantee fund (互助保证金): members' deposits for claims that one of them cannot pay.

A year of the fund: interest on the deposits, then contributions by premium up to the target, then,
after the claims of the year, what members leave unpaid: from the deposit of the member that owes it
first, then from all others pro rata. Only what the fund cannot pay falls on those who are jointly
liable, a fronting lead or the insured. At the end of the horizon every member that has paid in full
gets its deposit back, with its part of what the others have left behind.
"""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import added, pro_rata
from coinsure.spec import Fraction, Positive, Spec


class GuaranteeFund(Spec):
    """Deposits that pay for members in default, in no member's capital while they are there."""

    contribution_rate: Fraction
    """Part of its gross premium that a member pays in each year, until the target is reached."""
    target_of_premium: Positive
    """Deposits together at which contributions stop, in years of the pool's gross premium."""
    interest: Fraction = 0.0
    """Return a year on the deposits at its start; it stays in the fund."""


def contributions(fund: GuaranteeFund, premium: FloatArray, deposits: FloatArray) -> FloatArray:
    """Return what members with these premiums (M, P) pay into the fund, (M, P).

    Nobody pays more than its ``contribution_rate``, and all together no more than what
    ``deposits`` (M, P) with their interest miss of the target.
    """
    written = added(premium)
    missing = np.maximum(fund.target_of_premium * written - added(deposits), 0.0)
    return pro_rata(np.minimum(fund.contribution_rate * written, missing), premium)


def paid_by_fund(deposits: FloatArray, unpaid: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what the fund pays of each member's ``unpaid`` claims, and the deposits left.

    All are (M, P). The deposit of the member that owes comes first, those of all others follow pro
    rata; claims that they do not cover are paid in proportion.
    """
    own = np.minimum(deposits, unpaid)
    left, open_ = deposits - own, unpaid - own
    total = added(open_)
    common = np.minimum(total, added(left))
    part = common / np.where(total > 0.0, total, 1.0)
    return own + open_ * part, np.maximum(left - pro_rata(common, left), 0.0)


def total_of(deposits: FloatArray) -> FloatArray:
    """Return all deposits together, (P,); nothing without a fund."""
    return added(deposits) if len(deposits) else np.zeros(1)


def refunds(deposits: FloatArray, standing: FloatArray) -> FloatArray:
    """Return what members get back at the end, (M, P).

    The deposits of those who do not stand (M, P) go to those who do, pro rata to theirs; where none
    of these has a deposit, all of it stays in the fund.
    """
    return pro_rata(added(deposits), deposits * standing)
