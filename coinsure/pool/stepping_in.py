"""What others pay for members that cannot: all of them if jointly liable, or a fronting lead."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import added
from coinsure.pool.terms import PoolTerms

ROUNDING = 1e-12
"""Part of what was not paid below which what is left of it is nothing."""


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


def fill(amount: FloatArray, weights: FloatArray, room: FloatArray) -> FloatArray:
    """Divide an ``amount`` (P,) by ``weights`` (M, P), nobody above its ``room``: water-filling.

    Who is full drops out and the others take the rest; what finds no room is not divided.
    """
    parts = np.zeros(np.broadcast_shapes(weights.shape, room.shape))
    for _ in range(len(parts)):
        free = np.where(room - parts > ROUNDING * room, weights, 0.0)
        total = added(free)
        rest = np.where(total > 0.0, amount - added(parts), 0.0)
        more = np.minimum(free * (rest / np.where(total > 0.0, total, 1.0)), room - parts)
        parts = parts + np.maximum(more, 0.0)
    return parts
