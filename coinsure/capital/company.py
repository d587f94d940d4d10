"""Minimum capital of a whole company in C-ROSS phase II, with the pool's charge in its class."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.capital.cross2 import (
    Charge,
    control_part,
    non_life_risk,
    non_life_slopes,
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


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """Minimum capital of a company, and how it moves with what the pool adds."""

    total: float
    by_premium: FloatArray  # (C,)
    by_reserve: FloatArray  # (C,)
    by_credit: float


def minimum_capital(book: OwnBook, yuan: float, added: Added | None = None) -> float:
    """Return the minimum capital of a company, before the pool or with what it ``added``."""
    if added is None:
        nothing = np.zeros(len(rules().classes))
        added = Added(nothing, nothing, 0.0)
    return requirement(book, yuan, added).total


def requirement(book: OwnBook, yuan: float, added: Added) -> Requirement:
    """Return the minimum capital of a company with what the pool ``added``, and its slopes.

    The whole vector is aggregated again: the pool's charges join those of the own book class by
    class, its credit risk joins the company's. Catastrophe risk is that of the own book. The
    formula is convex in what is added.

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
    premium = np.array([book.premium_risk.get(name, 0.0) for name in classes]) + added.premium
    reserve = np.array([book.reserve_risk.get(name, 0.0) for name in classes]) + added.reserve
    insurance = non_life_risk(premium, reserve, book.catastrophe_risk)
    risks = np.array([insurance, book.market_risk, book.credit_risk + added.credit])
    quantified = quantified_risk(*risks.tolist())
    factor = size_relief(book.total_assets * yuan / 1e8) * (1.0 + control_part(book.control_score))
    slope = rules().risks @ risks * (factor / quantified if quantified > 0.0 else 0.0)
    by_premium, by_reserve = non_life_slopes(premium, reserve, book.catastrophe_risk)
    return Requirement(
        factor * quantified, slope[0] * by_premium, slope[0] * by_reserve, float(slope[2])
    )
