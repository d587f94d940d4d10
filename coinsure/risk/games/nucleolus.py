"""The nucleolus: the worst complaint as small as can be, then the next worst, to the last."""

import numpy as np
import scipy  # optimize is loaded when first used
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.risk.games.coalitions import game, members_of, membership, singles

_POSITIVE = 1e-7  # a dual that is not zero
_IN_SPAN = 1e-9


def nucleolus(values: ArrayLike, *, individually_rational: bool = True) -> FloatArray:
    """Return the nucleolus (M,) of a game of gains.

    A sequence of linear programmes. A coalition is settled only where its dual is above 0, so that
    its complaint is the same in every optimum, or where it is a combination of settled ones.

    Parameters
    ----------
    individually_rational
        Nobody gets less than it is worth alone; without it the answer is the prenucleolus.

    Raises
    ------
    ValueError
        The members are together worth less than alone, so that no payoff is rational for all.

    Notes
    -----
    Schmeidler (1969), SIAM J. Appl. Math. 17; Guajardo & Joernsten (2015), European Journal of
    Operational Research 241, on the mistakes of settling coalitions that are tight by chance.
    """
    worth = game(values)
    members = members_of(worth)
    alone = worth[singles(members)]
    size = float(np.abs(worth).max()) or 1.0
    if members == 1:
        return worth[-1:].copy()
    if individually_rational and alone.sum() > worth[-1] + 1e-12 * size:
        raise ValueError("the members are worth more alone than together: no payoff is rational")
    lower = alone / size if individually_rational else np.full(members, -np.inf)
    bounds = [*((low, np.inf) for low in lower), (-np.inf, np.inf)]
    rows = membership(members)[1:-1].astype(np.float64)
    gains = worth[1:-1] / size
    fixed, levels = np.ones((1, members)), worth[-1:] / size
    open_ = np.arange(len(rows))
    while np.linalg.matrix_rank(fixed) < members:
        open_ = open_[~_spanned(rows[open_], fixed)]
        found = scipy.optimize.linprog(
            np.append(np.zeros(members), 1.0),
            A_ub=np.hstack([-rows[open_], -np.ones((open_.size, 1))]),
            b_ub=-gains[open_],
            A_eq=np.hstack([fixed, np.zeros((len(fixed), 1))]),
            b_eq=levels,
            bounds=bounds,
            method="highs",
        )
        if found.x is None:
            raise ValueError(f"a linear programme of the nucleolus failed: {found.message}")
        settled = open_[-found.ineqlin.marginals > _POSITIVE]
        fixed = np.vstack([fixed, rows[settled]])
        levels = np.append(levels, gains[settled] - found.x[-1])
    return np.asarray(np.linalg.lstsq(fixed, levels, rcond=None)[0] * size, np.float64)


def _spanned(rows: FloatArray, fixed: FloatArray) -> np.ndarray:
    """Tell which ``rows`` (n, M) are combinations of the ``fixed`` ones."""
    _, values, right = np.linalg.svd(fixed, full_matrices=False)
    basis = right[values > _IN_SPAN * values.max()]
    left = rows - (rows @ basis.T) @ basis
    return np.abs(left).max(axis=1) <= _IN_SPAN
