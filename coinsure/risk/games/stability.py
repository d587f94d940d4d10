"""Who would rather leave: the core, the complaint of each coalition, and the least core."""

from dataclasses import dataclass

import numpy as np
import scipy  # optimize is loaded when first used
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.risk.games.coalitions import game, members_of, membership


@dataclass(frozen=True, slots=True)
class Complaint:
    """A coalition and by how much it is worth more than it gets; below 0 it is content."""

    coalition: tuple[int, ...]  # numbers of its members
    excess: float


def complaints(values: ArrayLike, payoff: ArrayLike) -> FloatArray:
    """Return the excess v(S) - x(S) of every coalition under a ``payoff`` x (M,), (2^M,)."""
    worth = game(values)
    return worth - membership(members_of(worth)) @ np.asarray(payoff, dtype=np.float64)


def worst_complaint(values: ArrayLike, payoff: ArrayLike) -> Complaint:
    """Return the worst-treated coalition, neither empty nor everybody; (), 0 for one member."""
    excess = complaints(values, payoff)[1:-1]
    if excess.size == 0:
        return Complaint((), 0.0)
    worst = int(excess.argmax())
    members = members_of(np.asarray(values))
    coalition = tuple(m for m in range(members) if (worst + 1) >> m & 1)
    return Complaint(coalition, float(excess[worst]))


def in_core(values: ArrayLike, payoff: ArrayLike, tolerance: float = 1e-9) -> bool:
    """Tell whether a payoff divides exactly what there is and no coalition is worth more.

    ``tolerance`` is relative to the largest value.
    """
    worth = game(values)
    near = tolerance * float(np.abs(worth).max())
    excess = complaints(worth, payoff)
    return bool(abs(excess[-1]) <= near and excess.max() <= near)


def least_core(values: ArrayLike) -> tuple[float, FloatArray]:
    """Return the smallest possible largest complaint, and a payoff (M,) that has it.

    The core is empty exactly where the complaint is above 0. One member complains of nothing.
    """
    worth = game(values)
    members = members_of(worth)
    if members == 1:
        return 0.0, worth[-1:].copy()
    size = float(np.abs(worth).max()) or 1.0
    inside = membership(members)[1:-1].astype(np.float64)
    found = scipy.optimize.linprog(
        np.append(np.zeros(members), 1.0),
        A_ub=np.hstack([-inside, -np.ones((len(inside), 1))]),
        b_ub=-worth[1:-1] / size,
        A_eq=np.append(np.ones(members), 0.0)[None],
        b_eq=worth[-1:] / size,
        bounds=(None, None),
        method="highs",
    )
    if found.x is None:
        raise ValueError(f"the linear programme of the least core has no answer: {found.message}")
    return float(found.x[-1] * size), np.asarray(found.x[:-1] * size)
