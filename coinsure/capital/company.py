"""Minimum capital of a whole company in C-ROSS phase II, with the pool's charge in its class."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.capital.cross2 import (
    Charge,
    control_part,
    non_life_risk,
    quantified_risk,
    rules,
    size_relief,
)
from coinsure.pool.own_book import OwnBook


@dataclass(frozen=True, slots=True, eq=False)
class Added:
    """What the pool adds to a company: premium and reserve risk by class, and credit risk."""

    premium: FloatArray  # (C,)
    reserve: FloatArray  # (C,)
    credit: float

    @classmethod
    def of(cls, charge: Charge, credit: float) -> "Added":
        """Return the charge of the pool's lines with what is owed for them."""
        return cls(charge.premium, charge.reserve, credit)


def minimum_capital(book: OwnBook, yuan: float, added: Added | None = None) -> float:
    """Return the minimum capital of a company, before the pool or with what it ``added``.

    The whole vector is aggregated again: the pool's charges join those of the own book class by
    class, its credit risk joins the company's. Catastrophe risk is that of the own book.

    Parameters
    ----------
    yuan
        What one unit of money is in yuan; the size relief goes by total assets in 亿元.

    Notes
    -----
    Rules 2, 4 and 12 (30 December 2021): insurance, market and credit risk, times the size factor
    of 金规〔2023〕5号, times 1 + Q of control risk.
    """
    classes = rules().classes
    premium = np.array([book.premium_risk.get(name, 0.0) for name in classes])
    reserve = np.array([book.reserve_risk.get(name, 0.0) for name in classes])
    credit = book.credit_risk
    if added is not None:
        premium, reserve = premium + added.premium, reserve + added.reserve
        credit += added.credit
    insurance = non_life_risk(premium, reserve, book.catastrophe_risk)
    relief = size_relief(book.total_assets * yuan / 1e8)
    quantified = relief * quantified_risk(insurance, book.market_risk, credit)
    return quantified * (1.0 + control_part(book.control_score))
