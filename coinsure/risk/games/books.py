"""Games made of simulated books: what every coalition of members would have to hold."""

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.kernels.coalitions import coalition_tails
from coinsure.risk.games.coalitions import MOST_MEMBERS, game, members_of, membership, singles
from coinsure.risk.measures import table
from coinsure.risk.ranks import rank


def coalition_tvar(losses: ArrayLike, p: float) -> FloatArray:
    """Return TVaR_p of the total of every coalition, (2^M,); that of nobody is 0.

    Parameters
    ----------
    losses
        (Y, M) losses of members in equally likely years, in the unit of the answer.
    p
        Level, 0 <= p < 1; quantiles and atoms as in ``coinsure.risk.measures``.

    Raises
    ------
    ValueError
        More than 16 members, no year, a loss that is not finite, or a level outside [0, 1).
    """
    x, _ = table(losses)
    rows, members = x.shape
    if not 1 <= members <= MOST_MEMBERS:
        raise ValueError(f"a game has 1 to {MOST_MEMBERS} members, the table has {members}")
    if not 0.0 <= p < 1.0:
        raise ValueError(f"the level must lie between 0 and 1, below 1; found {p}")
    by_member = np.ascontiguousarray(x.T)
    quantile, excess = np.zeros(1 << members), np.zeros(1 << members)
    coalition_tails(
        by_member,
        by_member.mean(axis=1),
        rows - rank(rows, p),
        np.empty_like(by_member),
        np.empty(rows),
        quantile,
        excess,
    )
    return quantile + excess / (rows * (1.0 - p))


def savings(costs: ArrayLike) -> FloatArray:
    """Return the game (2^M,) of what coalitions save: the costs of their members alone less theirs.

    ``costs`` (2^M,) are those of every coalition, 0 for nobody, as of ``coalition_tvar``. A payoff
    x of this game is a division of the costs in which member i bears its own less x_i.
    """
    cost = game(costs)
    members = members_of(cost)
    return membership(members) @ cost[singles(members)] - cost
