"""Money is neither made nor lost: the ledger against the totals of the book."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.book import SectorBook
from coinsure.pool.in_force import InForce, added, combined
from coinsure.pool.ledger import Ledger
from coinsure.pool.terms import PoolTerms


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What other parties should have on balance by the totals of the book, and all the money."""

    position: Mapping[str, FloatArray]  # (P,) by party
    money: FloatArray  # (P,) premium, claims and reinsurance

    def after_profit(self, held_back: FloatArray, interest: FloatArray) -> Self:
        """Return it after a division of profit.

        ``held_back`` is the change of the balance of the profit rule's common account and
        ``interest`` what the account has earned, both (P,).
        """
        outside = self.position["outside"] - interest
        return replace(self, position={**self.position, "held": held_back, "outside": outside})


def expected(
    book: SectorBook,
    held: InForce,
    terms: PoolTerms,
    *,
    shortfall: FloatArray,
    set_aside: FloatArray,
    deposited: FloatArray,
    earned: FloatArray,
    covered: FloatArray,
    assumed: FloatArray,
) -> Expected:
    """Work out positions from the book's totals; the ledger was filled member by member.

    Parameters
    ----------
    shortfall
        Claims that the insured bear themselves, (P,).
    set_aside
        Change of the reserve's balance, (P,).
    deposited
        Change of all deposits in the guarantee fund, (P,).
    earned
        Income on all money that was invested, (P,).
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
    recovered = combined(carried, book.gross - book.net - book.public - book.cut)
    public = combined(carried, book.public)
    expenses = combined(written, book.expenses) + terms.brokerage_rate * premium
    money = premium + gross + np.abs(cost) + np.abs(covered) + np.abs(assumed)
    return Expected(
        {
            "insured": gross - shortfall - premium + subsidy,
            "reinsurers": cost + support - recovered - assumed,
            "own_reinsurers": -covered,
            "office": terms.management_rate * premium,
            "reserve": set_aside,
            "guarantee": deposited,
            "state": terms.levy_rate * premium - public - subsidy - support,
            "outside": expenses - earned,
        },
        np.where(money > 0.0, money, 1.0),
    )


def breach(ledger: Ledger, expected: Expected, gained: FloatArray) -> float:
    """Return the worst miss of conservation in a year, over parties and paths.

    All that other parties have on balance is what the members' money has changed by: ``gained``
    (P,), without the reserve. A miss is given as a part of the money of the path-year: premium,
    claims and reinsurance; it is NaN where an amount is.
    """
    of_others = gained
    worst = np.zeros(1)
    for party, position in expected.position.items():
        of_others = of_others + ledger.position[party]
        worst = np.maximum(worst, np.abs(ledger.position[party] - position))
    worst = np.maximum(worst, np.abs(of_others))
    return float((worst / expected.money).max())
