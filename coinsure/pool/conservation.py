"""Money is neither made nor lost: the ledger against the totals of the book."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.book import SectorBook
from coinsure.pool.in_force import InForce, Rows, added
from coinsure.pool.ledger import Ledger


def breach(
    ledger: Ledger,
    book: SectorBook,
    held: InForce,
    management_rate: float,
    *,
    shortfall: FloatArray,
    set_aside: Rows,
    gained: Rows,
) -> float:
    """Return the worst miss of conservation in a year, over parties and paths.

    The ledger was filled member by member. Here the same positions are worked out from the book's
    totals, and the members' from the change of their money. A miss is given as a part of all the
    money of the path-year: premium, claims and cost of reinsurance.

    Parameters
    ----------
    shortfall
        Claims that the insured bear themselves, (P,).
    set_aside
        Change of each reserve fund's balance, (G) of (P,).
    gained
        Change of each member's money without the reserve, (M) of (P,).
    """
    written, carried = held.written(), held.carried()
    nothing = np.zeros_like(shortfall)
    premium, expenses, cost, recovered = nothing.copy(), nothing.copy(), nothing.copy(), nothing.copy()
    for s, part in enumerate(written):
        premium += part * book.premium[s]
        expenses += part * book.expenses[s]
        cost += part * book.cost[s]
        recovered += carried[s] * (book.gross[s] - book.net[s])
    gross = added(book.gross)
    expected = {
        "insured": gross - shortfall - premium,
        "reinsurers": cost - recovered,
        "office": management_rate * premium,
        "reserve": added([nothing, *set_aside]),
        "outside": expenses,
    }
    scale = premium + gross + np.abs(cost)
    scale[scale == 0.0] = 1.0
    misses = [ledger.position[party] - position for party, position in expected.items()]
    misses += [ledger.result(member) - gain for member, gain in enumerate(gained)]
    return max(float((np.abs(miss) / scale).max()) for miss in misses)
