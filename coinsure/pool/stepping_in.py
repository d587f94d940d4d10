"""What others pay for members that cannot: all of them if jointly liable, or a fronting lead."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.filling import ROUNDING, fill
from coinsure.pool.in_force import added
from coinsure.pool.terms import PoolTerms


def step_in(
    terms: PoolTerms, lead: int, due: FloatArray, unpaid: FloatArray, room: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return what each member pays of what others owe, (M, P), and what is left of it, (P,).

    Parameters
    ----------
    due
        What each member owes itself, (M, P): the weights of joint liability.
    unpaid
        What each of them does not pay of it, (M, P).
    room
        Money that each still has, (M, P), not below 0.
    """
    missing = added(unpaid)
    extra = np.zeros_like(unpaid)
    if not missing.any():
        return extra, missing
    if terms.legal_form == "fronted":
        of_others = missing - unpaid[lead]
        extra[lead] = np.minimum(of_others, room[lead])
    if terms.liability == "joint":
        extra += fill(missing - added(extra), due, room - extra)
    left = missing - added(extra)
    return extra, np.where(left > ROUNDING * missing, left, 0.0)
