"""Water-filling, path by path: dividing an amount among members that each have so much room."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import added

ROUNDING = 1e-12
"""Part of a room, or of an amount, below which what is left of it is nothing."""


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
