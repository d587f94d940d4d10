"""The books that members bring into the pool, year by year, before anything is shared."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.planning.pilot import RULE_PATH_YEARS
from coinsure.planning.plan import Plan
from coinsure.simulation import simulate


def brought_books(plan: Plan) -> FloatArray | None:
    """Return gross losses of year 1 of the pilot on the book of each member, (n, M).

    A member's book is the part of each sector's losses that its premium brought is of all premium
    brought there; a sector of which nobody brings anything is in no book. None without any.
    """
    sectors = plan.layout.sectors
    premium = np.array(
        [[m.brings.get(sector, 0.0) for sector in sectors] for m in plan.members.values()]
    )
    if not premium.any():
        return None
    whole = premium.sum(axis=0)
    part = np.divide(premium, whole, out=np.zeros_like(premium), where=whole > 0.0)
    losses = simulate(plan.simulation, plan.pilot(RULE_PATH_YEARS)).total[:, 0]
    books: FloatArray = part[:, list(plan.layout.sector_of_line)] @ losses
    return np.ascontiguousarray(books.T)
