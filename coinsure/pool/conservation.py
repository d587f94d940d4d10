"""Money is neither made nor lost: the ledger against the totals of the book."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.book import SectorBook
from coinsure.pool.in_force import InForce, added, combined
from coinsure.pool.ledger import Ledger
from coinsure.pool.terms import PoolTerms


def breach(
    ledger: Ledger,
    book: SectorBook,
    held: InForce,
    terms: PoolTerms,
    *,
    shortfall: FloatArray,
    set_aside: FloatArray,
    held_back: FloatArray,
    earned: FloatArray,
    gained: FloatArray,
    covered: FloatArray,
    assumed: FloatArray,
) -> float:
    """Return the worst miss of conservation in a year, over parties and paths.

    The ledger was filled member by member. Here the same positions are worked out from the book's
    totals, and all that the other parties have on balance is what the members' money has changed
    by. A miss is given as a part of the money of the path-year: premium, claims and reinsurance;
    it is NaN where an amount is.

    Parameters
    ----------
    shortfall
        Claims that the insured bear themselves, (P,).
    set_aside
        Change of the reserve's balance, (P,).
    held_back
        Change of the balance of the profit rule's common account, (P,).
    earned
        Income on all money that was invested, (P,).
    gained
        Change of each member's money without the reserve, (M, P).
    covered
        What members' own reinsurers outside the pool pay them, less its price, (P,).
    assumed
        What members earn as reinsurers of the pool, (P,).
    """
    written, carried = held.written, held.carried
    premium, cost = combined(written, book.premium), combined(written, book.cost)
    gross = added(book.gross)
    subsidy = combined(written, book.to_insured + book.to_insurers)
    support = combined(written, book.support)
    expected = {
        "insured": gross - shortfall - premium + subsidy,
        "reinsurers": cost
        + support
        - combined(carried, book.gross - book.net - book.public - book.cut)
        - assumed,
        "own_reinsurers": -covered,
        "office": terms.management_rate * premium,
        "reserve": set_aside,
        "held": held_back,
        "state": terms.levy_rate * premium - combined(carried, book.public) - subsidy - support,
        "outside": combined(written, book.expenses) + terms.brokerage_rate * premium - earned,
    }
    misses = [ledger.position[party] - position for party, position in expected.items()]
    of_others = added(gained)
    for position in ledger.position.values():
        of_others = of_others + position
    scale = premium + gross + np.abs(cost) + np.abs(covered) + np.abs(assumed)
    scale = np.where(scale > 0.0, scale, 1.0)
    worst = np.abs(of_others)
    for miss in misses:
        worst = np.maximum(worst, np.abs(miss))
    return float((worst / scale).max())
