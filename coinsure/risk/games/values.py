"""Values of a game by formula: Shapley, tau, Gately, and what a member adds when it joins last."""

import math

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.risk.games.coalitions import game, members_of, membership, singles, sizes


def shapley(values: ArrayLike) -> FloatArray:
    """Return what each member adds on average over all orders in which they can join, (M,).

    Source: Shapley (1953), Contributions to the Theory of Games II.
    """
    worth = game(values)
    members = members_of(worth)
    size = sizes(members)
    weight = joining_weights(members)
    found = np.empty(members)
    for member, bit in enumerate(singles(members)):
        without = np.flatnonzero(np.arange(worth.size) & bit == 0)
        found[member] = weight[size[without]] @ (worth[without | bit] - worth[without])
    return found


def joining_weights(members: int) -> FloatArray:
    """Return how likely one member finds k given others when all orders are alike, (M,) for k."""
    return np.array(
        [
            math.factorial(k) * math.factorial(members - k - 1) / math.factorial(members)
            for k in range(members)
        ]
    )


def marginal(values: ArrayLike) -> FloatArray:
    """Return what each member adds when it joins last, v(N) - v(N without it), (M,)."""
    worth = game(values)
    return worth[-1] - worth[worth.size - 1 - singles(members_of(worth))]


def tau(values: ArrayLike) -> FloatArray:
    """Return the tau value (M,): between what members can claim at least and at most.

    Source: Tijs (1981), Bounds for the core and the tau-value.

    Raises
    ------
    ValueError
        The least and most that members can claim do not enclose what there is.
    """
    worth = game(values)
    members = members_of(worth)
    most = marginal(worth)
    inside = membership(members)
    remainder = (worth - inside @ most)[:, None] + np.where(inside, most, -np.inf)
    least = remainder.max(axis=0)
    low, high = least.sum(), most.sum()
    near = 1e-9 * max(abs(worth).max(), 1.0)
    if not low - near <= worth[-1] <= high + near or (least > most + near).any():
        raise ValueError("the game is not quasi-balanced: it has no tau value")
    part = (worth[-1] - low) / (high - low) if high - low > near else 0.0
    return least + part * (most - least)


def gately(values: ArrayLike) -> FloatArray:
    """Return Gately's point (M,), where all members gain the same by leaving, relatively.

    Source: Gately (1974), International Economic Review 15.

    Raises
    ------
    ValueError
        No member adds more than it is worth alone.
    """
    worth = game(values)
    alone = worth[singles(members_of(worth))]
    room = marginal(worth) - alone
    if room.sum() <= 0.0:
        raise ValueError("nobody adds more than it is worth alone: there is no Gately point")
    return alone + room * (worth[-1] - alone.sum()) / room.sum()
