"""TVaR divided by what parts add when they join: last, or on average over all orders (Shapley)."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.risk.divisions import Division
from coinsure.risk.games.coalitions import membership, sizes
from coinsure.risk.games.values import joining_weights, shapley
from coinsure.risk.ranks import rank

MOST_PARTS = 8
"""With more parts Shapley's value takes the TVaR of more than 256 coalitions and is not given."""


def by_joining_last(parts: FloatArray, p: float) -> Division:
    """Divide TVaR_p in proportion to what each part (Y, K) adds to that of the others.

    What the parts add in this way comes to at most the whole, so it is scaled up to it. Merton &
    Perold (1993), Journal of Applied Corporate Finance 6.

    Raises
    ------
    ValueError
        If the parts together add nothing.
    """
    total = parts.sum(axis=1)
    whole, of_whole = _tail_mean(total, p)
    others = [_tail_mean(total - part, p) for part in parts.T]
    added = np.array([whole - value for value, _ in others])
    if len(added) == 1:
        added = np.array([whole])
        others = [(0.0, np.zeros_like(of_whole))]
    together = float(added.sum())
    if not together > 0.0:
        raise ValueError("the worst years lose nothing")
    of_added = np.stack([of_whole - of_other for _, of_other in others], axis=1)
    fraction = added / together
    moved = np.outer(of_whole, fraction)
    moved += (of_added - np.outer(of_added.sum(axis=1), fraction)) * (whole / together)
    return Division(whole * fraction, moved)


def by_shapley(parts: FloatArray, p: float) -> Division:
    """Divide TVaR_p by Shapley's value of the game in which a coalition costs its TVaR_p.

    Shapley (1953); Denault (2001), Journal of Risk 4(1).

    Raises
    ------
    ValueError
        With more parts than ``MOST_PARTS``.
    """
    rows, number = parts.shape
    if number > MOST_PARTS:
        raise ValueError(f"{number} parts make too many coalitions, {MOST_PARTS} are the most")
    inside, size = membership(number), sizes(number)
    weight = joining_weights(number)
    by_part = np.ascontiguousarray(parts.T)
    cost = np.zeros(1 << number)
    moved = np.zeros((rows, number))
    for coalition in range(1, 1 << number):
        members = inside[coalition]
        cost[coalition], of_cost = _tail_mean(by_part[members].sum(axis=0), p)
        beyond = np.flatnonzero(of_cost)
        with_it, without = weight[size[coalition] - 1], weight[min(size[coalition], number - 1)]
        moved[beyond] += np.outer(of_cost[beyond], np.where(members, with_it, -without))
    return Division(shapley(cost), moved - moved.mean(axis=0))


def _tail_mean(total: FloatArray, p: float) -> tuple[float, FloatArray]:
    """Return TVaR_p, and (S - VaR_p)+ / (1 - p) of each row."""
    place = rank(total.size, p) - 1
    q = np.partition(total, place)[place]
    excess = np.maximum(total - q, 0.0) / (1.0 - p)
    return float(q + excess.mean()), excess
